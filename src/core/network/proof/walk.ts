/**
 * The second engine. It walks the lists as they were written, rule by rule and packet by packet, and shares no code
 * with the diagrams: whatever they find is shown to a user only after the same packets made the same difference here.
 */
import { BugError } from '../../../errors.ts'
import type { IntervalSet } from '../../../model/intervals.ts'
import type { Box, Outcome, Packet, Rule, RuleList } from './packets.ts'

export interface Decided {
  readonly outcome: Outcome
  /** Null: no rule holds the packet. */
  readonly ruleId: string | null
}

export function decide(list: RuleList, packet: Packet): Decided {
  const rule = list.find((one: Rule) => one.boxes.some((box) => holds(box, packet)))
  return rule ? { outcome: rule.outcome, ruleId: rule.id } : { outcome: 0, ruleId: null }
}

const holds = (box: Box, packet: Packet): boolean =>
  includes(box.protocol, BigInt(packet.protocol)) &&
  includes(box.port, BigInt(packet.port)) &&
  includes(box.source, packet.source) &&
  includes(box.destination, packet.destination) &&
  includes(box.sourcePort, BigInt(packet.sourcePort)) &&
  [...(box.symbols ?? [])].every(([name, value]) => (packet.symbols?.get(name) ?? false) === value)

const includes = (set: IntervalSet, value: bigint): boolean => set.some(({ lo, hi }) => lo <= value && value <= hi)

/** What is claimed of every packet of a box: the outcomes in two lists. */
export interface Claim {
  readonly box: Box
  readonly before: Outcome
  readonly after: Outcome
}

interface Piece {
  readonly from: { readonly lo: bigint; readonly hi: bigint }
  readonly to: { readonly lo: bigint }
}

export interface Evidence {
  /** In source addresses. */
  readonly source: RuleList
  /** In target addresses. */
  readonly target: RuleList
  readonly pieces: readonly Piece[]
  /** Of both lists. */
  readonly symbols: readonly string[]
}

export interface Confirmation {
  /** The low corner of the box. */
  readonly packet: Packet
  /** Where the packet's addresses are at the recovery site. */
  readonly image: { readonly source: bigint; readonly destination: bigint }
  readonly before: Decided
  readonly after: Decided
}

/** Walks both corners of the box through both lists. Throws BugError if a list does not say what is claimed. */
export function confirm(claim: Claim, evidence: Evidence): Confirmation {
  const corners = [cornerOf(claim.box, evidence.symbols, 'low'), cornerOf(claim.box, evidence.symbols, 'high')] as const
  const [low, high] = corners.map((packet): Confirmation => {
    const image = {
      source: imageOf(packet.source, evidence.pieces),
      destination: imageOf(packet.destination, evidence.pieces),
    }
    const [before, after] = [decide(evidence.source, packet), decide(evidence.target, { ...packet, ...image })]
    return { packet, image, before, after }
  })
  for (const one of [low, high])
    if (one?.before.outcome !== claim.before || one.after.outcome !== claim.after)
      throw new BugError('bug.invariant', `The two engines of the proof disagree: ${describe(claim, one)}.`)
  return low as Confirmation
}

const describe = (claim: Claim, found: Confirmation | undefined): string =>
  `${claim.before} and ${claim.after} are claimed, ${found?.before.outcome} and ${found?.after.outcome} are found`

/** Symbols without a condition may have any value: the corners try both. */
function cornerOf(box: Box, symbols: readonly string[], corner: 'low' | 'high'): Packet {
  const at = (set: IntervalSet): bigint => {
    const value = corner === 'low' ? set[0]?.lo : set.at(-1)?.hi
    if (value === undefined) throw new BugError('bug.invariant', 'A box of a difference is empty.')
    return value
  }
  const free = corner === 'high'
  return {
    protocol: Number(at(box.protocol)),
    port: Number(at(box.port)),
    source: at(box.source),
    destination: at(box.destination),
    sourcePort: Number(at(box.sourcePort)),
    ...(symbols.length > 0 && { symbols: new Map(symbols.map((name) => [name, box.symbols?.get(name) ?? free])) }),
  }
}

function imageOf(address: bigint, pieces: readonly Piece[]): bigint {
  const piece = pieces.find(({ from }) => from.lo <= address && address <= from.hi)
  if (!piece) throw new BugError('bug.invariant', `Address ${address} of a difference is not in the address map.`)
  return address - piece.from.lo + piece.to.lo
}
