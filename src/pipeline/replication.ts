/** How late replicated data would have been over the history, and when first copies are done. Writes nothing of its own. */
import { replicate, replicatedOf, type Replication } from '../core/replication/replicate.ts'
import type { Mapping } from '../model/mapping.ts'
import type { Grid } from '../model/metric-series.ts'
import type { ReplicationSettings } from '../model/replication.ts'
import { withLock } from '../workspace/lock.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor } from './monitor.ts'
import { scopeOf } from './scope.ts'

export interface ReplicationWish {
  readonly settings: ReplicationSettings
  /** Null = every planned VM is replicated, as a first look before there is a mapping. */
  readonly mapping: Mapping | null
  /** ISO 8601: the first byte of the first copies. */
  readonly seedingStart: string
}

/**
 * Collects what is stale, and replays what was written. Of the history only the written bytes are held, 8 bytes a VM and
 * hour. Throws as `monitor` does, and InputError `replication.grid-invalid`.
 */
export const replayReplication = (
  context: StepContext,
  { settings, mapping, seedingStart }: ReplicationWish,
): Promise<Replication> =>
  withLock(context.folders.workspace, async () => {
    const { site } = await monitor(context)
    const { network } = site.stored.content
    const { planned } = scopeOf(site.stored.content, context.config)
    const replicated = mapping ? replicatedOf(planned, mapping) : planned
    const wanted = new Set(replicated.map(({ vm }) => vm.id))
    const grids = new Map<string, Grid>()
    for await (const grid of readGrids(metricFolder(context)))
      if (grid.metric === 'disk-written-bytes' && wanted.has(grid.vmId)) grids.set(grid.vmId, grid)
    return replicate({ network, replicated, grids, settings, seedingStartMs: Date.parse(seedingStart) })
  })
