/**
 * Two policies compared under an address map: several lists that must all allow, below lists that go first. What the
 * diagrams find is walked through the original lists of both sites before anybody is told of it.
 */
import { BugError } from '../../../errors.ts'
import type { Family } from '../../../model/address.ts'
import { intersect, type IntervalSet } from '../../../model/intervals.ts'
import { apply, build, createDiagrams, type Built, type Diagrams } from './diagram.ts'
import { differencesOf, type Difference } from './difference.ts'
import { UNKNOWN } from './ends.ts'
import type { Box, Outcome, Packet, RuleList } from './packets.ts'
import type { ConnectionPolicy, Guard, NamedList } from './policies.ts'
import { domainOf, pullBackList, type Pieces } from './pull-back.ts'
import { createSpace, isEmpty, type Domain } from './space.ts'
import { decidePolicy, packetsOf, type PolicyDecision } from './walk-policy.ts'

export interface PolicyQuestion {
  readonly family: Family
  readonly primary: ConnectionPolicy
  /** In the addresses of the recovery site. */
  readonly recovery: ConnectionPolicy
  readonly pieces: Pieces
  /** In the addresses of the primary site. */
  readonly restrict: {
    readonly source?: IntervalSet
    readonly destination?: IntervalSet
    readonly protocol?: IntervalSet
  }
  readonly nodeLimit: number
  readonly most: number
}

export interface ShownDifference {
  readonly box: Box
  readonly packet: Packet
  readonly image: { readonly source: bigint; readonly destination: bigint }
  readonly before: PolicyDecision
  readonly after: PolicyDecision
}

export type PolicyVerdict =
  | { readonly verdict: 'equal' }
  | { readonly verdict: 'different'; readonly differences: readonly ShownDifference[]; readonly more: boolean }
  | { readonly verdict: 'undetermined'; readonly missing: readonly string[] }

/** Nothing to compare, because no packet is in the domain, is equal: nobody can send what would differ. */
export function comparePolicies(question: PolicyQuestion): PolicyVerdict {
  const { family, primary, recovery, pieces, nodeLimit, most } = question
  const pulled = pullBackPolicy(recovery, pieces)
  const lists = [...listsOf(primary), ...listsOf(pulled)]
  const space = createSpace({ family, lists, domain: domainUnder(question) })
  if (isEmpty(space)) return { verdict: 'equal' }
  const diagrams = createDiagrams(space, nodeLimit)
  const [before, after] = [buildPolicy(diagrams, primary), buildPolicy(diagrams, pulled)]
  if (before === 'over-limit' || after === 'over-limit') return overLimit(nodeLimit)
  if (before === after) return { verdict: 'equal' }
  const unlistable = new Set(space.symbols.filter((name) => name.startsWith(UNKNOWN)))
  const found = differencesOf(diagrams, [before, after], { unlistable, most })
  if (found === 'over-limit') return overLimit(nodeLimit)
  if (!found.certain) return { verdict: 'undetermined', missing: found.dependsOn }
  const differences = found.found.map((difference) => confirmed(difference, { ...question, symbols: space.symbols }))
  return { verdict: 'different', differences, more: found.more }
}

const overLimit = (nodeLimit: number): PolicyVerdict => ({
  verdict: 'undetermined',
  missing: [`a proof of more than ${nodeLimit} nodes`],
})

export const listsOf = (policy: ConnectionPolicy): readonly RuleList[] =>
  policy.flatMap(({ first, all }) => [...first, ...all].map(({ list }) => list))

const pullBackPolicy = (policy: ConnectionPolicy, pieces: Pieces): ConnectionPolicy => {
  const pulled = ({ what, list }: NamedList): NamedList => ({ what, list: pullBackList(list, pieces) })
  return policy.map(({ first, all }) => ({ first: first.map(pulled), all: all.map(pulled) }))
}

function domainUnder({ pieces, restrict }: PolicyQuestion): Domain {
  const domain = domainOf(pieces)
  const within = (set: IntervalSet | undefined): IntervalSet => (set ? intersect(domain, set) : domain)
  return {
    source: within(restrict.source),
    destination: within(restrict.destination),
    ...(restrict.protocol && { protocol: restrict.protocol }),
  }
}

const allows = (outcome: Outcome): Outcome => (outcome === 0 ? 0 : 1)

const both = (a: Outcome, b: Outcome): Outcome => Math.min(allows(a), allows(b))

export const buildPolicy = (diagrams: Diagrams, policy: ConnectionPolicy): Built =>
  policy.map((guard) => buildGuard(diagrams, guard)).reduce((whole, next) => join(diagrams, [whole, next], both))

/** What goes first decides with 0 and 2, and leaves 1 to the others, which must all allow. */
function buildGuard(diagrams: Diagrams, { first, all }: Guard): Built {
  const decided = all
    .map(({ list }) => build(diagrams, list))
    .reduce((whole, next) => join(diagrams, [whole, next], both))
  return first.reduceRight<Built>(
    (rest, { list }) =>
      join(diagrams, [build(diagrams, list), rest], (gate, inner) => (gate === 1 ? inner : allows(gate))),
    decided,
  )
}

function join(
  diagrams: Diagrams,
  [a, b]: readonly [Built, Built],
  outcomeOf: (a: Outcome, b: Outcome) => Outcome,
): Built {
  return a === 'over-limit' || b === 'over-limit' ? 'over-limit' : apply(diagrams, [a, b], outcomeOf)
}

/** The packet that is shown and both corners must make the same difference in the lists as they were written. */
function confirmed(
  difference: Difference,
  question: PolicyQuestion & { readonly symbols: readonly string[] },
): ShownDifference {
  const { primary, recovery, pieces, symbols } = question
  const corners = packetsOf(difference.box, { pieces, symbols }).map(({ packet, image }) => ({
    packet,
    image,
    before: decidePolicy(primary, packet),
    after: decidePolicy(recovery, { ...packet, ...image }),
  }))
  for (const corner of corners)
    if (corner.before.outcome !== difference.before || corner.after.outcome !== difference.after)
      throw new BugError('bug.invariant', 'The two engines of the proof disagree about a packet.')
  const [plain] = corners
  if (!plain) throw new BugError('bug.invariant', 'A difference without a packet.')
  return { box: difference.box, ...plain }
}
