/**
 * What every VM with a backlog is sent since a step began, by the second: one curve for all of them, since they share evenly.
 * Its rate is constant in pieces and never falls within a step (capacity only comes free, and so do shares), so it is convex.
 */
export interface Level {
  /** Seconds since the step began: where each piece starts, ascending. */
  readonly times: number[]
  /** Bytes that one VM was sent until then. */
  readonly sums: number[]
  /** Bytes a second from then on. */
  readonly rates: number[]
}

export const emptyLevel = (): Level => ({ times: [], sums: [], rates: [] })

export function addPiece({ times, sums, rates }: Level, piece: { time: number; sum: number; rate: number }): void {
  times.push(piece.time)
  sums.push(piece.sum)
  rates.push(piece.rate)
}

/** The last index whose value is not beyond; 0 where all are. */
function lastUpTo(values: readonly number[], most: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((values[middle] ?? Infinity) <= most) low = middle
    else high = middle - 1
  }
  return low
}

export const pieceAt = ({ times }: Level, time: number): number => lastUpTo(times, time)

export function sumAt(level: Level, time: number): number {
  const at = pieceAt(level, time)
  return (level.sums[at] ?? 0) + (time - (level.times[at] ?? 0)) * (level.rates[at] ?? 0)
}

/** When so many bytes were sent, past the end of the step if need be; Infinity where nothing more is. */
export function timeOf(level: Level, sum: number): number {
  const at = lastUpTo(level.sums, sum)
  const rest = sum - (level.sums[at] ?? 0)
  const rate = level.rates[at] ?? 0
  if (rest <= 0) return level.times[at] ?? 0
  return rate > 0 ? (level.times[at] ?? 0) + rest / rate : Infinity
}

/** From when on the rate is at least this, as the start of a piece; Infinity = never in this step. */
export function timeOfRate({ times, rates }: Level, rate: number): number {
  let [low, high] = [0, rates.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rates[middle] ?? Infinity) >= rate) high = middle
    else low = middle + 1
  }
  return times[low] ?? Infinity
}
