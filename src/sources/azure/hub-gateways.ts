/** Gateways of the hubs of virtual WANs, the connections of each, and the sites at their other ends. */
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { blankConnection, blocksOf, find, insideBlocksOf, translationsOf } from './connections.ts'
import { addressesOf, blocksIn, idOf, ownerOf } from './lookup.ts'
import type { AzureHubLine, AzureHubVpn, AzureHubVpnConnection, AzureVpnSite } from './schema-hubs.ts'

type Connection = NetworkObjectOf<'connection'>
type Gateway = NetworkObjectOf<'gateway'>

export const readHubGateways = (dump: Dump): readonly NetworkObject[] => [
  ...dump.hubVpns.flatMap(({ value }) => [
    vpnOf(value),
    ...value.connections.map((connection) => vpnConnectionOf(connection, value, dump)),
  ]),
  ...dump.hubLines.flatMap(({ value }) => [gatewayOf(value, 'private-line'), ...lineConnectionsOf(value, dump)]),
  ...dump.vpnSites.map(({ value }) => siteOf(value)),
]

function gatewayOf(value: AzureHubLine | AzureHubVpn, role: 'vpn' | 'private-line'): Gateway {
  const hubId = idOf(value.virtualhub)
  return {
    kind: 'gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    role,
    vpcIds: [],
    subnetIds: [],
    addresses: [],
    publicAddresses: [],
    asn: null,
    ...(hubId && { hubId }),
  }
}

const vpnOf = (value: AzureHubVpn): Gateway => ({
  ...gatewayOf(value, 'vpn'),
  addresses: addressesOf(value.ipconfigurations.map(({ privateipaddress }) => privateipaddress)),
  publicAddresses: addressesOf(value.ipconfigurations.map(({ publicipaddress }) => publicipaddress)),
  asn: value.bgpsettings?.asn ?? null,
})

/** Traffic selectors count; without any, what the site says is behind it. Each link of a site has rules of its own. */
function vpnConnectionOf(value: AzureHubVpnConnection, gateway: AzureHubVpn, dump: Dump): Connection {
  const remoteId = idOf(value.remotevpnsite)
  const selected = blocksOf(value, 'remoteaddressranges')
  const localBlocks = blocksOf(value, 'localaddressranges')
  const site = find(dump.vpnSites, remoteId)
  const links = value.vpnlinkconnections
  const dynamic = [value.enablebgp, ...links.map(({ enablebgp }) => enablebgp)].filter((own) => own !== null)
  const uses = links.flatMap((link) => [...link.ingressnatrules, ...link.egressnatrules])
  return {
    ...blankConnection,
    id: value.id.toLowerCase(),
    name: value.name,
    gatewayId: gateway.id.toLowerCase(),
    remoteId,
    blocks: selected.length > 0 ? selected : blocksIn(site?.addressspace?.addressprefixes ?? []),
    ...(localBlocks.length > 0 && { localBlocks }),
    translations: translationsOf(uses, gateway.natrules),
    dynamic: dynamic.some((own) => own === true) || (dynamic.includes(false) ? false : null),
  }
}

const lineConnectionsOf = (value: AzureHubLine, dump: Dump): readonly Connection[] =>
  value.expressrouteconnections.map((connection) => {
    const remoteId = ownerOf(idOf(connection.expressroutecircuitpeering))
    return {
      ...blankConnection,
      id: connection.id.toLowerCase(),
      name: connection.name,
      gatewayId: value.id.toLowerCase(),
      remoteId,
      insideBlocks: insideBlocksOf(remoteId, dump),
      dynamic: true,
    }
  })

/** A site has one address, or one for each of its lines. */
function siteOf(value: AzureVpnSite): NetworkObject {
  const own = addressesOf([value.ipaddress, ...value.vpnsitelinks.map(({ ipaddress }) => ipaddress)])
  const [publicAddress = null, ...morePublicAddresses] = own
  const asns = [value.bgpproperties, ...value.vpnsitelinks.map(({ bgpproperties }) => bgpproperties)]
  return {
    kind: 'remote-gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    publicAddress,
    ...(morePublicAddresses.length > 0 && { morePublicAddresses }),
    asn: asns.find((bgp) => bgp?.asn)?.asn ?? null,
    blocks: blocksIn(value.addressspace?.addressprefixes ?? []),
  }
}
