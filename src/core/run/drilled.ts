/** What a run proves: which VMs came back in it, and when. */
import type { DrillRecord } from '../../model/check.ts'
import type { Run } from '../../model/run-state.ts'
import { isFinished, stateOf } from './standing.ts'

const MINUTE_MS = 60_000

/**
 * Null where the run was no drill or failover, or was not walked to its end. A VM came back when the last step of its
 * wave was done, counted from the start of the run by the clock; of whom a step was left out, nothing is proved.
 */
export function drillRecordOf(id: string, run: Run, planSha256: string | null): DrillRecord | null {
  const { runbook, at } = run.state.started
  if (runbook === 'prepare' || runbook === 'failback' || run.state.aborted || !isFinished(run)) return null
  const minutesByVm = new Map<string, number>()
  const leftOut = new Set<string>()
  let endedAt = at
  for (const step of run.runbook.steps) {
    const { end } = stateOf(run.state, step.id)
    if (end && end.at > endedAt) endedAt = end.at
    if (step.wave === null || end === null) continue
    const minutes = (Date.parse(end.at) - Date.parse(at)) / MINUTE_MS
    for (const vmId of step.vmIds) {
      if (end.how === 'skipped') leftOut.add(vmId)
      minutesByVm.set(vmId, Math.max(minutesByVm.get(vmId) ?? 0, minutes))
    }
  }
  for (const vmId of leftOut) minutesByVm.delete(vmId)
  return { run: id, endedAt, planSha256, minutesByVm }
}
