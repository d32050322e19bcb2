/** Protocols and ports of a permission. */
import type { SecurityRule } from '../../model/network.ts'
import type { AwsPermission } from './schema.ts'

type Protocol = SecurityRule['protocol']
export type ProtocolAndPorts = Pick<SecurityRule, 'protocol' | 'ports'>

/** By name and by IANA number; other protocols stay numbers. */
const protocols: Readonly<Record<string, Protocol>> = {
  '-1': 'any',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  icmp: 'icmp',
  icmpv6: 'icmpv6',
  tcp: 'tcp',
  udp: 'udp',
}

export function protocolAndPorts(
  permission: Pick<AwsPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>,
): ProtocolAndPorts {
  const protocol = protocols[permission.IpProtocol.toLowerCase()] ?? Number(permission.IpProtocol)
  return { protocol, ports: portsOf(protocol, permission.FromPort ?? null, permission.ToPort ?? null) }
}

/** All ports may be written as none or as 0-65535. For ICMP the two are type and code, -1 being all. */
function portsOf(protocol: Protocol, from: number | null, to: number | null): SecurityRule['ports'] {
  if (from === null || to === null) return null
  if (protocol === 'icmp' || protocol === 'icmpv6') return { from, to }
  if (protocol !== 'tcp' && protocol !== 'udp') return null
  const isAll = from <= 0 && (to === 65_535 || to === -1)
  return isAll ? null : { from, to }
}
