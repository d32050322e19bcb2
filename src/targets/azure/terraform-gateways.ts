/** Ways to networks of others as values of foundation/'s variables: VPN gateways, and gateways and hubs that are there already. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { GatewayTranslation, RemoteGatewayTranslation } from '../../model/gateway-translation.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { tagValue } from './text.ts'

const nameOf = ({ key, name }: { readonly key: string; readonly name: string }): string => tagValue(name) || key

export function gatewayVariables(network: NetworkTranslation) {
  const { gateways = [], remoteGateways = [], connections = [] } = network
  const used = usedOnce(gateways)
  return {
    vpn_gateways: Object.fromEntries(
      gateways.filter(({ use }) => use === null).map((gateway) => [gateway.key, vpnGateway(gateway)]),
    ),
    remote_gateways: Object.fromEntries(remoteGateways.map((remote) => [remote.key, remoteGateway(remote, network)])),
    vpn_connections: Object.fromEntries(
      connections.map((connection) => {
        const { key, gatewayKey, remoteKey, dynamic } = connection
        const value = { name: nameOf(connection), vpn_gateway_key: gatewayKey, remote_gateway_key: remoteKey, dynamic }
        return [key, value]
      }),
    ),
    used_gateways: usedOf(used, 'vpn', 'gateway_id'),
    used_hubs: usedOf(used, 'transit', 'hub_id'),
  }
}

/** Private ASNs but those that Azure keeps to itself (VPN Gateway FAQ, "What ASNs can I use?"); it chooses where none is given. */
const isUsable = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534 && !(asn >= 65_515 && asn <= 65_520)) ||
  (asn >= 4_200_000_000 && asn <= 4_294_967_294)

const vpnGateway = (gateway: GatewayTranslation) => ({
  name: nameOf(gateway),
  subnet_key: gateway.subnetKeys[0] ?? '',
  ...(gateway.asn !== null && isUsable(gateway.asn) && { asn: gateway.asn }),
})

/** Blocks of a device are those of its static connections; BGP tells the others. */
function remoteGateway(remote: RemoteGatewayTranslation, { connections = [] }: NetworkTranslation) {
  const own = connections.filter(({ remoteKey }) => remoteKey === remote.key)
  const isDynamic = own.some(({ dynamic }) => dynamic)
  const blocks = own.flatMap((one): readonly Cidr[] => (one.dynamic ? [] : one.blocks))
  return {
    name: nameOf(remote),
    address: formatAddress(remote.publicAddress),
    ...(isDynamic && remote.asn !== null && { asn: remote.asn }),
    blocks: [...new Set(blocks.filter(({ family }) => family === 4).map(formatCidr))].toSorted(),
  }
}

interface Used {
  readonly key: string
  readonly role: GatewayTranslation['role']
  readonly id: string
  readonly vpcKey: string
}

/** Two gateways of the primary site may have one that stands for both: a network is joined to it once. */
function usedOnce(gateways: readonly GatewayTranslation[]): readonly Used[] {
  const all = gateways.flatMap(({ key, role, use, vpcKeys }) =>
    use === null ? [] : vpcKeys.map((vpcKey) => ({ key: `${key}-${vpcKey}`, role, id: use, vpcKey })),
  )
  const seen = new Set<string>()
  return all.filter(({ id, vpcKey }) => {
    const pair = `${id.toLowerCase()} ${vpcKey}`
    const fresh = !seen.has(pair)
    seen.add(pair)
    return fresh
  })
}

const usedOf = (used: readonly Used[], role: Used['role'], idName: 'gateway_id' | 'hub_id') =>
  Object.fromEntries(
    used.filter((one) => one.role === role).map(({ key, id, vpcKey }) => [key, { [idName]: id, vpc_key: vpcKey }]),
  )
