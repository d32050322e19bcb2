/**
 * The smallest link that keeps the RPO for a share of the time. More of the link never makes any lag longer: with strict
 * priority and fair shares every backlog is at most what it was at every moment (docs/replication.md, "Why it may be
 * bisected"), so the share of the time within the RPO never falls. A tier does not depend on weaker ones, which are left out.
 */
import { keptShares, type Kept } from '../../model/replication.ts'
import type { Replay } from './churn-trace.ts'
import { anyOf, recordLag } from './lag.ts'
import { runQueue } from './queue.ts'
import { withinShareOf } from './replay.ts'
import { compareText } from '../../model/text-order.ts'

/** A link that is found is larger than the smallest by this share of itself at most. */
export const BANDWIDTH_TOLERANCE = 1e-3
/** Past this many times the largest hour, only hours in which replication may not use the link are left to wait for. */
const MOST_DOUBLINGS = 20
/** Shares of the time that differ by rounding. */
const SAME_SHARE = 1e-12
const MIB = 2 ** 20

/** Of all VMs that have an RPO together, then of each such tier from the strongest. Empty where there is none. */
export function linksThatKeep(replay: Replay): Kept[] {
  const promised = replay.traces.filter(({ rpoMinutes }) => rpoMinutes !== null)
  const tiers = [...new Map(promised.map((trace) => [trace.tierId, trace])).values()].sort(
    (a, b) => a.priority - b.priority || compareText(a.tierId, b.tierId),
  )
  const weakest = tiers.at(-1)
  if (!weakest) return []
  const shareOver = openSearch(replay)
  return [{ tierId: null, priority: weakest.priority }, ...tiers].map(({ tierId, priority }) => ({
    tierId,
    needs: needsOf((link) => shareOver(link, { tierId, priority }), peakOf(replay, priority)),
  }))
}

interface Asked {
  readonly tierId: string | null
  readonly priority: number
}

/** The share of the time that a link of so many bytes a second keeps; each link is run once for tiers down to a priority. */
function openSearch(replay: Replay): (bytesPerSecond: number, asked: Asked) => number {
  const runs = new Map<string, ReadonlyMap<string | null, number>>()
  return (bytesPerSecond, { tierId, priority }) => {
    const key = `${bytesPerSecond} ${priority}`
    const shares = runs.get(key) ?? sharesOver(bytesPerSecond, downTo(replay, priority))
    runs.set(key, shares)
    return shares.get(tierId) ?? 1
  }
}

const downTo = (replay: Replay, least: number): Replay => ({
  ...replay,
  traces: replay.traces.filter(({ priority }) => priority <= least),
})

function sharesOver(bytesPerSecond: number, replay: Replay): ReadonlyMap<string | null, number> {
  const { observe, records } = recordLag(replay)
  runQueue(replay, bytesPerSecond, observe)
  const ofTier = (tierId: string): number =>
    withinShareOf(anyOf(records.filter((_, at) => replay.traces[at]?.tierId === tierId)), replay)
  const tierIds = new Set(replay.traces.map(({ tierId }) => tierId))
  return new Map<string | null, number>([
    [null, withinShareOf(anyOf(records), replay)],
    ...[...tierIds].map((tierId) => [tierId, ofTier(tierId)] as const),
  ])
}

/** Bytes a second that carry every step as it comes, wherever replication may use the link. */
function peakOf({ traces, steps, linkShares }: Replay, least: number): number {
  let peak = 0
  for (let step = 0; step < steps; step += 1) {
    const share = linkShares[step] ?? 0
    if (share === 0) continue
    const sum = traces.reduce(
      (total, { priority, bytesPerSecond }) => total + (priority <= least ? (bytesPerSecond[step] ?? 0) : 0),
      0,
    )
    peak = Math.max(peak, sum / share)
  }
  return peak
}

/** The larger share first: no larger link than it needs is needed by a smaller one. */
function needsOf(shareOver: (bytesPerSecond: number) => number, peak: number): Kept['needs'] {
  let known = bracket((link) => shareOver(link) >= keptShares[0] - SAME_SHARE, peak)
  return keptShares.map((share) => {
    const keeps = (link: number): boolean => shareOver(link) >= share - SAME_SHARE
    const upper = known ?? bracket(keeps, peak)
    if (upper === null) return { share, linkMiBps: null }
    known = smallest(keeps, upper)
    return { share, linkMiBps: known / MIB }
  })
}

/** A link that keeps it; null where none does. */
function bracket(keeps: (link: number) => boolean, peak: number): number | null {
  // What is sent at exactly the rate it comes in at may be late by rounding.
  const first = peak * (1 + BANDWIDTH_TOLERANCE / 2)
  for (let doubling = 0; doubling <= MOST_DOUBLINGS; doubling += 1) {
    const link = first * 2 ** doubling
    if (keeps(link)) return link
  }
  return null
}

function smallest(keeps: (link: number) => boolean, enough: number): number {
  if (enough === 0 || keeps(0)) return 0
  let [low, high] = [0, enough]
  while (high - low > BANDWIDTH_TOLERANCE * high) {
    const middle = (low + high) / 2
    if (keeps(middle)) high = middle
    else low = middle
  }
  return high
}
