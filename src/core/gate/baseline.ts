/** The baseline of a check: made from a report, and laid over the findings of a later one. */
import { baselineSchemaId, type BaselineEntry, type CheckBaseline } from '../../model/check-baseline.ts'
import type { ReportedFinding } from '../../model/check-report.ts'
import { compareText } from '../../model/text-order.ts'

/** All that is open or known. What is waived has its own end, and is new again after it. */
export function createBaseline(findings: readonly ReportedFinding[]): CheckBaseline {
  const entries = findings
    .filter(({ status }) => status !== 'waived')
    .map(({ fingerprint, rule, subject }) => ({ fingerprint, rule, subject }))
  return { schema: baselineSchemaId, findings: entries.sort(compareEntries) }
}

export interface Baselined {
  /** In the order given; open ones that the baseline has are `known`. */
  readonly findings: readonly ReportedFinding[]
  /** Entries that match no finding any more: they can be taken out. */
  readonly stale: readonly BaselineEntry[]
}

export function applyBaseline(findings: readonly ReportedFinding[], baseline: CheckBaseline): Baselined {
  const known = new Set(baseline.findings.map(({ fingerprint }) => fingerprint))
  const found = new Set(findings.map(({ fingerprint }) => fingerprint))
  return {
    findings: findings.map((finding) =>
      finding.status === 'open' && known.has(finding.fingerprint) ? { ...finding, status: 'known' } : finding,
    ),
    stale: baseline.findings.filter(({ fingerprint }) => !found.has(fingerprint)).sort(compareEntries),
  }
}

const compareEntries = (a: BaselineEntry, b: BaselineEntry): number =>
  compareText(a.rule, b.rule) || compareText(a.subject, b.subject) || compareText(a.fingerprint, b.fingerprint)
