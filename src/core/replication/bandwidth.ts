/**
 * The smallest link that keeps the RPO for a share of the time. More of the link never makes any lag longer: with strict
 * priority and fair shares every backlog is at most what it was at every moment (docs/replication.md, "Why it may be
 * bisected"), so the share of the time within the RPO never falls. A tier does not depend on weaker ones, which are left out.
 *
 * Three things keep the search short. What stronger classes leave depends on their sums only (capacity.ts). VMs are not looked
 * at in waits that are over within the RPO. And no way to share is less late than to send the oldest byte of a tier first, as
 * if it were one VM: so a link that is too small for that one is too small.
 */
import { keptShares, type Kept } from '../../model/replication.ts'
import { compareText } from '../../model/text-order.ts'
import { leftOf } from './capacity.ts'
import type { ChurnTrace, Replay } from './churn-trace.ts'
import { anyOf, totalSeconds } from './lag.ts'
import { capacityOf, classesOf, runClass, type QueueClass } from './queue.ts'

/** A link that is found is larger than the smallest by this share of itself at most. */
export const BANDWIDTH_TOLERANCE = 1e-3
/** Past this many times the largest hour, only hours in which replication may not use the link are left to wait for. */
const MOST_DOUBLINGS = 20
/** Shares of the time that differ by rounding. */
const SAME_SHARE = 1e-12
const SECONDS_PER_MINUTE = 60
const MIB = 2 ** 20

export type OnSearched = (done: number, total: number) => void

/** Of all VMs that have an RPO together, then of each such tier from the strongest. Empty where there is none. */
export function linksThatKeep(replay: Replay, onSearched?: OnSearched): Kept[] {
  const classes = classesOf(replay)
  const tiers = tiersOf(classes)
  if (tiers.length === 0) return []
  const search = { replay, classes, seconds: replay.steps * replay.stepSeconds }
  const total = (tiers.length + 1) * keptShares.length
  let done = 0
  const needsOf = (asked: readonly Asked[], floorOf: (share: number) => number): Needs => {
    let upper: number | null = null
    return keptShares.map((share) => {
      // No larger link than a larger share needs is needed by a smaller one.
      upper = leastOf(search, asked, { share, upper, floor: floorOf(share) })
      done += 1
      onSearched?.(done, total)
      return { share, linkMiBps: upper === null ? null : upper / MIB }
    })
  }
  const own = tiers.map((tier) => ({
    tierId: tier.tierId,
    needs: needsOf([tier], (share) => floorOfTier(search, tier, share)),
  }))
  const largest = (share: number): number => own.reduce((most, { needs }) => Math.max(most, needOf(needs, share)), 0)
  return [{ tierId: null, needs: needsOf(allOf(classes), largest) }, ...own]
}

type Needs = { readonly share: number; readonly linkMiBps: number | null }[]

/** Bytes a second. */
const needOf = (needs: Needs, share: number): number => (needs.find((one) => one.share === share)?.linkMiBps ?? 0) * MIB

/** VMs of one priority that must not be late; the RPO of others among them is taken away. */
interface Asked {
  readonly queue: QueueClass
  /** The shortest RPO of them. */
  readonly leastSeconds: number
}

interface AskedTier extends Asked {
  readonly tierId: string
  readonly isAlone: boolean
}

function tiersOf(classes: readonly QueueClass[]): readonly AskedTier[] {
  return classes.flatMap((own) => {
    const promised = new Map(
      own.traces.flatMap(({ tierId, rpoMinutes }) => (rpoMinutes === null ? [] : [[tierId, rpoMinutes] as const])),
    )
    const isAlone = own.traces.every(({ tierId }) => tierId === own.traces[0]?.tierId)
    return [...promised]
      .sort(([a], [b]) => compareText(a, b))
      .map(([tierId, rpoMinutes]) => ({
        tierId,
        isAlone,
        leastSeconds: rpoMinutes * SECONDS_PER_MINUTE,
        queue: isAlone ? own : { ...own, traces: own.traces.map((trace) => onlyTier(trace, tierId)) },
      }))
  })
}

