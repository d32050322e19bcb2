/**
 * Any policy as entries of an ordered filter: protocol by protocol those that have a word, each closed by an entry that
 * decides the rest of it, and then one word for all the others. Exact, but for what has no word: that is left out, or
 * let through where the user wants so.
 */
import type { Family } from '../../../model/address.ts'
import { coverOf, subtract, type IntervalSet } from '../../../model/intervals.ts'
import { stableKey } from '../../../model/key.ts'
import type { FilterEnd, FilterEntry, PortRange } from '../../../model/packet-filter.ts'
import { boxesOf } from '../proof/boxes-of.ts'
import { apply, build, createDiagrams, type Built, type Diagrams } from '../proof/diagram.ts'
import { wholeOf } from '../proof/ends.ts'
import type { Box, Outcome, RuleList } from '../proof/packets.ts'
import { createSpace, isEmpty } from '../proof/space.ts'
import { plainEntry } from './number-entries.ts'
import { entryText } from './entry-text.ts'

export interface LayerQuestion {
  /** All must allow. */
  readonly lists: readonly RuleList[]
  readonly family: Family
  readonly direction: FilterEntry['direction']
  /** Addresses of the guarded end. */
  readonly own: IntervalSet
  readonly from: string
  /** What has no word is let through, and not left out. */
  readonly widen: boolean
}

export interface Layers {
  readonly entries: readonly FilterEntry[]
  /** Some of what the policy allows has no word. */
  readonly lossy: boolean
}

const NODE_LIMIT = 500_000
/** More would not fit into a filter. */
const MOST_BOXES = 5000
const NAMED = [
  { number: 6n, protocol: 'tcp' },
  { number: 17n, protocol: 'udp' },
  { number: 1n, protocol: 'icmp' },
  { number: 50n, protocol: 50 },
  { number: 51n, protocol: 51 },
] as const
const allProtocols: IntervalSet = [{ lo: 0n, hi: 255n }]

/** Null: the policy is too large. */
export function layeredEntries(question: LayerQuestion): Layers | null {
  const others = otherProtocols(question.lists)
  const numbers = [...NAMED.map(({ number }) => number), ...others]
  const forced = new Map(numbers.map((number) => [number, question.lists.map((list) => listAt(list, number))]))
  const own = question.direction === 'ingress' ? { destination: question.own } : { source: question.own }
  const space = createSpace({ family: question.family, lists: [...forced.values()].flat(), domain: own })
  if (isEmpty(space)) return { entries: [], lossy: false }
  const diagrams = createDiagrams(space, NODE_LIMIT)
  const policyAt = (number: bigint): Built => joinAll(diagrams, forced.get(number) ?? [])
  const rest = others.map(policyAt)
  const widest = rest.reduce((a, b) => combined(diagrams, [a, b], question.widen ? Math.max : Math.min))
  if (widest === 'over-limit') return null
  const layers: Layers[] = [{ entries: [], lossy: rest.some((each) => each !== widest) }]
  for (const { number, protocol } of NAMED) {
    const policy = policyAt(number)
    if (policy === 'over-limit') return null
    if (policy === widest) continue
    const layer = layerOf(diagrams, policy, { ...question, protocol })
    if (!layer) return null
    layers.push(layer)
  }
  const last = layerOf(diagrams, widest, { ...question, protocol: 'any' })
  if (!last) return null
  const all = [...layers, last]
  return { entries: all.flatMap(({ entries }) => entries), lossy: all.some(({ lossy }) => lossy) }
}

/** One protocol for each that rules tell apart, of those without a word, and one that no rule names. */
function otherProtocols(lists: readonly RuleList[]): readonly bigint[] {
  const spoken = lists.flatMap((list) => list.flatMap(({ boxes }) => boxes.flatMap(({ protocol }) => protocol)))
  const single = spoken.filter(({ lo, hi }) => lo === hi).map(({ lo }) => lo)
  const taken = new Set([...NAMED.map(({ number }): bigint => number), ...single])
  const free = Array.from({ length: 256 }, (_, number) => BigInt(number)).find((number) => !taken.has(number))
  const named = new Set(NAMED.map(({ number }): bigint => number))
  return [...new Set([...single.filter((number) => !named.has(number)), ...(free === undefined ? [] : [free])])]
}

