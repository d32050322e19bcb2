/** One small change of a rule list, as people and faulty programs make them. */
import fc from 'fast-check'
import type { Box, Dimension, Rule, RuleList } from '../../../../src/core/network/proof/packets.ts'
import { intervalSet, type Interval } from '../../../../src/model/intervals.ts'

const mutations = [
  'flip',
  'swap',
  'delete',
  'duplicate',
  'wider-block',
  'narrower-block',
  'port-above',
  'port-below',
  'address-above',
  'address-below',
  'protocol',
] as const

export interface Mutation {
  readonly kind: (typeof mutations)[number]
  readonly at: number
  /** Which end of the list of peers: the source or the destination. */
  readonly side: 'source' | 'destination'
}

export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...mutations),
  at: fc.nat({ max: 10_000 }),
  side: fc.constantFrom('source', 'destination'),
})

export function mutate(list: RuleList, { kind, at, side }: Mutation): RuleList {
  const index = at % list.length
  const rule = list[index]
  if (!rule) return list
  if (kind === 'swap') return list.with(index, list[(index + 1) % list.length]!).with((index + 1) % list.length, rule)
  if (kind === 'delete') return list.toSpliced(index, 1)
  if (kind === 'duplicate') return list.toSpliced(at % (list.length + 1), 0, { ...rule, id: `${rule.id}-copy` })
  return list.with(index, changed(rule, kind, side))
}

function changed(rule: Rule, kind: Mutation['kind'], side: Mutation['side']): Rule {
  if (kind === 'flip') return { ...rule, outcome: 1 - rule.outcome }
  const [dimension, change] = changes(side)[kind] ?? [side, (one: Interval) => one]
  const change1 = (box: Box): Box => ({
    ...box,
    [dimension]: intervalSet(box[dimension].map(change).filter(({ lo, hi }) => lo >= 0n && lo <= hi)),
  })
  return { ...rule, boxes: rule.boxes.map((box, index) => (index === 0 ? change1(box) : box)) }
}

const shift =
  (by: bigint) =>
  ({ lo, hi }: Interval): Interval => ({ lo: lo + by, hi: hi + by })

/** The block one bit shorter or longer that starts at or before the same address. */
const resize =
  (wider: boolean) =>
  ({ lo, hi }: Interval): Interval => {
    const size = hi - lo + 1n
    if (!wider) return { lo, hi: lo + (size > 1n ? size / 2n : 1n) - 1n }
    const start = (lo / (2n * size)) * 2n * size
    return { lo: start, hi: start + 2n * size - 1n }
  }

type Change = readonly [Dimension, (one: Interval) => Interval]

const changes = (side: Mutation['side']): Partial<Record<Mutation['kind'], Change>> => ({
  'wider-block': [side, resize(true)],
  'narrower-block': [side, resize(false)],
  'port-above': ['port', ({ lo, hi }) => ({ lo, hi: hi + 1n })],
  'port-below': ['port', shift(-1n)],
  'address-above': [side, shift(1n)],
  'address-below': [side, ({ lo, hi }) => ({ lo: lo - 1n, hi })],
  protocol: ['protocol', ({ lo }) => ({ lo: lo === 6n ? 17n : 6n, hi: lo === 6n ? 17n : 6n })],
})
