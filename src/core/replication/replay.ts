/** The history once more over a given link: how late each VM and each tier would have been. */
import type { ReplicationReplay, TierLag, Violation, VmLag } from '../../model/replication.ts'
import { compareText } from '../../model/text-order.ts'
import type { ChurnTrace, Replay } from './churn-trace.ts'
import { anyOf, recordLag, totalSeconds, type LagRecord, type Times } from './lag.ts'
import { runQueue } from './queue.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30
/** Ends of times are sums of many seconds; a violation to within a millisecond of the end lasts to the end. */
const END_SECONDS = 1e-3

type Lag = NonNullable<ReplicationReplay['lag']>

/** What is late, and by how much, over a link of so many MiB/s. */
export function replayOver(linkMiBps: number, replay: Replay): Lag {
  const recorder = recordLag(replay)
  const totals = runQueue(replay, linkMiBps * MIB, recorder.observe)
  const rows = replay.traces.map((trace, at) => ({
    trace,
    record: recorder.records[at] ?? { late: [], worstSeconds: 0, backlogPeak: 0 },
    sent: totals.sent[at] ?? 0,
    backlog: totals.backlog[at] ?? 0,
  }))
  const vms = rows
    .map(({ trace, record, sent, backlog }): VmLag => ({
      vmId: trace.vmId,
      tierId: trace.tierId,
      rpoMinutes: trace.rpoMinutes,
      ...lagOf([record], trace, replay),
      writtenGiB: writtenBytes(trace, replay) / GIB,
      sentGiB: sent / GIB,
      backlogGiB: backlog / GIB,
    }))
    .sort((a, b) => compareText(a.vmId, b.vmId))
  return { vms, tiers: tiersOf(rows, replay) }
}

function tiersOf(rows: readonly { trace: ChurnTrace; record: LagRecord }[], replay: Replay): TierLag[] {
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
    }))
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
export function withinShareOf(late: Times, { steps, stepSeconds }: Pick<Replay, 'steps' | 'stepSeconds'>): number {
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
