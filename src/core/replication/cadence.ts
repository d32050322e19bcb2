/**
 * The cheapest cadence that keeps RTO and RPO (docs/replication.md, "Cadence"). All of it at worst: the site is lost the
 * moment before the next snapshot or log has arrived.
 *
 *     RPO = snapshot interval + copy                     without logs
 *     RPO = log interval + shipping                      with logs
 *     RTO = fixed + restore(size)                        without logs
 *     RTO = fixed + restore(size) + replay(log since the last snapshot that is there)
 *
 * With both the interval of snapshots and that of logs, RTO and RPO grow and the cost falls. So for each way to take
 * snapshots the longest intervals that keep the promises are the cheapest, and both are found apart by halving.
 */
import type { Cadence, CadenceQuestion } from '../../model/cadence.ts'

const MIB_PER_GIB = 1024
const SECONDS_PER_MINUTE = 60
const MINUTES_PER_HOUR = 60
const HOURS_PER_DAY = 24
/** Sums of minutes that differ by rounding. */
const SAME_MINUTES = 1e-9

export interface Rhythm {
  readonly snapshotMinutes: number
  readonly logMinutes: number | null
  readonly takenEvery: number
}

/** What one rhythm comes to; null where it cannot be kept up, since a copy or a replay takes longer than its interval. */
export const evaluateCadence = (question: CadenceQuestion, rhythm: Rhythm): Cadence | null =>
  isKeptUp(question, rhythm) ? figuresOf(question, rhythm) : null

/** Longer intervals are kept up where shorter ones are: what changes within them grows no faster than they do. */
function isKeptUp(question: CadenceQuestion, rhythm: Rhythm): boolean {
  const { snapshotMinutes, logMinutes } = rhythm
  const { delayMinutes, shipMinutes } = delaysOf(question, rhythm)
  return delayMinutes <= snapshotMinutes && shipMinutes <= (logMinutes ?? Infinity)
}

function figuresOf(question: CadenceQuestion, rhythm: Rhythm): Cadence {
  const { logMinutes, snapshotMinutes } = rhythm
  const { shipMinutes, delayMinutes } = delaysOf(question, rhythm)
  const betweenMinutes = snapshotMinutes * (1 + question.missedSnapshots)
  const restoreMinutes = minutesFor(question.sizeGiB, question.restoreMiBps)
  const sinceSnapshot = writtenGiB(question, betweenMinutes + delayMinutes)
  const replayMinutes = logMinutes === null ? 0 : minutesFor(sinceSnapshot, question.replayMiBps)
  return {
    ...rhythm,
    restoreMinutes,
    replayMinutes,
    rtoMinutes: question.fixedMinutes + restoreMinutes + replayMinutes,
    rpoMinutes: logMinutes === null ? betweenMinutes + delayMinutes : logMinutes + shipMinutes,
    costPerMonth: costOf(question, rhythm),
    keptGiB: keptGiBOf(question, rhythm),
    sentGiBPerMonth: sentGiBOf(question, rhythm),
  }
}

const minutesFor = (gib: number, mibps: number): number => (gib * MIB_PER_GIB) / mibps / SECONDS_PER_MINUTE

const writtenGiB = ({ churnGiBPerHour }: CadenceQuestion, minutes: number): number =>
  (churnGiBPerHour * minutes) / MINUTES_PER_HOUR

/** What a snapshot after so many minutes holds beside the one before it. */
const changedGiB = (question: CadenceQuestion, minutes: number): number =>
  Math.min(question.sizeGiB, writtenGiB(question, minutes))

/** How long after its moment a snapshot is there: copied, or made of the one before and its log. */
function delaysOf(question: CadenceQuestion, { snapshotMinutes, logMinutes, takenEvery }: Rhythm) {
  const copyMinutes = minutesFor(changedGiB(question, snapshotMinutes * takenEvery), question.copyMiBps)
  const makeMinutes = takenEvery > 1 ? minutesFor(writtenGiB(question, snapshotMinutes), question.replayMiBps) : 0
  const shipMinutes = logMinutes === null ? 0 : minutesFor(writtenGiB(question, logMinutes), question.copyMiBps)
  return { shipMinutes, delayMinutes: Math.max(copyMinutes, makeMinutes) }
}

