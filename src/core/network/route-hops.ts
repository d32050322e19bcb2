/** What the hop of a route is at the recovery site: a gateway of the VPC, a planned card, a planned peering, or nowhere. */
import { formatAddress, type Address } from '../../model/address.ts'
import { contains, equalCidrs, formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation, PeeringTranslation, RouteTranslation } from '../../model/network-translation.ts'
import type { Network, Route, RouteTable } from '../../model/network.ts'
import type { Routing } from '../../model/target.ts'
import type { ApplianceOf } from './appliances.ts'
import type { SeatedNic } from './complete.ts'
import type { GatewayWays } from './gateways/plan-gateways.ts'
import { peersOf } from './proof/recovery-tables.ts'
import { tableKey } from './route-tables.ts'

export interface HopContext {
  readonly network: Network
  readonly routing: Routing
  readonly applianceOf: ApplianceOf
  readonly addresses: readonly AddressTranslation[]
  readonly peerings: readonly PeeringTranslation[]
  readonly gateways: GatewayWays
  readonly vpcs: readonly {
    readonly key: string
    readonly from: string | null
    readonly name: string
    readonly blocks: readonly Cidr[]
  }[]
}

type Way = Pick<RouteTranslation, 'hop' | 'card' | 'address' | 'peeringKey' | 'gatewayKey' | 'learned' | 'byPlatform'>

export interface TranslatedHop {
  /** For each destination that the route gets at the recovery site. */
  readonly wayTo: (destination: Cidr) => Way
  readonly findings: readonly Finding[]
}

interface Missing {
  /** There is no counterpart. */
  readonly why: string
}

/** Why a hop has no counterpart, for the kinds that have none. */
const missingHops: Partial<Record<Route['hop']['kind'], string>> = {
  'vpn-gateway':
    'the VPN of the primary site ends there, and network.gateways of drplan.yaml names nothing that stands for it at the recovery site',
  'transit-gateway': 'network.gateways of drplan.yaml names nothing that stands for it at the recovery site',
  endpoint: 'the endpoint belongs to a service of the primary region',
  other: 'drplan does not know this kind of hop',
}

export function hopOf(route: Route, table: RouteTable, context: HopContext): TranslatedHop | Missing {
  const { kind } = route.hop
  if (kind === 'interface' || kind === 'address') return applianceHop(route, table, context)
  if (kind === 'peering') return peeringHop(route, table, context)
  const beyond = gatewayHop(route, table, context)
  if (beyond) return beyond
  const adds = context.routing.platformRoutes.length > 0
  if (kind === 'blackhole' && !adds) return { why: 'its hop no longer exists at the primary site either' }
  const why = missingHops[kind]
  if (why !== undefined) return { why }
  // Where the primary site's platform adds the same, people wrote it on purpose: it has more effects than its way.
  const isFact = !context.network.vpcs.find(({ id }) => id === table.vpcId)?.platformRoutes
  return {
    wayTo: (to) => (isFact && isAdded(to, kind, context.routing) ? { hop: kind, byPlatform: true } : { hop: kind }),
    findings: [],
  }
}

const toInternet: ReadonlySet<string> = new Set(['internet-gateway', 'nat-gateway'])

/** The target leads there by itself: a route of its own for it would mean more than that. */
const isAdded = (to: Cidr, kind: string, { platformRoutes }: Routing): boolean =>
  toInternet.has(kind) &&
  platformRoutes.some(({ destination, hop }) => toInternet.has(hop) && equalCidrs(destination, to))

function peeringHop({ hop }: Route, { vpcId }: RouteTable, context: HopContext): TranslatedHop | Missing {
  const { peerings, vpcs, routing } = context
  const peering = peerings.find(({ from }) => from === hop.id)
  const vpcKey = vpcs.find(({ from }) => from === vpcId)?.key
  if (!peering || vpcKey === undefined) return { why: 'the peered VPC is not part of this plan' }
  const adds = routing.platformRoutes.length > 0
  const blocks = peersOf({ vpcs: [...vpcs], peerings: [...peerings] }, vpcKey).flatMap((peer) => peer.blocks)
  return {
    wayTo: (to) => ({
      hop: 'peering',
      peeringKey: peering.key,
      ...(adds && blocks.some((block) => equalCidrs(block, to)) && { byPlatform: true }),
    }),
    findings: [],
  }
}

