/** A second opinion: the same queue at one small step of time after another, without events and without formulas. */
import type { Replay } from '../../../src/core/replication/churn-trace.ts'

export interface Snapshot {
  readonly seconds: number
  /** By trace. */
  readonly backlog: readonly number[]
  readonly lag: readonly number[]
}

/** Water is poured in a hundred thousand drops' worth of halvings: bisection for the level, where the program sorts. */
function levelOf(wanted: readonly number[], capacity: number): number {
  if (wanted.reduce((sum, one) => sum + one, 0) <= capacity) return Infinity
  let [low, high] = [0, capacity]
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2
    if (wanted.reduce((sum, one) => sum + Math.min(one, middle), 0) > capacity) high = middle
    else low = middle
  }
  return low
}

export function bruteForce(replay: Replay, bytesPerSecond: number, tickSeconds: number): Snapshot[] {
  const { traces, stepSeconds, steps, linkShares } = replay
  const written = traces.map(() => [0])
  const sent = traces.map(() => 0)
  const heads = traces.map(() => 0)
  const snapshots: Snapshot[] = []
  const ticks = (steps * stepSeconds) / tickSeconds
  for (let tick = 0; tick < ticks; tick += 1) {
    const step = Math.floor((tick * tickSeconds) / stepSeconds)
    let left = bytesPerSecond * linkShares[step]! * tickSeconds
    const incoming = traces.map((trace) => trace.bytesPerSecond[step]! * tickSeconds)
    for (const priority of [...new Set(traces.map((trace) => trace.priority))].sort((a, b) => a - b)) {
      const members = traces.flatMap((trace, at) => (trace.priority === priority ? [at] : []))
      const wanted = members.map((at) => written[at]!.at(-1)! + incoming[at]! - sent[at]!)
      const level = levelOf(wanted, left)
      for (const [place, at] of members.entries()) {
        const now = Math.min(wanted[place]!, level)
        sent[at]! += now
        left = Math.max(0, left - now)
      }
    }
    for (const at of traces.keys()) written[at]!.push(written[at]!.at(-1)! + incoming[at]!)
    const seconds = (tick + 1) * tickSeconds
    const lag = traces.map((_, at) => {
      const sums = written[at]!
      while (heads[at]! < tick + 1 && sums[heads[at]! + 1]! <= sent[at]! + 1e-3) heads[at]! += 1
      return seconds - heads[at]! * tickSeconds
    })
    snapshots.push({ seconds, backlog: traces.map((_, at) => written[at]!.at(-1)! - sent[at]!), lag })
  }
  return snapshots
}
