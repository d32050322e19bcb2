/** Entries and boxes as permissions: a protocol, a range of ports, one peer each. */
import { formatCidr, parseCidr, type Cidr } from '../../../model/cidr.ts'
import type { Finding } from '../../../model/finding.ts'
import { coverOf, subtract, type IntervalSet } from '../../../model/intervals.ts'
import type { SecurityRuleTranslation } from '../../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import type { Box } from '../proof/packets.ts'

export type Permission = Pick<SecurityRuleTranslation, 'direction' | 'protocol' | 'ports' | 'peer' | 'from'>

export interface ClassPermissions {
  readonly permissions: readonly Permission[]
  readonly findings: readonly Finding[]
}

type Service = Pick<Permission, 'protocol' | 'ports'>

export const permissionText = ({ direction, protocol, ports, peer }: Permission): string => {
  const name = peer.kind === 'cidr' ? formatCidr(peer.cidr) : peer.kind === 'group' ? peer.groupKey : peer.listKey
  return JSON.stringify([direction, protocol, ports && [ports.from, ports.to], peer.kind, name])
}

/** The first of each that allow the same, sorted. */
export const distinctPermissions = (permissions: readonly Permission[]): readonly Permission[] =>
  [...new Map(permissions.toReversed().map((each) => [permissionText(each), each]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each)

export const everywhere: readonly Cidr[] = ['0.0.0.0/0', '::/0'].map(parseCidr)

/** Who an end of an entry is, as peers; null = nobody can say it. */
export type PeersOf = (end: FilterEnd) => readonly Permission['peer'][] | null

export function entryPermissions(entry: FilterEntry, peersOf: PeersOf): readonly Permission[] | null {
  const ends = entry.direction === 'ingress' ? entry.sources : entry.destinations
  const peers = ends.map(peersOf)
  const said = peers.filter((each) => each !== null)
  if (said.length < peers.length) return null
  const all = ends.length === 0 ? everywhere.map((cidr): Permission['peer'] => ({ kind: 'cidr', cidr })) : said.flat()
  const { direction, from } = entry
  return all.flatMap((peer) => entryServices(entry).map((service) => ({ ...service, direction, peer, from })))
}

/** Ports without a protocol that has them mean TCP and UDP. */
function entryServices({ protocol, ports, icmp }: FilterEntry): readonly Service[] {
  if (icmp) return [{ protocol, ports: { from: icmp.type, to: icmp.code ?? -1 } }]
  if (ports.length === 0) return [{ protocol, ports: null }]
  const spoken = protocol === 'any' ? (['tcp', 'udp'] as const) : [protocol]
  return spoken.flatMap((own) => ports.map((range) => ({ protocol: own, ports: range })))
}

export interface BoxQuestion {
  readonly direction: Permission['direction']
  /** The addresses of the guarded cards. */
  readonly own: IntervalSet
  /** Protocols that count: all of them together are any. */
  readonly protocols: IntervalSet
  readonly from: string
}

/** Of a box of which nothing is unsaid (`whyUnsaid`). */
export function boxPermissions(box: Box, { direction, protocols, from }: BoxQuestion): readonly Permission[] {
  const peers = direction === 'ingress' ? box.source : box.destination
  const isAny = subtract(protocols, box.protocol).length === 0
  const services = isAny && isWhole(box.port) && isWhole(box.sourcePort) ? [anyService] : servicesOf(box)
  return coverOf(4, peers).flatMap((cidr) =>
    services.map((service) => ({ ...service, direction, peer: { kind: 'cidr' as const, cidr }, from })),
  )
}

const anyService: Service = { protocol: 'any', ports: null }

/** What of a box permissions have no word for; null: nothing. */
export function whyUnsaid(box: Box, { direction, own }: BoxQuestion): string | null {
  const guarded = direction === 'ingress' ? box.destination : box.source
  if (box.symbols && box.symbols.size > 0) return [...box.symbols.keys()].map(plainSymbol).join(', ')
  if (subtract(own, guarded).length > 0) return 'some addresses of a card and not others'
  const hasTransport = numbersOf(box).some((number) => number === 6 || number === 17)
  if (hasTransport && !isWhole(box.sourcePort)) return 'ports of senders'
  const isPartial = !isWhole(box.sourcePort) || !isWhole(box.port)
  return isPartial && numbersOf(box).some((number) => number !== 6 && number !== 17) ? 'parts of a protocol' : null
}

const plainSymbol = (symbol: string): string => symbol.replace(/^unknown /, '').replace(/ as (source|destination)$/, '')

const isWhole = (set: IntervalSet): boolean => set[0]?.lo === 0n && set[0].hi === 65_535n

const numbersOf = ({ protocol }: Box): readonly number[] =>
  protocol.flatMap(({ lo, hi }) => Array.from({ length: Number(hi - lo) + 1 }, (_, index) => Number(lo) + index))

const names: Readonly<Record<number, Permission['protocol']>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

const servicesOf = (box: Box): readonly Service[] =>
  numbersOf(box).flatMap((number): readonly Service[] => {
    const protocol = names[number] ?? number
    if (isWhole(box.port)) return [{ protocol, ports: null }]
    return box.port.map(({ lo, hi }) => ({ protocol, ports: { from: Number(lo), to: Number(hi) } }))
  })
