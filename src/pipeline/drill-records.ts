/** The drills that a check may count on: runs beside the plan, and files of measured times. */
import { resolve } from 'node:path'
import { drillRecordOf } from '../core/run/drilled.ts'
import { InputError } from '../errors.ts'
import type { CheckSettings } from '../model/check-settings.ts'
import type { DrillRecord } from '../model/check.ts'
import type { ReadTimes } from '../model/measured-times.ts'
import { compareText } from '../model/text-order.ts'
import { loadDrillTimes } from '../workspace/drill-times.ts'
import type { StepContext } from './context.ts'
import { loadRuns } from './runbook/open-run.ts'

/** The latest last. Throws InputError `run.damaged`, `simulation.times-missing` or `simulation.times-invalid`. */
export async function drillRecords(
  { folders, configFolder }: StepContext,
  { drills }: CheckSettings,
): Promise<readonly DrillRecord[]> {
  const runs = await loadRuns(folders.out)
  const records = runs.flatMap((run) => drillRecordOf(run.id, run, run.state.started.planSha256) ?? [])
  const known = new Set(records.map(({ run }) => run))
  for (const file of drills) {
    const { times } = await loadDrillTimes(resolve(configFolder, file))
    if (!known.has(times.run)) records.push(recordOf(times, file))
  }
  return records.sort((a, b) => compareText(a.endedAt, b.endedAt) || compareText(a.run, b.run))
}

/** Such a file says what steps took, and not when a VM was back. */
function recordOf({ run, startedAt, recorded }: ReadTimes, file: string): DrillRecord {
  if (startedAt === undefined)
    throw new InputError('simulation.times-invalid', `${file} does not say when the drill was (startedAt).`, {
      place: { file },
      suggestions: ['drplan runbook times <run>   writes such a file'],
    })
  return {
    run,
    endedAt: startedAt,
    planSha256: null,
    minutesByVm: new Map(recorded.flatMap(({ vmId }) => (vmId === null ? [] : [[vmId, null] as const]))),
  }
}
