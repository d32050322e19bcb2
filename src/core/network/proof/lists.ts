/**
 * What stands between a card and its peers, as ordered lists over connections. Sources of the meaning: Amazon VPC user
 * guide, "Security groups" and "Network ACLs" (2023-06); Microsoft Learn, "Network security groups" (2025-07).
 */
import type { Family } from '../../../model/address.ts'
import { subtract, type IntervalSet } from '../../../model/intervals.ts'
import type { SecurityRule } from '../../../model/network.ts'
import type { FilterEnd, FilterEntry, PortRange } from '../../../model/packet-filter.ts'
import { blocksAsSet, endsOf, UNKNOWN, wholeOf, type Ends } from './ends.ts'
import type { Box, Rule, RuleList } from './packets.ts'
import type { Side, SideFilter, SideRule, SideSubnet } from './side.ts'

type Direction = SecurityRule['direction']
type Protocol = SecurityRule['protocol']

export interface ListContext {
  readonly side: Side
  readonly subnet: SideSubnet
  readonly family: Family
}

const ports: IntervalSet = [{ lo: 0n, hi: 65_535n }]
const protocolNumbers = { tcp: 6n, udp: 17n, icmp: 1n, icmpv6: 58n } as const
const allProtocols: IntervalSet = [{ lo: 0n, hi: 255n }]

const protocolSet = (protocol: Protocol): IntervalSet => {
  if (protocol === 'any') return allProtocols
  const number = typeof protocol === 'number' ? BigInt(protocol) : protocolNumbers[protocol]
  return [{ lo: number, hi: number }]
}

type Service = Pick<Box, 'protocol' | 'port' | 'sourcePort'>

/** Groups that hold together allow what any of them allows. */
export function groupList(groupIds: readonly string[], direction: Direction, context: ListContext): RuleList {
  const rules = groupIds.flatMap((id) => context.side.groups.get(id) ?? [])
  return rules.filter((rule) => rule.direction === direction).map((rule) => permission(rule, context))
}

function permission(rule: SideRule, { side, subnet, family }: ListContext): Rule {
  const at = rule.direction === 'ingress' ? 'source' : 'destination'
  const ends = endsOf(peerEnd(rule.peer), { side, vpcId: subnet.vpcId, family, at })
  const service = serviceOf(rule)
  return { id: rule.id, outcome: 1, boxes: ends.map((end) => ({ ...openBox(family), ...service, ...endAt(end, at) })) }
}

const peerEnd = (peer: SideRule['peer']): FilterEnd => peer

/** Type and code of ICMP take the places of the ports; -1 is all of them. */
function serviceOf({ protocol, ports: range }: Pick<SideRule, 'protocol' | 'ports'>): Service {
  const own = protocolSet(protocol)
  if (range === null) return { protocol: own, port: ports, sourcePort: ports }
  const between = (from: number, to: number): IntervalSet => (from < 0 ? ports : [{ lo: BigInt(from), hi: BigInt(to) }])
  if (protocol === 'icmp' || protocol === 'icmpv6')
    return { protocol: own, sourcePort: between(range.from, range.from), port: between(range.to, range.to) }
  return { protocol: own, port: between(range.from, range.to), sourcePort: ports }
}

const openBox = (family: Family): Box => ({
  protocol: allProtocols,
  port: ports,
  sourcePort: ports,
  source: wholeOf(family),
  destination: wholeOf(family),
})

const endAt = ({ set, symbols }: Ends, at: 'source' | 'destination'): Partial<Box> => ({
  [at]: set,
  ...(symbols && { symbols }),
})

/** The entries of a filter in one direction; an entry that could not be read might say anything. */
export function filterList(filter: SideFilter, direction: Direction, context: ListContext): RuleList {
  const own = filter.entries.filter((entry) => entry.direction === direction)
  const outcomes = filter.goesFirst
    ? { allow: 1, 'always-allow': 2, deny: 0 }
    : { allow: 1, 'always-allow': 1, deny: 0 }
  const rules = own.map((entry): Rule => ({
    id: entry.name,
    outcome: outcomes[entry.action],
    boxes: entry.read ? entryBoxes(entry.read, context) : [unreadBox(`${filter.name}: ${entry.name}`, context.family)],
  }))
  return filter.goesFirst
    ? [...rules, { id: 'no rule that goes first', outcome: 1, boxes: [openBox(context.family)] }]
    : rules
}

const unreadBox = (name: string, family: Family): Box => ({
  ...openBox(family),
  symbols: new Map([[`${UNKNOWN}entry ${name}`, true]]),
})

/** What nothing guards. */
export const openList = (family: Family): RuleList => [{ id: 'everything', outcome: 1, boxes: [openBox(family)] }]

/** Nobody says which groups hold: anything may be allowed, or nothing. */
export const unknownList = (what: string, family: Family): RuleList => [
  { id: what, outcome: 1, boxes: [{ ...openBox(family), symbols: new Map([[`${UNKNOWN}${what}`, true]]) }] },
]

