/** VPCs, subnets, route tables and routes. */
import { readCidr, type Cidr } from '../../model/cidr.ts'
import type { Network, Route, RouteTable, Subnet, Vpc } from '../../model/network.ts'
import { compareText } from '../files.ts'
import type { Report } from '../report.ts'
import type { Dump, Item } from './dump.ts'
import type { AwsRoute, AwsRouteTable, AwsSubnet, AwsVpc } from './schema.ts'
import { nameOf } from './tags.ts'

export type Topology = Pick<Network, 'vpcs' | 'subnets' | 'routeTables' | 'routes'>

export function readTopology(dump: Dump, report: Report): Topology {
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
    routes: tables.flatMap((item) => routesOf(item, report)),
  }
}

/** The first of each id, sorted by id: two dumps of one folder may both hold it. */
export function unique<Value>(items: readonly Item<Value>[], idOf: (value: Value) => string): readonly Item<Value>[] {
  const byId = new Map<string, Item<Value>>()
  for (const item of items) if (!byId.has(idOf(item.value))) byId.set(idOf(item.value), item)
  return [...byId.entries()].toSorted(([a], [b]) => compareText(a, b)).map(([, item]) => item)
}

/** Null and a finding when the text is no block. */
export function blockOf(text: string, { place, report }: { place: string; report: Report }): Cidr | null {
  const reading = readCidr(text)
  if (reading.ok) return reading.value
  report('site.value-invalid', {
    subject: text,
    message: `"${text}" is not a block: ${reading.fault}. It is left out.`,
    suggestion: 'Dump it again.',
    place,
  })
  return null
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
  const blocks = [...new Set(texts.filter((text) => typeof text === 'string'))]
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

function routesOf({ value, place }: Item<AwsRouteTable>, report: Report): readonly Route[] {
  return value.Routes.flatMap((route, index) => {
    const destination = destinationOf(route, { place: `${place}.Routes[${index}]`, report })
    const text = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId
    if (!destination) return []
    return [{ id: `${value.RouteTableId}/${text}`, tableId: value.RouteTableId, destination, hop: hopOf(route) }]
  })
}

function destinationOf(route: AwsRoute, options: { place: string; report: Report }): Route['destination'] | null {
  if (route.DestinationPrefixListId) return { prefixListId: route.DestinationPrefixListId }
  return blockOf(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '', options)
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
