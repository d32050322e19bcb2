/** What is measured of a VM, in base units only. Percentages become amounts at the edge. */

/** Every metric with its base unit; sources convert before anything is stored. */
const metrics = {
  cpu: { unit: 'vCPU', meaning: 'CPU in use, in vCPU of the VM itself' },
  memory: { unit: 'bytes', meaning: 'memory in use by the guest' },
  'disk-operations': { unit: 'operations/s', meaning: 'disk reads and writes together' },
  'disk-bytes': { unit: 'bytes/s', meaning: 'bytes read from and written to disk' },
  'disk-read-bytes': { unit: 'bytes/s', meaning: 'bytes read from disk' },
  'disk-written-bytes': { unit: 'bytes/s', meaning: 'bytes written to disk: what replication has to carry' },
  'network-bytes': { unit: 'bytes/s', meaning: 'bytes received and sent' },
  'network-received-bytes': { unit: 'bytes/s', meaning: 'bytes received' },
  'network-sent-bytes': { unit: 'bytes/s', meaning: 'bytes sent' },
  gpu: { unit: 'GPU', meaning: 'GPU in use, in whole GPUs' },
  'gpu-memory': { unit: 'bytes', meaning: 'GPU framebuffer in use' },
} as const satisfies Record<string, { unit: string; meaning: string }>

export type MetricId = keyof typeof metrics
export const metricIds = Object.keys(metrics) as [MetricId, ...MetricId[]]

/** The base unit, in which everything is stored and computed. */
export const metricUnitOf = (metric: MetricId): string => metrics[metric].unit

/** A series on a regular grid, as it is computed with: NaN = no sample. */
export interface Grid {
  readonly vmId: string
  readonly metric: MetricId
  /** Epoch milliseconds UTC of the first step. */
  readonly startMs: number
  readonly stepSeconds: number
  /** The mean of each step. */
  readonly mean: Float64Array
  /** The P95 of the samples inside each step; equal to the mean where a step has one sample. */
  readonly p95: Float64Array
  /** The largest sample of each step. */
  readonly max: Float64Array
}
