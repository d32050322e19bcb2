/** Writes what the steps of a run took beside its journal. */
import { measuredTimes } from '../../core/run/times.ts'
import { measuredTimesSchema, measuredTimesSchemaId, type MeasuredTimes } from '../../model/measured-times.ts'
import { canonicalJson } from '../../workspace/artifacts.ts'
import { writeWhole } from '../../workspace/files.ts'
import { timesFile } from '../../workspace/runs.ts'
import type { OpenedRun } from './open-run.ts'

/** Throws InputError `workspace.unwritable`. */
export async function measureRun(
  out: string,
  run: OpenedRun,
): Promise<{ readonly times: MeasuredTimes; readonly file: string }> {
  const times = measuredTimes(run)
  const file = timesFile(out, run.id)
  await writeWhole(file, canonicalJson({ schema: measuredTimesSchemaId, ...measuredTimesSchema.parse(times) }))
  return { times, file }
}
