/**
 * Which end of a conversation is the server, where only the ports tell. Clients take their port from a range of the
 * operating system: 32768-60999 on Linux (ip_local_port_range), 49152-65535 on Windows and by RFC 6335.
 */
import type { FlowBasis } from '../model/flow.ts'
import { serviceOf, SYSTEM_PORTS } from '../model/service-ports.ts'

const EPHEMERAL_FROM = 32_768

export interface ServerSide {
  readonly side: 'source' | 'destination'
  readonly basis: FlowBasis
}

/** Null where the two ports alone cannot tell. */
export function sideByPorts(sourcePort: number, destinationPort: number): ServerSide | null {
  for (const { is, basis } of signs) {
    const [source, destination] = [is(sourcePort), is(destinationPort)]
    if (source !== destination) return { side: source ? 'source' : 'destination', basis }
  }
  return null
}

/** A named service goes before a system port: NFS clients use ports below 1024 too. */
const signs: readonly { readonly is: (port: number) => boolean; readonly basis: FlowBasis }[] = [
  { is: (port) => serviceOf(port) !== null, basis: 'service-port' },
  { is: (port) => port < SYSTEM_PORTS, basis: 'service-port' },
  { is: (port) => port < EPHEMERAL_FROM, basis: 'ephemeral-port' },
]
