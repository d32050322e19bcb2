/** VPCs, subnets, route tables and routes. */
import type { Network, Route, RouteTable, Subnet, Vpc } from '../../model/network.ts'
import type { Report } from '../report.ts'
import type { Dump, Item } from './answers.ts'
import { blockOf, blocksOf, idsOf, unique } from './items.ts'
import { readPrefixLists, type PrefixLists } from './prefix-lists.ts'
import type { AwsRoute, AwsRouteTable, AwsSubnet, AwsVpc } from './schema.ts'
import { nameOf } from './tags.ts'
import { compareText } from '../../model/text-order.ts'

export type Topology = Pick<Network, 'vpcs' | 'subnets' | 'routeTables' | 'routes'>

export function readTopology(dump: Dump, report: Report): Topology {
  const lists = readPrefixLists(dump, report)
  const tables = unique(dump.RouteTables, ({ RouteTableId }) => RouteTableId)
  const tableOfSubnet = new Map(
    tables.flatMap(({ value }) =>
      value.Associations.flatMap(({ SubnetId }) => (SubnetId ? [[SubnetId, value.RouteTableId] as const] : [])),
    ),
  )
  const subnets = unique(dump.Subnets, ({ SubnetId }) => SubnetId)
  return {
    vpcs: unique(dump.Vpcs, ({ VpcId }) => VpcId).map((item) => ({
      ...vpcOf(item, report),
      ...vpcSettings(item, dump),
    })),
    subnets: subnets.map((item) => subnetOf(item, tableOfSubnet.get(item.value.SubnetId) ?? null, report)),
    routeTables: tables.map(({ value }) => tableOf(value)),
    routes: tables.flatMap((item) => routesOf(item, { lists, report })).toSorted((a, b) => compareText(a.id, b.id)),
  }
}

const isAssociated = (state: string | null | undefined): boolean => !state || state === 'associated'

function vpcOf({ value, place }: Item<AwsVpc>, report: Report): Vpc {
  const texts = [
    value.CidrBlock,
    ...value.CidrBlockAssociationSet.filter((own) => isAssociated(own.CidrBlockState?.State)).map(
      (own) => own.CidrBlock,
    ),
    ...value.Ipv6CidrBlockAssociationSet.filter((own) => isAssociated(own.Ipv6CidrBlockState?.State)).map(
      (own) => own.Ipv6CidrBlock,
    ),
  ]
  const [primary, ...rest] = texts.filter((text) => typeof text === 'string')
  const blocks = [...new Set([...(primary === undefined ? [] : [primary]), ...rest.toSorted(compareText)])]
  return {
    id: value.VpcId,
    name: nameOf(value.Tags, value.VpcId),
    blocks: blocks.map((text) => blockOf(text, { place, report })).filter((block) => block !== null),
  }
}

/** What AWS does not say is absent; the two about names are answers of their own. */
function vpcSettings({ value }: Item<AwsVpc>, { VpcAttributes }: Dump): Partial<Vpc> {
  const own = VpcAttributes.filter((item) => item.value.VpcId === value.VpcId).map((item) => item.value)
  const names = own.find(({ EnableDnsSupport }) => EnableDnsSupport)?.EnableDnsSupport?.Value ?? null
  const hosts = own.find(({ EnableDnsHostnames }) => EnableDnsHostnames)?.EnableDnsHostnames?.Value ?? null
  return {
    ...(value.InstanceTenancy ? { dedicated: value.InstanceTenancy !== 'default' } : {}),
    ...(names === null ? {} : { resolvesNames: names }),
    ...(hosts === null ? {} : { namesHosts: hosts }),
  }
}

const subnetOf = ({ value, place }: Item<AwsSubnet>, routeTableId: string | null, report: Report): Subnet => ({
  id: value.SubnetId,
  name: nameOf(value.Tags, value.SubnetId),
  vpcId: value.VpcId,
  block: value.CidrBlock ? blockOf(value.CidrBlock, { place, report }) : null,
  zone: value.AvailabilityZone ?? null,
  gateway: null,
  routeTableId,
  ...subnetSettings({ value, place }, report),
})

