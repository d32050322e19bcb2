/** What is missing among the samples, and why. */
import type { AwsSettings } from '../../model/live-settings.ts'
import type { Vm } from '../../model/site.ts'
import { counted, listed, type Report } from '../report.ts'
import { actions } from './actions.ts'
import { showPlace, type AwsPlace } from './clients.ts'
import { mend, type Fault } from './faults.ts'

interface FaultReport {
  readonly place: AwsPlace
  readonly fault: Fault
  readonly settings: AwsSettings
  readonly report: Report
  readonly call: 'DescribeInstances' | 'GetMetricData' | 'ListMetrics'
}

export function reportFault({ place, fault, settings, report, call }: FaultReport): void {
  report('source.partial', {
    subject: `${showPlace(place)}: metrics`,
    message: `Samples are missing: ${actions[call]} failed. ${fault.said}`,
    suggestion: mend(fault, settings, [call]),
  })
}

export function reportNoMemory(without: readonly Vm[], report: Report): void {
  if (without.length === 0) return
  report('source.metric-missing', {
    subject: 'memory',
    message: `AWS sees no memory from outside: ${counted(without.length, 'VM')} without samples of it, ${listed(without.map(({ name }) => name).toSorted())}. The demand is what they have.`,
    suggestion:
      'Install the CloudWatch agent with mem_used_percent (Linux) or "Memory % Committed Bytes In Use" (Windows), with InstanceId among append_dimensions.',
    affected: without.map(({ id }) => id),
  })
}

export function reportNoAllocation(vms: readonly Vm[], report: Report): void {
  const without = vms.filter(({ vcpus, memoryGiB }) => vcpus === null || memoryGiB === null).map(({ id }) => id)
  if (without.length === 0) return
  report('store.allocation-unknown', {
    subject: 'CPU and memory',
    message: `CloudWatch gives percentages, and nobody states the vCPUs or the memory of ${counted(without.length, 'VM')}.`,
    suggestion: 'Allow ec2:DescribeInstanceTypes, which knows the sizes of types.',
    affected: without,
  })
}

/** CloudWatch answers, but not for every metric. */
export function reportRefused(refused: number, place: AwsPlace, report: Report): void {
  if (refused === 0) return
  report('source.partial', {
    subject: `${showPlace(place)}: metrics`,
    message: `CloudWatch could not give ${counted(refused, 'metric')} for a part of the history.`,
    suggestion: 'Run it again.',
  })
}
