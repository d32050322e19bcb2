/** Entries in the words that the target has for them. */
import type { FilterEntry } from '../../../model/packet-filter.ts'
import type { FilterWords } from '../../../model/target.ts'

/** `widened`: the entry allows more than was said; `unsaid`: there is none. `what` names what has no word. */
export type Saying =
  | { readonly kind: 'said'; readonly entry: FilterEntry }
  | { readonly kind: 'widened'; readonly entry: FilterEntry; readonly what: string }
  | { readonly kind: 'unsaid'; readonly what: string }

/** IANA protocol numbers that have a name here. */
const names: Readonly<Record<number, FilterEntry['protocol']>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

const namedProtocol = (protocol: FilterEntry['protocol']): FilterEntry['protocol'] =>
  typeof protocol === 'number' ? (names[protocol] ?? protocol) : protocol

export function sayEntry(written: FilterEntry, words: FilterWords, widen: boolean): Saying {
  const entry = { ...written, protocol: namedProtocol(written.protocol) }
  if (!words.protocols.includes(entry.protocol)) {
    const isNumber = typeof entry.protocol === 'number'
    const what = entry.protocol === 'icmpv6' ? 'ICMPv6' : `protocol ${entry.protocol}`
    // Filters that know no ICMPv6 are not known to let it through by a wider entry either.
    if (!widen || !isNumber) return { kind: 'unsaid', what }
    return { kind: 'widened', what, entry: { ...entry, protocol: 'any', ports: [], sourcePorts: [] } }
  }
  if (!entry.icmp || words.icmpTypes) return { kind: 'said', entry }
  const { type, code } = entry.icmp
  const what = `ICMP type ${type}${code === null ? '' : `, code ${code}`}`
  return widen ? { kind: 'widened', what, entry: { ...entry, icmp: null } } : { kind: 'unsaid', what }
}
