/** One connection walked through both sites, rule by rule: the second engine, asked by a person. */
import type { Address } from '../../../model/address.ts'
import type { Cidr } from '../../../model/cidr.ts'
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import type { Reach, ReachAnswer, ReachEnd, ReachQuestion, ReachStep } from '../../../model/reach.ts'
import { UNKNOWN } from './ends.ts'
import { mappedPieces } from './mapped.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'
import type { Packet, RuleList } from './packets.ts'
import { policyOf, type ConnectionPolicy } from './policies.ts'
import { createPieces, pushForward } from './pull-back.ts'
import { routeList, routesOfCard } from './route-lists.ts'
import type { Card, Side } from './side.ts'
import { decidePolicy } from './walk-policy.ts'
import { decide } from './walk.ts'

export interface ReachInput {
  readonly primary: Side
  readonly recovery: Side
  readonly translation: NetworkTranslation
  /** Every block of the primary site. */
  readonly blocks: readonly Cidr[]
}

export function answerReach(input: ReachInput, question: ReachQuestion): Reach {
  const { primary, recovery } = input
  const before = { side: primary, question }
  const after = {
    side: recovery,
    question: { ...question, from: moved(question.from, input), to: moved(question.to, input) },
  }
  return { primary: answerAt(before), recovery: answerAt(after) }
}

/** An address of the primary site is asked about where it is at the recovery site; elsewhere it stays. */
function moved(end: ReachEnd, { translation, blocks }: ReachInput): ReachEnd {
  if (end.kind === 'vm') return end
  const { family, value } = end.address
  const pieces = createPieces(mappedPieces(translation, { vpcKey: null, family, primary: blocks }))
  const [image] = pushForward([{ lo: value, hi: value }], pieces)
  return image ? { kind: 'address', address: { family, value: image.lo } } : end
}

interface Asked {
  readonly side: Side
  readonly question: ReachQuestion
}

interface Place {
  readonly card: Card | null
  readonly address: Address
}

function answerAt({ side, question }: Asked): ReachAnswer | null {
  const family = familyOf(question)
  const [from, to] = [placeOf(question.from, side, family), placeOf(question.to, side, family)]
  if (!from || !to) return null
  const { protocol, port, sourcePort } = question.service
  const packet = { protocol, port, sourcePort, source: from.address.value, destination: to.address.value }
  const outcomes = createOutcomes()
  const lists = listsBetween({ from, to }, side, outcomes)
  // A set that nobody can list may hold the peer or not: an answer that both give is certain.
  const symbols = [...new Set(lists.flatMap(symbolsOf))]
  const answers = [false, true].map((value) =>
    walk(lists, { ...packet, symbols: new Map(symbols.map((name) => [name, value])) }, outcomes),
  )
  const [out, inside] = answers
  if (!out || !inside) return null
  const certain = out.allowed === inside.allowed
  return {
    verdict: certain ? (out.allowed ? 'allowed' : 'denied') : 'undetermined',
    source: from.address,
    destination: to.address,
    steps: out.steps,
    missing: certain ? [] : symbols.map((name) => name.replace(UNKNOWN, '').replace(/ as (source|destination)$/, '')),
  }
}

/** IPv4 unless an end is an IPv6 address. */
const familyOf = ({ from, to }: ReachQuestion): Address['family'] =>
  [from, to].some((end) => end.kind === 'address' && end.address.family === 6) ? 6 : 4

/** The first card of a VM that has an address; of an address the card that has it, if one has. */
function placeOf(end: ReachEnd, side: Side, family: Address['family']): Place | null {
  if (end.kind === 'address') {
    const { value } = end.address
    const card = side.cards.find(({ addresses }) =>
      addresses.some((one) => one.family === family && one.value === value),
    )
    return { card: card ?? null, address: end.address }
  }
  for (const card of side.cards.filter(({ vmId }) => vmId === end.vmId)) {
    const address = card.addresses.find((one) => one.family === family)
    if (address) return { card, address }
  }
  return null
}

interface Stage {
  readonly at: ReachStep['at']
  readonly decides: ConnectionPolicy | RuleList
}

const isPolicy = (decides: Stage['decides']): decides is ConnectionPolicy =>
  decides.every((part): boolean => 'all' in part)

function listsBetween(
  { from, to }: { readonly from: Place; readonly to: Place },
  side: Side,
  outcomes: Outcomes,
): readonly Stage[] {
  const family = from.address.family
  const about = { side, family }
  const subnet = from.card ? side.subnets.get(from.card.subnetId) : undefined
  const routes = from.card && subnet ? routesOfCard(from.card, subnet, side) : null
  return [
    ...(from.card ? [{ at: 'leaves' as const, decides: policyOf(from.card, 'egress', about) }] : []),
    ...(routes ? [{ at: 'way' as const, decides: routeList(routes, { ...about, outcomes }) }] : []),
    ...(to.card ? [{ at: 'arrives' as const, decides: policyOf(to.card, 'ingress', about) }] : []),
  ]
}

function symbolsOf({ decides }: Stage): readonly string[] {
  const lists = isPolicy(decides)
    ? decides.flatMap(({ first, all }) => [...first, ...all].map(({ list }) => list))
    : [decides]
  return lists.flatMap((list) =>
    list.flatMap(({ boxes }) => boxes.flatMap(({ symbols }) => [...(symbols?.keys() ?? [])])),
  )
}

function walk(
  stages: readonly Stage[],
  packet: Packet,
  { nameOf }: Outcomes,
): { readonly allowed: boolean; readonly steps: readonly ReachStep[] } {
  const steps = stages.map(({ at, decides }): ReachStep & { readonly allowed: boolean } => {
    if (isPolicy(decides)) {
      const { outcome, by } = decidePolicy(decides, packet)
      const texts = by.map(({ what, ruleId }) => (ruleId === null ? `${what}: no rule` : `${what}: ${ruleId}`))
      return { at, allowed: outcome !== 0, outcome: outcome === 0 ? 'deny' : 'allow', by: texts.join(' and ') }
    }
    const { outcome, ruleId } = decide(decides, packet)
    return { at, allowed: outcome !== 0, outcome: nameOf(outcome), by: ruleId ?? 'no route' }
  })
  return {
    allowed: steps.every(({ allowed }) => allowed),
    steps: steps.map(({ at, outcome, by }) => ({ at, outcome, by })),
  }
}
