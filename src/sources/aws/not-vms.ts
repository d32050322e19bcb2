/** What else runs at the primary site and no noun holds: named, so that nobody takes the plan for the whole of it. */
import type { Vm } from '../../model/site.ts'
import { counted, listed, type Report } from '../report.ts'
import type { Dump } from './answers.ts'
import { isElsewhere, isManaged } from './objects/managed-nics.ts'

export function reportNotVms(dump: Dump, vms: readonly Vm[], report: Report): void {
  const say = (noun: string, ids: readonly string[], advice: string): void => {
    if (ids.length === 0) return
    report('site.not-a-vm', {
      subject: `${noun}s`,
      message: `${counted(ids.length, noun)} not planned: ${listed(ids.toSorted())}.`,
      suggestion: advice,
      affected: ids,
    })
  }
  say('unattached volume', unattached(dump), 'Nothing to do, unless a volume is kept for something.')
  say(
    'foreign network interface',
    foreignNics(dump, vms),
    'No instance has these, and nothing says whose they are: plan what uses them apart, or delete them.',
  )
}

const unattached = (dump: Dump): readonly string[] =>
  dump.Volumes.filter(({ value }) => value.Attachments.length === 0).map(({ value }) => value.VolumeId)

function foreignNics(dump: Dump, vms: readonly Vm[]): readonly string[] {
  const own = new Set([
    ...vms.flatMap((vm) => vm.nics.map(({ id }) => id)),
    ...dump.VpcEndpoints.flatMap(({ value }) => value.NetworkInterfaceIds),
    ...dump.NatGateways.flatMap(({ value }) => value.NatGatewayAddresses.map((one) => one.NetworkInterfaceId ?? '')),
  ])
  return dump.NetworkInterfaces.map(({ value }) => value)
    .filter((nic) => !nic.Attachment?.InstanceId && !own.has(nic.NetworkInterfaceId))
    .filter((nic) => !isElsewhere(nic) && !isManaged(nic))
    .map((nic) => nic.NetworkInterfaceId)
}
