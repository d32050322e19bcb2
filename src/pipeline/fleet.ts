/** What all planned VMs need together, who fail over at the same time: added up as their series come out of the store. */
import { frameOf } from '../core/forecast/fleet.ts'
import { openFleet } from '../core/forecast/fleet-sum.ts'
import { sizePool } from '../core/forecast/size-pool.ts'
import { InputError } from '../errors.ts'
import type { FleetDemand, FleetSummary, PoolSizing } from '../model/fleet-demand.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { Site, Vm } from '../model/site.ts'
import { withLock } from '../workspace/lock.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { MetricSummary } from '../workspace/metrics/summary.ts'
import type { StepContext } from './context.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor } from './monitor.ts'
import { scopeOf } from './scope.ts'

const HOUR_MS = 3_600_000
const GIB = 2 ** 30

/** What adds up in a pool: cores and memory. */
const pooled = ['cpu', 'memory'] as const
type PooledMetric = (typeof pooled)[number]

const allocatedOf: Readonly<Record<PooledMetric, (vm: Vm) => number | null>> = {
  cpu: ({ vcpus }) => vcpus,
  memory: ({ memoryGiB }) => memoryGiB && memoryGiB * GIB,
}

export interface FleetWish {
  readonly metrics: MetricSummary
  /** Quantiles of the sum. */
  readonly levels: readonly number[]
}

/** Without a metric that nothing is known of. Only sums and a few figures a VM are in memory, however many VMs there are. */
export async function addTogether(
  planned: readonly ScopedVm[],
  context: StepContext,
  { metrics, levels }: FleetWish,
): Promise<readonly FleetDemand[]> {
  const vms = new Map(planned.map(({ vm }) => [vm.id, vm]))
  const open = pooled.map((metric) => ({
    metric,
    fleet: openFleet(frameOf(spansOf(metrics, metric, vms)), { metric, levels }),
    waiting: new Map(vms),
  }))
  for await (const grid of readGrids(metricFolder(context))) {
    const one = open.find(({ metric }) => metric === grid.metric)
    const vm = one?.waiting.get(grid.vmId)
    if (!one || !vm) continue
    one.waiting.delete(grid.vmId)
    one.fleet.add({ vmId: vm.id, grid, allocated: allocatedOf[one.metric](vm) })
  }
  for (const { metric, fleet, waiting } of open)
    for (const vm of waiting.values()) fleet.add({ vmId: vm.id, grid: undefined, allocated: allocatedOf[metric](vm) })
  return open.flatMap(({ fleet }) => fleet.demand() ?? [])
}

/** From the hour of the first sample to that of the last one, as the store knows them without reading one. */
const spansOf = ({ series }: MetricSummary, wanted: PooledMetric, vms: ReadonlyMap<string, unknown>) =>
  series
    .filter(({ vmId, metric }) => metric === wanted && vms.has(vmId))
    .map(({ firstMs, lastMs }) => {
      const first = Math.floor(firstMs / HOUR_MS)
      return { first, steps: Math.floor(lastMs / HOUR_MS) - first + 1 }
    })

/** Without the curves. */
export const summaryOf = ({ sum: _sum, dayPeaks: _dayPeaks, ...summary }: FleetDemand): FleetSummary => summary

export interface PoolWish {
  readonly vcpus: number
  /** Null = as in drplan.yaml. Part of a day counts as a day. */
  readonly horizonHours: number | null
  readonly seed: number
}

/**
 * How probable it is that a pool of so many vCPU is too small for all planned VMs together. Writes no forecast.
 * @throws InputError `forecast.invalid` when nothing is known of any VM.
 */
export const askPool = (
  context: StepContext,
  { vcpus, horizonHours, seed }: PoolWish,
): Promise<{ readonly site: Site; readonly sizing: PoolSizing }> =>
  withLock(context.folders.workspace, async () => {
    const { site, metrics } = await monitor(context)
    const { planned } = scopeOf(site.stored.content, context.config)
    const { quantile, horizonDays } = context.config.demand
    const fleets = await addTogether(planned, context, { metrics, levels: [quantile] })
    const fleet = fleets.find(({ metric }) => metric === 'cpu')
    if (!fleet)
      throw new InputError('forecast.invalid', 'No planned VM has CPU samples or says how many vCPU it has.', {
        suggestions: ['Add a source of metrics under sources in drplan.yaml.'],
      })
    const days = horizonHours === null ? horizonDays : Math.ceil(horizonHours / 24)
    return { site: site.stored.content, sizing: sizePool(fleet, vcpus, { horizonDays: days, seed }) }
  })
