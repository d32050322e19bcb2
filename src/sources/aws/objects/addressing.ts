/** What hands out addresses and names: Elastic IPs, reservations in subnets, prefix lists, DHCP option sets. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, blockOf, idsOf, unique } from '../items.ts'
import { readPrefixLists } from '../prefix-lists.ts'
import type { AwsDhcpOptions, AwsElasticAddress } from '../schema-other.ts'
import { nameOf } from '../tags.ts'

type PublicAddress = NetworkObjectOf<'public-address'>

/** Two answers hold entries of one key: the addresses, and the names that lead back from them. */
export function readPublicAddresses(dump: Dump, report: Report): readonly PublicAddress[] {
  const owners = ownersOf(dump)
  // The answers come at once, in any order.
  const items = dump.Addresses.toSorted((a, b) => compareText(a.place, b.place))
  const byId = Map.groupBy(items, ({ value, place }) => value.AllocationId ?? value.PublicIp ?? place)
  return [...byId].map(([id, items]) => {
    const value: AwsElasticAddress = Object.assign({}, ...items.map((item) => withoutGaps(item.value)))
    const place = items[0]?.place ?? ''
    return {
      ...publicAddress(id, value),
      address: addressesOf([value.PublicIp], { place, report })[0] ?? null,
      ownerId: owners.get(id) ?? owners.get(value.NetworkInterfaceId ?? '') ?? ownInterface(value),
    }
  })
}

const publicAddress = (id: string, value: AwsElasticAddress): Omit<PublicAddress, 'address' | 'ownerId'> => ({
  kind: 'public-address',
  id,
  name: nameOf(value.Tags ?? [], value.PublicIp ?? id),
  block: null,
  isStatic: true,
  // AWS calls the pool of its own addresses so.
  pool: value.PublicIpv4Pool === 'amazon' ? null : value.PublicIpv4Pool || null,
  dnsName: null,
  reverseName: value.PtrRecord?.replace(/\.$/, '') || null,
})

/** So that what one answer does not say cannot hide what the other one says. */
const withoutGaps = (value: AwsElasticAddress): Partial<AwsElasticAddress> =>
  Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0)),
  )

const ownInterface = ({ NetworkInterfaceId, InstanceId }: AwsElasticAddress): string | null =>
  NetworkInterfaceId || InstanceId || null

/** By allocation and by interface, the NAT gateway or load balancer that has the address. */
function ownersOf(dump: Dump): ReadonlyMap<string, string> {
  const gateways = dump.NatGateways.flatMap(({ value }) =>
    value.NatGatewayAddresses.flatMap(({ AllocationId, NetworkInterfaceId }) =>
      idsOf([AllocationId, NetworkInterfaceId]).map((id) => [id, value.NatGatewayId] as const),
    ),
  )
  const balancers = dump.NetworkInterfaces.flatMap(({ value }) => {
    const path = /^ELB ((?:app|net|gwy)\/.+)$/.exec(value.Description ?? '')?.[1]
    const arn = dump.LoadBalancers.find((item) => path && item.value.LoadBalancerArn?.endsWith(`/${path}`))?.value
    return arn?.LoadBalancerArn ? [[value.NetworkInterfaceId, arn.LoadBalancerArn] as const] : []
  })
  return new Map([...balancers, ...gateways])
}

export const readReservations = (dump: Dump, report: Report): readonly NetworkObjectOf<'reservation'>[] =>
  unique(
    [...dump.SubnetIpv4CidrReservations, ...dump.SubnetIpv6CidrReservations],
    ({ SubnetCidrReservationId }) => SubnetCidrReservationId,
  ).flatMap(({ value, place }) => {
    const block = blockOf(value.Cidr, { place, report })
    const id = value.SubnetCidrReservationId
    return block ? [{ kind: 'reservation', id, name: value.Description || id, subnetId: value.SubnetId, block }] : []
  })

/** Lists that AWS keeps have no blocks here: these differ from region to region, and their names do not. */
export function readPrefixListObjects(dump: Dump): readonly NetworkObjectOf<'prefix-list'>[] {
  // Rules and routes need the same lists, so what is wrong in them was reported.
  const known = readPrefixLists(dump, () => {})
  return unique([...dump.ManagedPrefixLists, ...dump.PrefixLists], ({ PrefixListId }) => PrefixListId).map(
    ({ value }) => ({
      kind: 'prefix-list',
      id: value.PrefixListId,
      name: value.PrefixListName ?? value.PrefixListId,
      managed: isManaged(value),
      maxEntries: value.MaxEntries ?? null,
      blocks: (known.get(value.PrefixListId) ?? []).map(({ cidr }) => cidr),
    }),
  )
}

/** `describe-prefix-lists` names no owner, and lists those of AWS only. */
const isManaged = ({ OwnerId }: { OwnerId?: string | null | undefined }): boolean => (OwnerId ?? 'AWS') === 'AWS'

/** What AWS itself would say is none: its own resolver, the domain that every region has. */
export const readNameServices = (dump: Dump, report: Report): readonly NetworkObjectOf<'name-service'>[] =>
  unique(dump.DhcpOptions, ({ DhcpOptionsId }) => DhcpOptionsId).map((item) => {
    const id = item.value.DhcpOptionsId
    const users = dump.Vpcs.filter(({ value }) => value.DhcpOptionsId === id)
    const addresses = (key: string) => addressesOf(valuesOf(item, key), { place: item.place, report })
    return {
      kind: 'name-service',
      id,
      name: nameOf(item.value.Tags, id),
      vpcIds: idsOf(users.map(({ value }) => value.VpcId)),
      domain: valuesOf(item, 'domain-name').find((name) => !platformDomain.test(name)) ?? null,
      nameServers: addresses('domain-name-servers'),
      timeServers: addresses('ntp-servers'),
      netbiosServers: addresses('netbios-name-servers'),
    }
  })

/** Amazon VPC User Guide, "DHCP option sets": us-east-1 has ec2.internal, the others REGION.compute.internal. */
const platformDomain = /^(ec2\.internal|[a-z0-9-]+\.compute\.internal)$/

const valuesOf = ({ value }: Item<AwsDhcpOptions>, key: string): readonly string[] =>
  value.DhcpConfigurations.filter(({ Key }) => Key === key)
    .flatMap(({ Values }) => Values.map(({ Value }) => Value ?? ''))
    .filter((text) => text !== '' && text !== 'AmazonProvidedDNS')
