/**
 * Routes that nobody wrote: those that the platform of the primary site adds and the target does not, and the other way
 * round, where a route that leads nowhere has to take the place of what the target adds.
 */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { GatewayTranslation } from '../../model/gateway-translation.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation, RouteTranslation } from '../../model/network-translation.ts'
import type { Routing } from '../../model/target.ts'
import type { AddressMap } from './address-map.ts'
import { imageOf } from './address-map.ts'
import type { CompleteNetwork } from './complete.ts'
import { behindOf, type GatewayWays } from './gateways/plan-gateways.ts'
import { peersOf } from './proof/recovery-tables.ts'
import type { WayOut } from './ways-out.ts'

type Table = NetworkTranslation['routeTables'][number]

export interface ImpliedContext {
  readonly complete: CompleteNetwork
  readonly tables: readonly Table[]
  readonly vpcs: NetworkTranslation['vpcs']
  readonly peerings: NonNullable<NetworkTranslation['peerings']>
  readonly gateways: { readonly planned: readonly GatewayTranslation[]; readonly ways: GatewayWays }
  readonly routing: Routing
  readonly waysOut: ReadonlyMap<string, WayOut>
  readonly mapOf: (vpcId: string | null) => AddressMap
}

export interface ImpliedRoutes {
  readonly routes: readonly RouteTranslation[]
  readonly findings: readonly Finding[]
}

/** `carried`: what was written, and what became of it. */
export function impliedRoutes(carried: readonly RouteTranslation[], context: ImpliedContext): ImpliedRoutes {
  const own = Map.groupBy(carried, ({ tableKey }) => tableKey)
  const { network, orderedVpcIds } = context.complete
  const adding = new Set(network.vpcs.flatMap(({ id, platformRoutes }) => (platformRoutes ? [id] : [])))
  const origins = new Map(context.vpcs.map(({ key, from }) => [key, from ?? '']))
  const opened = context.tables
    .filter(({ vpcKey }) => adding.has(origins.get(vpcKey) ?? ''))
    .map((table) => openedTable(table, { ...context, carried }))
  // Of a network whose tables nobody knows nobody knows how it routes; nor of one of a platform like the target's whose
  // source is silent on what it adds.
  const isKnown = (vpcId: string): boolean => !adding.has(vpcId) && !orderedVpcIds.has(vpcId)
  const closed = context.tables
    .filter(({ vpcKey, from }) => from !== null && isKnown(origins.get(vpcKey) ?? ''))
    .flatMap((table) => closedTable(table, own.get(table.key) ?? [], context))
  return {
    routes: [...opened.flatMap(({ routes }) => routes), ...closed],
    findings: opened.flatMap(({ findings }) => findings),
  }
}

/** A route that leads nowhere for whatever the target would add and the table does not have. */
export function closedTable(
  table: Table,
  own: readonly Pick<RouteTranslation, 'destination'>[],
  { vpcs, peerings, routing }: Pick<ImpliedContext, 'vpcs' | 'peerings' | 'routing'>,
): readonly RouteTranslation[] {
  if (routing.platformRoutes.length === 0) return []
  const written = new Set(own.map(({ destination }) => formatCidr(destination)))
  const families = new Set(vpcs.find(({ key }) => key === table.vpcKey)?.blocks.map(({ family }) => family))
  const added = [
    ...routing.platformRoutes.flatMap(({ destination, hop }) => (hop === 'blackhole' ? [] : [destination])),
    ...peersOf({ vpcs, peerings }, table.vpcKey).flatMap(({ blocks }) => blocks),
  ]
  return added
    .filter((block) => families.has(block.family) && !written.has(formatCidr(block)))
    .map((block) => impliedRoute(table, block, { hop: 'blackhole' }))
}

interface Opening extends ImpliedContext {
  readonly carried: readonly RouteTranslation[]
}

