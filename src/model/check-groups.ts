/** The findings of a check as people ask for them: what is new, what was there, what somebody answers for. */
import type { CheckReport, ReportedFinding } from './check-report.ts'
import { isAtLeast } from './finding.ts'
import { severities, type Severity } from './finding-codes.ts'
import { count } from './quantity.ts'
import { compareText } from './text-order.ts'

/** In the order in which they are read. */
const checkGroupIds = ['new', 'planned', 'known', 'waived'] as const
type CheckGroupId = (typeof checkGroupIds)[number]

const checkGroupTitles: Record<CheckGroupId, string> = {
  new: 'New since the plan, or by the date of today',
  planned: 'Known when the plan was made',
  known: 'In the baseline',
  waived: 'Waived',
}

export interface CheckGroup {
  readonly id: CheckGroupId
  readonly title: string
  /** Worst first, then by rule and in the order of the report. */
  readonly findings: readonly ReportedFinding[]
}

function groupIdOf({ status, since }: ReportedFinding): CheckGroupId {
  if (status !== 'open') return status
  return since === 'now' ? 'new' : 'planned'
}

/** Every group, also the empty ones. */
export function groupFindings(findings: readonly ReportedFinding[]): readonly CheckGroup[] {
  const groups = Map.groupBy(findings, groupIdOf)
  return checkGroupIds.map((id) => ({
    id,
    title: checkGroupTitles[id],
    findings: (groups.get(id) ?? []).toSorted(compareReported),
  }))
}

const rank = (severity: Severity): number => severities.indexOf(severity)

/** Worst first, then by rule; stable, so that the order of the report decides between equals. */
export const compareReported = (a: ReportedFinding, b: ReportedFinding): number =>
  rank(a.severity) - rank(b.severity) || compareText(a.rule, b.rule)

/** Findings of one rule and severity that are only counted. */
interface RuleRest {
  readonly kind: 'rest'
  readonly rule: string
  readonly severity: Severity
  readonly count: number
}
export type FoldedFinding = { readonly kind: 'finding'; readonly finding: ReportedFinding } | RuleRest

/** The first `most` of every rule and severity, and after them how many more there are. */
export function foldByRule(findings: readonly ReportedFinding[], most: number): readonly FoldedFinding[] {
  const runs = Map.groupBy(findings, ({ severity, rule }) => `${severity} ${rule}`)
  return [...runs.values()].flatMap((run) => {
    const shown = run.slice(0, most).map((finding): FoldedFinding => ({ kind: 'finding', finding }))
    const [first] = run
    if (!first || run.length <= most) return shown
    return [...shown, { kind: 'rest', rule: first.rule, severity: first.severity, count: run.length - most }]
  })
}

/** Does it fail the check? */
export const fails = ({ status, severity }: ReportedFinding, failOn: Severity): boolean =>
  status === 'open' && isAtLeast(severity, failOn)

/** `failed: 3 open findings at or above warning`, or that there are none. */
export function checkVerdict({ passed, failOn, findings }: CheckReport): string {
  const failing = findings.filter((finding) => fails(finding, failOn)).length
  const open = failing === 0 ? 'no open finding' : count(failing, 'open finding')
  return `${passed ? 'passed' : 'failed'}: ${open} at or above ${failOn}`.replaceAll('\u00a0', ' ')
}

/** The exit code that a check of this report has. */
export const checkExitCode = ({ passed }: CheckReport): 0 | 1 => (passed ? 0 : 1)

/** Who answers for it, why, and until when; the texts are as somebody wrote them. */
export const waiverWords = ({ waiver }: ReportedFinding): string | null =>
  waiver ? `${waiver.owner} until ${waiver.until}: ${waiver.reason}` : null