function entryBoxes(entry: FilterEntry, { side, subnet, family }: ListContext): readonly Box[] {
  const context = { side, vpcId: subnet.vpcId, family }
  const meant = (ends: readonly FilterEnd[], at: 'source' | 'destination'): readonly Ends[] =>
    ends.length === 0 ? [{ set: wholeOf(family) }] : ends.flatMap((end) => endsOf(end, { ...context, at }))
  const sources = meant(entry.sources, 'source')
  const destinations = meant(entry.destinations, 'destination')
  return entryServices(entry).flatMap((service) =>
    sources.flatMap((source) =>
      destinations.flatMap((destination): Box[] => {
        if (source.set.length === 0 || destination.set.length === 0) return []
        const symbols = new Map([...(source.symbols ?? []), ...(destination.symbols ?? [])])
        const box = { ...service, source: source.set, destination: destination.set }
        return [symbols.size > 0 ? { ...box, symbols } : box]
      }),
    ),
  )
}

/** Ports without a protocol that has them mean TCP and UDP. */
function entryServices(entry: FilterEntry): readonly Service[] {
  const portSet = (ranges: readonly PortRange[]): IntervalSet =>
    ranges.length === 0 ? ports : ranges.map(({ from, to }) => ({ lo: BigInt(from), hi: BigInt(to) }))
  if (entry.icmp) {
    const { type, code } = entry.icmp
    const one = (value: number | null): IntervalSet =>
      value === null ? ports : [{ lo: BigInt(value), hi: BigInt(value) }]
    return [{ protocol: protocolSet(entry.protocol), sourcePort: one(type), port: one(code) }]
  }
  const named = entry.ports.length + entry.sourcePorts.length > 0
  const spoken: readonly Protocol[] = entry.protocol === 'any' && named ? ['tcp', 'udp'] : [entry.protocol]
  return spoken.map((protocol) => ({
    protocol: protocolSet(protocol),
    port: portSet(entry.ports),
    sourcePort: portSet(entry.sourcePorts),
  }))
}

/**
 * A stateless filter does not stand between two cards of its own subnet (Amazon VPC user guide, "Network ACLs": it
 * filters what enters and leaves the subnet).
 */
export const aroundSubnet = (list: RuleList, { subnet, family }: ListContext): RuleList => {
  const own = blocksAsSet(subnet.blocks, family)
  return own.length === 0
    ? list
    : [
        { id: `within ${subnet.name}`, outcome: 1, boxes: [{ ...openBox(family), source: own, destination: own }] },
        ...list,
      ]
}

/** The answer to an ICMP question, by type (RFC 792, RFC 4443): other messages are not answered. */
const answers: Readonly<Record<Family, readonly (readonly [question: bigint, answer: bigint])[]>> = {
  4: [
    [8n, 0n],
    [13n, 14n],
    [15n, 16n],
    [17n, 18n],
  ],
  6: [[128n, 129n]],
}

/** Each family has a protocol of its own for messages; that of the other is one like any. */
const icmpOf: Readonly<Record<Family, bigint>> = { 4: 1n, 6: 58n }

/**
 * Which connections have their answers pass a stateless list: the list over answers, read backwards, so that each rule
 * speaks of the first packet. ICMP messages without an answer need none.
 */
export function answerList(list: RuleList, family: Family): RuleList {
  const unanswered: Rule = {
    id: 'no answer is due',
    outcome: 1,
    boxes: [
      {
        ...openBox(family),
        protocol: [{ lo: icmpOf[family], hi: icmpOf[family] }],
        sourcePort: without(answers[family].map(([question]) => question)),
      },
    ],
  }
  return [unanswered, ...list.map((rule) => ({ ...rule, boxes: rule.boxes.flatMap((box) => backwards(box, family)) }))]
}

const without = (values: readonly bigint[]): IntervalSet => {
  const ends = [-1n, ...values.toSorted((a, b) => (a < b ? -1 : 1)), 65_536n]
  return ends.slice(1).flatMap((end, index) => {
    const lo = (ends[index] ?? -1n) + 1n
    return lo <= end - 1n ? [{ lo, hi: end - 1n }] : []
  })
}

function backwards(box: Box, family: Family): readonly Box[] {
  const turned = { ...box, source: box.destination, destination: box.source, ...turnedSymbols(box) }
  const icmp = icmpOf[family]
  const rest = subtract(box.protocol, [{ lo: icmp, hi: icmp }])
  const plain: Box[] =
    rest.length > 0 ? [{ ...turned, protocol: rest, port: box.sourcePort, sourcePort: box.port }] : []
  if (!holds(box.protocol, icmp)) return plain
  // The code of an answer is 0 (RFC 792), whatever that of the question.
  const questions = answers[family].filter(([, answer]) => holds(box.sourcePort, answer) && holds(box.port, 0n))
  return [
    ...plain,
    ...questions.map(([question]): Box => ({
      ...turned,
      protocol: [{ lo: icmp, hi: icmp }],
      sourcePort: [{ lo: question, hi: question }],
      port: ports,
    })),
  ]
}

const holds = (set: IntervalSet, value: bigint): boolean => set.some(({ lo, hi }) => lo <= value && value <= hi)

/** A symbol speaks of the peer at one end; backwards it stands at the other. */
const turnedSymbols = ({ symbols }: Box): Pick<Box, 'symbols'> =>
  symbols ? { symbols: new Map([...symbols].map(([name, value]) => [turned(name), value])) } : {}

const turned = (name: string): string =>
  name.endsWith(' as source')
    ? name.replace(/ as source$/, ' as destination')
    : name.replace(/ as destination$/, ' as source')
