/** VPCs, subnets, route tables and routes. */
import type { Network, Route, RouteTable, Subnet, Vpc } from '../../model/network.ts'
import type { Report } from '../report.ts'
import type { Dump, Item } from './answers.ts'
import { blockOf, unique } from './items.ts'
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
    vpcs: unique(dump.Vpcs, ({ VpcId }) => VpcId).map((item) => vpcOf(item, report)),
    subnets: subnets.map((item) => subnetOf(item, tableOfSubnet.get(item.value.SubnetId) ?? null, report)),
    routeTables: tables.map(({ value }) => tableOf(value)),
    routes: tables.flatMap((item) => routesOf(item, { lists, report })).toSorted((a, b) => compareText(a.id, b.id)),
  }
}

function vpcOf({ value, place }: Item<AwsVpc>, report: Report): Vpc {
  const isLive = (state: string | null | undefined): boolean => !state || state === 'associated'
  const texts = [
    value.CidrBlock,
    ...value.CidrBlockAssociationSet.filter((own) => isLive(own.CidrBlockState?.State)).map((own) => own.CidrBlock),
    ...value.Ipv6CidrBlockAssociationSet.filter((own) => isLive(own.Ipv6CidrBlockState?.State)).map(
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

/** IPv6 blocks of subnets are left out: the plan translates IPv4 subnets. */
const subnetOf = ({ value, place }: Item<AwsSubnet>, routeTableId: string | null, report: Report): Subnet => ({
  id: value.SubnetId,
  name: nameOf(value.Tags, value.SubnetId),
  vpcId: value.VpcId,
  block: value.CidrBlock ? blockOf(value.CidrBlock, { place, report }) : null,
  zone: value.AvailabilityZone ?? null,
  gateway: null,
  routeTableId,
})

const tableOf = (table: AwsRouteTable): RouteTable => ({
  id: table.RouteTableId,
  name: nameOf(table.Tags, table.RouteTableId),
  vpcId: table.VpcId,
  main: table.Associations.some(({ Main }) => Main === true),
})

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
