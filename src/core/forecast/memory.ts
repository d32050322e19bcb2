/**
 * Working memory. A series asks for some four hundred arrays and needs them for a millisecond; making them anew each time would
 * take a tenth of it.
 */

export interface Memory {
  /** `length` numbers, or more, of any value, in the name of one user: the same ones each time. */
  take(name: string, length: number): Float64Array
  /** `length` numbers of any value, good until the next series begins. */
  lend(length: number): Float64Array
  /** A new series begins: what was lent before may be lent again. */
  begin(): void
}

/** New arrays, for whoever needs them longer. */
export const freshMemory: Memory = {
  take: (_name, length) => new Float64Array(length),
  lend: (length) => new Float64Array(length),
  begin: () => undefined,
}

const LENT_AT_LEAST = 1 << 16

/** The same arrays again and again. */
export function reusedMemory(): Memory {
  const arrays = new Map<string, Float64Array>()
  let lent = new Float64Array(LENT_AT_LEAST)
  let used = 0
  return {
    take(name, length) {
      const held = arrays.get(name)
      if (held !== undefined && held.length >= length) return held
      const larger = new Float64Array(length)
      arrays.set(name, larger)
      return larger
    },
    lend(length) {
      if (used + length > lent.length) {
        lent = new Float64Array(Math.max(2 * lent.length, length))
        used = 0
      }
      used += length
      return lent.subarray(used - length, used)
    },
    begin() {
      used = 0
    },
  }
}
