/** The screen of `drplan forecast`: what was measured, which model won, and the demand that follows. */
import type { ArtifactOf } from '../../model/artifact.ts'
import type { Immutable } from '../../model/immutable.ts'
import { percent, trim } from '../../model/quantity.ts'
import { harmless, style, table, type Column } from '../text.ts'

type Demands = Immutable<ArtifactOf<'demands'>>

const columns: readonly Column[] = [
  { head: 'VM', cut: true },
  { head: 'metric' },
  { head: 'family', drop: 3 },
  { head: 'model' },
  { head: 'MASE', right: true },
  { head: 'history', right: true, drop: 1 },
  { head: 'coverage', right: true, drop: 2 },
]

const demandColumns: readonly Column[] = [
  { head: 'VM', cut: true },
  { head: 'vCPU now', right: true, drop: 2 },
  { head: 'vCPU needed', right: true },
  { head: 'GiB now', right: true, drop: 2 },
  { head: 'GiB needed', right: true },
  { head: 'disk GiB', right: true, drop: 1 },
  { head: 'basis' },
  { head: 'confidence' },
]

export interface ForecastScreen {
  readonly names: ReadonlyMap<string, string>
  readonly width: number
}

export function seriesTable({ forecasts }: Demands, { names, width }: ForecastScreen): readonly string[] {
  const rows = forecasts.map(({ vmId, metric, family, model, mase, history, stepSeconds }) => [
    harmless(names.get(vmId) ?? vmId),
    metric,
    family ?? '–',
    model ?? style.dim('too short to compare'),
    mase === null ? '–' : trim(mase, 2),
    `${trim((history.steps * stepSeconds) / 86_400, 1)} d`,
    percent(history.coverage),
  ])
  return table(columns, rows, width)
}

export function demandTable({ demands }: Demands, { names, width }: ForecastScreen): readonly string[] {
  const rows = demands.map(({ vmId, vcpus, memoryGiB, storageGiB, confidence }) => [
    harmless(names.get(vmId) ?? vmId),
    vcpus.allocated === null ? '–' : trim(vcpus.allocated, 0),
    trim(vcpus.required, 1),
    memoryGiB.allocated === null ? '–' : trim(memoryGiB.allocated, 1),
    trim(memoryGiB.required, 1),
    trim(storageGiB, 0),
    vcpus.basis === memoryGiB.basis ? vcpus.basis : `CPU ${vcpus.basis}, memory ${memoryGiB.basis}`,
    confidence.level,
  ])
  return table(demandColumns, rows, width)
}
