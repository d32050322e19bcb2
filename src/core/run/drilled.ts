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
  if (!isWalked(run)) return null
  const ended = run.runbook.steps.flatMap((step) => {
    const { end } = stateOf(run.state, step.id)
    return end ? [{ step, end }] : []
  })
  const { at } = run.state.started
  const times = ended.map(({ end }) => end.at)
  const minutesByVm = new Map<string, number>()
  for (const { step, end } of ended.filter((one) => one.step.wave !== null))
    for (const vmId of step.vmIds)
      minutesByVm.set(vmId, Math.max(minutesByVm.get(vmId) ?? 0, (Date.parse(end.at) - Date.parse(at)) / MINUTE_MS))
  for (const { step, end } of ended)
    if (step.wave !== null && end.how === 'skipped') for (const vmId of step.vmIds) minutesByVm.delete(vmId)
  return { run: id, endedAt: times.sort().at(-1) ?? at, planSha256, minutesByVm }
}

function isWalked(run: Run): boolean {
  const { runbook } = run.state.started
  return runbook !== 'prepare' && runbook !== 'failback' && !run.state.aborted && isFinished(run)
}
