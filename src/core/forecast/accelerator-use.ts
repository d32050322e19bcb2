/** How much of its GPUs a VM uses: what decides whether it needs whole ones, or a slice. */
import { max, mean, quantile } from 'simple-statistics'
import type { Grid } from '../../model/metric-series.ts'
import type { AcceleratorUse } from '../../model/vm-status.ts'
import { realOf } from './usage.ts'

const measures = [
  { metric: 'gpu', unit: 'GPU', baseUnits: 1 },
  { metric: 'gpu-memory', unit: 'GiB', baseUnits: 2 ** 30 },
] as const

export const describeAcceleratorUse = (grids: readonly Grid[]): readonly AcceleratorUse[] =>
  measures.flatMap(({ metric, unit, baseUnits }) => {
    const grid = grids.find((one) => one.metric === metric)
    if (!grid || realOf(grid.mean).length === 0) return []
    return {
      metric,
      unit,
      mean: mean(realOf(grid.mean)) / baseUnits,
      p95: quantile(realOf(grid.p95), 0.95) / baseUnits,
      peak: max(realOf(grid.max)) / baseUnits,
    }
  })
