/** What the steps of a run took. */
import type { MeasuredTimes } from '../../model/measured-times.ts'
import { count, duration } from '../../model/quantity.ts'
import { paragraph, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'step', cut: true },
  { head: 'measures' },
  { head: 'wave', right: true, drop: 1 },
  { head: 'VMs', right: true },
  { head: 'took', right: true },
]

export function timesScreen({ steps }: MeasuredTimes, file: string, width: number): readonly string[] {
  if (steps.length === 0)
    return paragraph('No step that stands for a term of the recovery model was measured yet.', width)
  const rows = steps.map(({ step, measures, wave, vmIds, minutes }) => [
    step,
    measures,
    wave === null ? '–' : String(wave),
    vmIds.length === 0 ? 'all' : String(vmIds.length),
    duration(minutes),
  ])
  return [...table(columns, rows, width), '', ...paragraph(`${count(steps.length, 'time')} written to ${file}`, width)]
}
