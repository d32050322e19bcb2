/**
 * Prices for keeping two VMs apart. The rule x(u, p) + x(w, p) <= 1 for every place p gets a price mu(p) >= 0; any
 * prices give a valid bound.
 */
import type { Reduced } from './reduced.ts'

export interface PairPrices {
  readonly placeCount: number
  /** By VM: its row in `byPlace`; -1 = it is kept apart from nothing. */
  readonly row: Int32Array
  /** By row and place: what its pairs add to the price of the place. */
  readonly byPlace: Float64Array
  /** By pair and place: mu, in cents. */
  readonly mu: Float64Array
  /** The sum of mu. */
  readonly total: { cents: number }
}

export function createPairPrices({ vmCount, instance, pairs, mates }: Reduced): PairPrices {
  const row = new Int32Array(vmCount).fill(-1)
  let rows = 0
  for (let vm = 0; vm < vmCount; vm++) if (mates.starts[vm] !== mates.starts[vm + 1]) row[vm] = rows++
  const { placeCount } = instance
  return {
    placeCount,
    row,
    byPlace: new Float64Array(rows * placeCount),
    mu: new Float64Array(pairs.first.length * placeCount),
    total: { cents: 0 },
  }
}

export interface Grouped {
  readonly reduced: Reduced
  /** By VM: its candidate. */
  readonly answer: Int32Array
  readonly group: Int32Array
  readonly groupCount: number
}

/** By group: what an answer pays for its places, less the prices times 1; that of a pair counts for its first VM. */
export function pairPenalties({ mu, placeCount }: PairPrices, grouped: Grouped): Float64Array {
  const { reduced, answer, group, groupCount } = grouped
  const penalties = new Float64Array(groupCount)
  const add = (vm: number, cents: number): void => {
    const own = group[vm] as number
    penalties[own] = (penalties[own] as number) + cents
  }
  for (const [pair, first] of reduced.pairs.first.entries()) {
    const second = reduced.pairs.second[pair] as number
    const own = mu.subarray(pair * placeCount, (pair + 1) * placeCount)
    const paid = (vm: number): number => own[reduced.place[answer[vm] as number] as number] as number
    add(first, paid(first) - own.reduce((sum, cents) => sum + cents, 0))
    add(second, paid(second))
  }
  return penalties
}