/** Of what is kept, and of what is taken, in a month. */
function costOf(question: CadenceQuestion, rhythm: Rhythm): number {
  const { snapshotMinutes, logMinutes, takenEvery } = rhythm
  const { prices } = question
  const monthMinutes = question.hoursPerMonth * MINUTES_PER_HOUR
  const snapshots = monthMinutes / snapshotMinutes
  return (
    keptGiBOf(question, rhythm) * prices.perGiBMonth +
    (snapshots / takenEvery) * prices.perSnapshot +
    (snapshots - snapshots / takenEvery) * prices.perSyntheticSnapshot +
    (logMinutes === null ? 0 : (monthMinutes / logMinutes) * prices.perLog)
  )
}

/** One full size, the changes of each snapshot, and the logs. */
function keptGiBOf(question: CadenceQuestion, { snapshotMinutes, logMinutes }: Rhythm): number {
  const keptMinutes = question.keptDays * HOURS_PER_DAY * MINUTES_PER_HOUR
  const changes = (keptMinutes / snapshotMinutes) * changedGiB(question, snapshotMinutes)
  return question.sizeGiB + changes + (logMinutes === null ? 0 : writtenGiB(question, keptMinutes))
}

/** Snapshots that are taken from the VM, and logs: synthetic ones are made at the recovery site. */
function sentGiBOf(question: CadenceQuestion, { snapshotMinutes, logMinutes, takenEvery }: Rhythm): number {
  const monthMinutes = question.hoursPerMonth * MINUTES_PER_HOUR
  const between = snapshotMinutes * takenEvery
  return (
    (monthMinutes / between) * changedGiB(question, between) +
    (logMinutes === null ? 0 : writtenGiB(question, monthMinutes))
  )
}

const keepsRpo = (cadence: Cadence, { rpoMinutes }: CadenceQuestion): boolean =>
  cadence.rpoMinutes <= (rpoMinutes ?? Infinity) + SAME_MINUTES

export const keepsObjectives = (cadence: Cadence, question: CadenceQuestion): boolean =>
  keepsRpo(cadence, question) && cadence.rtoMinutes <= (question.rtoMinutes ?? Infinity) + SAME_MINUTES

/** Cheaper first; of equals the one that takes less: longer intervals, no logs, fewer that are made. */
export const compareCadences = (a: Cadence, b: Cadence): number =>
  a.costPerMonth - b.costPerMonth ||
  b.snapshotMinutes - a.snapshotMinutes ||
  (b.logMinutes ?? Infinity) - (a.logMinutes ?? Infinity) ||
  a.takenEvery - b.takenEvery

/** The cheapest that keeps what is promised; null = none does. Synthetic snapshots are made of logs: without, all are taken. */
export function cheapestCadence(question: CadenceQuestion): Cadence | null {
  const snapshots = ascending(question.snapshotIntervals)
  const logs = ascending(question.logIntervals)
  const [shortest] = snapshots
  if (shortest === undefined) return null
  const rhythms = [1, ...question.takenEvery].flatMap((takenEvery, at): Rhythm[] => {
    const withLog = (logMinutes: number) => ({ snapshotMinutes: shortest, logMinutes, takenEvery })
    // The first is the way without logs. With them, snapshots do not move the RPO, nor logs the RTO.
    const logMinutes = at === 0 ? null : longest(logs, (one) => keepsRpo(figuresOf(question, withLog(one)), question))
    if (at > 0 && logMinutes === null) return []
    const snapshotMinutes = longest(snapshots, (one) =>
      keepsObjectives(figuresOf(question, { snapshotMinutes: one, logMinutes, takenEvery }), question),
    )
    return snapshotMinutes === null ? [] : [{ snapshotMinutes, logMinutes, takenEvery }]
  })
  const found = rhythms.flatMap((rhythm) => evaluateCadence(question, rhythm) ?? [])
  return found.sort(compareCadences)[0] ?? null
}

const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b)

/** The last of the ascending values that holds, where it holds up to some value; null = not even the first does. */
function longest(values: readonly number[], holds: (value: number) => boolean): number | null {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(values[middle] ?? Infinity)) low = middle + 1
    else high = middle
  }
  return values[low - 1] ?? null
}
