/** Ways of Azure to networks of others, as lines from both ends (azure-read-back.ts). */
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import { line, text } from './lines.ts'
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

export const azureGatewayTypes = [
  'azurerm_virtual_network_gateway',
  'azurerm_local_network_gateway',
  'azurerm_virtual_network_gateway_connection',
  'azurerm_virtual_hub_connection',
] as const

type Keys = (type: string, id: PlanValue | undefined) => string
type Builder = (resource: PlanResource, keyOf: Keys) => readonly string[]

const first = (value: PlanValue | undefined): PlanResource['values'] => {
  const [block] = Array.isArray(value) ? value.filter(isRecord) : []
  return block ?? {}
}
const list = (value: PlanValue | undefined): string => (Array.isArray(value) ? value.map(text).toSorted().join() : '')

/** Given by whoever runs the tests. */
export const sharedKeyOf = (connectionKey: string): string => `key-of-${connectionKey}-made-up`
export const bgpAddressOf = (remoteKey: string): string => `192.168.255.${remoteKey.length}`

export const azureGatewayBuilders: Readonly<Record<string, Builder>> = {
  azurerm_virtual_network_gateway: ({ mode, index, values }, keyOf) => {
    if (mode === 'data') return []
    const place = keyOf('subnet', first(values['ip_configuration'])['subnet_id'])
    return [line('vpn gateway', index, place, values['bgp_enabled'], first(values['bgp_settings'])['asn'])]
  },
  azurerm_local_network_gateway: ({ index, values }) => {
    const { asn, bgp_peering_address: speaksFrom } = first(values['bgp_settings'])
    return [line('device', index, values['gateway_address'], asn, speaksFrom, list(values['address_space']))]
  },
  azurerm_virtual_network_gateway_connection: ({ index, values }, keyOf) => [
    line(
      'vpn',
      index,
      keyOf('virtual_network_gateway', values['virtual_network_gateway_id']),
      keyOf('local_network_gateway', values['local_network_gateway_id']),
      values['bgp_enabled'],
      values['shared_key'],
    ),
  ],
  azurerm_virtual_hub_connection: ({ values }, keyOf) => [
    line('joined', keyOf('virtual_network', values['remote_virtual_network_id']), values['virtual_hub_id']),
  ],
}

/** Peerings with the network of a gateway that is there already: either way, with what is lent or used. */
export const isOfGateway = ({ address }: PlanResource): boolean => address.startsWith('module.gateways.')

export const builtLending: Builder = ({ values }, keyOf) => {
  const { use_remote_gateways: uses, allow_gateway_transit: lends, allow_forwarded_traffic: forwards } = values
  const ends =
    uses === true
      ? [keyOf('virtual_network', values['virtual_network_name']), 'uses', values['remote_virtual_network_id']]
      : [
          line(values['resource_group_name'], values['virtual_network_name']),
          'lends',
          keyOf('virtual_network', values['remote_virtual_network_id']),
        ]
  return [line(...ends, uses, lends, values['allow_virtual_network_access'], forwards)]
}

const ofHub = '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups'

export function provenAzureGateways(network: NetworkTranslation): readonly string[] {
  const { gateways = [], remoteGateways = [], connections = [] } = network
  const speaking = new Set(
    connections.flatMap(({ dynamic, gatewayKey, remoteKey }) => (dynamic ? [gatewayKey, remoteKey] : [])),
  )
  return [
    ...gateways.flatMap(({ key, use, role, vpcKeys, subnetKeys, asn }) => {
      const speaks = speaking.has(key)
      if (use === null) return [line('vpn gateway', key, subnetKeys[0], speaks, speaks ? asn : null)]
      if (role === 'transit') return vpcKeys.map((vpcKey) => line('joined', vpcKey, use))
      const [group, name] = [use.split('/')[4] ?? '', `net-of-${use.split('/')[8]}`]
      return vpcKeys.flatMap((vpcKey) => [
        line(
          vpcKey,
          'uses',
          `${ofHub}/${group}/providers/Microsoft.Network/virtualNetworks/${name}`,
          true,
          null,
          true,
          true,
        ),
        line(group, name, 'lends', vpcKey, null, true, true, false),
      ])
    }),
    ...remoteGateways.map(({ key, publicAddress, asn }) => {
      const blocks = connections.flatMap((one) => (one.remoteKey === key && !one.dynamic ? one.blocks : []))
      const bgp = speaking.has(key) ? [asn, bgpAddressOf(key)] : [null, null]
      return line('device', key, formatAddress(publicAddress), ...bgp, blocks.map(formatCidr).toSorted().join())
    }),
    ...connections.map(({ key, gatewayKey, remoteKey, dynamic }) =>
      line('vpn', key, gatewayKey, remoteKey, dynamic, sharedKeyOf(key)),
    ),
  ]
}

/** A table learns where a gateway of its network is said to teach it, and where there is none to learn from. */
export function learnsAll({ gateways = [], subnets, routeTables }: NetworkTranslation, tableKey: string): boolean {
  const vpcKey = routeTables.find(({ key }) => key === tableKey)?.vpcKey ?? ''
  const own = gateways.filter(({ vpcKeys }) => vpcKeys.includes(vpcKey))
  const stands = subnets.some(
    ({ key, routeTableKey }) => routeTableKey === tableKey && own.some(({ subnetKeys }) => subnetKeys.includes(key)),
  )
  return own.length === 0 || stands || own.some(({ learningTableKeys }) => learningTableKeys.includes(tableKey))
}
