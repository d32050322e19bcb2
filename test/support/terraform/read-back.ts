/**
 * What lets connections through, read from two ends as the same lines of text: from what terraform has made, and from
 * the translation that was proven. Both are written anew here, so that a fault of the way between them shows.
 */
import { formatCidr } from '../../../src/model/cidr.ts'
import type {
  NetworkTranslation,
  PacketFilterTranslation,
  PrefixListTranslation,
  SecurityRuleTranslation,
} from '../../../src/model/network-translation.ts'
import type { FilterEntry } from '../../../src/model/packet-filter.ts'
import { line, text } from './lines.ts'
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'
import { cardName, provenWays } from './proven-ways.ts'
import { builtGateway, gatewayTypes, provenGateways, vpnGateway } from './read-back-gateways.ts'

type Values = PlanResource['values']

/** The types that this speaks of. */
export const guardTypes = [
  'aws_security_group',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_ec2_managed_prefix_list',
  'aws_network_acl',
  'aws_network_acl_rule',
  'aws_network_acl_association',
  'aws_vpc',
  'aws_vpc_ipv4_cidr_block_association',
  'aws_subnet',
  'aws_route_table',
  'aws_route_table_association',
  'aws_route',
  'aws_vpc_peering_connection',
  'aws_instance',
  'aws_network_interface',
  ...gatewayTypes,
] as const

/** What is built in both roots: of recovery/ its servers, and the routes to them. */
export const builtInBoth = (
  foundation: readonly PlanResource[],
  recovery: readonly PlanResource[],
): readonly PlanResource[] => [
  ...foundation,
  ...recovery.filter(({ type }) => ['aws_route', 'aws_instance', 'aws_network_interface'].includes(type)),
]

/** By the id of a thing its key, as `foundation/` has it. */
type Keys = (type: string, id: PlanValue | undefined) => string

/** Of applied resources, in whatever order; a thing that is made twice is there twice. */
export function builtGuards(resources: readonly PlanResource[]): readonly string[] {
  const keys = new Map([
    ...resources.map(({ type, index, values }) => [`${type} ${text(values['id'])}`, index ?? ''] as const),
    ...resources.flatMap(({ type, index, values }) => {
      if (type === 'aws_network_interface') return [[`card ${text(values['id'])}`, index ?? ''] as const]
      if (type !== 'aws_instance') return []
      return [[`card ${text(values['primary_network_interface_id'])}`, `${index}/0`] as const]
    }),
  ])
  const keyOf: Keys = (type, id) => keys.get(`${type} ${text(id)}`) ?? `unknown ${text(id)}`
  return resources
    .filter(({ address }) => !isOfReplication(address))
    .flatMap((resource) => builtLine(resource, keyOf))
    .toSorted()
}

/** The group of the servers that DRS starts: no VM of the plan is ever in it. */
export const isOfReplication = (address: string): boolean => address.startsWith('module.protection.')

function builtLine(resource: PlanResource, keyOf: Keys): readonly string[] {
  const { type, index, values } = resource
  const vpc = keyOf('aws_vpc', values['vpc_id'])
  const acl = keyOf('aws_network_acl', values['network_acl_id'])
  const lines: Readonly<Record<string, () => readonly string[]>> = {
    aws_security_group: () => [line('group', index, vpc)],
    aws_vpc_security_group_ingress_rule: () => [builtRule(values, 'ingress', keyOf)],
    aws_vpc_security_group_egress_rule: () => [builtRule(values, 'egress', keyOf)],
    aws_ec2_managed_prefix_list: () => builtList(resource),
    aws_network_acl: () => [line('acl', index, vpc)],
    aws_network_acl_rule: () => [builtEntry(values, acl)],
    aws_network_acl_association: () => [line('subnet', keyOf('aws_subnet', values['subnet_id']), acl)],
  }
  return [...(lines[type]?.() ?? builtWays(resource, keyOf)), ...builtGateway(resource, keyOf)]
}

