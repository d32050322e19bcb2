/**
 * What lets connections through on Azure, read from two ends as the same lines of text: from what terraform has made,
 * and from the translation that was proven. Both are written anew here, so that a fault of the way between them shows.
 */
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { FilterEnd, FilterEntry, PortRange } from '../../../src/model/packet-filter.ts'
import {
  azureGatewayBuilders,
  azureGatewayTypes,
  builtLending,
  isOfGateway,
  learnsAll,
  provenAzureGateways,
} from './azure-read-back-gateways.ts'
import { isRecord, textOf, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

/** The types that this speaks of. */
export const azureGuardTypes = [
  'azurerm_application_security_group',
  'azurerm_network_interface',
  'azurerm_network_interface_application_security_group_association',
  'azurerm_network_interface_security_group_association',
  'azurerm_network_manager_admin_rule',
  'azurerm_network_manager_admin_rule_collection',
  'azurerm_network_manager_network_group',
  'azurerm_network_manager_static_member',
  'azurerm_network_security_group',
  'azurerm_network_security_rule',
  'azurerm_route',
  'azurerm_route_table',
  'azurerm_subnet',
  'azurerm_subnet_nat_gateway_association',
  'azurerm_subnet_network_security_group_association',
  'azurerm_subnet_route_table_association',
  'azurerm_virtual_network',
  'azurerm_virtual_network_peering',
  ...azureGatewayTypes,
] as const

const line = (...parts: readonly (PlanValue | undefined)[]): string => parts.map(textOf).join(' ')
const list = (value: PlanValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(textOf) : [])
const blocksIn = (values: Values, name: string): readonly Values[] => {
  const found = values[name]
  return Array.isArray(found) ? found.filter(isRecord) : []
}

/** By an id or a name of a thing its key, as the roots have it. */
type Keys = (type: string, id: PlanValue | undefined) => string

/** Of applied resources of both roots, in whatever order; a thing that is made twice is there twice. */
export function builtAzureGuards(resources: readonly PlanResource[]): readonly string[] {
  const keys = new Map(
    resources.flatMap(({ type, index, values }) =>
      [values['id'], values['name']].map((id) => [`${type} ${textOf(id)}`, index ?? ''] as const),
    ),
  )
  const keyOf: Keys = (type, id) => keys.get(`azurerm_${type} ${textOf(id)}`) ?? `unknown ${textOf(id)}`
  return resources.flatMap((resource) => builders[resource.type]?.(resource, keyOf) ?? []).toSorted()
}

const builders: Readonly<Record<string, (resource: PlanResource, keyOf: Keys) => readonly string[]>> = {
  azurerm_virtual_network: ({ index, values }) =>
    list(values['address_space']).map((block) => line('vnet', index, values['name'], block)),
  azurerm_subnet: ({ index, values }, keyOf) => [
    line(
      'subnet',
      index,
      keyOf('virtual_network', values['virtual_network_name']),
      ...list(values['address_prefixes']),
    ),
  ],
  ...azureGatewayBuilders,
  azurerm_route_table: ({ index, values }) => [
    line('table', index, values['name'], values['bgp_route_propagation_enabled']),
  ],
  azurerm_route: ({ values }, keyOf) => [
    line(
      'route',
      keyOf('route_table', values['route_table_name']),
      values['address_prefix'],
      values['next_hop_type'],
      values['next_hop_in_ip_address'],
    ),
  ],
  azurerm_virtual_network_peering: (resource, keyOf) => {
    const { values } = resource
    if (isOfGateway(resource)) return builtLending(resource, keyOf)
    return [
      line(
        'peering',
        keyOf('virtual_network', values['virtual_network_name']),
        keyOf('virtual_network', values['remote_virtual_network_id']),
        values['allow_virtual_network_access'],
        values['allow_forwarded_traffic'],
      ),
    ]
  },
  azurerm_subnet_route_table_association: ({ values }, keyOf) => [
    line('routed', keyOf('subnet', values['subnet_id']), keyOf('route_table', values['route_table_id'])),
  ],
  azurerm_subnet_nat_gateway_association: ({ values }, keyOf) => [
    line('leaves', keyOf('subnet', values['subnet_id']), keyOf('nat_gateway', values['nat_gateway_id'])),
  ],
  azurerm_application_security_group: ({ index, values }) => [line('members', index, values['name'])],
  azurerm_network_security_group: ({ index, values }) => [line('group', index, values['name'])],
  azurerm_network_security_rule: builtRule,
  azurerm_subnet_network_security_group_association: ({ values }, keyOf) => [
    line(
      'guarded subnet',
      keyOf('subnet', values['subnet_id']),
      keyOf('network_security_group', values['network_security_group_id']),
    ),
  ],
  azurerm_network_interface: ({ index, values }, keyOf) =>
    blocksIn(values, 'ip_configuration').map((address) =>
      line(
        'card',
        index,
        keyOf('subnet', address['subnet_id']),
        address['private_ip_address_allocation'],
        address['private_ip_address'],
        address['primary'],
        values['ip_forwarding_enabled'],
      ),
    ),
  azurerm_network_interface_security_group_association: ({ values }, keyOf) => [
    line(
      'guarded card',
      keyOf('network_interface', values['network_interface_id']),
      keyOf('network_security_group', values['network_security_group_id']),
    ),
  ],
  azurerm_network_interface_application_security_group_association: ({ values }, keyOf) => [
    line(
      'member',
      keyOf('network_interface', values['network_interface_id']),
      keyOf('application_security_group', values['application_security_group_id']),
    ),
  ],
  azurerm_network_manager_static_member: ({ values }, keyOf) => [
    line(
      'first in',
      keyOf('network_manager_network_group', values['network_group_id']),
      keyOf('virtual_network', values['target_virtual_network_id']),
    ),
  ],
  azurerm_network_manager_network_group: ({ index, values }) => [line('first group', index, values['name'])],
  azurerm_network_manager_admin_rule_collection: ({ index, values }, keyOf) => [
    line('first', index, ...list(values['network_group_ids']).map((id) => keyOf('network_manager_network_group', id))),
  ],
  azurerm_network_manager_admin_rule: builtAdminRule,
}

const endNames = ['source', 'destination'] as const

function builtRule({ values }: PlanResource, keyOf: Keys): readonly string[] {
  const ends = endNames.map((end) => {
    const groups = list(values[`${end}_application_security_group_ids`])
    return [
      ...(values[`${end}_address_prefix`] ? [textOf(values[`${end}_address_prefix`])] : []),
      ...list(values[`${end}_address_prefixes`]),
      ...groups.map((id) => `group:${keyOf('application_security_group', id)}`),
    ]
      .toSorted()
      .join()
  })
  const ports = endNames.map((end) =>
    [
      ...(values[`${end}_port_range`] ? [textOf(values[`${end}_port_range`])] : []),
      ...list(values[`${end}_port_ranges`]),
    ].join(),
  )
  const group = keyOf('network_security_group', values['network_security_group_name'])
  const { direction, priority, access, protocol } = values
  return [line('rule', group, direction, priority, access, protocol, ...ports, ...ends)]
}

function builtAdminRule({ values }: PlanResource, keyOf: Keys): readonly string[] {
  const ends = endNames.map((end) =>
    blocksIn(values, end)
      .map(({ address_prefix: prefix, address_prefix_type: type }) => `${textOf(type)}:${textOf(prefix)}`)
      .join(),
  )
  const ports = endNames.map((end) => list(values[`${end}_port_ranges`]).join())
  const collection = keyOf('network_manager_admin_rule_collection', values['admin_rule_collection_id'])
  const { direction, priority, action, protocol } = values
  return [line('first rule', collection, direction, priority, action, protocol, ...ports, ...ends)]
}

/** Keys of the servers that are made by the two roots, by VM. */
export type MadeServers = ReadonlyMap<string, string>

/** The same lines, from what was proven. Of cards only those of servers that are made. */
export function provenAzureGuards(network: NetworkTranslation, made: MadeServers): readonly string[] {
  const subnets = network.subnets.filter(({ block }) => block.family === 4)
  const hops: Readonly<Record<string, string>> = {
    'internet-gateway': 'Internet',
    'nat-gateway': 'Internet',
    blackhole: 'None',
    local: 'VnetLocal',
    appliance: 'VirtualAppliance',
    'vpn-gateway': 'VirtualNetworkGateway',
    'transit-gateway': 'VirtualNetworkGateway',
  }
  const natTables = new Set(network.routes.filter(({ hop }) => hop === 'nat-gateway').map(({ tableKey }) => tableKey))
  return [
    ...network.vpcs.flatMap(({ key, blocks }) => blocks.map((block) => line('vnet', key, key, formatCidr(block)))),
    ...subnets.flatMap(({ key, vpcKey, block, routeTableKey }) => [
      line('subnet', key, vpcKey, formatCidr(block)),
      line('routed', key, routeTableKey),
      ...(natTables.has(routeTableKey) ? [line('leaves', key, vpcKey)] : []),
    ]),
    ...provenAzureGateways(network),
    ...network.routeTables.map(({ key }) => line('table', key, key, learnsAll(network, key))),
    ...network.routes
      .filter(({ byPlatform, learned }) => byPlatform !== true && learned !== true)
      .map(({ tableKey, destination, hop, address }) =>
        line('route', tableKey, formatCidr(destination), hops[hop] ?? hop, address ? formatAddress(address) : null),
      ),
    ...provenPeerings(network),
    ...network.memberGroups.map(({ key }) => line('members', key, key)),
    ...provenFilters(network),
    ...provenCards(network, made),
  ].toSorted()
}

/** Both ways, whether the primary site states one or two. */
const provenPeerings = ({ peerings = [] }: NetworkTranslation): readonly string[] => [
  ...new Set(
    peerings.flatMap(({ vpcKey, peerVpcKey, forwards }) => {
      const back = peerings.find((other) => other.vpcKey === peerVpcKey && other.peerVpcKey === vpcKey)
      return [
        line('peering', vpcKey, peerVpcKey, true, forwards ?? false),
        line('peering', peerVpcKey, vpcKey, true, (back ?? { forwards }).forwards ?? false),
      ]
    }),
  ),
]

const provenFilters = ({ packetFilters }: NetworkTranslation): readonly string[] =>
  packetFilters.flatMap(({ key, goesFirst, vpcKey, subnetKeys, entries }) =>
    goesFirst === true
      ? [
          line('first', key, key),
          line('first group', key, key),
          line('first in', key, vpcKey),
          ...entries.map((entry) => provenAdminRule(key, entry)),
        ]
      : [
          line('group', key, key),
          ...subnetKeys.map((subnetKey) => line('guarded subnet', subnetKey, key)),
          ...entries.flatMap((entry) => provenRules(key, entry)),
        ],
  )

const ways = { ingress: 'Inbound', egress: 'Outbound' } as const
const range = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}-${to}`)
const portsOf = (ranges: readonly PortRange[], all: string): string =>
  ranges.length === 0 ? all : ranges.map(range).join()
const words: Readonly<Record<string, string>> = {
  any: '*',
  tcp: 'Tcp',
  udp: 'Udp',
  icmp: 'Icmp',
  '50': 'Esp',
  '51': 'Ah',
}

/** One rule for each pair of what can stand together at an end; there is room for them after the entry's own order. */
function provenRules(key: string, entry: FilterEntry): readonly string[] {
  const { direction, order, action, protocol, sourcePorts, ports } = entry
  const pairs = partsOf(entry.sources).flatMap((source) =>
    partsOf(entry.destinations).flatMap((destination) =>
      source.family * destination.family === 24 ? [] : [[source.said, destination.said]],
    ),
  )
  return pairs.map((pair, index) =>
    line(
      'rule',
      key,
      ways[direction],
      order + index,
      action === 'allow' ? 'Allow' : 'Deny',
      words[String(protocol)],
      portsOf(sourcePorts, '*'),
      portsOf(ports, '*'),
      ...pair,
    ),
  )
}

/** 0: of both families. */
function partsOf(ends: readonly FilterEnd[]): readonly { readonly said: string; readonly family: 0 | 4 | 6 }[] {
  const of = (kind: string, family: 0 | 4 | 6 = 0): string =>
    ends
      .filter((end) => end.kind === kind && (end.kind !== 'cidr' || end.cidr.family === family))
      .map((end) => (end.kind === 'cidr' ? formatCidr(end.cidr) : end.kind === 'group' ? `group:${end.group}` : ''))
      .toSorted()
      .join()
  const tags = ends.flatMap((end) => (end.kind === 'tag' ? [{ said: end.tag, family: 0 as const }] : []))
  const parts = [
    { said: of('group'), family: 0 as const },
    { said: of('cidr', 4), family: 4 as const },
    { said: of('cidr', 6), family: 6 as const },
  ].filter(({ said }) => said !== '')
  return ends.length === 0 ? [{ said: '*', family: 0 }] : [...parts, ...tags]
}

function provenAdminRule(key: string, entry: FilterEntry): string {
  const { direction, order, action, protocol, sourcePorts, ports, sources, destinations } = entry
  const said = (ends: readonly FilterEnd[]): string =>
    ends
      .map((end) =>
        end.kind === 'cidr' ? `IPPrefix:${formatCidr(end.cidr)}` : `ServiceTag:${end.kind === 'tag' ? end.tag : '?'}`,
      )
      .join()
  const actions = { allow: 'Allow', 'always-allow': 'AlwaysAllow', deny: 'Deny' } as const
  const word = protocol === 'any' ? 'Any' : words[String(protocol)]
  const all = '0-65535'
  const place = [key, ways[direction], order, actions[action], word]
  return line('first rule', ...place, portsOf(sourcePorts, all), portsOf(ports, all), said(sources), said(destinations))
}

function provenCards(network: NetworkTranslation, made: MadeServers): readonly string[] {
  const cards = [...Map.groupBy(network.addresses, ({ vmId }) => vmId)].flatMap(([vmId, own]) => {
    const key = made.get(vmId)
    const places = [...new Set(own.map(({ nicIndex }) => nicIndex))].toSorted((a, b) => a - b)
    return key === undefined
      ? []
      : places.map((nicIndex, index) => ({
          name: `${key}/${index}`,
          is: (card: { vmId: string; nicIndex: number }) => card.vmId === vmId && card.nicIndex === nicIndex,
          addresses: own
            .filter((address) => address.nicIndex === nicIndex)
            .toSorted((a, b) => a.addressIndex - b.addressIndex),
        }))
  })
  return cards.flatMap(({ name, is, addresses }) => [
    ...addresses.map(({ subnetKey, to }, index) =>
      line('card', name, subnetKey, to ? 'Static' : 'Dynamic', to && formatAddress(to), index === 0, false),
    ),
    ...network.packetFilters
      .filter((filter) => filter.goesFirst !== true && filter.cards.some(is))
      .map(({ key }) => line('guarded card', name, key)),
    ...network.memberGroups.filter((group) => group.cards.some(is)).map(({ key }) => line('member', name, key)),
  ])
}
