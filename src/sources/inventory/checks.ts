/** What the readers of JSON and CSV check alike. */
import type { Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'
import { counted, type Report } from '../report.ts'

const howToAdd = (noun: string): string => `Add the ${noun} under network, or correct its id.`

export const inventoryAdvice: NonNullable<SiteReading['advice']> = {
  routeTables: howToAdd('route table'),
  securityGroups: howToAdd('security group'),
  subnets: howToAdd('subnet'),
  vms: 'Add the VM, or correct its id.',
  vpcs: howToAdd('VPC'),
}

export function reportVms(vms: readonly Vm[], report: Report): void {
  const off = vms.filter((vm) => vm.kind === 'workload' && vm.power === 'off').map((vm) => vm.id)
  if (off.length > 0)
    report('site.vm-powered-off', {
      subject: 'powered-off VMs',
      message: `${counted(off.length, 'VM')} powered off.`,
      affected: off,
    })
  const unsized = vms.filter((vm) => vm.vcpus === null || vm.memoryGiB === null).map((vm) => vm.id)
  if (unsized.length > 0)
    report('site.size-missing', {
      subject: 'vCPUs and memory',
      message: `${counted(unsized.length, 'VM')} without vCPUs or memory.`,
      suggestion: 'Fill in vcpus and memoryGiB (memory_gib in CSV).',
      affected: unsized,
    })
}