/** Where networks, subnets and routes are; and which cards pass on what is not for them. */
function builtWays({ type, mode, index, values }: PlanResource, keyOf: Keys): readonly string[] {
  const vpc = keyOf('aws_vpc', values['vpc_id'])
  const table = keyOf('aws_route_table', values['route_table_id'])
  const forwards = (card: string): readonly string[] => [
    line('card', card, values['source_dest_check'] === true ? 'keeps to itself' : 'forwards'),
  ]
  // What DRS has launched is only looked up: whether it forwards is said by no Terraform.
  if (mode === 'data') return []
  const lines: Readonly<Record<string, () => readonly string[]>> = {
    aws_vpc: () => [line('vpc', index, 'has', values['cidr_block'])],
    aws_vpc_ipv4_cidr_block_association: () => [line('vpc', vpc, 'has', values['cidr_block'])],
    aws_subnet: () => [line('place', index, vpc, values['cidr_block'])],
    aws_route_table: () => [line('table', index, vpc)],
    aws_route_table_association: () => [line('uses', keyOf('aws_subnet', values['subnet_id']), table)],
    aws_route: () => [builtRoute(values, table, keyOf)],
    aws_vpc_peering_connection: () => [
      line('peering', index, vpc, keyOf('aws_vpc', values['peer_vpc_id']), ...named(values)),
    ],
    aws_instance: () => forwards(line(`${index}/0`)),
    aws_network_interface: () => forwards(line(index)),
  }
  return lines[type]?.() ?? []
}

const named = ({ accepter, requester, auto_accept: accepted }: Values): readonly PlanValue[] => [
  accepted ?? null,
  ...[accepter, requester].map((end) => {
    const [options] = Array.isArray(end) ? end.filter(isRecord) : []
    return options?.['allow_remote_vpc_dns_resolution'] ?? null
  }),
]

function builtRoute(values: Values, table: string, keyOf: Keys): string {
  const hops = [
    ['aws_internet_gateway', values['gateway_id']],
    ['aws_nat_gateway', values['nat_gateway_id']],
    ['aws_vpc_peering_connection', values['vpc_peering_connection_id']],
  ] as const
  const gateways = hops.filter(([, id]) => Boolean(id)).map(([type, id]) => line(type, keyOf(type, id)))
  const beyond = vpnGateway(values['gateway_id'], keyOf)
  if (values['transit_gateway_id']) gateways.push(line('transit', values['transit_gateway_id']))
  else if (gateways[0]?.startsWith('aws_internet_gateway unknown')) gateways[0] = line('vpn gateway', beyond)
  // AWS fills in a card behind other hops too, which nobody chose.
  const ways = gateways.length > 0 ? gateways : [line('card', keyOf('card', values['network_interface_id']))]
  return line('route', table, values['destination_cidr_block'], values['destination_ipv6_cidr_block'], ways.join())
}

function builtList({ mode, index, values }: PlanResource): readonly string[] {
  if (mode === 'data') return [line('list', 'of AWS', index, values['name'])]
  return [line('list', index, values['address_family'], 'room', values['max_entries']), ...listed(index, values)]
}

const listed = (key: string | null, { entry }: Values): readonly string[] =>
  (Array.isArray(entry) ? entry.filter(isRecord) : []).map(({ cidr }) => line('list', key, 'has', cidr))

function builtRule(values: Values, direction: string, keyOf: Keys): string {
  const { referenced_security_group_id: group, prefix_list_id: list, cidr_ipv4: four, cidr_ipv6: six } = values
  const peers = [
    ...(group ? [line('group', keyOf('aws_security_group', group))] : []),
    ...(list ? [line('list', keyOf('aws_ec2_managed_prefix_list', list))] : []),
    ...[four, six].filter(Boolean).map((block) => line('block', block)),
  ]
  const { ip_protocol: protocol, from_port: from, to_port: to } = values
  const owner = keyOf('aws_security_group', values['security_group_id'])
  return line('rule', owner, direction, protocol, from, to, peers.join())
}

function builtEntry(values: Values, acl: string): string {
  const { rule_number: order, rule_action: action, protocol, cidr_block: four, ipv6_cidr_block: six } = values
  const { from_port: from, to_port: to, icmp_type: icmpType, icmp_code: code } = values
  const way = values['egress'] === true ? 'egress' : 'ingress'
  return line('entry', acl, way, order, action, protocol, from, to, icmpType, code, four, six)
}

