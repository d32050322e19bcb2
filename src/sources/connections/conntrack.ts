/**
 * Lines of `conntrack -L`, also with `-o extended`: the first tuple is what the client sent, the second one what comes
 * back; so the server behind a destination NAT is the source of the answer.
 */
import { readEnd, type FlowRecord } from '../flow-record.ts'

const protocols: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '132': '132' }

/** Null when the line is none of conntrack's. `observer` is where the table was taken. */
export function readConntrack(text: string, observer: string): FlowRecord | 'no-answer' | 'without-ports' | null {
  const protocolNumber = /^\s*(?:ipv[46]\s+\d+\s+)?[a-z][\w-]*\s+(\d+)\s+(?:\d+\s+)?/i.exec(text)?.[1]
  const tuples = [...text.matchAll(/\bsrc=(\S+) dst=(\S+)(?: sport=(\d+) dport=(\d+))?/g)]
  const [sent, answered] = tuples
  if (protocolNumber === undefined || !sent || !answered) return null
  const protocol = Object.hasOwn(protocols, protocolNumber) ? protocols[protocolNumber] : undefined
  if (protocol === undefined) return 'without-ports'
  if (text.includes('[UNREPLIED]')) return 'no-answer'
  const [source, destination] = [readEnd(sent[1], sent[3]), readEnd(answered[1], answered[3])]
  if (!source || !destination) return null
  return {
    source,
    destination,
    protocol,
    server: { side: 'destination', basis: 'initiator' },
    observer,
    records: 1,
    bytes: bytesOf(text),
    firstMs: null,
    lastMs: null,
  }
}

/** Both directions; null where the kernel does not count (nf_conntrack_acct). */
function bytesOf(text: string): number | null {
  const counts = [...text.matchAll(/\bbytes=(\d{1,15})\b/g)]
  return counts.length === 0 ? null : counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
