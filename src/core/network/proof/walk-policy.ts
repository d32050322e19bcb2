/** The second engine for whole policies: packet by packet, list by list, rule by rule, as they were written. */
import { BugError } from '../../../errors.ts'
import { parseAddress } from '../../../model/address.ts'
import type { IntervalSet } from '../../../model/intervals.ts'
import type { Box, Outcome, Packet } from './packets.ts'
import type { ConnectionPolicy, Guard, NamedList } from './policies.ts'
import type { Pieces } from './pull-back.ts'
import { decide } from './walk.ts'

export interface PolicyDecision {
  /** 0 or 1. */
  readonly outcome: Outcome
  /** The list that decides, and its rule; of several lists that all allow, each. */
  readonly by: readonly { readonly what: string; readonly ruleId: string | null }[]
}

export function decidePolicy(policy: ConnectionPolicy, packet: Packet): PolicyDecision {
  const decisions = policy.map((guard) => decideGuard(guard, packet))
  const denial = decisions.find(({ outcome }) => outcome === 0)
  return denial ?? { outcome: 1, by: decisions.flatMap(({ by }) => by) }
}

function decideGuard({ first, all }: Guard, packet: Packet): PolicyDecision {
  for (const named of first) {
    const { outcome, by } = decideOne(named, packet)
    if (outcome !== 1) return { outcome: outcome === 0 ? 0 : 1, by: [by] }
  }
  const decisions = all.map((named) => decideOne(named, packet))
  const denial = decisions.find(({ outcome }) => outcome === 0)
  return denial ? { outcome: 0, by: [denial.by] } : { outcome: 1, by: decisions.map(({ by }) => by) }
}

function decideOne({ what, list }: NamedList, packet: Packet) {
  const { outcome, ruleId } = decide(list, packet)
  return { outcome, by: { what, ruleId } }
}

/** A packet of a box that people know when they see it, the lowest and the highest; with their recovery addresses. */
export function packetsOf(
  box: Box,
  { pieces, symbols }: { readonly pieces: Pieces; readonly symbols: readonly string[] },
): readonly { readonly packet: Packet; readonly image: { readonly source: bigint; readonly destination: bigint } }[] {
  const corners = [packetOf(box, symbols, plainValue), packetOf(box, symbols, lowest), packetOf(box, symbols, highest)]
  return corners.map((packet) => ({
    packet,
    image: { source: imageOf(packet.source, pieces), destination: imageOf(packet.destination, pieces) },
  }))
}

type Choice = (set: IntervalSet, preferred: readonly bigint[]) => bigint

const lowest: Choice = (set) => endOf(set[0]?.lo)
const highest: Choice = (set) => endOf(set.at(-1)?.hi)

const endOf = (value: bigint | undefined): bigint => {
  if (value === undefined) throw new BugError('bug.invariant', 'A box of a difference is empty.')
  return value
}

/** The first of the preferred values that the set has, else its lowest that is not 0. */
const plainValue: Choice = (set, preferred) => {
  const found = preferred.find((value) => set.some(({ lo, hi }) => lo <= value && value <= hi))
  if (found !== undefined) return found
  const [first, second] = set
  if (first?.lo !== 0n) return lowest(set, [])
  return first.hi > 0n ? 1n : (second?.lo ?? 0n)
}

const TCP = 6n
const UDP = 17n
/** HTTPS, SSH, HTTP, DNS (RFC 6335); a port that clients use. */
const PORTS = [443n, 22n, 80n, 53n]
const CLIENT_PORTS = [50_000n]
/** Echo request, of ICMP and of ICMPv6. */
const TYPES = [8n, 128n]
/** Of the blocks for examples (RFC 5737, RFC 3849): somewhere that is neither site. */
const ELSEWHERE = [parseAddress('203.0.113.10').value, parseAddress('2001:db8::10').value]

/** Sets without a condition may hold the peer or not: the lowest packet is in none of them, the highest in all. */
function packetOf(box: Box, symbols: readonly string[], choose: Choice): Packet {
  const protocol = choose(box.protocol, [TCP, UDP])
  const isTransport = protocol === TCP || protocol === UDP
  return {
    protocol: Number(protocol),
    port: Number(choose(box.port, isTransport ? PORTS : [0n])),
    source: choose(box.source, ELSEWHERE),
    destination: choose(box.destination, ELSEWHERE),
    sourcePort: Number(choose(box.sourcePort, isTransport ? CLIENT_PORTS : TYPES)),
    symbols: new Map(symbols.map((name) => [name, box.symbols?.get(name) ?? choose === highest])),
  }
}

/** Throws BugError for an address outside the map: no difference can be there. */
function imageOf(address: bigint, { byFrom }: Pieces): bigint {
  const piece = byFrom.find(({ from }) => from.lo <= address && address <= from.hi)
  if (!piece) throw new BugError('bug.invariant', 'An address of a difference is not in the address map.')
  return address - piece.from.lo + piece.to.lo
}
