/** The translated network as values of foundation/'s variables, keyed as the translation keys it. */
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { networkAclEntries, networkAcls } from './terraform-filters.ts'
import { managedPrefixLists, prefixLists } from './terraform-lists.ts'
import { securityRules } from './terraform-security.ts'
import { pairsOf } from './terraform-peerings.ts'
import { ruleDescription, tagValue } from './text.ts'

interface Keyed {
  readonly key: string
}

/** A record by key; one key never stands for two things, so the order does not matter. */
const byKey = <Thing extends Keyed, Value>(
  things: readonly Thing[],
  valueOf: (thing: Thing) => Value,
): Record<string, Value> => Object.fromEntries(things.map((thing) => [thing.key, valueOf(thing)]))

const nameOf = (thing: { readonly key: string; readonly name: string }): string => tagValue(thing.name) || thing.key

/** IPv6 blocks are left out: AWS assigns them, so no plan can state them. */
export function networkVariables(network: NetworkTranslation) {
  const routes = carriedRoutes(network)
  const peeringPairs = pairsOf(network.peerings ?? [])
  const subnets = network.subnets.filter(({ block }) => block.family === 4)
  return {
    vpcs: byKey(network.vpcs, (vpc) => {
      const [block = '', ...secondary] = vpc.blocks.filter(({ family }) => family === 4).map(formatCidr)
      return { name: nameOf(vpc), block, secondary_blocks: secondary }
    }),
    subnets: byKey(subnets, (subnet) => ({
      name: nameOf(subnet),
      vpc_key: subnet.vpcKey,
      route_table_key: subnet.routeTableKey,
      block: formatCidr(subnet.block),
      zone: subnet.zone,
    })),
    route_tables: byKey(network.routeTables, (table) => ({ name: nameOf(table), vpc_key: table.vpcKey })),
    routes: byKey(routes, ({ tableKey, destination, hop, peeringKey }) => ({
      route_table_key: tableKey,
      family: destination.family,
      destination: formatCidr(destination),
      hop,
      ...(peeringKey !== undefined && { peering_key: peeringPairs.keyOf(peeringKey) }),
    })),
    peerings: peeringPairs.values,
    nat_gateways: natGateways(network, routes),
    security_groups: byKey(network.securityGroups, (group) => ({
      name: nameOf(group),
      vpc_key: group.vpcKey,
      description: ruleDescription(group.description) || ruleDescription(`Translated from ${group.from ?? group.key}`),
    })),
    security_rules: securityRules(network.securityRules, network.prefixLists),
    prefix_lists: prefixLists(network.prefixLists),
    managed_prefix_lists: managedPrefixLists(network.prefixLists),
    network_acls: networkAcls(network, new Set(subnets.map(({ key }) => key))),
    network_acl_entries: networkAclEntries(network),
  }
}

type Route = NetworkTranslation['routes'][number]

/** Those to gateways and peers. A NAT route of a VPC without a public subnet is left out: its gateway would have nowhere to stand. */
export function carriedRoutes(network: NetworkTranslation): readonly Route[] {
  const vpcOf = new Map(network.routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  return network.routes.filter(({ hop, tableKey }) => {
    if (hop === 'internet-gateway' || hop === 'peering') return true
    return hop === 'nat-gateway' && publicSubnet(network, vpcOf.get(tableKey) ?? '') !== null
  })
}

/** One NAT gateway for each VPC that routes through one, in its first public subnet. */
function natGateways(network: NetworkTranslation, routes: readonly Route[]): Record<string, { subnet_key: string }> {
  const tables = new Set(routes.filter(({ hop }) => hop === 'nat-gateway').map(({ tableKey }) => tableKey))
  const vpcKeys = new Set(network.routeTables.filter(({ key }) => tables.has(key)).map(({ vpcKey }) => vpcKey))
  return Object.fromEntries(
    [...vpcKeys].flatMap((vpcKey) => {
      const subnetKey = publicSubnet(network, vpcKey)
      return subnetKey === null ? [] : [[vpcKey, { subnet_key: subnetKey }]]
    }),
  )
}

/** The first subnet, by key, that leads everything to the internet gateway. */
function publicSubnet(network: NetworkTranslation, vpcKey: string): string | null {
  const open = publicSubnetKeys(network)
  const keys = network.subnets
    .filter((subnet) => subnet.vpcKey === vpcKey && open.has(subnet.key))
    .map(({ key }) => key)
  return keys.sort()[0] ?? null
}

/** Subnets whose route table leads everything to the internet gateway. */
export function publicSubnetKeys(network: NetworkTranslation): ReadonlySet<string> {
  const tables = new Set(
    network.routes
      .filter(({ hop, destination }) => hop === 'internet-gateway' && destination.prefixLength === 0)
      .map(({ tableKey }) => tableKey),
  )
  return new Set(network.subnets.filter(({ routeTableKey }) => tables.has(routeTableKey)).map(({ key }) => key))
}
