/** What else runs at the primary site: named, so that nobody takes the plan for the whole of it. */
import type { Vm } from '../../model/site.ts'
import { counted, listed, type Report } from '../report.ts'
import type { Dump, Item } from './answers.ts'
import type { AwsOther } from './schema-other.ts'

type IdField = 'LoadBalancerName' | 'DBInstanceIdentifier' | 'NatGatewayId' | 'InternetGatewayId'

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
  const idsOf = (items: readonly Item<AwsOther>[], key: IdField): readonly string[] =>
    items.map(({ value, place }) => value[key] ?? place)
  const balancers = [...dump.LoadBalancers, ...dump.LoadBalancerDescriptions]
  say(
    'load balancer',
    idsOf(balancers, 'LoadBalancerName'),
    'Create them at the recovery site; drplan plans the VMs behind them.',
  )
  say(
    'RDS database',
    idsOf(dump.DBInstances, 'DBInstanceIdentifier'),
    'Plan them with cross-region replicas or backups of RDS.',
  )
  // AWS lists a deleted NAT gateway for about an hour.
  const nats = dump.NatGateways.filter(({ value }) => value.State !== 'deleted')
  say('NAT gateway', idsOf(nats, 'NatGatewayId'), 'Routes through them are in the plan of the network.')
  say(
    'internet gateway',
    idsOf(dump.InternetGateways, 'InternetGatewayId'),
    'Routes through them are in the plan of the network.',
  )
  say('unattached volume', unattached(dump), 'Nothing to do, unless a volume is kept for something.')
  say(
    'foreign network interface',
    foreignNics(dump, vms),
    'Load balancers, functions and containers own these; plan them apart.',
  )
}

const unattached = (dump: Dump): readonly string[] =>
  dump.Volumes.filter(({ value }) => value.Attachments.length === 0).map(({ value }) => value.VolumeId)

function foreignNics(dump: Dump, vms: readonly Vm[]): readonly string[] {
  const own = new Set(vms.flatMap((vm) => vm.nics.map(({ id }) => id)))
  return dump.NetworkInterfaces.map(({ value }) => value)
    .filter((nic) => !nic.Attachment?.InstanceId && !own.has(nic.NetworkInterfaceId))
    .map((nic) => nic.NetworkInterfaceId)
}
