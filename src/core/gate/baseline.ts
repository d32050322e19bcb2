/** The baseline of a check: made from a report, and laid over the findings of a later one. */
import { baselineSchemaId, type BaselineEntry, type CheckBaseline } from '../../model/check-baseline.ts'
import type { ReportedFinding } from '../../model/check-report.ts'
import { compareText } from '../../model/text-order.ts'
import { withoutCount } from './fingerprint.ts'

/** All that is open or known. What is waived has its own end, and is new again after it. */
export function createBaseline(findings: readonly ReportedFinding[]): CheckBaseline {
  const entries = findings
    .filter(({ status }) => status !== 'waived')
    .map(({ fingerprint, rule, subject, affected }) => ({ fingerprint, rule, subject, affected: affected.toSorted() }))
  return { schema: baselineSchemaId, findings: entries.sort(compareEntries) }
}

export interface Known {
  /** Has the baseline this finding, or the same of more things? */
  has(finding: Pick<ReportedFinding, 'fingerprint' | 'rule' | 'subject' | 'affected'>): boolean
  /** Entries that nothing was like: they can be taken out. */
  stale(): readonly BaselineEntry[]
}

/** Keeps account of what it was asked. */
export function openBaseline({ findings }: CheckBaseline): Known {
  const byFingerprint = new Map(findings.map((entry) => [entry.fingerprint, entry]))
  const byName = Map.groupBy(findings, nameOf)
  const met = new Set<BaselineEntry>()
  return {
    has(finding) {
      const entry = byFingerprint.get(finding.fingerprint) ?? byName.get(nameOf(finding))?.find(isOfMore(finding))
      if (entry) met.add(entry)
      return entry !== undefined
    },
    stale: () => findings.filter((entry) => !met.has(entry)).sort(compareEntries),
  }
}

const nameOf = ({ rule, subject }: Pick<BaselineEntry, 'rule' | 'subject'>): string =>
  JSON.stringify([rule, withoutCount(subject)])

const isOfMore =
  ({ affected }: Pick<ReportedFinding, 'affected'>) =>
  (entry: BaselineEntry): boolean =>
    affected.length > 0 && affected.every((id) => entry.affected.includes(id))

const compareEntries = (a: BaselineEntry, b: BaselineEntry): number =>
  compareText(a.rule, b.rule) || compareText(a.subject, b.subject) || compareText(a.fingerprint, b.fingerprint)
