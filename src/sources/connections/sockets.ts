/**
 * Lines of `ss` and `netstat`: the state, the own end and the other end of a socket. Which end serves is told by the
 * ports that the host listens on, where the table has them.
 */
import { canonicalAddress, type FlowRecord, type RecordEnd } from '../flow-record.ts'
import type { ServerSide } from '../server-side.ts'

export interface Socket {
  readonly protocol: 'tcp' | 'udp'
  readonly state: 'listening' | 'connected' | 'other'
  readonly local: SocketEnd
  readonly peer: SocketEnd
}

interface SocketEnd {
  /** Null for any address. */
  readonly address: string | null
  readonly port: number | null
}

/** States of a connection that both ends agreed on (RFC 9293); an attempt without an answer is none. */
const connected = /^(estab|established|fin[-_]?wait[-_]?[12]?|time[-_]?wait|close[-_]?wait|last[-_]?ack|closing)$/i
const listening = /^(listen|listening)$/i
const waiting = /^(unconn|syn[-_](sent|recv|received)|bound|closed?)$/i

/** Null when the line is no socket. */
export function readSocket(text: string): Socket | null {
  const words = text.trim().split(/\s+/)
  const ends = words.flatMap((word) => endOf(word) ?? [])
  const [local, peer] = ends
  if (!local || !peer || local.port === null) return null
  const protocol = words.some((word) => /^udp[46]?$/i.test(word)) ? 'udp' : 'tcp'
  return { protocol, state: stateOf(words, { protocol, peer }), local, peer }
}

function stateOf(
  words: readonly string[],
  { protocol, peer }: { readonly protocol: 'tcp' | 'udp'; readonly peer: SocketEnd },
): Socket['state'] {
  if (words.some((word) => listening.test(word))) return 'listening'
  if (protocol === 'udp' && peer.port === null) return 'listening'
  if (words.some((word) => connected.test(word))) return 'connected'
  // netstat writes no state for UDP.
  return protocol === 'udp' && !words.some((word) => waiting.test(word)) ? 'connected' : 'other'
}

const anyAddress: ReadonlySet<string> = new Set(['*', '0.0.0.0', '::'])

/** `10.0.0.1:443`, `[::1]:443`, `[::ffff:10.0.0.1]:443`, `127.0.0.53%lo:53`, `*:*`. */
function endOf(word: string): SocketEnd | null {
  const match = /^(.+):(\d{1,5}|\*)$/.exec(word)
  if (!match) return null
  const host = (match[1] ?? '').replaceAll(/^\[|\]$/g, '').replace(/%[^\]]*$/, '')
  const port = match[2] === '*' || match[2] === '0' ? null : Number(match[2])
  if (port !== null && port > 65_535) return null
  if (anyAddress.has(host)) return { address: null, port }
  const address = canonicalAddress(host.replace(/^::ffff:(?=\d+\.)/i, ''))
  return address === null ? null : { address, port }
}

/** The sockets of one host; `vmId` is the host where it is known. */
export function addSockets(
  sockets: readonly Socket[],
  { vmId, add }: { readonly vmId: string | null; readonly add: (record: FlowRecord) => void },
): void {
  const served = new Set(
    sockets.filter(({ state }) => state === 'listening').map(({ protocol, local }) => `${protocol} ${local.port}`),
  )
  for (const { protocol, state, local, peer } of sockets) {
    const [source, destination] = [fullEnd(local, vmId), fullEnd(peer, null)]
    if (state !== 'connected' || !source || !destination || source.address === destination.address) continue
    add({
      source,
      destination,
      protocol,
      server: serverOf(served, protocol, local),
      observer: vmId ?? source.address,
      records: 1,
      bytes: null,
      firstMs: null,
      lastMs: null,
    })
  }
}

const fullEnd = ({ address, port }: SocketEnd, vmId: string | null): RecordEnd | null =>
  address === null || port === null ? null : { address, port, vmId }

/** A table with listening ports has all of them, so a connection from another port was made by this host. */
function serverOf(served: ReadonlySet<string>, protocol: string, local: SocketEnd): ServerSide | null {
  if (served.has(`${protocol} ${local.port}`)) return { side: 'source', basis: 'listener' }
  const tellsAll = [...served].some((service) => service.startsWith(protocol))
  return tellsAll ? { side: 'destination', basis: 'listener' } : null
}
