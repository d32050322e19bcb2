/** What a proof means for people: findings, and the differences that somebody answers for. */
import type { DifferenceWaiver, Equivalence, EquivalenceDifference } from '../../model/equivalence.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { glob } from '../../model/glob.ts'
import { differenceText } from '../../model/packet-text.ts'
import { count } from '../../model/quantity.ts'

export interface Waivers {
  readonly waivers: readonly DifferenceWaiver[]
  /** The day that ends of waivers are counted to; null = they are stated, not judged. */
  readonly today: string | null
}

export interface JudgedProof {
  readonly equivalence: Equivalence
  readonly findings: readonly Finding[]
}

const isInForce = ({ until }: DifferenceWaiver, today: string | null): boolean => today === null || until >= today

export function judgeProof(proof: Omit<Equivalence, 'accepted'>, { waivers, today }: Waivers): JudgedProof {
  const inForce = waivers.filter((waiver) => isInForce(waiver, today))
  const differences = proof.differences.map((difference): EquivalenceDifference => ({
    ...difference,
    waiver: inForce.find((waiver) => glob(waiver.difference, difference.name)) ?? null,
  }))
  const open = differences.filter(({ waiver }) => waiver === null)
  const waived = differences.filter(({ waiver }) => waiver !== null)
  const proven = proof.verdict === 'structural' || proof.verdict === 'equal'
  const answered = proof.verdict === 'different' && open.length === 0 && !proof.more && proof.missing.length === 0
  return {
    equivalence: { ...proof, differences, accepted: proven || answered },
    findings: [
      ...[...Map.groupBy(open, groupOf)].map(([, own]) => differenceFinding(own)),
      ...waived.map(waivedFinding),
      ...(proof.missing.length > 0 ? [unprovenFinding(proof)] : []),
      ...waivers.flatMap((waiver) => unusedFinding(waiver, { waived, today })),
    ],
  }
}

const groupOf = ({ place, direction, kind }: EquivalenceDifference): string => JSON.stringify([place, direction, kind])

const codes = { 'newly-allowed': 'network.flow-opened', 'now-denied': 'network.flow-lost' } as const

/** One for a place, a direction and a kind; the first packet stands for the others. */
function differenceFinding(differences: readonly EquivalenceDifference[]): Finding {
  const [first, ...rest] = differences
  if (!first) throw new RangeError('A group of differences is empty.')
  const { direction, kind, place, before, after, conditions } = first
  const more = rest.length > 0 ? ` ${count(rest.length, 'more rule')} differ there.` : ''
  const when = conditions.length > 0 ? `, if ${conditions.join(' and ')}` : ''
  return createFinding(direction === 'route' || kind === 'changed' ? 'network.route-different' : codes[kind], {
    subject: `${place}, ${direction}`,
    message: `${differenceText(first)}${when}: the primary site says ${before.outcome} (${before.by}), the recovery site ${after.outcome} (${after.by}).${more}`,
    suggestion: `Mend the rule, or answer for "${first.name}" under network.waivers in drplan.yaml.`,
  })
}

const waivedFinding = ({ name, waiver, before, after }: EquivalenceDifference): Finding =>
  createFinding('network.difference-waived', {
    subject: name,
    message: `The primary site says ${before.outcome}, the recovery site ${after.outcome}; ${waiver?.owner} answers for it until ${waiver?.until}: ${waiver?.reason}.`,
  })

const MOST_NAMED = 5
const someOf = (missing: readonly string[]): string =>
  missing.length <= MOST_NAMED
    ? missing.join('; ')
    : `${missing.slice(0, MOST_NAMED).join('; ')} and ${missing.length - MOST_NAMED} more`

const unprovenFinding = ({ missing }: Pick<Equivalence, 'missing'>): Finding =>
  createFinding('network.flow-unproven', {
    subject: 'security rules and routes',
    message: `Whether the recovery site lets the same connections through cannot be told without ${someOf(missing)}.`,
    suggestion: 'Add what is missing to the inventory.',
  })

function unusedFinding(
  waiver: DifferenceWaiver,
  { waived, today }: { readonly waived: readonly EquivalenceDifference[]; readonly today: string | null },
): readonly Finding[] {
  const ended = !isInForce(waiver, today)
  if (!ended && waived.some(({ waiver: own }) => own === waiver)) return []
  const why = ended ? `ended on ${waiver.until}` : 'names no difference that there is'
  return [
    createFinding('network.waiver-unused', {
      subject: waiver.difference,
      message: `The waiver of ${waiver.owner} for "${waiver.difference}" ${why}.`,
      suggestion: 'Take it out of network.waivers in drplan.yaml, or correct it.',
    }),
  ]
}
