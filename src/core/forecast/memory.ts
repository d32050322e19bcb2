/**
 * Working memory. A series needs some hundred kilobytes for a millisecond; asking for them anew each time
 * costs as much as filling them does.
 */

export interface Memory {
  /** `length` numbers, or more, of any value, in the name of one user. */
  take(name: string, length: number): Float64Array
}

/** New arrays, for whoever needs them longer. */
export const freshMemory: Memory = { take: (_name, length) => new Float64Array(length) }

/** The same arrays again and again: what was taken before under a name is overwritten by its next user. */
export function reusedMemory(): Memory {
  const arrays = new Map<string, Float64Array>()
  return {
    take(name, length) {
      const held = arrays.get(name)
      if (held !== undefined && held.length >= length) return held
      const larger = new Float64Array(length)
      arrays.set(name, larger)
      return larger
    },
  }
}
