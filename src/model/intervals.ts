/** Sets of addresses of one family, as sorted intervals that neither touch nor overlap. */
import { bitsOf, type Family } from './address.ts'
import { lastOf, type Cidr } from './cidr.ts'

/** Both ends included. */
export interface Interval {
  readonly lo: bigint
  readonly hi: bigint
}

export type IntervalSet = readonly Interval[]

export const intervalOf = (cidr: Cidr): Interval => ({ lo: cidr.network, hi: lastOf(cidr) })

/** Any intervals, in any order, as one set: merged where they overlap or touch. */
export function intervalSet(intervals: readonly Interval[]): IntervalSet {
  const merged: { lo: bigint; hi: bigint }[] = []
  for (const { lo, hi } of [...intervals].sort((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0))) {
    const last = merged.at(-1)
    if (last && lo <= last.hi + 1n) last.hi = hi > last.hi ? hi : last.hi
    else merged.push({ lo, hi })
  }
  return merged
}

export const union = (a: IntervalSet, b: IntervalSet): IntervalSet => intervalSet([...a, ...b])

/** What is in `a` and not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  const rest: Interval[] = []
  for (const { lo, hi } of a) {
    let from = lo
    for (const hole of b) {
      if (hole.hi < from) continue
      if (hole.lo > hi) break
      if (hole.lo > from) rest.push({ lo: from, hi: hole.lo - 1n })
      from = hole.hi + 1n
    }
    if (from <= hi) rest.push({ lo: from, hi })
  }
  return rest
}

/** In one pass over both: the address map of a large site is a set of thousands of single hosts. */
export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const both: Interval[] = []
  let [i, j] = [0, 0]
  for (;;) {
    const [left, right] = [a[i], b[j]]
    if (!left || !right) return both
    const lo = left.lo > right.lo ? left.lo : right.lo
    const hi = left.hi < right.hi ? left.hi : right.hi
    if (lo <= hi) both.push({ lo, hi })
    if (left.hi < right.hi) i++
    else j++
  }
}

/** The fewest CIDRs that cover exactly this set. */
export function coverOf(family: Family, set: IntervalSet): readonly Cidr[] {
  return set.flatMap(({ lo, hi }) => coverInterval(family, lo, hi))
}

/** Greedy from the low end: the largest aligned block that still fits is always part of the smallest cover. */
function coverInterval(family: Family, lo: bigint, hi: bigint): readonly Cidr[] {
  const blocks: Cidr[] = []
  let network = lo
  while (network <= hi) {
    let hostBits = 0
    while (hostBits < bitsOf(family) && fits(network, hostBits + 1, hi)) hostBits++
    blocks.push({ family, network, prefixLength: bitsOf(family) - hostBits })
    network += 1n << BigInt(hostBits)
  }
  return blocks
}

const fits = (network: bigint, hostBits: number, hi: bigint): boolean => {
  const size = 1n << BigInt(hostBits)
  return network % size === 0n && network + size - 1n <= hi
}
