/**
 * What is asked of CloudWatch for one VM, and how its answers become base units. CPUUtilization is a percentage of
 * all vCPUs; network and EBS metrics are amounts per period (EC2 User Guide, "CloudWatch metrics for your
 * instances"); instances that are not of the Nitro system have no EBS metrics.
 */
import type { MetricId } from '../../model/metric-series.ts'
import type { Vm } from '../../model/site.ts'

interface Dimension {
  readonly Name: string
  readonly Value: string
}

/** One metric of CloudWatch. */
export interface Part {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
}

/** What is measured inside one instance: summed over the outer lists, alternatives in the inner ones. */
export interface GuestMetrics {
  readonly memory: readonly (readonly Part[])[]
  readonly gpu: readonly (readonly Part[])[]
  readonly gpuMemory: readonly (readonly Part[])[]
}

/** The sum of one or more things, each told by the first of its metrics that has a sample. */
export interface Measure {
  readonly vmId: string
  readonly metric: MetricId
  readonly stat: 'Average' | 'Sum'
  readonly parts: readonly (readonly Part[])[]
  /** Base units in one unit of CloudWatch. */
  readonly factor: number
  /** An amount of the period, and so divided by its seconds. */
  readonly isPerPeriod: boolean
}

const bytesPerGiB = 2 ** 30
/** nvidia-smi counts in MiB. */
const bytesPerMiB = 2 ** 20

const amounts = [
  ['network-received-bytes', ['NetworkIn']],
  ['network-sent-bytes', ['NetworkOut']],
  ['disk-read-bytes', ['EBSReadBytes']],
  ['disk-written-bytes', ['EBSWriteBytes']],
  ['disk-operations', ['EBSReadOps', 'EBSWriteOps']],
] as const satisfies readonly (readonly [MetricId, readonly string[]])[]

/** A percentage of an allocation that nobody states measures nothing, so it is not asked for. */
export function measuresOf(vm: Vm, guest: GuestMetrics, instanceId: string): readonly Measure[] {
  const own = (name: string): readonly Part[] => [
    { namespace: 'AWS/EC2', name, dimensions: [{ Name: 'InstanceId', Value: instanceId }] },
  ]
  const average = (metric: MetricId, parts: Measure['parts'], factor: number | null): readonly Measure[] =>
    factor === null || parts.length === 0
      ? []
      : [{ vmId: vm.id, metric, stat: 'Average', parts, factor, isPerPeriod: false }]
  const { memory, gpu, gpuMemory } = guest
  return [
    ...average('cpu', [own('CPUUtilization')], vm.vcpus && vm.vcpus / 100),
    ...amounts.map(([metric, names]) => ({
      vmId: vm.id,
      metric,
      stat: 'Sum' as const,
      parts: names.map(own),
      factor: 1,
      isPerPeriod: true,
    })),
    ...average('memory', memory, vm.memoryGiB && (vm.memoryGiB * bytesPerGiB) / 100),
    ...average('gpu', gpu, 1 / 100),
    ...average('gpu-memory', gpuMemory, bytesPerMiB),
  ]
}
