/** Load balancers with their listeners. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, unique } from '../items.ts'
import { addressTexts } from '../nics.ts'
import type { AwsBalancer } from '../schema-balancers.ts'
import { listenersOf } from './listeners.ts'

type LoadBalancer = NetworkObjectOf<'load-balancer'>

const roles: ReadonlyMap<string, LoadBalancer['role']> = new Map([
  ['network', 'network'],
  ['gateway', 'gateway'],
])

export function readBalancers(dump: Dump, report: Report): readonly LoadBalancer[] {
  const listeners = listenersOf(dump, report)
  const spreading = crossZone(dump)
  return unique(dump.LoadBalancers, idOf).map(({ value, place }) => {
    const id = idOf(value)
    const spreads = spreading.get(id)
    return {
      kind: 'load-balancer',
      id,
      name: value.LoadBalancerName ?? id,
      role: roles.get(value.Type ?? '') ?? 'application',
      internal: value.Scheme === 'internal',
      vpcId: value.VpcId ?? null,
      subnetIds: idsOf(value.AvailabilityZones.map(({ SubnetId }) => SubnetId)),
      securityGroupIds: idsOf(value.SecurityGroups),
      ...addressesOfBalancer({ value, place }, dump, report),
      dnsName: value.DNSName ?? null,
      listeners: listeners.get(id) ?? [],
      ...(spreads === undefined ? {} : { crossZone: spreads }),
    }
  })
}

const idOf = ({ LoadBalancerArn, LoadBalancerName }: AwsBalancer): string =>
  LoadBalancerArn ?? LoadBalancerName ?? 'unnamed load balancer'

/**
 * Only network load balancers keep their addresses (Elastic Load Balancing User Guide); those of the others change
 * under way, so nothing may be said of them but the name.
 */
function addressesOfBalancer(
  { value, place }: Item<AwsBalancer>,
  dump: Dump,
  report: Report,
): Pick<LoadBalancer, 'addresses' | 'publicAddresses'> {
  if (value.Type !== 'network') return { addresses: [], publicAddresses: [] }
  const stated = value.AvailabilityZones.flatMap(({ LoadBalancerAddresses }) => LoadBalancerAddresses)
  const path = value.LoadBalancerArn?.split(':loadbalancer/')[1]
  const nics = dump.NetworkInterfaces.filter((nic) => path && nic.value.Description === `ELB ${path}`)
  const reading = { place, report }
  const given = [...stated.map((one) => one.PrivateIPv4Address), ...nics.flatMap((nic) => addressTexts(nic.value))]
  const outside = [...stated.map(({ IpAddress }) => IpAddress), ...nics.map((nic) => nic.value.Association?.PublicIp)]
  return {
    addresses: addressesOf(idsOf([...given, ...stated.map(({ IPv6Address }) => IPv6Address)]), reading),
    publicAddresses: addressesOf(idsOf(outside), reading),
  }
}

function crossZone(dump: Dump): ReadonlyMap<string, boolean> {
  return new Map(
    dump.BalancerAttributes.flatMap(({ value }) => {
      const attribute = value.Attributes.find(({ Key }) => Key === 'load_balancing.cross_zone.enabled')
      return attribute ? [[value.LoadBalancerArn, attribute.Value === 'true'] as const] : []
    }),
  )
}
