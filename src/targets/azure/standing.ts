/** What foundation/ makes stand, as the source of Azure shows it. */
import { formatAddress } from '../../model/address.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingSite, StandingThing } from '../../model/standing.ts'
import { guardWords, hopText, routeSlot, routeText, togetherText } from '../../model/standing-text.ts'
import { standingMarks } from '../../model/standing-marks.ts'
import { parseCidr } from '../../model/cidr.ts'
import { placedVms, stands } from '../placed-vms.ts'
import { aThing, keysOf, ref, serverThing, vpcThing } from '../standing.ts'
import { azureFilterWords } from './filter-words.ts'
import { standingFilters } from './standing-filters.ts'
import { diskType } from './terraform-disks.ts'
import { gatewayVariables } from './terraform-gateways.ts'
import { applianceAddresses, guardableSubnets, networkVariables } from './terraform-network.ts'
import { guardsCards } from './terraform-security.ts'
import { siteName, tagValue } from './text.ts'

export function azureStandingSite(plan: Plan): StandingSite {
  const { network } = plan
  return {
    things: [
      ...network.vpcs.map(({ key }) => vpcThing(network, key, keysOf(plan, 'vpc', key).map(vnetName))),
      ...standingSubnets(network),
      ...standingTables(plan),
      ...standingFilters(plan, siteName(plan.site.id)),
      ...network.memberGroups.map(({ key }) =>
        aThing({ kind: 'member-group', key, names: keysOf(plan, 'member-group', key) }),
      ),
      ...standingGateways(plan),
      ...standingPeerings(network),
      ...standingServers(plan),
    ],
    lastOrder: azureFilterWords.order.last,
    ownGroups: [],
    siteTag: tagValue(plan.site.id),
  }
}

/** Two characters at least, as modules/network names it. */
const vnetName = (key: string): string => (key.length > 1 ? key : `${key}_`)

function standingSubnets(network: NetworkTranslation): readonly StandingThing[] {
  const guardable = guardableSubnets(network)
  const guards = new Map(
    network.packetFilters
      .filter(guardsCards)
      .flatMap(({ key, subnetKeys }) => subnetKeys.map((subnetKey) => [subnetKey, key] as const)),
  )
  return Object.entries(networkVariables(network).subnets).map(([key, subnet]) =>
    aThing({
      kind: 'subnet',
      key,
      names: [subnet.resource_name],
      vpcKey: subnet.vpc_key,
      marks: [subnet.block],
      values: {
        block: subnet.block,
        'route table': 'route_table_key' in subnet ? (subnet.route_table_key ?? 'none') : 'none',
        'packet filter': (guardable.has(key) ? guards.get(key) : undefined) ?? guardWords.none,
      },
    }),
  )
}

/** Kinds of hops by the words of Azure (Network API, RouteNextHopType). */
const hops = {
  Internet: 'internet-gateway',
  VirtualAppliance: 'address',
  None: 'blackhole',
  VnetLocal: 'local',
  VirtualNetworkGateway: 'vpn-gateway',
} as const

/** The source leaves out tables that no subnet uses: they lead nothing. */
function standingTables(plan: Plan): readonly StandingThing[] {
  const { subnets, routes } = networkVariables(plan.network)
  const uses = Map.groupBy(Object.entries(subnets), ([, subnet]) =>
    'route_table_key' in subnet ? (subnet.route_table_key ?? '') : '',
  )
  return plan.network.routeTables
    .filter(({ key }) => uses.has(key))
    .map(({ key, vpcKey }) =>
      aThing({
        kind: 'route-table',
        key,
        names: keysOf(plan, 'route-table', key),
        vpcKey,
        marks: (uses.get(key) ?? []).map(([subnetKey]) => subnetKey),
        items: Object.values(routes)
          .filter((route) => route.route_table_key === key)
          .map((route) => {
            const destination = parseCidr(route.destination)
            const hop = hops[route.next_hop_type as keyof typeof hops]
            const address = route.next_hop_address ?? null
            return { text: routeText(destination, hopText(hop, address)), slot: routeSlot(destination) }
          }),
      }),
    )
}

/** NAT gateways of networks, and VPN gateways that are built; what was there before is joined to, and not looked at. */
function standingGateways(plan: Plan): readonly StandingThing[] {
  const { network } = plan
  const { vpn_gateways: built, remote_gateways: remotes, vpn_connections: connections } = gatewayVariables(network)
  const vpcs = new Map(network.subnets.map(({ key, vpcKey }) => [key, vpcKey]))
  return [
    ...Object.entries(networkVariables(network).nat_gateways).map(([vpcKey, { subnet_keys: subnetKeys }]) =>
      aThing({
        kind: 'gateway',
        key: `nat of ${vpcKey}`,
        names: keysOf(plan, 'vpc', vpcKey).map((one) => standingMarks.gatewayName('nat', `nat-${one}`)),
        vpcKey,
        marks: [standingMarks.gateway('nat', vpcKey)],
        values: { subnets: togetherText(subnetKeys) },
      }),
    ),
    ...Object.entries(built).map(([key, { subnet_key: subnetKey, asn }]) =>
      aThing({
        kind: 'gateway',
        key,
        inside: [ref('subnet', subnetKey)],
        names: [standingMarks.gatewayName('vpn', key)],
        marks: [standingMarks.gateway('vpn', vpcs.get(subnetKey) ?? '')],
        values: { subnets: subnetKey, asn: asn === undefined ? null : String(asn) },
      }),
    ),
    ...Object.entries(remotes).map(([key, { address }]) =>
      aThing({ kind: 'remote-gateway', key, marks: [address], values: { address } }),
    ),
    ...Object.entries(connections).map(([key, one]) =>
      aThing({
        kind: 'connection',
        key,
        inside: [ref('gateway', one.vpn_gateway_key), ref('remote-gateway', one.remote_gateway_key)],
        marks: [standingMarks.between(one.vpn_gateway_key, one.remote_gateway_key)],
        values: { routing: one.dynamic ? 'dynamic' : 'static' },
      }),
    ),
  ]
}

const standingPeerings = (network: NetworkTranslation): readonly StandingThing[] =>
  Object.entries(networkVariables(network).peerings).map(([key, way]) =>
    aThing({
      kind: 'peering',
      key,
      inside: [ref('vpc', way.vpc_key), ref('vpc', way.peer_vpc_key)],
      marks: [standingMarks.between(way.vpc_key, way.peer_vpc_key)],
      values: { forwarding: way.forwards ? 'on' : 'off', traffic: 'on' },
    }),
  )

function standingServers(plan: Plan): readonly StandingThing[] {
  const { network } = plan
  const appliances = applianceAddresses(network)
  const filters = network.packetFilters.filter(guardsCards)
  return placedVms(plan)
    .filter(stands)
    .map((placed) =>
      serverThing({
        placed,
        cardValues: ([first], vmId) => {
          const holds = ({ cards }: Pick<(typeof filters)[number], 'cards'>): boolean =>
            cards.some((card) => card.vmId === vmId && card.nicIndex === first?.nicIndex)
          return {
            'packet filter': togetherText(filters.filter(holds).map(({ key }) => key)),
            'member groups': togetherText(network.memberGroups.filter(holds).map(({ key }) => key)),
          }
        },
        diskClass: (classId) => diskType(classId).type,
        forwards: (card) =>
          card[0]?.forwards === true || card.some(({ to }) => to !== null && appliances.has(formatAddress(to))),
      }),
    )
}
