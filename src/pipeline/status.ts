/** What the workspace holds already: reads site.json and the metric store, no source, and writes nothing. */
import { relate } from '../core/dependencies/relations.ts'
import { compareDataStatus, describeData, type HeldSeries } from '../core/forecast/data-status.ts'
import { InputError } from '../errors.ts'
import { describeAcceleratorUse } from '../core/forecast/accelerator-use.ts'
import type { DataStatus, Relations, VmStatus } from '../model/vm-status.ts'
import type { Grid, MetricId } from '../model/metric-series.ts'
import type { Vm } from '../model/site.ts'
import { artifactFile, loadArtifact } from '../workspace/artifacts.ts'
import { readGrids, readMetricSummary } from '../workspace/metrics/store.ts'
import type { MetricSummary } from '../workspace/metrics/summary.ts'
import type { StepContext } from './context.ts'
import { gridsByVm } from './grids-by-vm.ts'
import { metricFolder } from './metric-folder.ts'
import { scopeOf } from './scope.ts'

type HeldSummary = MetricSummary['series'][number]

/** Throws InputError `artifact.missing` before the first `drplan monitor`, and `artifact.damaged` or `artifact.newer`. */
export async function status(context: StepContext): Promise<DataStatus> {
  const site = (await loadArtifact(artifactFile('site', context.folders), 'site'))?.content
  const metrics = await readMetricSummary(metricFolder(context))
  if (!site || !metrics) throw nothingHeld(context.folders.workspace)
  const planned = scopeOf(site, context.config).planned.map(({ vm }) => vm)
  const latestMs = metrics.series.reduce((latest, { lastMs }) => Math.max(latest, lastMs), Number.NEGATIVE_INFINITY)
  const relationsOf = relate(site.dependencies, site.vms)
  const ids = new Set(planned.map(({ id }) => id))
  const outside = metrics.series.filter(({ vmId }) => !ids.has(vmId))
  return {
    site: site.id,
    latestSample: metrics.series.length === 0 ? null : new Date(latestMs).toISOString(),
    vms: (await describeAll(planned, { metrics, latestMs, context, relationsOf })).sort(compareDataStatus),
    outsidePlan: { vms: new Set(outside.map(({ vmId }) => vmId)).size, series: outside.length },
  }
}

const nothingHeld = (workspace: string): InputError =>
  new InputError('artifact.missing', `Nothing was read into ${workspace} yet.`, {
    suggestions: ['drplan monitor   reads the primary site.'],
  })

interface Held {
  readonly metrics: MetricSummary
  readonly latestMs: number
  readonly context: StepContext
  readonly relationsOf: (vmId: string) => Relations
}

async function describeAll(planned: readonly Vm[], held: Held): Promise<VmStatus[]> {
  const waiting = new Map(planned.map((vm) => [vm.id, vm]))
  const summaries = Map.groupBy(held.metrics.series, ({ vmId }) => vmId)
  const described: VmStatus[] = []
  for await (const [vmId, grids] of gridsByVm(readGrids(metricFolder(held.context)))) {
    const vm = waiting.get(vmId)
    if (!vm) continue
    waiting.delete(vmId)
    described.push(describe(vm, heldSeries(summaries.get(vmId) ?? [], grids), held))
  }
  return [...described, ...[...waiting.values()].map((vm) => describe(vm, [], held))]
}

const describe = (vm: Vm, series: readonly HeldSeries[], { latestMs, relationsOf }: Held): VmStatus => ({
  ...describeData(vm, series, latestMs),
  application: vm.application,
  accelerators: vm.accelerators,
  acceleratorUse: describeAcceleratorUse(series.map(({ grid }) => grid)),
  ...relationsOf(vm.id),
})

const heldSeries = (summaries: readonly HeldSummary[], grids: ReadonlyMap<MetricId, Grid>): HeldSeries[] =>
  summaries.flatMap(({ metric, firstMs, lastMs, count }) => {
    const grid = grids.get(metric)
    return grid ? [{ grid, firstMs, lastMs, count }] : []
  })
