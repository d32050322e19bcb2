/** GPUs, where a column of vInfo shows them; RVTools has none of its own, so it is a custom one. */
import type { Accelerator } from '../../model/site.ts'
import type { Report } from '../report.ts'
import type { Machine } from './machines.ts'
import { numberOf, textOf } from './rows.ts'

export function readAccelerators(machine: Machine, report: Report): readonly Accelerator[] {
  const model = textOf(machine.row, 'gpu')
  const count = numberOf(machine.row, 'gpuCount', { report, subject: machine.name, least: 'zero', whole: true })
  if (count === 0 || /^(none|no|false|0|-|n\/a)$/i.test(model ?? '') || (model === null && count === null)) return []
  return [{ kind: 'gpu', model, count: count ?? 1, memoryGiB: model === null ? null : framebufferOf(model) }]
}

/**
 * NVIDIA names a vGPU type by board, framebuffer in GB and series: `grid_a100-40c`, `nvidia_l40s-24q`, with
 * the number of MIG slices between in `grid_a100-3-20c` (NVIDIA vGPU software user guide, Virtual GPU Types).
 * 0 stands for half a GB.
 */
function framebufferOf(profile: string): number | null {
  const text = /^(?:grid|nvidia)_[a-z0-9]+(?:-\d+)?-(\d+)[abcq](?:me)?$/i.exec(profile.trim())?.[1]
  if (text === undefined) return null
  return text === '0' ? 0.5 : Number(text)
}
