/** Samples of one series, and how several lots of them become one. No object a sample. */

/** Epoch milliseconds UTC, and values; equally long. */
export interface Samples {
  readonly at: Float64Array
  readonly values: Float64Array
}

const HOUR_MS = 3_600_000
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS

export const noSamples: Samples = { at: new Float64Array(0), values: new Float64Array(0) }

/**
 * Sorted by time, each time once: of one time the last one given wins, in the order of the lots and within them.
 * Samples that are not finite are none. Milliseconds are whole, so that equal times are equal.
 */
export function mergeSamples(lots: readonly Samples[]): Samples {
  const [first, ...others] = lots
  if (first === undefined) return noSamples
  if (others.length === 0 && isSettled(first)) return first
  const whole = join(lots)
  return isSettled(whole) ? whole : settle(whole)
}

/** How many are samples at all, before those of one time become one. */
export const countFinite = ({ at, values }: Samples): number => {
  let count = 0
  for (let index = 0; index < at.length; index++) if (isSample(at[index] as number, values[index] as number)) count++
  return count
}

/** As Number.isFinite, which is a call for each value of an array; this is not. */
const isFiniteNumber = (value: number): boolean => value - value === 0
const isWhole = (value: number): boolean => Math.floor(value) === value && isFiniteNumber(value)

const isSample = (ms: number, value: number): boolean => isFiniteNumber(ms) && isFiniteNumber(value)

/** Ascending, whole and finite already, as nearly all are. */
function isSettled({ at, values }: Samples): boolean {
  let before = Number.NEGATIVE_INFINITY
  for (let index = 0; index < at.length; index++) {
    const ms = at[index] as number
    if (!(ms > before) || !isWhole(ms) || !isFiniteNumber(values[index] as number)) return false
    before = ms
  }
  return true
}

function join(lots: readonly Samples[]): Samples {
  const length = lots.reduce((sum, { at }) => sum + at.length, 0)
  const whole = { at: new Float64Array(length), values: new Float64Array(length) }
  let filled = 0
  for (const { at, values } of lots) {
    whole.at.set(at, filled)
    whole.values.set(values, filled)
    filled += at.length
  }
  return whole
}

function settle({ at, values }: Samples): Samples {
  const order = new Uint32Array(at.length)
  let count = 0
  for (let index = 0; index < at.length; index++) {
    if (isSample(at[index] as number, values[index] as number)) order[count++] = index
  }
  const whole = at.map(Math.round)
  const sorted = order.subarray(0, count).sort((a, b) => (whole[a] as number) - (whole[b] as number) || a - b)
  const settled = { at: new Float64Array(count), values: new Float64Array(count) }
  let kept = 0
  for (let place = 0; place < count; place++) {
    const index = sorted[place] as number
    const next = sorted[place + 1]
    if (place + 1 < count && whole[next as number] === whole[index]) continue
    settled.at[kept] = whole[index] as number
    settled.values[kept] = values[index] as number
    kept++
  }
  return { at: settled.at.subarray(0, kept), values: settled.values.subarray(0, kept) }
}

export interface News {
  /** What is not held already with the same value. */
  readonly fresh: Samples
  /** How many of those replace a held sample. */
  readonly replacing: number
  /** All samples, held and fresh, of the hours in which something is fresh. */
  readonly touched: Samples
}

/** What `given` adds to `held`; both are merged. */
export function newsOf(given: Samples, held: Samples): News {
  const fresh = { at: new Float64Array(given.at.length), values: new Float64Array(given.at.length) }
  let [count, replacing, place] = [0, 0, 0]
  for (let index = 0; index < given.at.length; index++) {
    const [ms, value] = [given.at[index] as number, given.values[index] as number]
    while (place < held.at.length && (held.at[place] as number) < ms) place++
    const isHeld = held.at[place] === ms
    if (isHeld && held.values[place] === value) continue
    fresh.at[count] = ms
    fresh.values[count++] = value
    if (isHeld) replacing++
  }
  const added = { at: fresh.at.subarray(0, count), values: fresh.values.subarray(0, count) }
  return { fresh: added, replacing, touched: mergeSamples([inHoursOf(held, added), added]) }
}

/** Those of `held` that lie in an hour in which `fresh` has a sample. */
function inHoursOf(held: Samples, fresh: Samples): Samples {
  const hours = new Set<number>()
  for (const ms of fresh.at) hours.add(hourOf(ms))
  const places = [...held.at.keys()].filter((place) => hours.has(hourOf(held.at[place] as number)))
  return {
    at: Float64Array.from(places, (place) => held.at[place] as number),
    values: Float64Array.from(places, (place) => held.values[place] as number),
  }
}