/** The plan translates IPv4 subnets; the blocks of IPv6 stand beside. What AWS does not say is absent. */
function subnetSettings({ value, place }: Item<AwsSubnet>, report: Report): Partial<Subnet> {
  const live = value.Ipv6CidrBlockAssociationSet.filter((own) => isAssociated(own.Ipv6CidrBlockState?.State))
  const moreBlocks = blocksOf(idsOf(live.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)), { place, report })
  return {
    ...(moreBlocks.length > 0 ? { moreBlocks } : {}),
    ...(value.AvailabilityZoneId ? { zoneId: value.AvailabilityZoneId } : {}),
    ...(typeof value.MapPublicIpOnLaunch === 'boolean' ? { givesPublicAddresses: value.MapPublicIpOnLaunch } : {}),
    ...(typeof value.EnableDns64 === 'boolean' ? { translatesNames: value.EnableDns64 } : {}),
    ...hostNamesOf(value.PrivateDnsNameOptionsOnLaunch?.HostnameType),
  }
}

const hostNamesOf = (type: string | null | undefined): Pick<Subnet, 'hostNames'> => {
  if (!type) return {}
  return { hostNames: type === 'resource-name' ? 'resource' : 'address' }
}

function tableOf(table: AwsRouteTable): RouteTable {
  const gatewayIds = idsOf(table.Associations.map(({ GatewayId }) => GatewayId))
  const learnsFrom = idsOf(table.PropagatingVgws.map(({ GatewayId }) => GatewayId))
  return {
    id: table.RouteTableId,
    name: nameOf(table.Tags, table.RouteTableId),
    vpcId: table.VpcId,
    main: table.Associations.some(({ Main }) => Main === true),
    ...(gatewayIds.length > 0 ? { gatewayIds } : {}),
    ...(learnsFrom.length > 0 ? { learnsFrom } : {}),
  }
}

interface Context {
  readonly lists: PrefixLists
  readonly report: Report
}

/** A route to a resolved prefix list becomes one route for each of its blocks. */
function routesOf({ value, place }: Item<AwsRouteTable>, { lists, report }: Context): readonly Route[] {
  return value.Routes.flatMap((route, index) => {
    const destinations = destinationsOf(route, { place: `${place}.Routes[${index}]`, report, lists })
    return destinations.map(({ destination, text }) => ({
      id: `${value.RouteTableId}/${text}`,
      tableId: value.RouteTableId,
      destination,
      hop: hopOf(route),
      ...(route.Origin === 'EnableVgwRoutePropagation' ? { learned: true } : {}),
    }))
  })
}

interface NamedDestination {
  readonly destination: Route['destination']
  readonly text: string
}

function destinationsOf(route: AwsRoute, context: Context & { place: string }): readonly NamedDestination[] {
  const listId = route.DestinationPrefixListId
  if (listId) {
    const blocks = context.lists.get(listId)
    if (!blocks) return [{ destination: { prefixListId: listId }, text: listId }]
    return blocks.map(({ cidr, text }) => ({ destination: cidr, text: `${listId}/${text}` }))
  }
  const text = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? ''
  const cidr = blockOf(text, context)
  return cidr ? [{ destination: cidr, text }] : []
}

type HopKind = Route['hop']['kind']

/** In the order in which the fields of a route exclude one another. */
const hopFields = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['EgressOnlyInternetGatewayId', 'internet-gateway'],
  ['NetworkInterfaceId', 'interface'],
  ['LocalGatewayId', 'other'],
  ['CarrierGatewayId', 'other'],
  ['CoreNetworkArn', 'other'],
] as const satisfies readonly (readonly [keyof AwsRoute, HopKind])[]

function hopOf(route: AwsRoute): Route['hop'] {
  const field = hopFields.find(([name]) => Boolean(route[name]))
  const id = route.GatewayId ?? (field ? (route[field[0]] ?? null) : null)
  if (route.State === 'blackhole') return { kind: 'blackhole', id }
  if (route.GatewayId)
    return { kind: gatewayKind(route.GatewayId), id: route.GatewayId === 'local' ? null : route.GatewayId }
  return { kind: field?.[1] ?? 'other', id }
}

function gatewayKind(id: string): HopKind {
  if (id === 'local') return 'local'
  if (id.startsWith('igw-')) return 'internet-gateway'
  if (id.startsWith('vgw-')) return 'vpn-gateway'
  return id.startsWith('vpce-') ? 'endpoint' : 'other'
}
