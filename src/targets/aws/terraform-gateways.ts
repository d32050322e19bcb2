/** Ways to networks of others as values of foundation/'s variables: VPN gateways, and attachments to transit gateways. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { GatewayTranslation } from '../../model/gateway-translation.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { tagValue } from './text.ts'

/** AWS wants one of every device, and gives this where nobody states any (CreateCustomerGateway). */
const USUAL_ASN = 65_000

/** What AWS takes for its side (CreateVpnGateway): old gateways have public ones of its own, which nobody can ask for. */
const isPrivate = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294)

const nameOf = ({ key, name }: { readonly key: string; readonly name: string }): string => tagValue(name) || key

export function gatewayVariables(network: NetworkTranslation) {
  const { gateways = [], remoteGateways = [], connections = [] } = network
  const vpn = leadersOf(gateways.filter(({ role }) => role === 'vpn'))
  const transit = leadersOf(gateways.filter(({ role }) => role === 'transit'))
  return {
    vpn_gateways: Object.fromEntries(
      vpn.leaders.map((gateway) => [gateway.key, vpnGateway(gateway, vpn.ofSame(gateway))]),
    ),
    customer_gateways: Object.fromEntries(
      remoteGateways.map((remote) => {
        const value = {
          name: nameOf(remote),
          ip_address: formatAddress(remote.publicAddress),
          asn: remote.asn ?? USUAL_ASN,
        }
        return [remote.key, value]
      }),
    ),
    vpn_connections: Object.fromEntries(
      connections.map((connection) => [
        connection.key,
        {
          name: nameOf(connection),
          vpn_gateway_key: connection.gatewayKey,
          customer_gateway_key: connection.remoteKey,
          static: !connection.dynamic,
          blocks: connection.blocks.filter(({ family }) => family === 4).map(formatCidr),
        },
      ]),
    ),
    transit_attachments: Object.fromEntries(
      transit.leaders.flatMap((gateway) => attachments(gateway, transit.ofSame(gateway), network)),
    ),
    gateway_routes: routes(network, [...vpn.all, ...transit.all]),
  }
}

type Leader = readonly [gateway: GatewayTranslation, leaderKey: string]

/** Two gateways of the primary site may have one that stands for both: the first of these, by key, gives it its key. */
function leadersOf(gateways: readonly GatewayTranslation[]) {
  const same = Map.groupBy(gateways, ({ use, key }) => use ?? key)
  const ofSame = ({ use, key }: GatewayTranslation): readonly GatewayTranslation[] => same.get(use ?? key) ?? []
  const all = gateways.map((gateway): Leader => [gateway, ofSame(gateway)[0]?.key ?? gateway.key])
  return { all, leaders: gateways.filter((gateway) => ofSame(gateway)[0] === gateway), ofSame }
}

/** Of every gateway the key of the one that stands for it. */
export function gatewayLeaders({ gateways = [] }: NetworkTranslation): ReadonlyMap<string, string> {
  const byRole = Map.groupBy(gateways, ({ role }) => role)
  return new Map(
    [...byRole.values()].flatMap((own) => leadersOf(own).all.map(([{ key }, leaderKey]) => [key, leaderKey] as const)),
  )
}

function vpnGateway(gateway: GatewayTranslation, same: readonly GatewayTranslation[]) {
  const { asn, use, vpcKeys } = gateway
  return {
    name: nameOf(gateway),
    vpc_key: vpcKeys[0] ?? '',
    ...(asn !== null && isPrivate(asn) && { asn }),
    ...(use !== null && { existing_id: use }),
    learning_table_keys: [...new Set(same.flatMap((one) => one.learningTableKeys))].toSorted(),
  }
}

const attachmentKey = (gatewayKey: string, vpcKey: string): string => `${gatewayKey}/${vpcKey}`

function attachments(
  gateway: GatewayTranslation,
  same: readonly GatewayTranslation[],
  { subnets }: NetworkTranslation,
) {
  const vpcOf = new Map(subnets.map(({ key, vpcKey }) => [key, vpcKey]))
  return [...new Set(same.flatMap(({ vpcKeys }) => vpcKeys))].toSorted().map((vpcKey) => {
    const subnetKeys = same.find(({ vpcKeys }) => vpcKeys.includes(vpcKey))?.subnetKeys ?? []
    const value = {
      name: nameOf(gateway),
      transit_gateway_id: gateway.use ?? '',
      vpc_key: vpcKey,
      subnet_keys: subnetKeys.filter((key) => vpcOf.get(key) === vpcKey),
    }
    return [attachmentKey(gateway.key, vpcKey), value] as const
  })
}

/** What a gateway tells the tables nobody writes. */
function routes({ routes: all, routeTables }: NetworkTranslation, leaders: readonly Leader[]) {
  const vpcOf = new Map(routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  const byKey = new Map(leaders.map((leader) => [leader[0].key, leader]))
  return Object.fromEntries(
    all.flatMap(({ key, tableKey, destination, gatewayKey = '', learned }) => {
      const [gateway, leaderKey] = byKey.get(gatewayKey) ?? []
      if (!gateway || leaderKey === undefined || learned === true) return []
      const way =
        gateway.role === 'vpn'
          ? { vpn_gateway_key: leaderKey }
          : { transit_attachment_key: attachmentKey(leaderKey, vpcOf.get(tableKey) ?? '') }
      const { family } = destination
      return [[key, { route_table_key: tableKey, family, destination: formatCidr(destination), ...way }]]
    }),
  )
}
