/** Entries of answers: each id once, blocks checked. */
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

/** Null and a finding when the text is no block. */
export function blockOf(text: string, { place, report }: { place: string; report: Report }): Cidr | null {
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
