/**
 * What is asked of Azure Monitor for one VM, and how its answers become base units (Microsoft Learn, "Supported metrics
 * for Microsoft.Compute/virtualMachines", read 2026-11). Of disks the metrics of the whole machine are taken: those named
 * "Data Disk …" are split by LUN, and their average over all LUNs is that of one disk, not their sum.
 */
import type { MetricId } from '../../model/metric-series.ts'
import type { Vm } from '../../model/site.ts'

export type Aggregation = 'average' | 'total'

export interface MeasureRow {
  readonly metric: MetricId
  /** Summed where all have a sample. */
  readonly names: readonly string[]
  readonly aggregation: Aggregation
  /** From what Azure says to base units; null where the VM does not know its size. */
  readonly convert: (vm: Vm) => ((value: number, seconds: number) => number) | null
}

const bytesPerGiB = 2 ** 30

const asIs = () => (value: number) => value
/** An amount of the period. */
const perSecond = () => (value: number, seconds: number) => value / seconds

export const measures: readonly MeasureRow[] = [
  {
    metric: 'cpu',
    names: ['Percentage CPU'],
    aggregation: 'average',
    convert: ({ vcpus }) => (vcpus === null ? null : (value) => (value / 100) * vcpus),
  },
  {
    metric: 'memory',
    names: ['Available Memory Bytes'],
    aggregation: 'average',
    convert: ({ memoryGiB }) => (memoryGiB === null ? null : (value) => Math.max(0, memoryGiB * bytesPerGiB - value)),
  },
  {
    metric: 'disk-operations',
    names: ['Disk Read Operations/Sec', 'Disk Write Operations/Sec'],
    aggregation: 'average',
    convert: asIs,
  },
  { metric: 'network-received-bytes', names: ['Network In Total'], aggregation: 'total', convert: perSecond },
  { metric: 'network-sent-bytes', names: ['Network Out Total'], aggregation: 'total', convert: perSecond },
  { metric: 'disk-read-bytes', names: ['Disk Read Bytes'], aggregation: 'total', convert: perSecond },
  { metric: 'disk-written-bytes', names: ['Disk Write Bytes'], aggregation: 'total', convert: perSecond },
]

/** The metrics that one question asks: it states one aggregation for all of them. */
export const namesOf = (aggregation: Aggregation): string[] =>
  measures.filter((row) => row.aggregation === aggregation).flatMap(({ names }) => names)

/** A percentage of an allocation that nobody states measures nothing. */
export const metricsOf = (vm: Vm): readonly MetricId[] =>
  measures.filter(({ convert }) => convert(vm) !== null).map(({ metric }) => metric)
