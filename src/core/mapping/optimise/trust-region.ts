/**
 * How far prices may move in one step, for every limit by itself. With one radius for all, a dear limit (the budget)
 * crawls while cheap ones are settled: measured on 100,000 VMs, 361 steps without an end against 155.
 */
export interface TrustRegion {
  /** By limit, in cents for the whole limit. */
  readonly radius: Float64Array
  readonly least: number
  /** By limit: at which side of its box the last price was, 0 = inside; and for how many steps. */
  readonly side: Int8Array
  readonly streak: Int8Array
}

export const createTrustRegion = (count: number, radius: number, least: number): TrustRegion => ({
  radius: new Float64Array(count).fill(radius),
  least,
  side: new Int8Array(count),
  streak: new Int8Array(count),
})

/** Notes where the master's prices lie; how many are at the edge of their box. */
export function noteSides({ side, streak }: TrustRegion, columns: Float64Array): number {
  const count = side.length
  let boxed = 0
  for (let limit = 0; limit < count; limit++) {
    const below = (columns[count + limit] as number) > 1e-9 ? -1 : 0
    const at = (columns[limit] as number) > 1e-9 ? 1 : below
    streak[limit] = at !== 0 && at === side[limit] ? (streak[limit] as number) + 1 : 0
    side[limit] = at
    if (at !== 0) boxed++
  }
  return boxed
}

/** Every price at the edge of its box may go farther. */
export function widen({ radius, side }: TrustRegion, factor: number): void {
  for (const [limit, at] of side.entries()) if (at !== 0) radius[limit] = (radius[limit] as number) * factor
}

/** Prices that went more than half their way without the gain that was promised may go half as far. */
export function narrow({ radius, least }: TrustRegion, moved: Float64Array): void {
  for (const [limit, way] of moved.entries())
    if (Math.abs(way) > 0.5 * (radius[limit] as number)) radius[limit] = Math.max(least, (radius[limit] as number) / 2)
}

/** A price that was at the same edge for several steps may go farther whatever came of it. */
export function freeTheStuck({ radius, streak }: TrustRegion): void {
  for (const [limit, steps] of streak.entries())
    if (steps >= 3) {
      radius[limit] = (radius[limit] as number) * 2
      streak[limit] = 0
    }
}