const onlyTier = (trace: ChurnTrace, tierId: string): ChurnTrace =>
  trace.tierId === tierId ? trace : { ...trace, rpoMinutes: null }

const allOf = (classes: readonly QueueClass[]): readonly Asked[] =>
  classes.flatMap((queue) => {
    const leastSeconds = queue.traces.reduce(
      (least, { rpoMinutes }) => Math.min(least, (rpoMinutes ?? Infinity) * SECONDS_PER_MINUTE),
      Infinity,
    )
    return leastSeconds === Infinity ? [] : [{ queue, leastSeconds }]
  })

interface Search {
  readonly replay: Replay
  readonly classes: readonly QueueClass[]
  /** Of the whole history. */
  readonly seconds: number
}

interface Sought {
  readonly share: number
  /** Bytes a second that are enough; null = not known. */
  readonly upper: number | null
  /** Bytes a second: less is not enough, and this may be. */
  readonly floor: number
}

/** Bytes a second; null where no link keeps it. */
function leastOf(search: Search, asked: readonly Asked[], { share, upper, floor }: Sought): number | null {
  const keeps = (link: number): boolean => shareOver(search, asked, { link, share }) >= share - SAME_SHARE
  const enough = upper ?? bracket(keeps, peakOf(search, asked))
  if (enough === null || enough <= floor) return enough
  if (keeps(floor)) return floor
  let [low, high] = [floor, enough]
  while (high - low > BANDWIDTH_TOLERANCE * high) {
    const middle = (low + high) / 2
    if (keeps(middle)) high = middle
    else low = middle
  }
  return high
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

/** Less than what the tier would need were it one VM; 0 where it shares its priority with other tiers. */
function floorOfTier(search: Search, { queue, leastSeconds, isAlone }: AskedTier, share: number): number {
  const [first] = queue.traces
  if (!first || !isAlone || queue.traces.length < 2) return 0
  const whole = { ...queue, traces: [{ ...first, bytesPerSecond: queue.written }], places: [0] }
  const least = leastOf(search, [{ queue: whole, leastSeconds }], { share, upper: null, floor: 0 })
  return (least ?? 0) * (1 - 2 * BANDWIDTH_TOLERANCE)
}

/** The share of the time that a link keeps, or 0 where it is less than `share`. */
function shareOver(
  { replay: { stepSeconds, ...replay }, classes, seconds }: Search,
  asked: readonly Asked[],
  { link, share }: { readonly link: number; readonly share: number },
): number {
  if (seconds === 0) return 1
  const giveUpSeconds = (1 - share + SAME_SHARE) * seconds
  const late: [number, number][] = []
  let capacity = capacityOf(replay, link)
  for (const own of classes) {
    const one = asked.find(({ queue }) => queue.priority === own.priority)
    if (one) {
      const watch = { leastSeconds: one.leastSeconds, giveUpSeconds }
      const { isWhole, records } = runClass(one.queue, capacity, { stepSeconds, watch })
      late.push(...anyOf(records).map(([from, to]): [number, number] => [from, to]))
      if (!isWhole || totalSeconds(anyOf([{ late }])) > giveUpSeconds) return 0
    }
    if (asked.at(-1)?.queue.priority === own.priority) break
    capacity = leftOf(own.written, capacity, stepSeconds).capacity
  }
  return Math.max(0, 1 - totalSeconds(anyOf([{ late }])) / seconds)
}

/** Bytes a second that carry every step as it comes, wherever replication may use the link. */
function peakOf({ replay: { steps, linkShares }, classes }: Search, asked: readonly Asked[]): number {
  const least = Math.max(...asked.map(({ queue }) => queue.priority))
  const sums = classes.filter(({ priority }) => priority <= least)
  let peak = 0
  for (let step = 0; step < steps; step += 1) {
    const share = linkShares[step] ?? 0
    if (share === 0) continue
    peak = Math.max(peak, sums.reduce((total, { written }) => total + (written[step] ?? 0), 0) / share)
  }
  return peak
}
