/** What the readers of JSON and CSV check alike. */
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import { counted, type Report } from '../report.ts'

export function checkSite(vms: readonly Vm[], network: Network, report: Report): void {
  const subnets = new Set(network.subnets.map(({ id }) => id))
  const groups = new Set(network.securityGroups.map(({ id }) => id))
  const say = (noun: string, affected: readonly string[]): void => {
    if (affected.length > 0)
      report('site.reference-missing', {
        subject: `${noun}s`,
        message: `${counted(affected.length, 'VM')} on a ${noun} that the inventory does not describe.`,
        suggestion: `Add the ${noun} under network, or correct its id.`,
        affected,
      })
  }
  const withNic = (isStray: (nic: Vm['nics'][number]) => boolean): readonly string[] =>
    vms.filter((vm) => vm.nics.some(isStray)).map((vm) => vm.id)
  say(
    'subnet',
    withNic((nic) => nic.subnetId !== null && !subnets.has(nic.subnetId)),
  )
  say(
    'security group',
    withNic((nic) => nic.securityGroupIds.some((id) => !groups.has(id))),
  )
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
