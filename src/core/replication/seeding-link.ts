/** What the first copies are of, and what they go over. */
const SECONDS_PER_HOUR = 3600
export const SECONDS_PER_DAY = 86_400
export const HOURS_PER_DAY = 24

export interface SeedVm {
  readonly vmId: string
  readonly tierId: string
  readonly priority: number
  /** As they are sent: bytes, and the mean of what changes. */
  readonly bytes: number
  readonly churnBytesPerSecond: number
}

export interface SeedingLink {
  /** Epoch milliseconds UTC of the first byte. */
  readonly startMs: number
  /** Of each hour of the day in UTC: what copies and changes may take together. */
  readonly bytesPerSecondByHour: readonly number[]
  /** How many copies run at a time; Infinity = all. */
  readonly parallel: number
  /** Most that one VM takes, copy and changes; Infinity = only the link counts. */
  readonly vmBytesPerSecond: number
}

/** What the link carries so many seconds after the start, and how long it does. */
export function linkAt({ startMs, bytesPerSecondByHour }: SeedingLink, seconds: number) {
  // Within a day, where a double is exact enough for the ends of hours.
  const clock = ((startMs / 1000) % SECONDS_PER_DAY) + seconds
  return {
    bytesPerSecond: bytesPerSecondByHour[Math.floor(clock / SECONDS_PER_HOUR) % HOURS_PER_DAY] ?? 0,
    forSeconds: SECONDS_PER_HOUR - (clock % SECONDS_PER_HOUR),
  }
}
