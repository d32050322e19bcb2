/** Route tables of the primary site as they work; what its platform adds by itself is added here. */
import { objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Network, Route, Vpc } from '../../../model/network.ts'
import { findAppliances } from '../appliances.ts'
import type { CompleteNetwork } from '../complete.ts'
import { cardText } from './card-key.ts'
import { withPlatformRoutes, type PlatformFacts } from './platform-routes.ts'
import type { Side, SideRoute } from './side.ts'

/** By table; and by VPC for subnets without a table, where the platform adds routes. */
export function primaryTables(complete: Pick<CompleteNetwork, 'network' | 'nics'>): Side['tables'] {
  const { network } = complete
  const applianceOf = findAppliances(complete)
  const peerings = new Map(objectsOf(network.objects, 'peering').map((peering) => [peering.id, peering]))
  const adding = new Map(network.vpcs.flatMap((vpc) => (vpc.platformRoutes ? [[vpc.id, factsOf(vpc, network)]] : [])))
  const routesOf = Map.groupBy(network.routes, ({ tableId }) => tableId)
  const written = (id: string, vpcId: string): readonly SideRoute[] =>
    (routesOf.get(id) ?? []).map((route) => {
      const card = applianceOf(route.hop, vpcId)
      // A card that takes only what is for itself drops the rest.
      if (card?.nic.forwards === false) return { ...routeOf(route), hop: 'blackhole' }
      if (card) return { ...routeOf(route), hop: 'appliance', leadsTo: cardText(card.vm.id, card.nicIndex) }
      const leadsTo = route.hop.kind === 'peering' ? otherEnd(peerings.get(route.hop.id ?? ''), vpcId) : null
      return { ...routeOf(route), ...(leadsTo !== null && { leadsTo }) }
    })
  const whole = (routes: readonly SideRoute[], vpcId: string): readonly SideRoute[] => {
    const facts = adding.get(vpcId)
    return facts ? withPlatformRoutes(routes, facts) : routes
  }
  return new Map([
    ...[...adding.keys()].map((vpcId) => [vpcId, whole([], vpcId)] as const),
    ...network.routeTables.map(({ id, vpcId }) => [id, whole(written(id, vpcId), vpcId)] as const),
  ])
}

/** Subnets that a NAT gateway stands at. Where it stands in a subnet that others lead to, routes say so. */
export function subnetsBehindNat({ vpcs, subnets, objects }: Network): ReadonlySet<string> {
  const adding = new Set(vpcs.flatMap(({ id, platformRoutes }) => (platformRoutes ? [id] : [])))
  const behind = new Set(
    objectsOf(objects, 'gateway').flatMap(({ role, subnetIds }) => (role === 'nat' ? subnetIds : [])),
  )
  return new Set(subnets.flatMap(({ id, vpcId }) => (adding.has(vpcId) && behind.has(id) ? [id] : [])))
}

const otherEnd = (peering: NetworkObjectOf<'peering'> | undefined, vpcId: string): string | null => {
  if (!peering) return null
  return peering.vpcId === vpcId ? peering.peerVpcId : peering.vpcId
}

const routeOf = ({ id, destination, hop }: Route): SideRoute => ({
  id,
  destination: 'prefixListId' in destination ? { list: destination.prefixListId } : destination,
  hop: hop.kind,
  hopId: hop.id,
})

/** Gateways of a peer count where it lends them. */
function factsOf({ id, blocks, platformRoutes = [] }: Vpc, { objects }: Network): PlatformFacts {
  const peerings = objectsOf(objects, 'peering').filter(({ vpcId, passes }) => vpcId === id && passes !== false)
  const lenders = peerings.flatMap(({ usesPeerGateway, peerVpcId }) => (usesPeerGateway === true ? [peerVpcId] : []))
  const connections = objectsOf(objects, 'connection').filter(({ vpcId }) => [id, ...lenders].includes(vpcId ?? ''))
  return {
    platformRoutes,
    blocks,
    peers: peerings.map((peering) => ({ id: peering.id, blocks: peering.peerBlocks, leadsTo: peering.peerVpcId })),
    behindGateways: connections.flatMap((connection) => connection.blocks),
    learnedBy: connections.some(({ dynamic }) => dynamic !== false) ? id : null,
  }
}