/** What stands for a gateway at the recovery site, under the word for the gateway: it leads to the same networks. */
function gatewayHop({ hop, learned }: Route, table: RouteTable, { gateways, vpcs }: HopContext): TranslatedHop | null {
  const vpcKey = vpcs.find(({ from }) => from === table.vpcId)?.key ?? ''
  const gateway = gateways.of(hop.id ?? '', vpcKey)
  if (!gateway || (hop.kind !== 'vpn-gateway' && hop.kind !== 'transit-gateway')) return null
  const { kind } = hop
  const isLearned = gateways.teaches(gateway, tableKey(table), learned === true)
  return {
    wayTo: () => ({ hop: kind, gatewayKey: gateway.key, ...(isLearned && { learned: true }) }),
    findings: [],
  }
}

function applianceHop(route: Route, table: RouteTable, context: HopContext): TranslatedHop | Missing {
  const { network, addresses } = context
  const seated = context.applianceOf(route.hop, table.vpcId)
  if (!seated)
    return {
      why: `the appliance ${route.hop.kind === 'interface' ? 'behind it' : 'at that address'} has to be recovered first`,
    }
  const why = reasonAgainst(route, table, { ...context, seated })
  if (why !== null) return { why }
  const own = addresses.filter(({ vmId, nicIndex }) => vmId === seated.vm.id && nicIndex === seated.nicIndex)
  const named = own.find(({ from }) => from !== null && formatAddress(from) === route.hop.id) ?? own[0]
  if (!named?.to) return { why: `the address of ${seated.vm.name}, which it leads to, is not known there` }
  return {
    wayTo: wayToCard(seated, named.to),
    findings: [...idleFinding(route, table, seated), ...loopFinding(route, table, { seated, network })],
  }
}

/** The target has no such routes. */
function reasonAgainst(
  route: Route,
  table: RouteTable,
  { network, routing, seated }: HopContext & { readonly seated: SeatedNic },
): string | null {
  if (routing.platformRoutes.length === 0 && isPartOfVpc(route, table, network))
    return 'the target takes routes inside a VPC for whole subnets only'
  const subnet = network.subnets.find(({ id }) => id === seated.subnetId)
  if (subnet?.vpcId === table.vpcId || routing.appliancesOfPeers) return null
  return `${seated.vm.name}, which it leads to, is in another VPC, and the target has no such routes`
}

/** "Routing tables", Amazon VPC user guide, 2023-06: what is more specific than the way home names the block of a subnet. */
function isPartOfVpc({ destination }: Route, { vpcId }: RouteTable, { vpcs, subnets }: Network): boolean {
  if ('prefixListId' in destination) return false
  const own = subnets.filter((subnet) => subnet.vpcId === vpcId)
  const isInside = vpcs.some(({ id, blocks }) => id === vpcId && blocks.some((block) => contains(block, destination)))
  return isInside && !own.some(({ block }) => block !== null && equalCidrs(block, destination))
}

const wayToCard =
  ({ vm, nicIndex }: SeatedNic, address: Address) =>
  (): Way => ({ hop: 'appliance', card: { vmId: vm.id, nicIndex }, address })

const textOf = ({ destination }: Route): string =>
  'prefixListId' in destination ? destination.prefixListId : formatCidr(destination)

/** A card that drops what is not for it. */
function idleFinding(route: Route, { name }: RouteTable, { vm, nic }: SeatedNic): readonly Finding[] {
  if (nic.forwards === true) return []
  const why = nic.forwards === false ? 'takes only what is for itself' : 'is not known to pass on what is not for it'
  return [
    createFinding('network.appliance-idle', {
      subject: `${name} → ${textOf(route)}`,
      message: `The route to ${textOf(route)} in ${name} leads to ${vm.name}, whose card ${nic.id} ${why} at the primary site. It is the same at the recovery site, so the route leads nowhere there.`,
      suggestion: 'Let the card forward (no source/destination check, IP forwarding), or take the route away.',
      affected: [vm.id],
    }),
  ]
}

interface Standing {
  readonly seated: SeatedNic
  readonly network: Network
}

/** What the appliance passes on comes back to it. */
function loopFinding(route: Route, table: RouteTable, { seated, network }: Standing): readonly Finding[] {
  const subnet = network.subnets.find(({ id }) => id === seated.subnetId)
  const own = subnet?.routeTableId ?? (table.main && subnet?.vpcId === table.vpcId ? table.id : null)
  if (own !== table.id) return []
  return [
    createFinding('network.appliance-loop', {
      subject: `${table.name} → ${textOf(route)}`,
      message: `${seated.vm.name} stands in ${subnet?.name ?? 'a subnet'}, whose own table ${table.name} leads ${textOf(route)} to it: what it passes on there comes back to it, at both sites.`,
      suggestion: 'Give its subnet a table of its own that leads these destinations on.',
      affected: [seated.vm.id],
    }),
  ]
}
