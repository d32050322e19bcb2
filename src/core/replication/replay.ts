/** The history once more over a given link: how late each VM and each tier would have been. */
import type { ReplicationReplay, TierLag, Violation, VmLag } from '../../model/replication.ts'
import { compareText } from '../../model/text-order.ts'
import type { ChurnTrace, Replay } from './churn-trace.ts'
import { leftOf } from './capacity.ts'
import { anyOf, noLag, totalSeconds, type LagRecord, type Times } from './lag.ts'
import { capacityOf, classesOf, runClass, type Waited } from './queue.ts'

const SECONDS_PER_MINUTE = 60
const MIB = 2 ** 20
const GIB = 2 ** 30
/** Ends of times are sums of many seconds; a violation to within a millisecond of the end lasts to the end. */
const END_SECONDS = 1e-3

type Lag = NonNullable<ReplicationReplay['lag']>

interface Row {
  readonly trace: ChurnTrace
  readonly record: LagRecord
  /** Bytes, at the end. */
  readonly backlog: number
}

interface TierSeries {
  readonly lagMinutes: Float64Array
  readonly backlogGiB: Float64Array
}

/** What is late, and by how much, over a link of so many MiB/s. */
export function replayOver(linkMiBps: number, replay: Replay): Lag {
  const series = new Map<string, TierSeries>()
  const seriesOf = (tierId: string): TierSeries => {
    const own = series.get(tierId) ?? {
      lagMinutes: new Float64Array(replay.steps),
      backlogGiB: new Float64Array(replay.steps),
    }
    series.set(tierId, own)
    return own
  }
  const rows = rowsOf(linkMiBps, replay, ({ tierId }, { step, lagSeconds, backlog }) => {
    const { lagMinutes, backlogGiB } = seriesOf(tierId)
    lagMinutes[step] = Math.max(lagMinutes[step] ?? 0, lagSeconds / SECONDS_PER_MINUTE)
    backlogGiB[step] = (backlogGiB[step] ?? 0) + backlog / GIB
  })
  const vms = rows
    .map(({ trace, record, backlog }): VmLag => {
      const written = writtenBytes(trace, replay)
      return {
        vmId: trace.vmId,
        tierId: trace.tierId,
        rpoMinutes: trace.rpoMinutes,
        ...lagOf([record], trace, replay),
        writtenGiB: written / GIB,
        sentGiB: (written - backlog) / GIB,
        backlogGiB: backlog / GIB,
      }
    })
    .sort((a, b) => compareText(a.vmId, b.vmId))
  return { vms, tiers: tiersOf(rows, replay, seriesOf) }
}

type OnWaited = (trace: ChurnTrace, waited: Waited) => void

/** One class after another, each over what is left. */
function rowsOf(linkMiBps: number, replay: Replay, onWaited: OnWaited): readonly Row[] {
  let capacity = capacityOf(replay, linkMiBps * MIB)
  return classesOf(replay).flatMap((own) => {
    const watch = {
      onWaited: (waited: Waited): void => {
        const trace = own.traces[waited.member]
        if (trace) onWaited(trace, waited)
      },
    }
    const { records, backlog } = runClass(own, capacity, { stepSeconds: replay.stepSeconds, watch })
    capacity = leftOf(own.written, capacity, replay.stepSeconds).capacity
    return own.traces.map((trace, at) => ({ trace, record: records[at] ?? noLag(), backlog: backlog[at] ?? 0 }))
  })
}

function tiersOf(rows: readonly Row[], replay: Replay, seriesOf: (tierId: string) => TierSeries): TierLag[] {
  const byTier = new Map<string, { trace: ChurnTrace; records: LagRecord[] }>()
  for (const { trace, record } of rows) {
    const own = byTier.get(trace.tierId) ?? { trace, records: [] }
    own.records.push(record)
    byTier.set(trace.tierId, own)
  }
  return [...byTier.values()]
    .sort(({ trace: a }, { trace: b }) => a.priority - b.priority || compareText(a.tierId, b.tierId))
    .map(({ trace: { tierId, ...trace }, records }) => ({
      tierId,
      rpoMinutes: trace.rpoMinutes,
      vms: records.length,
      ...lagOf(records, trace, replay),
      // Peaks of VMs need not fall together; room has to be kept for each of them all the same.
      backlogPeakGiB: records.reduce((sum, { backlogPeak }) => sum + backlogPeak, 0) / GIB,
      ...courseOf(seriesOf(tierId)),
    }))
}

/** By step; quantiles of steps by nearest rank, so that none is smaller than what so many of them stayed within. */
function courseOf({ lagMinutes, backlogGiB }: TierSeries): Pick<TierLag, 'lossMinutes' | 'course'> {
  const sorted = lagMinutes.toSorted()
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return {
    lossMinutes: { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) },
    course: { lagMinutes: [...lagMinutes], backlogGiB: [...backlogGiB] },
  }
}

function lagOf(
  records: readonly LagRecord[],
  { rpoMinutes }: Pick<ChurnTrace, 'rpoMinutes'>,
  replay: Replay,
): Pick<VmLag, 'withinShare' | 'violations' | 'worstLagMinutes' | 'backlogPeakGiB'> {
  const late = anyOf(records)
  return {
    withinShare: rpoMinutes === null ? null : withinShareOf(late, replay),
    violations: late.map((time) => violationOf(time, replay)),
    worstLagMinutes: records.reduce((worst, { worstSeconds }) => Math.max(worst, worstSeconds), 0) / 60,
    backlogPeakGiB: records.reduce((worst, { backlogPeak }) => Math.max(worst, backlogPeak), 0) / GIB,
  }
}

/** Of the whole history; of none, all of it. */
function withinShareOf(late: Times, { steps, stepSeconds }: Pick<Replay, 'steps' | 'stepSeconds'>): number {
  const seconds = steps * stepSeconds
  return seconds === 0 ? 1 : Math.max(0, 1 - totalSeconds(late) / seconds)
}

const violationOf = ([from, to]: Times[number], { startMs, steps, stepSeconds }: Replay): Violation => ({
  start: new Date(Math.round(startMs + from * 1000)).toISOString(),
  minutes: (to - from) / 60,
  open: to >= steps * stepSeconds - END_SECONDS,
})

const writtenBytes = ({ bytesPerSecond }: ChurnTrace, { stepSeconds }: Replay): number =>
  bytesPerSecond.reduce((sum, rate) => sum + rate * stepSeconds, 0)
