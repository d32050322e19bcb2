/**
 * The usual way, to compare with: a binary decision diagram over the bits of a packet, hash-consed, if-then-else
 * with a memo for each call, rules overlaid from the last to the first. No compression, no limit.
 */
import type { Family } from '../../src/model/address.ts'
import type { IntervalSet } from '../../src/model/intervals.ts'
import { dimensions, maximumOf, type RuleList } from '../../src/core/network/proof/packets.ts'

interface Bdd {
  readonly variable: number[]
  readonly low: number[]
  readonly high: number[]
  readonly unique: Map<number, number>
}

/** Three such numbers, the first below 512, make one exact number. */
const MOST_NODES = 2 ** 22

/** Nodes 0 and 1 are the terminals. */
export const createBdd = (): Bdd => ({ variable: [1e9, 1e9], low: [0, 1], high: [0, 1], unique: new Map() })

function node(bdd: Bdd, variable: number, [low, high]: readonly [number, number]): number {
  if (low === high) return low
  const key = (variable * MOST_NODES + low) * MOST_NODES + high
  const found = bdd.unique.get(key)
  if (found !== undefined) return found
  if (bdd.high.length >= MOST_NODES) throw new Error('The plain diagram has too many nodes for its keys.')
  bdd.variable.push(variable)
  bdd.low.push(low)
  bdd.unique.set(key, bdd.high.push(high) - 1)
  return bdd.high.length - 1
}

function choose(bdd: Bdd, [f, g, h]: readonly [number, number, number], memo = new Map<number, number>()): number {
  if (f === 1 || g === h) return g
  if (f === 0) return h
  if (g === 1 && h === 0) return f
  // In every call below one of g and h is a terminal, and stays the same.
  const key = f * MOST_NODES + (g > 1 ? g : h)
  const known = memo.get(key)
  if (known !== undefined) return known
  const variable = Math.min(bdd.variable[f]!, bdd.variable[g]!, bdd.variable[h]!)
  const half = (side: readonly number[]) => (one: number) => (bdd.variable[one] === variable ? side[one]! : one)
  const [low, high] = [half(bdd.low), half(bdd.high)]
  const both = [choose(bdd, [low(f), low(g), low(h)], memo), choose(bdd, [high(f), high(g), high(h)], memo)] as const
  const result = node(bdd, variable, both)
  memo.set(key, result)
  return result
}

/** The values of `bits` bits from variable `base` on that are at least, or at most, a bound. */
function bounded(
  bdd: Bdd,
  [base, bits]: readonly [number, number],
  { least, bound }: { least: boolean; bound: bigint },
) {
  let result = 1
  for (let bit = 0; bit < bits; bit++) {
    const isSet = ((bound >> BigInt(bit)) & 1n) === 1n
    // Where the bit differs from the bound's, all is decided: above it, or below it.
    const decided = isSet === least ? 0 : 1
    result = node(bdd, base + bits - 1 - bit, isSet ? [decided, result] : [result, decided])
  }
  return result
}

export function buildBdd(bdd: Bdd, list: RuleList, family: Family): number {
  let base = 0
  const layout = dimensions.map((dimension) => {
    const bits = maximumOf(dimension, family).toString(2).length
    base += bits
    return { dimension, place: [base - bits, bits] as const }
  })
  const holding = (place: readonly [number, number], set: IntervalSet): number =>
    set.reduce((union, { lo, hi }) => {
      const above = bounded(bdd, place, { least: true, bound: lo })
      return choose(bdd, [union, 1, choose(bdd, [above, bounded(bdd, place, { least: false, bound: hi }), 0])])
    }, 0)
  return list.toReversed().reduce((rest, { boxes, outcome }) => {
    const cells = boxes.map((box) =>
      layout
        .toReversed()
        .reduce((cell, { dimension, place }) => choose(bdd, [holding(place, box[dimension]), cell, 0]), 1),
    )
    return cells.reduce((all, cell) => choose(bdd, [cell, outcome, all]), rest)
  }, 0)
}
