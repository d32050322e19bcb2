/**
 * Order statistics of parts of arrays, without an allocation: a series asks for some thousand of them.
 * simple-statistics serves wherever an array of its own is at hand.
 */

/** Up to here insertion sort is faster than selection. */
const FEW = 40

let scratch = new Float64Array(1 << 12)

function scratchOf(length: number): Float64Array {
  if (scratch.length < length) scratch = new Float64Array(2 * length)
  return scratch
}

/** Puts `value` into the `count` ascending values at the beginning of `sorted`. */
export function insertSorted(sorted: Float64Array, count: number, value: number): void {
  let place = count
  while (place > 0 && (sorted[place - 1] as number) > value) {
    sorted[place] = sorted[place - 1] as number
    place--
  }
  sorted[place] = value
}

/** The median of the first `count` values, which ascend. At least one. */
export function medianOfSorted(sorted: Float64Array, count: number): number {
  const half = count >> 1
  const upper = sorted[half] as number
  return count & 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}

/** The median of `values[from, to)`, which stay as they are. At least one value. */
export function medianOfRange(values: Float64Array, from: number, to: number): number {
  const count = to - from
  const own = scratchOf(count)
  if (count <= FEW) {
    for (let index = 0; index < count; index++) insertSorted(own, index, values[from + index] as number)
    return medianOfSorted(own, count)
  }
  for (let index = 0; index < count; index++) own[index] = values[from + index] as number
  const half = count >> 1
  const upper = selectSmallest(own, count, half)
  if (count & 1) return upper
  let lower = -Infinity
  for (let index = 0; index < half; index++) lower = Math.max(lower, own[index] as number)
  return (lower + upper) / 2
}

/**
 * The value that `rank` of the first `count` values are smaller than or equal to (0 = the smallest); afterwards no value
 * before that place is larger. C. A. R. Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961.
 */
export function selectSmallest(values: Float64Array, count: number, rank: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const held = values[left] as number
      values[left++] = values[right] as number
      values[right--] = held
    }
    if (rank <= right) high = right
    else if (rank >= left) low = left
    else break
  }
  return values[rank] as number
}