/** The same lines, from what was proven; `keys`: of all servers, by VM; `launched`: those that Terraform does not make. */
export function provenGuards(
  network: NetworkTranslation,
  keys: ReadonlyMap<string, string>,
  launched: ReadonlySet<string> = new Set(),
): readonly string[] {
  const lists = new Map(network.prefixLists.map((list) => [list.key, list]))
  const cardOf = (vmId: string, nicIndex: number) => cardName(network, { key: keys.get(vmId), vmId, nicIndex })
  return [
    ...provenWays(network, cardOf, launched),
    ...provenGateways(network),
    ...network.securityGroups.map(({ key, vpcKey }) => line('group', key, vpcKey)),
    ...new Set(network.securityRules.flatMap((rule) => provenRule(rule, lists))),
    ...network.prefixLists.flatMap(provenList),
    ...network.packetFilters.flatMap(provenFilter),
  ].toSorted()
}

/** Of a list of both families one for each. */
function halvesOf({
  key,
  blocks,
}: PrefixListTranslation): readonly { key: string; family: string; blocks: string[] }[] {
  const half = (family: number) => blocks.filter((block) => block.family === family).map(formatCidr)
  const [four, six] = [half(4), half(6)]
  if (four.length > 0 && six.length > 0)
    return [
      { key: `${key}-ipv4`, family: 'IPv4', blocks: four },
      { key: `${key}-ipv6`, family: 'IPv6', blocks: six },
    ]
  return [{ key, family: six.length > 0 ? 'IPv6' : 'IPv4', blocks: [...four, ...six] }]
}

function provenList(list: PrefixListTranslation): readonly string[] {
  if (list.managed) return [line('list', 'of AWS', list.key, list.name)]
  return halvesOf(list).flatMap(({ key, family, blocks }) => [
    line('list', key, family, 'room', list.maxEntries),
    ...blocks.map((block) => line('list', key, 'has', block)),
  ])
}

/** As EC2 writes them: a protocol by its name where it has one here, and all ports as their range. */
function provenRule(
  { groupKey, direction, protocol, ports, peer }: SecurityRuleTranslation,
  lists: ReadonlyMap<string, PrefixListTranslation>,
): readonly string[] {
  const names: Readonly<Record<string, string>> = { any: '-1', '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }
  const name = names[String(protocol)] ?? String(protocol)
  const all = { tcp: [0, 65_535], udp: [0, 65_535], icmp: [-1, -1], icmpv6: [-1, -1] }[name] ?? [null, null]
  const [from, to] = ports && all[0] !== null ? [ports.from, ports.to] : all
  const rule = (peerText: string): string => line('rule', groupKey, direction, name, from, to, peerText)
  if (peer.kind === 'cidr') return [rule(line('block', formatCidr(peer.cidr)))]
  if (peer.kind === 'group') return [rule(line('group', peer.groupKey))]
  const list = lists.get(peer.listKey)
  return list ? halvesOf(list).map(({ key }) => rule(line('list', key))) : [rule('unknown list')]
}

const provenFilter = ({ key, vpcKey, subnetKeys, entries }: PacketFilterTranslation): readonly string[] => [
  line('acl', key, vpcKey),
  ...subnetKeys.map((subnetKey) => line('subnet', subnetKey, key)),
  ...entries.map((entry) => provenEntry(key, entry)),
]

function provenEntry(key: string, { direction, order, action, ...entry }: FilterEntry): string {
  const [end] = direction === 'ingress' ? entry.sources : entry.destinations
  const block = end?.kind === 'cidr' ? formatCidr(end.cidr) : 'unknown'
  const blocks = block.includes(':') ? [null, block] : [block, null]
  return line('entry', key, direction, order, action, ...provenService(entry), ...blocks)
}

/** Number of the protocol, ports, type and code. */
function provenService({
  protocol,
  ports,
  icmp,
}: Pick<FilterEntry, 'protocol' | 'ports' | 'icmp'>): readonly PlanValue[] {
  const numbers = { any: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const
  const number = typeof protocol === 'number' ? protocol : numbers[protocol]
  const { from, to } = ports[0] ?? { from: 0, to: 65_535 }
  const range = [6, 17].includes(number) ? [from, to] : [null, null]
  const types = [1, 58].includes(number) ? [icmp?.type ?? -1, icmp?.code ?? -1] : [null, null]
  return [number, ...range, ...types]
}
