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
