/** The series of the store, VM by VM, so that only one VM's history is in memory at a time. */
import type { Grid, MetricId } from '../model/metric-series.ts'

/** The store gives series by VM, then metric: a VM is complete when the next one begins. */
export async function* gridsByVm(grids: AsyncIterable<Grid>): AsyncGenerator<[string, ReadonlyMap<MetricId, Grid>]> {
  let vmId: string | null = null
  let own = new Map<MetricId, Grid>()
  for await (const grid of grids) {
    if (vmId !== null && vmId !== grid.vmId) {
      yield [vmId, own]
      own = new Map()
    }
    vmId = grid.vmId
    own.set(grid.metric, grid)
  }
  if (vmId !== null) yield [vmId, own]
}
