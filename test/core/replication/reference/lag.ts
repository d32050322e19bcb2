/**
 * How late the data of each VM is. What a VM writes arrives in order, so at any time there is a newest moment of which
 * everything has arrived; the lag is the time since then. That moment moves on at (sent / written then) seconds a second
 * through what was written, and at once through hours in which nothing was: the lag is linear between such changes.
 */
import type { Replay } from '../../../../src/core/replication/churn-trace.ts'
import type { Span } from './queue.ts'

/** Seconds since the start: pairs of from and to, ascending and apart. */
export type Times = readonly (readonly [from: number, to: number])[]

export interface LagRecord {
  /** When the lag was longer than the limit; empty where there is none. */
  readonly late: [number, number][]
  worstSeconds: number
  /** Bytes. */
  backlogPeak: number
}

export interface LagRecorder {
  readonly observe: (span: Span) => void
  /** By trace. */
  readonly records: readonly LagRecord[]
}

/** Longer by less is not longer: rounding. */
const ROUNDING_SECONDS = 1e-6

/** The newest moment of which everything has arrived: in seconds, and its step; null = now. */
interface Head {
  at: number
  step: number
}

export function recordLag({ traces, stepSeconds }: Omit<Replay, 'linkShares'>): LagRecorder {
  const records = traces.map((): LagRecord => ({ late: [], worstSeconds: 0, backlogPeak: 0 }))
  const heads: (Head | null)[] = traces.map(() => null)
  const rates = traces.map(({ bytesPerSecond }) => bytesPerSecond)
  const limits = traces.map(({ rpoMinutes }) => (rpoMinutes === null ? Infinity : rpoMinutes * 60))
  const follow = (at: number, record: LagRecord, span: Span): void => {
    const backlog = span.backlog[at] ?? 0
    const head = heads[at] ?? (backlog > 0 ? { at: span.fromSeconds, step: span.step } : null)
    heads[at] = backlog > 0 ? head : null
    if (!head) return
    record.backlogPeak = Math.max(record.backlogPeak, backlog)
    const sending = { bytesPerSecond: rates[at] ?? [], stepSeconds, rate: span.sent[at] ?? 0 }
    for (const piece of advanceHead(head, span, sending)) note(record, piece, limits[at] ?? Infinity)
  }
  const observe = (span: Span): void => {
    for (const [at, record] of records.entries()) follow(at, record, span)
  }
  return { observe, records }
}

/** A time in which the lag is linear. */
interface Piece {
  readonly from: number
  readonly to: number
  readonly lagFrom: number
  readonly lagTo: number
}

interface Sending {
  readonly bytesPerSecond: ArrayLike<number>
  readonly stepSeconds: number
  /** Bytes a second, in this span. */
  readonly rate: number
}

/** Moves the head to the end of the span, and gives the pieces of the lag on its way. */
function advanceHead(head: Head, span: Span, { bytesPerSecond, stepSeconds, rate }: Sending): readonly Piece[] {
  const pieces: Piece[] = []
  let now = span.fromSeconds
  const move = (seconds: number, to: number): void => {
    if (seconds > 0)
      pieces.push({ from: now, to: now + seconds, lagFrom: now - head.at, lagTo: Math.max(0, now + seconds - to) })
    now += seconds
    head.at = to
  }
  while (head.step < span.step) {
    const written = bytesPerSecond[head.step] ?? 0
    const stepEnd = (head.step + 1) * stepSeconds
    const [left, needed] = [span.toSeconds - now, secondsFor((stepEnd - head.at) * written, rate)]
    if (needed > left) {
      move(left, Math.min(stepEnd, head.at + (left * rate) / written))
      return pieces
    }
    move(needed, stepEnd)
    head.step += 1
  }
  const [left, written] = [span.toSeconds - now, bytesPerSecond[head.step] ?? 0]
  move(left, Math.min(span.toSeconds, head.at + (written > 0 ? (left * rate) / written : left)))
  return pieces
}

function secondsFor(bytes: number, rate: number): number {
  if (bytes <= 0) return 0
  return rate > 0 ? bytes / rate : Infinity
}

function note(record: LagRecord, piece: Piece, limit: number): void {
  record.worstSeconds = Math.max(record.worstSeconds, piece.lagFrom, piece.lagTo)
  const late = lateIn(piece, limit + ROUNDING_SECONDS)
  if (!late) return
  const last = record.late.at(-1)
  if (last && late[0] <= last[1] + ROUNDING_SECONDS) last[1] = late[1]
  else record.late.push(late)
}

/** When in the piece the lag is longer than the limit; it is linear, so that is one time at most. */
function lateIn({ from, to, lagFrom, lagTo }: Piece, limit: number): [number, number] | null {
  if (lagFrom <= limit && lagTo <= limit) return null
  if (lagFrom > limit && lagTo > limit) return [from, to]
  const crossing = from + ((limit - lagFrom) / (lagTo - lagFrom)) * (to - from)
  return lagFrom > limit ? [from, crossing] : [crossing, to]
}

/** The times at which any of them is late. */
export function anyOf(records: readonly LagRecord[]): Times {
  const all = records.flatMap(({ late }) => late).sort(([a], [b]) => a - b)
  const merged: [number, number][] = []
  for (const [from, to] of all) {
    const last = merged.at(-1)
    if (last && from <= last[1] + ROUNDING_SECONDS) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export const totalSeconds = (times: Times): number => times.reduce((sum, [from, to]) => sum + to - from, 0)