/** The way to the internet and to peers, which the platform of the primary site adds. */
function openedTable(table: Table, context: Opening): ImpliedRoutes {
  const { complete, routing, mapOf, vpcs, peerings } = context
  const vpcId = vpcs.find(({ key }) => key === table.vpcKey)?.from ?? null
  const written = complete.network.routes.flatMap(({ tableId, destination }) =>
    tableId === table.from && !('prefixListId' in destination) ? [destination] : [],
  )
  const images = new Set(written.flatMap((block) => imageOf(mapOf(vpcId), block).map(formatCidr)))
  const open = written.some(({ family, prefixLength }) => family === 4 && prefixLength === 0)
    ? { routes: [], findings: [] }
    : openedDefault(table, context)
  const out = { ...open, routes: [...open.routes, ...beyondGateways(table, images, context)] }
  if (routing.platformRoutes.length > 0) return out
  const toPeers = peersOf({ vpcs, peerings }, table.vpcKey).flatMap(({ id, blocks }) =>
    blocks
      .filter((block) => !images.has(formatCidr(block)))
      .map((block) => impliedRoute(table, block, { hop: 'peering', peeringKey: id })),
  )
  return { ...out, routes: [...out.routes, ...toPeers] }
}

/** What the platform of the primary site leads to the gateway of a network by itself, where the recovery site has one for it. */
function beyondGateways(
  table: Table,
  written: ReadonlySet<string>,
  { gateways, complete, mapOf, vpcs }: Opening,
): readonly RouteTranslation[] {
  const { network } = complete
  const map = mapOf(vpcs.find(({ key }) => key === table.vpcKey)?.from ?? null)
  return gateways.planned
    .filter(({ vpcKeys }) => vpcKeys.includes(table.vpcKey))
    .flatMap((gateway) => {
      const learned = gateways.ways.teaches(gateway, table.key, true)
      const behind = new Map(
        behindOf(gateway, { network })
          .filter(({ family }) => family === 4)
          .flatMap((block) => imageOf(map, block))
          .map((block) => [formatCidr(block), block]),
      )
      return [...behind]
        .filter(([text]) => !written.has(text))
        .map(([, block]) =>
          impliedRoute(table, block, { hop: 'vpn-gateway', gatewayKey: gateway.key, ...(learned && { learned }) }),
        )
    })
}

const everywhere: Cidr = { family: 4, network: 0n, prefixLength: 0 }

function openedDefault(table: Table, context: Opening): ImpliedRoutes {
  const way = context.waysOut.get(table.key)
  const { platformRoutes } = context.routing
  // The target leads to the internet by itself; only a NAT gateway has to be said.
  if (platformRoutes.length > 0)
    return {
      routes: way === 'nat-gateway' ? [{ ...impliedRoute(table, everywhere, { hop: way }), byPlatform: true }] : [],
      findings: [],
    }
  if (way === undefined) return { routes: [], findings: [] }
  if (way === 'internet-gateway' || (way === 'nat-gateway' && canHaveNat(table, context)))
    return { routes: [impliedRoute(table, everywhere, { hop: way })], findings: [] }
  return { routes: [], findings: [closedFinding(table, way)] }
}

/** Some table of its VPC leads to the internet. */
const canHaveNat = ({ vpcKey }: Table, { tables, waysOut, routing, carried }: Opening): boolean =>
  !routing.natNeedsPublicSubnet ||
  tables.some(
    (other) =>
      other.vpcKey === vpcKey &&
      (waysOut.get(other.key) === 'internet-gateway' ||
        carried.some(
          ({ tableKey, hop, destination }) =>
            tableKey === other.key && hop === 'internet-gateway' && destination.prefixLength === 0,
        )),
  )

const impliedRoute = (
  table: Table,
  destination: Cidr,
  way: Pick<RouteTranslation, 'hop' | 'peeringKey' | 'gatewayKey' | 'learned'>,
): RouteTranslation => ({
  key: stableKey(`${table.name}-${formatCidr(destination)}`, `${table.from ?? table.key}#${formatCidr(destination)}`),
  from: table.from ?? table.key,
  tableKey: table.key,
  destination,
  ...way,
  rule: 'allocated',
})

const closedFinding = ({ name }: Table, way: WayOut): Finding =>
  createFinding('network.route-untranslated', {
    subject: `${name} → ${formatCidr(everywhere)}`,
    message:
      way === null
        ? `The platform of the primary site leads the subnets of ${name} to the internet by itself, by addresses that it lends. The target does not: their VMs do not reach the internet at the recovery site.`
        : `The subnets of ${name} reach the internet by a NAT gateway that stands at them. At the recovery site their VPC has no subnet with a route to the internet, where one could stand.`,
    suggestion: 'Give the VPC of the primary site a subnet with a public address, for a NAT gateway, or answer for it.',
  })
