/** What leads to other networks: VPN connections and attachments to transit gateways. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { blocksOf, idsOf, isLive, unique, type Reading } from '../items.ts'
import type { AwsVpnConnection } from '../schema-gateways.ts'
import { nameOf } from '../tags.ts'

type Connection = NetworkObjectOf<'connection'>

export function readConnections(dump: Dump, report: Report): readonly Connection[] {
  const routes = routesByAttachment(dump)
  const vpns = unique(dump.VpnConnections, ({ VpnConnectionId }) => VpnConnectionId).filter(({ value }) =>
    isLive(value.State),
  )
  return [
    ...vpns.map((item) => vpnConnection(item, { dump, routes, report })),
    ...vpcAttachments(dump, routes, report),
    ...otherAttachments(dump, routes, report),
  ]
}

interface TransitRoutes {
  readonly blocks: readonly string[]
  readonly dynamic: boolean
}

type RoutesByAttachment = ReadonlyMap<string, TransitRoutes>

/** What the tables of transit gateways send through each attachment; all but static routes are propagated. */
function routesByAttachment(dump: Dump): RoutesByAttachment {
  const tables = unique(dump.TransitGatewayRouteTables, (table) => table.TransitGatewayRouteTableId)
  const single = tables
    .flatMap(({ value }) => value.Routes)
    .filter(({ State }) => State !== 'blackhole' && isLive(State))
    .flatMap(({ DestinationCidrBlock, Type, TransitGatewayAttachments }) =>
      TransitGatewayAttachments.map(({ TransitGatewayAttachmentId }) => ({
        id: TransitGatewayAttachmentId ?? '',
        block: DestinationCidrBlock,
        dynamic: Type === 'propagated',
      })),
    )
  const byId = Map.groupBy(single, ({ id }) => id)
  return new Map(
    [...byId].map(([id, own]) => {
      const blocks = idsOf(own.map(({ block }) => block))
      return [id, { blocks, dynamic: own.some(({ dynamic }) => dynamic) }] as const
    }),
  )
}

interface Context {
  readonly dump: Dump
  readonly routes: RoutesByAttachment
  readonly report: Report
}

function vpnConnection({ value, place }: Item<AwsVpnConnection>, { dump, routes, report }: Context): Connection {
  const blocks = idsOf([...statedBlocks(value), ...transitBlocks(value, dump, routes)])
  return {
    kind: 'connection',
    id: value.VpnConnectionId,
    name: nameOf(value.Tags, value.VpnConnectionId),
    gatewayId: value.VpnGatewayId || value.TransitGatewayId || null,
    remoteId: value.CustomerGatewayId ?? null,
    vpcId: vpcOf(value, dump),
    subnetIds: [],
    blocks: blocksOf(blocks, { place, report }),
    insideBlocks: blocksOf(insideBlocks(value), { place, report }),
    translations: [],
    dynamic: isDynamic(value),
  }
}

/** The VPC that its gateway is attached to. */
function vpcOf({ VpnGatewayId }: AwsVpnConnection, { VpnGateways }: Dump): string | null {
  const gateway = VpnGateways.find(({ value }) => value.VpnGatewayId === VpnGatewayId)
  return gateway?.value.VpcAttachments.find(({ State }) => isLive(State))?.VpcId ?? null
}

function transitBlocks(
  { VpnConnectionId }: AwsVpnConnection,
  { TransitGatewayAttachments }: Dump,
  routes: RoutesByAttachment,
): readonly string[] {
  const attachment = TransitGatewayAttachments.find(({ value }) => value.ResourceId === VpnConnectionId)
  return routes.get(attachment?.value.TransitGatewayAttachmentId ?? '')?.blocks ?? []
}

/** Of static routes and traffic selectors; the selector of a VPN that routes says nothing about what is behind it. */
function statedBlocks({ Routes, Options }: AwsVpnConnection): readonly (string | null | undefined)[] {
  const routes = Routes.filter(({ State }) => isLive(State)).map((route) => route.DestinationCidrBlock)
  const selectors = [Options?.RemoteIpv4NetworkCidr, Options?.RemoteIpv6NetworkCidr]
  return [...routes, ...selectors.filter((text) => text !== '0.0.0.0/0' && text !== '::/0')]
}

const insideBlocks = ({ Options }: AwsVpnConnection): readonly (string | null | undefined)[] =>
  (Options?.TunnelOptions ?? []).flatMap((tunnel) => [tunnel.TunnelInsideCidr, tunnel.TunnelInsideIpv6Cidr])

function isDynamic({ Options }: AwsVpnConnection): boolean | null {
  const isStatic = Options?.StaticRoutesOnly ?? null
  return isStatic === null ? null : !isStatic
}

const vpcAttachments = (dump: Dump, routes: RoutesByAttachment, report: Report): readonly Connection[] =>
  unique(dump.TransitGatewayVpcAttachments, (one) => one.TransitGatewayAttachmentId)
    .filter(({ value }) => isLive(value.State))
    .map(({ value, place }) => ({
      ...attachmentBase(value, routes, { place, report }),
      vpcId: value.VpcId ?? null,
      subnetIds: idsOf(value.SubnetIds),
    }))

/** VPCs and VPNs that were read are objects of their own; what is left are Direct Connect, other transit gateways and the like. */
function otherAttachments(dump: Dump, routes: RoutesByAttachment, report: Report): readonly Connection[] {
  const known = new Set([
    ...dump.TransitGatewayVpcAttachments.map(({ value }) => value.TransitGatewayAttachmentId),
    ...dump.VpnConnections.map(({ value }) => value.VpnConnectionId),
  ])
  return unique(dump.TransitGatewayAttachments, (one) => one.TransitGatewayAttachmentId)
    .filter(({ value }) => isLive(value.State))
    .filter(({ value }) => !known.has(value.TransitGatewayAttachmentId) && !known.has(value.ResourceId ?? ''))
    .map(({ value, place }) => ({
      ...attachmentBase(value, routes, { place, report }),
      remoteId: value.ResourceId ?? null,
    }))
}

interface Attachment {
  readonly TransitGatewayAttachmentId: string
  readonly TransitGatewayId?: string | null | undefined
  readonly Tags: Parameters<typeof nameOf>[0]
}

function attachmentBase(value: Attachment, routes: RoutesByAttachment, reading: Reading): Connection {
  const id = value.TransitGatewayAttachmentId
  const own = routes.get(id)
  return {
    kind: 'connection',
    id,
    name: nameOf(value.Tags, id),
    gatewayId: value.TransitGatewayId ?? null,
    remoteId: null,
    vpcId: null,
    subnetIds: [],
    blocks: blocksOf(own?.blocks ?? [], reading),
    insideBlocks: [],
    translations: [],
    dynamic: own?.dynamic ?? null,
  }
}
