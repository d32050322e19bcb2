/** Whom a firewall of a service names, made into that service; its rules come from firewalled.ts and web-apps.ts. */
import { readAddress, type Address } from '../../model/address.ts'
import { cidrAround, compareCidrs, formatCidr, type Cidr } from '../../model/cidr.ts'
import { coverOf } from '../../model/intervals.ts'
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Report } from '../report.ts'
import { aService } from './gateways.ts'
import { idsOf } from './lookup.ts'

/** First and last address of a rule, or a block alone. */
export type Range = readonly [from: string | null | undefined, to?: string | null | undefined]

export interface Names {
  readonly subnets: readonly (string | null | undefined)[]
  readonly ranges: readonly Range[]
}

export interface Firewalled extends Names {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Whom it keeps out by name. */
  readonly refused?: Names
  /** The subnet that it stands in. */
  readonly home?: string | null | undefined
  /** As Azure writes them. */
  readonly facts: Readonly<Record<string, string | null | undefined>>
  /** It lets in everybody who is not named, so what it names changes nothing. */
  readonly isOpen: boolean
  /** Are its rules there? Without any they may not have been read. */
  readonly isKnown: boolean
  readonly place: string
}

export function serviceOf(one: Firewalled, report: Report): NetworkObject {
  const { id, name, type, facts, isKnown, refused, home } = one
  const said = Object.entries(facts).flatMap(([key, fact]) => (fact ? [[key, fact] as const] : []))
  return {
    ...aService({
      id: id.toLowerCase(),
      name,
      type,
      facts: Object.fromEntries(said),
      subnetIds: idsOf([{ id: home }]),
    }),
    ...(isKnown && { admits: namedBy(one, one, report) }),
    ...(refused && { refuses: namedBy(refused, one, report) }),
  }
}

function namedBy(
  { subnets, ranges }: Names,
  { id, name, place }: Firewalled,
  report: Report,
): NonNullable<NetworkObjectOf<'service'>['admits']> {
  const blocks = ranges.flatMap((range) => {
    const found = blocksOf(range)
    if (found) return found
    report('site.value-invalid', {
      subject: id.toLowerCase(),
      message: `A rule of the firewall of ${name} is no range of addresses. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in Azure.',
      place,
    })
    return []
  })
  return {
    subnetIds: idsOf(subnets.map((subnet) => ({ id: subnet }))),
    blocks: [...new Map(blocks.map((block) => [formatCidr(block), block])).values()].toSorted(compareCidrs),
  }
}

/** Null when it cannot be read. Azure takes blocks with host bits for the whole block. */
function blocksOf([from, to]: Range): readonly Cidr[] | null {
  const [text = '', length] = (from ?? '').split('/')
  const first = addressOf(text)
  if (!first) return null
  if (length !== undefined) return /^\d{1,3}$/.test(length) ? blockAround(first, Number(length)) : null
  const last = addressOf(to ?? text)
  if (last?.family !== first.family || last.value < first.value) return null
  return coverOf(first.family, [{ lo: first.value, hi: last.value }])
}

const blockAround = (address: Address, length: number): readonly Cidr[] | null =>
  length <= (address.family === 4 ? 32 : 128) ? [cidrAround(address, length)] : null

function addressOf(text: string): Address | null {
  const reading = readAddress(text)
  return reading.ok ? reading.value : null
}
