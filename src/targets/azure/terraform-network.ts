/** The translated network as values of foundation/'s variables, keyed as the translation keys it. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { plainSubnetName, refusalsOf, serviceSubnets } from './special-subnets.ts'
import { tagValue } from './text.ts'

interface Named {
  readonly key: string
  readonly name: string
}

/** A record by key; one key never stands for two things, so the order does not matter. */
const byKey = <Thing extends { readonly key: string }, Value>(
  things: readonly Thing[],
  valueOf: (thing: Thing) => Value,
): Record<string, Value> => Object.fromEntries(things.map((thing) => [thing.key, valueOf(thing)]))

export const nameOf = ({ key, name }: Named): string => tagValue(name) || key

/**
 * Subnets that services of Azure look for by name keep it; all others are called by their key. IPv6 blocks are left out:
 * drplan gives no addresses of IPv6.
 */
export function networkVariables(network: NetworkTranslation) {
  const services = serviceSubnets(network)
  const subnets = network.subnets.filter(({ block }) => block.family === 4)
  return {
    vpcs: byKey(network.vpcs, (vpc) => ({
      name: nameOf(vpc),
      blocks: vpc.blocks.filter(({ family }) => family === 4).map(formatCidr),
    })),
    subnets: byKey(subnets, (subnet) => ({
      resource_name: services.get(subnet.key) ?? plainSubnetName(subnet.key),
      vpc_key: subnet.vpcKey,
      ...(takesTable(subnet, network, services) ? { route_table_key: subnet.routeTableKey } : {}),
      block: formatCidr(subnet.block),
    })),
    route_tables: byKey(network.routeTables, (table) => ({
      name: nameOf(table),
      vpc_key: table.vpcKey,
      ...(refusesLearned(table, network, services) && { learns: false }),
    })),
    routes: Object.fromEntries(carriedRoutes(network).flatMap(routeValue)),
    nat_gateways: natGateways(network),
    peerings: peerings(network),
  }
}

/** A table that learns nothing from the gateways of its network; that of a gateway itself has to (VPN Gateway settings). */
const refusesLearned = (
  { key, vpcKey }: NetworkTranslation['routeTables'][number],
  { gateways = [], subnets }: NetworkTranslation,
  services: Services,
): boolean => {
  const own = gateways.filter(({ vpcKeys }) => vpcKeys.includes(vpcKey))
  const ofGateway = subnets.some((subnet) => services.has(subnet.key) && subnet.routeTableKey === key)
  return own.length > 0 && !ofGateway && !own.some(({ learningTableKeys }) => learningTableKeys.includes(key))
}

type Subnet = NetworkTranslation['subnets'][number]

type Services = ReturnType<typeof serviceSubnets>

const takesTable = ({ key, routeTableKey }: Subnet, network: NetworkTranslation, services: Services): boolean => {
  const { table } = refusalsOf(services.get(key))
  const leadsAway = ({ tableKey, destination, byPlatform }: CarriedRoute): boolean =>
    tableKey === routeTableKey && destination.prefixLength === 0 && byPlatform !== true
  return table === 'any' || (table === 'without-default' && !carriedRoutes(network).some(leadsAway))
}

/** Subnets of services that Azure refuses the table of, although it has routes of somebody. */
export function untabledSubnets(network: NetworkTranslation): readonly Subnet[] {
  const services = serviceSubnets(network)
  return network.subnets.filter(
    (subnet) =>
      !takesTable(subnet, network, services) &&
      carriedRoutes(network).some(
        ({ tableKey, byPlatform }) => tableKey === subnet.routeTableKey && byPlatform !== true,
      ),
  )
}

type CarriedRoute = NetworkTranslation['routes'][number]

const carriedRoutes = ({ routes }: NetworkTranslation): readonly CarriedRoute[] =>
  routes.filter(({ destination }) => destination.family === 4)

