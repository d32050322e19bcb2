/** Ways of AWS to networks of others, as lines from both ends (read-back.ts). */
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { GatewayTranslation } from '../../../src/model/gateway-translation.ts'
import type { NetworkTranslation, RouteTranslation } from '../../../src/model/network-translation.ts'
import { line, text } from './lines.ts'
import type { PlanResource, PlanValue } from './plan-resources.ts'

/** The types that this speaks of, beside routes. */
export const gatewayTypes = [
  'aws_vpn_gateway',
  'aws_vpn_gateway_attachment',
  'aws_vpn_gateway_route_propagation',
  'aws_customer_gateway',
  'aws_vpn_connection',
  'aws_vpn_connection_route',
  'aws_ec2_transit_gateway_vpc_attachment',
] as const

type Keys = (type: string, id: PlanValue | undefined) => string

/** One that was there before goes by its id. */
export const vpnGateway = (id: PlanValue | undefined, keyOf: Keys): string =>
  text(id).startsWith('vgw-') ? text(id) : keyOf('aws_vpn_gateway', id)

const list = (value: PlanValue | undefined): readonly PlanValue[] => (Array.isArray(value) ? value : [])

export function builtGateway({ type, index, values }: PlanResource, keyOf: Keys): readonly string[] {
  const gateway = vpnGateway(values['vpn_gateway_id'], keyOf)
  const vpc = keyOf('aws_vpc', values['vpc_id'])
  const subnets = list(values['subnet_ids']).map((id) => keyOf('aws_subnet', id))
  const { bgp_asn: asn, bgp_asn_extended: large, static_routes_only: isStatic } = values
  const lines: Readonly<Record<string, () => string>> = {
    aws_vpn_gateway: () => line('vpn gateway', index, 'asn', values['amazon_side_asn']),
    aws_vpn_gateway_attachment: () => line('attached', gateway, vpc),
    aws_vpn_gateway_route_propagation: () =>
      line('learns', keyOf('aws_route_table', values['route_table_id']), gateway),
    aws_customer_gateway: () => line('device', index, values['ip_address'], 'asn', asn || large),
    aws_vpn_connection: () =>
      line('vpn', index, gateway, keyOf('aws_customer_gateway', values['customer_gateway_id']), isStatic),
    aws_vpn_connection_route: () =>
      line('behind', keyOf('aws_vpn_connection', values['vpn_connection_id']), values['destination_cidr_block']),
    aws_ec2_transit_gateway_vpc_attachment: () =>
      line('transit', values['transit_gateway_id'], vpc, subnets.toSorted().join()),
  }
  const made = lines[type]?.()
  return made === undefined ? [] : [made]
}

export const provenGatewayOf = ({ gatewayKey }: RouteTranslation, { gateways = [] }: NetworkTranslation): string => {
  const gateway = gateways.find(({ key }) => key === gatewayKey)
  return gateway?.role === 'transit' ? line('transit', gateway.use) : line('vpn gateway', nameOf(gateway))
}

const nameOf = (gateway: GatewayTranslation | undefined): string => gateway?.use ?? gateway?.key ?? 'unknown'

export function provenGateways(network: NetworkTranslation): readonly string[] {
  const { gateways = [], remoteGateways = [], connections = [], subnets } = network
  const vpn = gateways.filter(({ role }) => role === 'vpn')
  const built = new Map(gateways.map((gateway) => [gateway.key, gateway]))
  const attached = (vpcKey: string, keys: readonly string[]): readonly string[] =>
    keys.filter((key) => subnets.some((subnet) => subnet.key === key && subnet.vpcKey === vpcKey))
  return [
    ...vpn.filter(({ use }) => use === null).map(({ key, asn }) => line('vpn gateway', key, 'asn', asn)),
    ...vpn.flatMap((one) => one.vpcKeys.map((vpcKey) => line('attached', nameOf(one), vpcKey))),
    ...vpn.flatMap((one) => one.learningTableKeys.map((key) => line('learns', key, nameOf(one)))),
    ...gateways
      .filter(({ role }) => role === 'transit')
      .flatMap(({ use, vpcKeys, subnetKeys }) =>
        vpcKeys.map((vpcKey) => line('transit', use, vpcKey, attached(vpcKey, subnetKeys).toSorted().join())),
      ),
    ...remoteGateways.map(({ key, publicAddress, asn }) =>
      line('device', key, formatAddress(publicAddress), 'asn', asn),
    ),
    ...connections.flatMap(({ key, gatewayKey, remoteKey, dynamic, blocks }) => [
      line('vpn', key, nameOf(built.get(gatewayKey)), remoteKey, !dynamic),
      ...(dynamic ? [] : blocks.map((block) => line('behind', key, formatCidr(block)))),
    ]),
  ]
}
