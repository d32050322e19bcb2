/**
 * Which times are asked of CloudWatch at once. GetMetricData takes 500 queries a call and answers at most 100,800
 * samples; samples of 60 s are kept for 15 days, of 300 s for 63 days, of an hour for 455 days (CloudWatch API
 * Reference, GetMetricData, and User Guide, "Metrics retention"; read 2026-11).
 */

export interface Window {
  /** Epoch milliseconds; the end is not part of it. */
  readonly startMs: number
  readonly endMs: number
  readonly periodSeconds: number
}

export const queriesACall = 500
const samplesACall = 100_800

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A long reading goes on while samples age, so the finer ones are given up a little before they are gone. */
const marginMs = 3 * hourMs

export interface History {
  /** Epoch milliseconds: the end of the history. */
  readonly untilMs: number
  readonly historyDays: number
  /** Epoch milliseconds of what is not held yet; null = the whole history. */
  readonly sinceMs: number | null
  /** Detailed monitoring has a sample a minute, basic monitoring one in five. */
  readonly isDetailed: boolean
}

/** Without gap or overlap, oldest first; every window has so few samples that one call of `queries` may ask for all. */
export function windowsOf(history: History, queries: number): readonly Window[] {
  const samples = Math.floor(samplesACall / queries)
  return spansOf(history).flatMap(({ startMs, endMs, periodSeconds }) => {
    const stepMs = samples * periodSeconds * 1000
    const count = Math.max(0, Math.ceil((endMs - startMs) / stepMs))
    return Array.from({ length: count }, (_, index) => ({
      startMs: startMs + index * stepMs,
      endMs: Math.min(endMs, startMs + (index + 1) * stepMs),
      periodSeconds,
    }))
  })
}

/** The history cut where the period changes; every cut is on the hour, which all periods divide. */
function spansOf({ untilMs, historyDays, sinceMs, isDetailed }: History): readonly Window[] {
  const finest = isDetailed ? 60 : 300
  const endMs = floorTo(untilMs, finest * 1000)
  const start = Math.max(ceilTo(untilMs - historyDays * dayMs, hourMs), floorTo(sinceMs ?? -Infinity, hourMs))
  const fromDays = (days: number): number => Math.max(start, ceilTo(untilMs - days * dayMs + marginMs, hourMs))
  const [fiveMinutes, minutes] = [fromDays(63), fromDays(15)]
  return [
    { startMs: start, endMs: fiveMinutes, periodSeconds: 3600 },
    { startMs: fiveMinutes, endMs: minutes, periodSeconds: 300 },
    { startMs: minutes, endMs, periodSeconds: finest },
  ].filter((span) => span.startMs < span.endMs)
}

const floorTo = (ms: number, step: number): number => Math.floor(ms / step) * step
const ceilTo = (ms: number, step: number): number => Math.ceil(ms / step) * step
