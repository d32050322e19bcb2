/** The translated network as values of foundation/'s variables, keyed as the translation keys it. */
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation, SecurityRuleTranslation } from '../../model/network-translation.ts'
import { plainText, ruleDescription, tagValue } from './text.ts'

interface Keyed {
  readonly key: string
}

/** A record by key; one key never stands for two things, so the order does not matter. */
export const byKey = <Thing extends Keyed, Value>(
  things: readonly Thing[],
  valueOf: (thing: Thing) => Value,
): Record<string, Value> => Object.fromEntries(things.map((thing) => [thing.key, valueOf(thing)]))

const nameOf = (thing: { readonly key: string; readonly name: string }): string => tagValue(thing.name) || thing.key

/** IPv6 blocks are left out: AWS assigns them, so no plan can state them. */
export function networkVariables(network: NetworkTranslation) {
  const routes = carriedRoutes(network)
  return {
    vpcs: byKey(network.vpcs, (vpc) => {
      const [block = '', ...secondary] = vpc.blocks.filter(({ family }) => family === 4).map(formatCidr)
      return { name: nameOf(vpc), block, secondary_blocks: secondary }
    }),
    subnets: byKey(
      network.subnets.filter(({ block }) => block.family === 4),
      (subnet) => ({
        name: nameOf(subnet),
        vpc_key: subnet.vpcKey,
        route_table_key: subnet.routeTableKey,
        block: formatCidr(subnet.block),
        zone: subnet.zone,
      }),
    ),
    route_tables: byKey(network.routeTables, (table) => ({ name: nameOf(table), vpc_key: table.vpcKey })),
    routes: byKey(routes, ({ tableKey, destination, hop }) => ({
      route_table_key: tableKey,
      family: destination.family,
      destination: formatCidr(destination),
      hop,
    })),
    nat_gateways: natGateways(network, routes),
    security_groups: byKey(network.securityGroups, (group) => ({
      name: nameOf(group),
      vpc_key: group.vpcKey,
      description: ruleDescription(group.description) || ruleDescription(`Translated from ${group.from ?? group.key}`),
    })),
    security_rules: byKey(network.securityRules, ruleValue),
  }
}

type Route = NetworkTranslation['routes'][number]

/** A NAT route of a VPC without a public subnet is left out: its gateway would have nowhere to stand. */
function carriedRoutes(network: NetworkTranslation): readonly Route[] {
  const vpcOf = new Map(network.routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  return network.routes.filter(({ hop, tableKey }) => {
    if (hop === 'internet-gateway') return true
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

function ruleValue(rule: SecurityRuleTranslation) {
  return {
    group_key: rule.groupKey,
    direction: rule.direction,
    ...protocolAndPorts(rule),
    ...peerValue(rule.peer),
    description: ruleDescription(`${plainText(rule.from)} ${rule.description}`),
  }
}

/** AWS answers with these names when it is given the number, so the number would differ at every plan. */
const namedProtocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

/** What "all" is, where a protocol has ports: for icmp they are type and code (EC2 API, IpPermission). */
const allPorts: Readonly<Record<string, { from: number; to: number }>> = {
  tcp: { from: 0, to: 65535 },
  udp: { from: 0, to: 65535 },
  icmp: { from: -1, to: -1 },
  icmpv6: { from: -1, to: -1 },
}

function protocolAndPorts({ protocol, ports }: SecurityRuleTranslation) {
  if (protocol === 'any') return { protocol: '-1' }
  const name = typeof protocol === 'number' ? (namedProtocols[protocol] ?? String(protocol)) : protocol
  const all = allPorts[name]
  if (!all) return { protocol: name }
  const { from, to } = ports ?? all
  return { protocol: name, from_port: from, to_port: to }
}

function peerValue(peer: SecurityRuleTranslation['peer']) {
  if (peer.kind === 'group') return { peer_group_key: peer.groupKey }
  return peer.cidr.family === 4 ? { cidr_ipv4: formatCidr(peer.cidr) } : { cidr_ipv6: formatCidr(peer.cidr) }
}
