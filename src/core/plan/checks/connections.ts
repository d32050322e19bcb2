import type { Check } from '../../../model/check.ts'
import type { EquivalenceDifference } from '../../../model/equivalence.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { FindingCode } from '../../../model/finding-codes.ts'
import { differenceText } from '../../../model/packet-text.ts'
import { count } from '../../../model/quantity.ts'
import { compareText } from '../../../model/text-order.ts'

export const connections: Check = {
  title: 'The recovery site as planned lets through what the primary site lets through now, and nothing else: proven.',
  codes: ['check.connection-lost', 'check.connection-opened', 'check.connection-other', 'check.network-unproven'],
  source: 'docs/equivalence.md: the proof of every packet under the address map',
  run: ({ plan, provenNow }) => {
    const known = new Set(plan.equivalence.differences.map(({ name }) => name))
    const fresh = provenNow.differences.filter(({ name, waiver }) => !known.has(name) && waiver === null)
    const missing = provenNow.missing.filter((one) => !plan.equivalence.missing.includes(one))
    const byKind = Map.groupBy(fresh, ({ kind }) => kind)
    return [
      ...[...byKind.values()].flatMap(byCause).map(causeFound),
      ...(provenNow.verdict === 'undetermined' && missing.length > 0 ? [unproven(missing)] : []),
      ...(provenNow.more ? [cut(provenNow.differences.length)] : []),
    ]
  },
}

interface Cause {
  /** The rule or route that decides. */
  readonly by: string
  readonly differences: readonly EquivalenceDifference[]
}

/** What lets the packet through names rules at both ends, and the one that most differences share is what changed. */
function byCause(differences: readonly EquivalenceDifference[]): readonly Cause[] {
  const causes: Cause[] = []
  let left = differences
  while (left.length > 0) {
    const tokens = Map.groupBy(
      left.flatMap((difference) => decisive(difference).map((token) => ({ token, difference }))),
      ({ token }) => token,
    )
    const [best] = [...tokens].sort(([a, own], [b, other]) => other.length - own.length || compareText(a, b))
    if (!best) return causes
    const covered = new Set(best[1].map(({ difference }) => difference))
    causes.push({ by: best[0], differences: [...covered] })
    left = left.filter((difference) => !covered.has(difference))
  }
  return causes
}

/** Of the site that lets it through. */
const decisive = ({ kind, before, after }: EquivalenceDifference): readonly string[] =>
  (kind === 'newly-allowed' ? after : before).by.split(' and ')

const codes = {
  'now-denied': 'check.connection-lost',
  'newly-allowed': 'check.connection-opened',
  changed: 'check.connection-other',
} as const satisfies Record<EquivalenceDifference['kind'], FindingCode>

function causeFound({ by, differences }: Cause): Finding {
  const [first] = differences
  if (!first) throw new RangeError('A cause has no difference.')
  const places = [...new Set(differences.map(({ place }) => place))].sort(compareText)
  const more = differences.length - 1
  const others =
    more === 0
      ? ''
      : ` ${count(more, 'more path')} differ by it, at ${places.slice(0, 6).join(', ')}${places.length > 6 ? ' …' : ''}.`
  return createFinding(codes[first.kind], {
    subject: by,
    message: `${differenceText(first)}: the primary site says ${first.before.outcome} now (${first.before.by}), the recovery site as planned ${first.after.outcome} (${first.after.by}).${others}`,
    suggestion:
      'Run drplan plan: the rules of the recovery site follow those of the primary site. Where that is not wanted, network.waivers.',
  })
}

const unproven = (missing: readonly string[]): Finding =>
  createFinding('check.network-unproven', {
    subject: 'network',
    message: `Whether the recovery site as planned lets the same connections through cannot be told: ${missing.slice(0, 5).join('; ')}${missing.length > 5 ? `; and ${missing.length - 5} more` : ''}.`,
    suggestion: 'Give drplan what is missing, and run drplan plan.',
  })

/** Of many differences the proof shows some: a new one may be among the others. */
const cut = (shown: number): Finding =>
  createFinding('check.network-unproven', {
    subject: 'more differences',
    message: `The sites differ in more than the ${shown} connections that were looked at, so that others may be new since the plan.`,
    suggestion: 'Run drplan plan, and mend or waive what drplan translate shows.',
  })
