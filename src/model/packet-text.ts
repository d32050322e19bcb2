/** A packet of a proof in one line. */
import { formatAddress, type Address } from './address.ts'
import type { EquivalenceDifference, ShownPacket } from './equivalence.ts'

const names: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 50: 'esp', 51: 'ah', 58: 'icmpv6' }

const protocolName = (protocol: number): string => names[protocol] ?? `protocol ${protocol}`

const withPort = (address: Address, port: number): string =>
  address.family === 6 ? `[${formatAddress(address)}]:${port}` : `${formatAddress(address)}:${port}`

/** Such as `tcp 10.0.0.5:50000 → 10.0.1.9:5432`, or `icmp 10.0.0.5 → 10.0.1.9 (type 8, code 0)`. */
export function packetText({ protocol, source, sourcePort, destination, port }: ShownPacket): string {
  const name = protocolName(protocol)
  if (protocol === 6 || protocol === 17)
    return `${name} ${withPort(source, sourcePort)} → ${withPort(destination, port)}`
  const ends = `${name} ${formatAddress(source)} → ${formatAddress(destination)}`
  return protocol === 1 || protocol === 58 ? `${ends} (type ${sourcePort}, code ${port})` : ends
}

/** Of a route only the destination means anything. */
export const differenceText = ({ direction, packet, image }: EquivalenceDifference): string => {
  if (direction === 'route')
    return `to ${formatAddress(packet.destination)}${moved(packet.destination, image.destination)}`
  const ends = [moved(packet.source, image.source), moved(packet.destination, image.destination)]
  const places = ends.some((text) => text !== '')
    ? `, at the recovery site ${formatAddress(image.source)} → ${formatAddress(image.destination)}`
    : ''
  return `${packetText(packet)}${places}`
}

const moved = (from: Address, to: Address): string =>
  from.value === to.value ? '' : `, at the recovery site ${formatAddress(to)}`
