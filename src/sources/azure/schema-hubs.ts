/** Hubs of virtual WANs, their gateways and the sites behind these, as Azure Resource Manager sends them; keys as in schema.ts. */
import { z } from 'zod'
import { bgp, named, natRules, references, trafficSelectors } from './schema-network.ts'
import { addressSpace, list, number, reference, text, truth } from './schema.ts'

export const hubSchema = z.object({
  ...named,
  kind: text,
  addressprefix: text,
  virtualrouterasn: number,
  virtualrouterips: list(z.string()),
})

export const hubConnectionSchema = z.object({ ...named, remotevirtualnetwork: reference })
export const hubPeerSchema = z.object({ ...named, peerasn: number, peerip: text })
export const hubAddressSchema = z.object({
  ...named,
  privateipaddress: text,
  subnet: reference,
  publicipaddress: reference,
})

/** An ExpressRoute gateway of a hub. */
export const hubLineSchema = z.object({
  ...named,
  virtualhub: reference,
  expressrouteconnections: list(z.object({ ...named, expressroutecircuitpeering: reference })),
})
export type AzureHubLine = z.infer<typeof hubLineSchema>

const hubVpnConnection = z.object({
  ...named,
  remotevpnsite: reference,
  enablebgp: truth,
  trafficselectorpolicies: trafficSelectors,
  vpnlinkconnections: list(z.object({ enablebgp: truth, ingressnatrules: references, egressnatrules: references })),
})
export type AzureHubVpnConnection = z.infer<typeof hubVpnConnection>

/** A VPN gateway of a hub; in its ip configurations addresses are texts. */
export const hubVpnSchema = z.object({
  ...named,
  virtualhub: reference,
  bgpsettings: bgp,
  ipconfigurations: list(z.object({ publicipaddress: text, privateipaddress: text })),
  natrules: natRules,
  connections: list(hubVpnConnection),
})
export type AzureHubVpn = z.infer<typeof hubVpnSchema>

export const vpnSiteSchema = z.object({
  ...named,
  ipaddress: text,
  addressspace: addressSpace,
  bgpproperties: bgp,
  vpnsitelinks: list(z.object({ ipaddress: text, bgpproperties: bgp })),
})
export type AzureVpnSite = z.infer<typeof vpnSiteSchema>