/**
 * Azure joins networks one way at a time, and only both ways together let anything pass. Where the primary site states one
 * way only, it means both (as a peering of AWS does). Gateways behind a peer are not used: the plan builds none. No key of
 * the plan has an underscore.
 */
function peerings(network: NetworkTranslation) {
  const stated = network.peerings ?? []
  const ways = new Set(stated.map(({ vpcKey, peerVpcKey }) => `${vpcKey} ${peerVpcKey}`))
  const back = stated
    .filter(({ vpcKey, peerVpcKey }) => !ways.has(`${peerVpcKey} ${vpcKey}`))
    .map((way) => ({ ...way, key: `${way.key}_back`, vpcKey: way.peerVpcKey, peerVpcKey: way.vpcKey }))
  return byKey([...stated, ...back], ({ vpcKey, peerVpcKey, forwards }) => ({
    vpc_key: vpcKey,
    peer_vpc_key: peerVpcKey,
    forwards: forwards ?? false,
  }))
}

/**
 * Next hops as Azure has them ("Virtual network traffic routing", 2025). There is no hop for a NAT gateway: it belongs to
 * the subnet, and takes what a route leads to the internet.
 */
const nextHops: Readonly<Record<string, string>> = {
  'internet-gateway': 'Internet',
  'nat-gateway': 'Internet',
  appliance: 'VirtualAppliance',
  blackhole: 'None',
  local: 'VnetLocal',
  'vpn-gateway': 'VirtualNetworkGateway',
  'transit-gateway': 'VirtualNetworkGateway',
}

type RouteValue = {
  readonly route_table_key: string
  readonly destination: string
  readonly next_hop_type: string
  readonly next_hop_address?: string
}

function routeValue(route: CarriedRoute): readonly (readonly [string, RouteValue])[] {
  const { key, tableKey, destination, hop, address, learned, byPlatform } = route
  const type = nextHops[hop]
  if (type === undefined || byPlatform === true || learned === true || isLost(route)) return []
  const value = { route_table_key: tableKey, destination: formatCidr(destination), next_hop_type: type }
  return [[key, { ...value, ...(hop === 'appliance' && address ? { next_hop_address: formatAddress(address) } : {}) }]]
}

const isLost = ({ hop, address }: CarriedRoute): boolean => hop === 'appliance' && !address

/** Routes to appliances whose address at the recovery site nobody knows. */
export const lostRoutes = (network: NetworkTranslation): readonly CarriedRoute[] =>
  carriedRoutes(network).filter(isLost)

/** Addresses that routes lead to: their cards forward what is not for them. */
export const applianceAddresses = (network: NetworkTranslation): ReadonlySet<string> =>
  new Set(
    carriedRoutes(network).flatMap(({ hop, address }) =>
      hop === 'appliance' && address ? [formatAddress(address)] : [],
    ),
  )

/** Subnets that are made and may stand behind a network security group. */
export function guardableSubnets(network: NetworkTranslation): ReadonlySet<string> {
  const services = serviceSubnets(network)
  return new Set(
    network.subnets.flatMap(({ key, block }) =>
      block.family === 4 && !refusalsOf(services.get(key)).filter ? [key] : [],
    ),
  )
}

/** One NAT gateway for each VNet with subnets that leave by one. */
function natGateways(network: NetworkTranslation): Record<string, { readonly subnet_keys: readonly string[] }> {
  const tables = new Set(
    carriedRoutes(network)
      .filter(({ hop }) => hop === 'nat-gateway')
      .map(({ tableKey }) => tableKey),
  )
  const services = serviceSubnets(network)
  const leaving = network.subnets.filter(
    ({ key, block, routeTableKey }) =>
      block.family === 4 && tables.has(routeTableKey) && !refusalsOf(services.get(key)).nat,
  )
  return Object.fromEntries(
    [...Map.groupBy(leaving, ({ vpcKey }) => vpcKey)].map(([vpcKey, own]) => [
      vpcKey,
      { subnet_keys: own.map(({ key }) => key).toSorted() },
    ]),
  )
}
