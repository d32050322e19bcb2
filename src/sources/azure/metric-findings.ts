/** What is missing among the samples, and why. */
import type { AzureSettings } from '../../model/live-settings.ts'
import type { Vm } from '../../model/site.ts'
import { counted, listed, type Report } from '../report.ts'
import { actions, type CallName } from './actions.ts'
import { showSubscription } from './clients.ts'
import { mend, type Fault } from './faults.ts'

interface FaultReport {
  readonly where: string
  readonly fault: Fault
  readonly settings: AzureSettings
  readonly report: Report
  readonly call: CallName
}

export function reportFault({ where, fault, settings, report, call }: FaultReport): void {
  report('source.partial', {
    subject: `${showSubscription(where)}: metrics`,
    message: `Samples are missing: ${actions[call]} failed. ${fault.said}`,
    suggestion: mend(fault, settings, [call]),
  })
}

export function reportNoMemory(without: readonly Vm[], report: Report): void {
  if (without.length === 0) return
  report('source.metric-missing', {
    subject: 'memory',
    message: `${counted(without.length, 'VM')} without samples of memory, ${listed(without.map(({ name }) => name).toSorted())}. The demand is what they have.`,
    suggestion:
      'Azure has none of VMs that were off the whole time; of others see Available Memory Bytes in the portal.',
    affected: without.map(({ id }) => id),
  })
}

export function reportNoAllocation(vms: readonly Vm[], report: Report): void {
  const without = vms.filter(({ vcpus, memoryGiB }) => vcpus === null || memoryGiB === null).map(({ id }) => id)
  if (without.length === 0) return
  report('store.allocation-unknown', {
    subject: 'CPU and memory',
    message: `Azure Monitor gives a share of the vCPUs and the memory that is left, and nobody states what ${counted(without.length, 'VM')} have.`,
    suggestion: 'Allow Microsoft.Compute/skus/read, which knows the sizes.',
    affected: without,
  })
}

/** Azure Monitor answers, but not for every metric of every machine. */
export function reportUnanswered(count: number, where: string, report: Report): void {
  if (count === 0) return
  report('source.partial', {
    subject: `${showSubscription(where)}: metrics`,
    message: `Azure Monitor could not give ${counted(count, 'metric')} for a part of the history.`,
    suggestion: 'Run it again.',
  })
}
