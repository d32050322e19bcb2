/** Entries of answers: each id once, blocks and addresses checked. */
import { readAddress, type Address } from '../../model/address.ts'
import { readCidr, type Cidr } from '../../model/cidr.ts'
import type { Report } from '../report.ts'
import type { Item } from './answers.ts'
import { compareText } from '../../model/text-order.ts'

/** The first of each id, sorted by id: two dumps of one folder may both hold it. */
export function unique<Value>(items: readonly Item<Value>[], idOf: (value: Value) => string): readonly Item<Value>[] {
  const byId = new Map<string, Item<Value>>()
  for (const item of items) if (!byId.has(idOf(item.value))) byId.set(idOf(item.value), item)
  return [...byId.entries()].toSorted(([a], [b]) => compareText(a, b)).map(([, item]) => item)
}

/** Where a text stood, and whom to tell when it is wrong. */
export interface Reading {
  readonly place: string
  readonly report: Report
}

/** Null and a finding when the text is no block. */
export function blockOf(text: string, { place, report }: Reading): Cidr | null {
  const reading = readCidr(text)
  if (reading.ok) return reading.value
  report('site.value-invalid', {
    subject: text,
    message: `"${text}" is not a block: ${reading.fault}. It is left out.`,
    suggestion: 'Read it again; if it stays so, correct it in AWS.',
    place,
  })
  return null
}

/** A single address is a block of one. */
export const withLength = (text: string): string =>
  text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`

type Texts = readonly (string | null | undefined)[]

const present = (texts: Texts): readonly string[] => [
  ...new Set(texts.filter((text) => typeof text === 'string').filter((text) => text !== '')),
]

/** Each once, in their order; what is no block is a finding. */
export const blocksOf = (texts: Texts, reading: Reading): readonly Cidr[] =>
  present(texts).flatMap((text) => blockOf(text, reading) ?? [])

/** Each once, in their order; what is no address is a finding. */
export const addressesOf = (texts: Texts, { place, report }: Reading): readonly Address[] =>
  present(texts).flatMap((text) => {
    const reading = readAddress(text)
    if (reading.ok) return [reading.value]
    report('site.value-invalid', {
      subject: text,
      message: `"${text}" is not an address: ${reading.fault}. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in AWS.',
      place,
    })
    return []
  })

/** Ids that are there, each once, sorted. */
export const idsOf = (ids: Texts): readonly string[] => present(ids).toSorted(compareText)

/** AWS lists what was deleted for a while. */
export const isLive = (state: string | null | undefined): boolean =>
  !/^(deleted|deleting|detached|failed|failing|rejected|rejecting|expired)$/i.test(state ?? '')