/** What a list says of one protocol, said of all: so that protocols can be compared. */
const listAt = (list: RuleList, number: bigint): RuleList =>
  list.map((rule) => ({
    ...rule,
    boxes: rule.boxes
      .filter(({ protocol }) => protocol.some(({ lo, hi }) => lo <= number && number <= hi))
      .map((box) => ({ ...box, protocol: allProtocols })),
  }))

const combined = (
  diagrams: Diagrams,
  [a, b]: readonly [Built, Built],
  outcomeOf: (a: Outcome, b: Outcome) => Outcome,
): Built => (a === 'over-limit' || b === 'over-limit' ? 'over-limit' : apply(diagrams, [a, b], outcomeOf))

const joinAll = (diagrams: Diagrams, lists: readonly RuleList[]): Built =>
  lists.map((list) => build(diagrams, list)).reduce((a, b) => combined(diagrams, [a, b], Math.min))

interface Layer extends LayerQuestion {
  readonly protocol: FilterEntry['protocol']
}

/** What is allowed and a denial, or what is denied and a permission, whichever is shorter; a denial must be exact. */
function layerOf(diagrams: Diagrams, policy: number, layer: Layer): Layers | null {
  const allowed = boxesOf(diagrams, policy, { outcome: 1, most: MOST_BOXES })
  const denied = boxesOf(diagrams, policy, { outcome: 0, most: MOST_BOXES })
  const fits = (box: Box): boolean => isSayable(box, layer)
  if (!denied.more && denied.boxes.length < allowed.boxes.length && denied.boxes.every(fits))
    return { entries: closedBy('allow', denied.boxes, layer), lossy: false }
  if (allowed.more) return null
  const said = layer.widen ? allowed.boxes : allowed.boxes.filter(fits)
  return { entries: closedBy('deny', said, layer), lossy: !allowed.boxes.every(fits) }
}

/** Only TCP and UDP have ports; what other protocols have in their place has no word. */
const isSayable = (box: Box, { protocol }: Layer): boolean =>
  protocol === 'tcp' || protocol === 'udp' || (isAllPorts(box.port) && isAllPorts(box.sourcePort))

const isAllPorts = (set: IntervalSet): boolean => set[0]?.lo === 0n && set[0].hi === 65_535n

function closedBy(action: 'allow' | 'deny', boxes: readonly Box[], layer: Layer): readonly FilterEntry[] {
  const other = action === 'allow' ? 'deny' : 'allow'
  const everybody = coverOf(layer.family, wholeOf(layer.family)).map((cidr): FilterEnd => ({ kind: 'cidr', cidr }))
  const last = { ...draft(layer, action), ...peerEnds(layer, everybody) }
  return [...boxes.map((box) => entryOf(box, other, layer)), named(last, layer)]
}

const draft = ({ direction, protocol, from }: Layer, action: 'allow' | 'deny'): FilterEntry => ({
  ...plainEntry,
  from,
  direction,
  protocol,
  action,
})

const peerEnds = ({ direction }: Layer, ends: readonly FilterEnd[]) =>
  direction === 'ingress' ? { sources: ends } : { destinations: ends }

function entryOf(box: Box, action: 'allow' | 'deny', layer: Layer): FilterEntry {
  const { direction, family, own, protocol } = layer
  const endsOf = (set: IntervalSet): readonly FilterEnd[] =>
    coverOf(family, set).map((cidr) => ({ kind: 'cidr', cidr }))
  const guarded = direction === 'ingress' ? box.destination : box.source
  const ownEnds = subtract(own, guarded).length === 0 ? [] : endsOf(guarded)
  const peers = endsOf(direction === 'ingress' ? box.source : box.destination)
  const hasPorts = protocol === 'tcp' || protocol === 'udp'
  const entry = {
    ...draft(layer, action),
    ...(direction === 'ingress' ? { destinations: ownEnds } : { sources: ownEnds }),
    ...peerEnds(layer, peers),
    ...(hasPorts && { ports: rangesOf(box.port), sourcePorts: rangesOf(box.sourcePort) }),
  }
  return named(entry, layer)
}

const rangesOf = (set: IntervalSet): readonly PortRange[] =>
  isAllPorts(set) ? [] : set.map(({ lo, hi }) => ({ from: Number(lo), to: Number(hi) }))

/** By what it says, so that another entry never changes its name. */
const named = (entry: FilterEntry, { from }: Layer): FilterEntry => ({
  ...entry,
  name: stableKey(`${entry.action}-${String(entry.protocol)}-${entry.direction}`, `${from} ${entryText(entry)}`),
})
