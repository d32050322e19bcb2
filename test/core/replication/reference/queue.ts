/**
 * The fluid queue: what VMs write waits until the link has sent it. Rates are constant from one event to the next - a step
 * begins, or a backlog comes to its end - so nothing is rounded to steps. Backlogs only end within a step, and none begins
 * but with it: shares of the link never fall before the next step. So a step has at most as many events as there are VMs.
 */
import type { Replay } from '../../../../src/core/replication/churn-trace.ts'
import { classesOf, shareLink, type Flow } from './share-link.ts'

/** Times in seconds since the start. Rates are those of the span, backlogs those at its end. */
export interface Span extends Flow {
  readonly step: number
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface QueueTotals {
  /** Bytes, by trace. */
  readonly sent: Float64Array
  readonly backlog: Float64Array
}

/** Drains that end closer together than this are one event: their times differ by rounding. */
const SAME_SECONDS = 1e-9

/**
 * Runs all traces over a link, empty at the start; `observe` sees every span in order, in one object that changes.
 * @param bytesPerSecond the whole link; the shares of the replay come off it.
 */
export function runQueue(replay: Replay, bytesPerSecond: number, observe: (span: Span) => void): QueueTotals {
  const { stepSeconds, traces } = replay
  const zeros = (): Float64Array => new Float64Array(traces.length)
  const flow: Flow = { incoming: zeros(), sent: zeros(), backlog: zeros() }
  const span = { ...flow, step: 0, fromSeconds: 0, toSeconds: 0 }
  const totals = zeros()
  const classes = classesOf(traces)
  for (let step = 0; step < replay.steps; step += 1) {
    const end = (step + 1) * stepSeconds
    const capacity = bytesPerSecond * (replay.linkShares[step] ?? 0)
    for (const [at, trace] of traces.entries()) flow.incoming[at] = trace.bytesPerSecond[step] ?? 0
    span.step = step
    span.toSeconds = step * stepSeconds
    while (span.toSeconds < end) {
      shareLink(classes, flow, { capacity, step })
      span.fromSeconds = span.toSeconds
      const seconds = firstDrain(flow, end - span.fromSeconds)
      span.toSeconds = seconds < end - span.fromSeconds ? span.fromSeconds + seconds : end
      advance(flow, totals, seconds)
      observe(span)
    }
  }
  return { sent: totals, backlog: flow.backlog }
}

/** Until the first backlog ends, in seconds; `most` where none does before. */
function firstDrain({ incoming, sent, backlog }: Flow, most: number): number {
  let least = most
  for (let at = 0; at < backlog.length; at += 1) {
    const waiting = backlog[at] ?? 0
    const drained = (sent[at] ?? 0) - (incoming[at] ?? 0)
    if (waiting > 0 && drained > 0) least = Math.min(least, waiting / drained)
  }
  return least
}

function advance({ incoming, sent, backlog }: Flow, totals: Float64Array, seconds: number): void {
  for (let at = 0; at < backlog.length; at += 1) {
    const rate = sent[at] ?? 0
    const growth = (incoming[at] ?? 0) - rate
    const waiting = backlog[at] ?? 0
    const isDrained = growth < 0 && waiting + growth * (seconds + SAME_SECONDS) <= 0
    totals[at] = (totals[at] ?? 0) + rate * seconds
    backlog[at] = isDrained ? 0 : waiting + growth * seconds
  }
}
