/** What Azure refuses of ways to networks of others although the schema allows it. Unknown values pass. */
import { isList, isObject, type Value } from './msgpack.ts'

type Configuration = { readonly [name: string]: Value }

const first = (value: Value | undefined): Configuration => {
  const [block] = isList(value ?? null) ? (value as Value[]) : []
  return block !== undefined && isObject(block) ? block : {}
}
const breaks = (value: Value | undefined, pattern: RegExp): boolean => typeof value === 'string' && !pattern.test(value)

/** VPN Gateway FAQ, "Which ASNs are reserved by Azure?". */
const reserved: readonly Value[] = [8074, 8075, 12_076, 23_456, 65_515, 65_517, 65_518, 65_519, 65_520]

/** Virtual Network Gateways, REST API; "About gateway SKUs". */
function gatewayFault(gateway: Configuration): string | null {
  if (breaks(gateway['type'], /^(Vpn|ExpressRoute)$/)) return 'type is Vpn or ExpressRoute'
  if (breaks(gateway['sku'], /^(Basic|VpnGw[1-5](AZ)?)$/)) return 'sku is none of VPN gateways'
  return reserved.includes(first(gateway['bgp_settings'])['asn'] ?? null) ? 'the ASN is kept by Azure' : null
}

const isEmpty = (value: Value | undefined): boolean =>
  (value ?? null) === null || (isList(value ?? null) && (value as Value[]).length === 0)

const remoteFault = ({ address_space: blocks, bgp_settings: speaks }: Configuration): string | null =>
  isEmpty(blocks) && isEmpty(speaks) ? 'address_space or bgp_settings is needed' : null

function connectionFault({ type, local_network_gateway_id: remote, shared_key: key }: Configuration): string | null {
  if (breaks(type, /^(IPsec|Vnet2Vnet|ExpressRoute)$/)) return 'type is IPsec, Vnet2Vnet or ExpressRoute'
  if (type === 'IPsec' && (remote ?? null) === null) return 'IPsec needs local_network_gateway_id'
  return breaks(key, /^[!-~]{1,128}$/) ? 'shared_key is not printable' : null
}

/** "Virtual network peering": what is used elsewhere cannot be lent. */
const peeringFault = ({ use_remote_gateways: uses, allow_gateway_transit: lends }: Configuration): string | null =>
  uses === true && lends === true ? 'use_remote_gateways and allow_gateway_transit exclude one another' : null

export const gatewayFaults: readonly {
  readonly types: readonly string[]
  readonly fault: (configuration: Configuration) => string | null
}[] = [
  { types: ['azurerm_virtual_network_gateway'], fault: gatewayFault },
  { types: ['azurerm_local_network_gateway'], fault: remoteFault },
  { types: ['azurerm_virtual_network_gateway_connection'], fault: connectionFault },
  { types: ['azurerm_virtual_network_peering'], fault: peeringFault },
]
