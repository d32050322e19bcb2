/** What a VM will need over the horizon of the plan, in the units that components are sold in. */
import { mean, quantile } from 'simple-statistics'
import type { DemandPolicy } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import type { Demand, Forecast, Need } from '../../model/forecast.ts'
import type { Grid, MetricId } from '../../model/metric-series.ts'
import { totalDiskGiB, type Vm } from '../../model/site.ts'
import { judgeConfidence } from './confidence.ts'
import { findingsOfDemand } from './demand-findings.ts'
import { forecastSeries } from './forecast-series.ts'
import { sizeNeed } from './need.ts'
import { totalDiskBytes, totalTraffic } from './traffic.ts'
import { forecastSettingsFor, realOf } from './usage.ts'

export interface DemandInputs {
  readonly grids: ReadonlyMap<MetricId, Grid>
  /** Made with `forecastSettingsFor(policy, stepSeconds)`; a metric without one is sized by its history alone. */
  readonly forecasts: ReadonlyMap<MetricId, Forecast>
}

const BYTES_PER_GIB = 2 ** 30
const BYTES_PER_MIB = 2 ** 20
/** Networks count bits, and in powers of ten. */
const BYTES_PER_MEGABIT = 1e6 / 8
const SECONDS_PER_HOUR = 3600

/**
 * The demand of one VM, and what is worth knowing about where it comes from. Without usable history
 * the demand is the allocation; what nobody knows at all stays at 0, and `isKnown` of it is false.
 * @throws BugError when a forecast was made for another quantile than the policy's.
 */
export function deriveDemand(
  vm: Vm,
  inputs: DemandInputs,
  policy: DemandPolicy,
): { demand: Demand; findings: readonly Finding[] } {
  const { grids, forecasts } = inputs
  const sizing = { cpu: grids.get('cpu'), memory: grids.get('memory') }
  const demand: Demand = {
    vmId: vm.id,
    level: policy.quantile,
    horizonHours: policy.horizonDays * 24,
    vcpus: sizeNeed(
      {
        grid: sizing.cpu,
        forecast: forecasts.get('cpu'),
        baseUnits: 1,
        allocated: vm.vcpus,
        headroom: policy.cpuHeadroom,
      },
      policy,
    ),
    memoryGiB: sizeNeed(
      {
        grid: sizing.memory,
        forecast: forecasts.get('memory'),
        baseUnits: BYTES_PER_GIB,
        allocated: vm.memoryGiB,
        headroom: policy.memoryHeadroom,
      },
      policy,
    ),
    iops: measuredNeed(inputs, policy, { metric: 'disk-operations', baseUnits: 1 }),
    diskMiBps: totalNeed(totalDiskBytes(grids), inputs, { policy, baseUnits: BYTES_PER_MIB }),
    networkMbps: totalNeed(totalTraffic(grids), inputs, { policy, baseUnits: BYTES_PER_MEGABIT }),
    churnGiBPerHour: churnOf(grids.get('disk-written-bytes'), policy.quantile),
    storageGiB: totalDiskGiB(vm),
    gpuMemoryGiB: quantileOf(grids.get('gpu-memory')?.p95, policy.quantile, BYTES_PER_GIB),
    confidence: judgeConfidence(sizing),
  }
  return {
    demand,
    findings: findingsOfDemand(vm, demand, {
      sizing,
      forecasts,
      policy,
      hasGpuSamples: grids.has('gpu') || grids.has('gpu-memory'),
    }),
  }
}

/** Disks and networks are not allocated by size, and the policy keeps no headroom of them. */
function measuredNeed(
  { grids, forecasts }: DemandInputs,
  policy: DemandPolicy,
  { metric, baseUnits }: { metric: MetricId; baseUnits: number },
): Need | null {
  const grid = grids.get(metric)
  if (grid === undefined || realOf(grid.p95).length === 0) return null
  return sizeNeed({ grid, forecast: forecasts.get(metric), baseUnits, allocated: null, headroom: 0 }, policy)
}

/** A sum of directions is a series of its own, so it is forecast here: nobody else has seen it. */
function totalNeed(
  grid: Grid | undefined,
  { grids, forecasts }: DemandInputs,
  { policy, baseUnits }: { policy: DemandPolicy; baseUnits: number },
): Need | null {
  if (grid === undefined) return null
  const made = grids.get(grid.metric) === grid ? forecasts.get(grid.metric) : undefined
  const forecast = made ?? forecastSeries(grid, forecastSettingsFor(policy, grid.stepSeconds))
  const one = { grids: new Map([[grid.metric, grid]]), forecasts: new Map(forecast && [[grid.metric, forecast]]) }
  return measuredNeed(one, policy, { metric: grid.metric, baseUnits })
}

/** Replication carries the mean of each hour; bursts inside it wait in its buffers. */
function churnOf(written: Grid | undefined, level: number): Demand['churnGiBPerHour'] {
  const perHour = BYTES_PER_GIB / SECONDS_PER_HOUR
  const real = written === undefined ? [] : realOf(written.mean)
  if (real.length === 0) return null
  const inGiB = (bytes: number): number => Math.max(0, bytes / perHour)
  return { median: inGiB(quantile(real, 0.5)), high: inGiB(quantile(real, level)), mean: inGiB(mean(real)) }
}

function quantileOf(values: Float64Array | undefined, level: number, baseUnits: number): number | null {
  const real = values === undefined ? [] : realOf(values)
  return real.length === 0 ? null : Math.max(0, quantile(real, level) / baseUnits)
}
