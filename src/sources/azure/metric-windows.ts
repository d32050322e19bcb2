/**
 * Which times are asked of Azure Monitor at once. Platform metrics of machines have a sample a minute, kept for 93 days,
 * and a question may span 30 days (Microsoft Learn, "Azure Monitor Metrics overview", read 2026-11). Any coarser grain is
 * made of the minutes on the way, so the grain is a matter of how much is carried: five minutes, as the other live sources
 * have by default, for the 35 days that a forecast with weekly seasons looks at, and hours for what is older.
 */

export interface Window {
  /** Epoch milliseconds; the end is not part of it. */
  readonly startMs: number
  readonly endMs: number
  readonly grainSeconds: number
}

/** ISO 8601 durations, as the question states the grain. */
export const grains: Readonly<Record<number, string>> = { 300: 'PT5M', 3600: 'PT1H' }

/** The batch API takes 50 resources of one subscription and region (Azure Monitor, "metrics:getBatch"). */
export const resourcesACall = 50

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const keptDays = 93
const fineDays = 35
/** An answer knows no pages. 50 machines x 4 metrics x 2 days are 115,200 samples, about 8 MB as they are sent. */
const spanMs: Readonly<Record<number, number>> = { 300: 2 * dayMs, 3600: 24 * dayMs }

/** A long reading goes on while samples age, so the oldest are given up a little before they are gone. */
const marginMs = 3 * hourMs

/** The first hour that is asked of a history that nothing is known of. */
export const startOfHistory = (untilMs: number, historyDays: number): number =>
  ceilTo(Math.max(untilMs - historyDays * dayMs, untilMs - keptDays * dayMs + marginMs), hourMs)

/** Samples may come late: what was read is asked again from an hour before its end. */
export const resumeAt = (heldUntilMs: number): number => floorTo(heldUntilMs - hourMs, hourMs)

/** Without gap or overlap, oldest first; both grains divide every cut, which is on the hour. */
export function windowsOf(startMs: number, untilMs: number): readonly Window[] {
  const endMs = floorTo(untilMs, 300_000)
  const fineMs = Math.max(startMs, ceilTo(untilMs - fineDays * dayMs, hourMs))
  return [
    ...cut({ startMs, endMs: Math.min(fineMs, endMs), grainSeconds: 3600 }),
    ...cut({ startMs: fineMs, endMs, grainSeconds: 300 }),
  ]
}

function cut({ startMs, endMs, grainSeconds }: Window): readonly Window[] {
  const step = spanMs[grainSeconds] ?? dayMs
  const count = Math.max(0, Math.ceil((endMs - startMs) / step))
  return Array.from({ length: count }, (_, index) => ({
    startMs: startMs + index * step,
    endMs: Math.min(endMs, startMs + (index + 1) * step),
    grainSeconds,
  }))
}

const floorTo = (ms: number, step: number): number => Math.floor(ms / step) * step
const ceilTo = (ms: number, step: number): number => Math.ceil(ms / step) * step
