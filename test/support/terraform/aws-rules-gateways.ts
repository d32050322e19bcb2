/** What AWS refuses of ways to networks of others although the schema allows it. Unknown values pass. */
import { readAddress } from '../../../src/model/address.ts'
import { isList, type Value } from './msgpack.ts'

type Configuration = { readonly [name: string]: Value }

const breaks = (value: Value | undefined, pattern: RegExp): boolean => typeof value === 'string' && !pattern.test(value)
const inner = /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./

/** EC2 API, CreateVpnGateway: 64512 to 65534, 4200000000 to 4294967294. */
function gatewayFault({ amazon_side_asn: asn }: Configuration): string | null {
  if (typeof asn !== 'string') return null
  const number = Number(asn)
  const fine = (number >= 64_512 && number <= 65_534) || (number >= 4_200_000_000 && number <= 4_294_967_294)
  return !fine ? 'amazon_side_asn is no private one' : null
}

/** EC2 API, CreateCustomerGateway: one of two ranges of ASNs, and an address that the internet can reach. */
const deviceFault = ({ ip_address: address, bgp_asn: asn, bgp_asn_extended: large }: Configuration): string | null =>
  typeof address === 'string' && (!readAddress(address).ok || inner.test(address))
    ? 'ip_address is no public address'
    : asnFault(asn, large)

function asnFault(asn: Value | undefined, large: Value | undefined): string | null {
  if (typeof asn === 'string' && typeof large === 'string') return 'bgp_asn and bgp_asn_extended exclude one another'
  if (typeof asn === 'string' && Number(asn) > 2_147_483_647) return 'bgp_asn is too large'
  return typeof large === 'string' && Number(large) <= 2_147_483_647 ? 'bgp_asn_extended is for large ones' : null
}

function attachmentFault({ transit_gateway_id: id, subnet_ids: subnets }: Configuration): string | null {
  if (breaks(id, /^tgw-[0-9a-f]{8,17}$/)) return 'transit_gateway_id is none'
  return isList(subnets ?? null) && (subnets as Value[]).length === 0 ? 'subnet_ids is empty' : null
}

const typed = ({ type }: Configuration): string | null => (breaks(type, /^ipsec\.1$/) ? 'type is ipsec.1' : null)

const keyed = (configuration: Configuration): string | null =>
  Object.entries(configuration).some(([name, value]) => name.endsWith('_preshared_key') && typeof value === 'string')
    ? 'a pre-shared key is given, which AWS makes'
    : null

export const gatewayFaults: readonly {
  readonly types: readonly string[]
  readonly fault: (configuration: Configuration) => string | null
}[] = [
  { types: ['aws_vpn_gateway'], fault: gatewayFault },
  { types: ['aws_customer_gateway'], fault: deviceFault },
  { types: ['aws_customer_gateway', 'aws_vpn_connection'], fault: typed },
  { types: ['aws_vpn_connection'], fault: keyed },
  { types: ['aws_ec2_transit_gateway_vpc_attachment'], fault: attachmentFault },
]
