/** What is connected to what: VPNs, private lines, hubs, clients that dial in, peerings of virtual networks. */
import type { Cidr } from '../../model/cidr.ts'
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { blocksIn, idOf, idsOf, nameOf, vpcOfSubnet } from './lookup.ts'
import type { AzureConnection, AzureGateway, AzureNatRules, AzureTrafficSelectors } from './schema-network.ts'

type Connection = NetworkObjectOf<'connection'>

export const blankConnection = {
  kind: 'connection',
  gatewayId: null,
  remoteId: null,
  vpcId: null,
  subnetIds: [],
  blocks: [],
  insideBlocks: [],
  translations: [],
  dynamic: null,
} as const satisfies Omit<Connection, 'id' | 'name'>

export const readConnections = (dump: Dump): readonly NetworkObject[] => [
  ...dump.connections.map(({ value }) => connectionOf(value, dump)),
  ...dump.gateways.flatMap(({ value }) => dialIn(value)),
  ...dump.hubConnections.map(({ value }): Connection => ({
    ...blankConnection,
    id: value.id.toLowerCase(),
    name: value.name,
    gatewayId: hubOf(value.id),
    vpcId: idOf(value.remotevirtualnetwork),
  })),
  ...dump.hubPeers.map(({ value }): Connection => ({
    ...blankConnection,
    id: value.id.toLowerCase(),
    name: value.name,
    gatewayId: hubOf(value.id),
    insideBlocks: blocksIn([value.peerip]),
    dynamic: true,
  })),
  ...dump.vnets.flatMap(({ value }) => value.virtualnetworkpeerings.map((peering) => peeringOf(value.id, peering))),
]

/** `…/virtualHubs/a/bgpConnections/b` belongs to `…/virtualHubs/a`. */
const hubOf = (id: string): string => id.toLowerCase().replace(/\/[^/]+\/[^/]+$/, '')

const vpcOfGateway = (gateway: AzureGateway | undefined): string | null =>
  vpcOfSubnet(idsOf((gateway?.ipconfigurations ?? []).map(({ subnet }) => subnet))[0])

export const find = <Value extends { readonly id: string }>(
  items: readonly { readonly value: Value }[],
  id: string | null,
): Value | undefined => items.find(({ value }) => value.id.toLowerCase() === id)?.value

/** The other end is a local network gateway, a gateway of another virtual network, or a circuit. */
function connectionOf(value: AzureConnection, dump: Dump): Connection {
  const gatewayId = idOf(value.virtualnetworkgateway1)
  const remoteId = idOf(value.localnetworkgateway2) ?? idOf(value.virtualnetworkgateway2) ?? idOf(value.peer)
  const gateway = find(dump.gateways, gatewayId)
  const localBlocks = blocksOf(value, 'localaddressranges')
  return {
    ...blankConnection,
    id: value.id.toLowerCase(),
    name: value.name,
    gatewayId,
    remoteId,
    vpcId: vpcOfGateway(gateway),
    blocks: remoteBlocks(value, find(dump.localGateways, remoteId)),
    ...(localBlocks.length > 0 ? { localBlocks } : {}),
    insideBlocks: insideBlocksOf(remoteId, dump),
    translations: gateway ? translationsOf([...value.ingressnatrules, ...value.egressnatrules], gateway.natrules) : [],
    dynamic: value.enablebgp ?? null,
  }
}

/** Of the two links of a circuit. */
export const insideBlocksOf = (circuitId: string | null, dump: Dump): readonly Cidr[] =>
  blocksIn(
    find(dump.circuits, circuitId)?.peerings.flatMap((own) => [
      own.primarypeeraddressprefix,
      own.secondarypeeraddressprefix,
    ]) ?? [],
  )

/** Traffic selectors count; without any, what the other end says is behind it. */
function remoteBlocks(value: AzureConnection, remote: LocalGateway | undefined): readonly Cidr[] {
  const selected = blocksOf(value, 'remoteaddressranges')
  return selected.length > 0 ? selected : blocksIn(remote?.localnetworkaddressspace?.addressprefixes ?? [])
}

type LocalGateway = Dump['localGateways'][number]['value']

export const blocksOf = (
  { trafficselectorpolicies }: { readonly trafficselectorpolicies: AzureTrafficSelectors },
  side: 'localaddressranges' | 'remoteaddressranges',
): readonly Cidr[] => blocksIn([...new Set(trafficselectorpolicies.flatMap((policy) => policy[side]))])

/** VPN Gateway, "About NAT": in both directions the internal mapping is what is, the external one what the other side sees. */
export function translationsOf(
  uses: AzureConnection['ingressnatrules'],
  rules: AzureNatRules,
): Connection['translations'] {
  const used = new Set(idsOf(uses))
  return rules
    .filter((rule) => used.has(idOf(rule) ?? ''))
    .flatMap(({ internalmappings, externalmappings }) =>
      internalmappings.flatMap((internal, index) => {
        const [from] = blocksIn([internal.addressspace])
        const [to] = blocksIn([externalmappings[index]?.addressspace])
        return from && to ? [{ from, to }] : []
      }),
    )
}

/** Point-to-site clients get addresses of a pool of their own. */
function dialIn(gateway: AzureGateway): readonly Connection[] {
  const blocks = blocksIn(gateway.vpnclientconfiguration?.vpnclientaddresspool?.addressprefixes ?? [])
  const id = gateway.id.toLowerCase()
  return blocks.length === 0
    ? []
    : [
        {
          ...blankConnection,
          id: `${id}/clients`,
          name: `${gateway.name} clients`,
          gatewayId: id,
          vpcId: vpcOfGateway(gateway),
          blocks,
        },
      ]
}

type Peering = Dump['vnets'][number]['value']['virtualnetworkpeerings'][number]

const subscriptionOf = (id: string): string | null => id.toLowerCase().split('/')[2] ?? null

function peeringOf(vnetId: string, peering: Peering): NetworkObject {
  const peerVpcId = idOf(peering.remotevirtualnetwork) ?? ''
  const id = idOf(peering) ?? `${vnetId.toLowerCase()}/virtualnetworkpeerings/${nameOf(peerVpcId)}`
  const space = peering.remotevirtualnetworkaddressspace ?? peering.remoteaddressspace
  const peerAccount = subscriptionOf(peerVpcId)
  return {
    kind: 'peering',
    id,
    name: peering.name ?? nameOf(id),
    vpcId: vnetId.toLowerCase(),
    peerVpcId,
    peerRegion: null,
    peerAccount: peerAccount === subscriptionOf(vnetId) ? null : peerAccount,
    peerBlocks: blocksIn(space?.addressprefixes ?? []),
    resolvesNames: null,
    ...flagsOf(peering),
  }
}

const flagsOf = (peering: Peering): Pick<PeeringNoun, 'forwards' | 'usesPeerGateway' | 'lendsGateway' | 'passes'> => ({
  forwards: peering.allowforwardedtraffic ?? null,
  usesPeerGateway: peering.useremotegateways ?? null,
  ...(typeof peering.allowgatewaytransit === 'boolean' && { lendsGateway: peering.allowgatewaytransit }),
  ...(typeof peering.allowvirtualnetworkaccess === 'boolean' && { passes: peering.allowvirtualnetworkaccess }),
})

type PeeringNoun = NetworkObjectOf<'peering'>
