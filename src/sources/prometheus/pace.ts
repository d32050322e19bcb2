/** How patiently a server is asked. */
import { setTimeout as sleepFor } from 'node:timers/promises'

export interface Pace {
  /** For one answer, from asking to its last byte. Prometheus itself gives up a query after two minutes. */
  readonly timeoutMs: number
  /** How often a question is asked at most. */
  readonly attempts: number
  /** Before the second attempt; doubled before each one after it. */
  readonly firstDelayMs: number
  /** No wait is longer, whatever Retry-After says. */
  readonly longestDelayMs: number
  /** Larger answers are asked for in parts. */
  readonly mostBytes: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export const usualPace: Pace = {
  timeoutMs: 150_000,
  attempts: 5,
  firstDelayMs: 500,
  longestDelayMs: 60_000,
  mostBytes: 64 * 1024 ** 2,
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
}

/**
 * The wait before attempt `attempt` (2 is the first one repeated): exponential with equal jitter, half of it fixed and
 * half by chance, so that parallel questions do not come back together (Brooker, "Exponential Backoff and Jitter", AWS
 * Architecture Blog, 2015). What the server asks for goes before, if it is longer.
 */
export function delayBefore(
  attempt: number,
  asked: { retryAfterMs: number | null; chance: number },
  pace: Pace,
): number {
  const full = Math.min(pace.longestDelayMs, pace.firstDelayMs * 2 ** (attempt - 2))
  const jittered = full / 2 + (full / 2) * asked.chance
  return Math.min(pace.longestDelayMs, Math.max(jittered, asked.retryAfterMs ?? 0))
}

/** Retry-After (RFC 9110, 10.2.3): seconds, or a date, of which the answer's own Date is the zero. Null when neither. */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}
