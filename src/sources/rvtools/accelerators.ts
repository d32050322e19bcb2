/** GPUs, where a column of vInfo shows them; RVTools has none of its own, so it is a custom one. */
import type { Accelerator } from '../../model/site.ts'
import type { Report } from '../report.ts'
import { parseVgpuProfile } from '../../model/vgpu-profile.ts'
import type { Machine } from './machines.ts'
import { numberOf, textOf } from './rows.ts'

export function readAccelerators(machine: Machine, report: Report): readonly Accelerator[] {
  const model = textOf(machine.row, 'gpu')
  const count = numberOf(machine.row, 'gpuCount', { report, subject: machine.name, least: 'zero', whole: true })
  if (count === 0 || /^(none|no|false|0|-|n\/a)$/i.test(model ?? '') || (model === null && count === null)) return []
  return [
    {
      kind: 'gpu',
      model,
      count: count ?? 1,
      memoryGiB: model === null ? null : (parseVgpuProfile(model)?.framebufferGiB ?? null),
    },
  ]
}
