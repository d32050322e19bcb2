/**
 * What packet filters are made of, with no vendor in it. A connection is its first packet; a filter is a list of
 * rules of which the first that holds the packet decides. The two families of addresses are two worlds: one
 * list speaks of one family.
 */
import { bitsOf, type Family } from '../../../model/address.ts'
import type { Interval, IntervalSet } from '../../../model/intervals.ts'

/** In the order in which diagrams ask for them: with it they stayed small on every policy that was tried. */
export const dimensions = ['protocol', 'port', 'source', 'destination', 'sourcePort'] as const
export type Dimension = (typeof dimensions)[number]

/** A set of connections: in each dimension a set of values. For ICMP `sourcePort` is the type and `port` the code. */
export interface Box {
  readonly protocol: IntervalSet
  readonly port: IntervalSet
  readonly source: IntervalSet
  readonly destination: IntervalSet
  readonly sourcePort: IntervalSet
  /** Only packets whose peer is (true) or is not (false) in a set that nobody can list: a service tag, an unknown group. */
  readonly symbols?: ReadonlyMap<string, boolean>
}

/** A whole number: 0 denies, 1 allows; larger ones are for other questions, such as which hop a route leads to. */
export type Outcome = number

export interface Rule {
  readonly id: string
  readonly outcome: Outcome
  readonly boxes: readonly Box[]
}

/** The first rule with a box that holds the packet decides; if none does, the outcome is 0. */
export type RuleList = readonly Rule[]

export interface Packet {
  readonly protocol: number
  /** The destination port. */
  readonly port: number
  readonly source: bigint
  readonly destination: bigint
  readonly sourcePort: number
  /** Whether the peer is in each set that nobody can list; it is in none that is not named here. */
  readonly symbols?: ReadonlyMap<string, boolean>
}

/** The largest value of a dimension; the smallest is 0. */
export const maximumOf = (dimension: Dimension, family: Family): bigint => {
  if (dimension === 'protocol') return 255n
  return dimension === 'port' || dimension === 'sourcePort' ? 65_535n : (1n << BigInt(bitsOf(family))) - 1n
}

const whole = (dimension: Dimension, family: Family): readonly Interval[] => [
  { lo: 0n, hi: maximumOf(dimension, family) },
]

/** All packets of a family. */
export const everything = (family: Family): Box => ({
  protocol: whole('protocol', family),
  port: whole('port', family),
  source: whole('source', family),
  destination: whole('destination', family),
  sourcePort: whole('sourcePort', family),
})
