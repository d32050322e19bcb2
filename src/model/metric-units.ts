/** Metrics in the units that people size in, and which figure of a demand speaks for which metric. */
import type { Demand, Need } from './forecast.ts'
import type { MetricId } from './metric-series.ts'

interface SizingUnit {
  readonly unit: string
  /** How many base units of the metric make one of these. */
  readonly baseUnits: number
}

const plain = (unit: string): SizingUnit => ({ unit, baseUnits: 1 })
const gib: SizingUnit = { unit: 'GiB', baseUnits: 2 ** 30 }
const mibps: SizingUnit = { unit: 'MiB/s', baseUnits: 2 ** 20 }
/** Networks count bits, and in powers of ten. */
const megabits: SizingUnit = { unit: 'Mbit/s', baseUnits: 1e6 / 8 }

const units: Readonly<Record<MetricId, SizingUnit>> = {
  cpu: plain('vCPU'),
  memory: gib,
  'disk-operations': plain('IOPS'),
  'disk-bytes': mibps,
  'disk-read-bytes': mibps,
  'disk-written-bytes': mibps,
  'network-bytes': megabits,
  'network-received-bytes': megabits,
  'network-sent-bytes': megabits,
  gpu: plain('GPU'),
  'gpu-memory': gib,
}

/** `vCPU`, `GiB`, `MiB/s`, `Mbit/s`, `IOPS` or `GPU`. */
export const sizingUnitOf = (metric: MetricId): string => units[metric].unit

/** An amount of base units in the unit of `sizingUnitOf`. */
export const inSizingUnit = (metric: MetricId, amount: number): number => amount / units[metric].baseUnits

/**
 * The need that rests on this metric alone, in the unit of `sizingUnitOf`; null where nothing is sized by it, or where it is
 * one direction of a sum. `measured`: all metrics of the VM.
 */
export function needOf({ vcpus, memoryGiB, ...other }: Demand, metric: MetricId, measured: Measured): Need | null {
  if (metric === 'cpu') return vcpus
  if (metric === 'memory') return memoryGiB
  if (metric === 'disk-operations') return other.iops
  if (metric === 'disk-bytes') return other.diskMiBps
  if (metric === 'network-bytes' || isOnlyDirection(metric, measured)) return other.networkMbps
  return null
}

/** The metrics that are measured of one VM. */
export type Measured = ReadonlySet<MetricId>

function isOnlyDirection(metric: MetricId, measured: Measured): boolean {
  const directions = ['network-received-bytes', 'network-sent-bytes'] as const
  return (
    !measured.has('network-bytes') &&
    directions.some((one) => one === metric) &&
    !directions.every((one) => measured.has(one))
  )
}

const SECONDS_PER_HOUR = 3600
const MIB_PER_GIB = 1024

/**
 * What the demand's quantile of this metric comes to over the horizon, before headroom, in the unit of `sizingUnitOf`; null
 * where the demand has no figure of it.
 */
export function expectedOf(demand: Demand, metric: MetricId, measured: Measured): number | null {
  if (metric === 'gpu-memory') return demand.gpuMemoryGiB
  if (metric === 'disk-written-bytes')
    return demand.churnGiBPerHour && (demand.churnGiBPerHour.high * MIB_PER_GIB) / SECONDS_PER_HOUR
  return needOf(demand, metric, measured)?.expected ?? null
}
