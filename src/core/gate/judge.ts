/** What becomes of findings in a gate: severities that drplan.yaml states, a baseline, and what somebody answers for. */
import type { ReportedFinding, ReportedRule } from '../../model/check-report.ts'
import type { CheckSettings, CheckWaiver } from '../../model/check-settings.ts'
import { findingCodes, type FindingCode, type Severity } from '../../model/finding-codes.ts'
import { isAtLeast } from '../../model/finding.ts'
import { glob } from '../../model/glob.ts'
import { compareText } from '../../model/text-order.ts'
import { fingerprintsOf } from './fingerprint.ts'

/** A finding before anything was decided about it. */
export type Found = Omit<ReportedFinding, 'fingerprint' | 'status' | 'waiver'>

/** What is known of a rule beside its findings. */
export type RuleFacts = Omit<ReportedRule, 'statedSeverity'>

export interface Gate {
  readonly found: readonly Found[]
  readonly rules: ReadonlyMap<string, RuleFacts>
  readonly settings: Pick<CheckSettings, 'severities' | 'waivers'>
  /** ISO date. */
  readonly today: string
  /** Fingerprints that are known. */
  readonly baseline: ReadonlySet<string>
  readonly failOn: Severity
}

export interface Judged {
  readonly passed: boolean
  readonly rules: readonly ReportedRule[]
  readonly findings: readonly ReportedFinding[]
}

export function judgeFindings(gate: Gate): Judged {
  const { found, settings, failOn } = gate
  const weighed = [...found.map((one) => weigh(one, settings)), ...endedWaivers(gate)]
  const used = new Set<CheckWaiver>()
  const prints = fingerprintsOf(weighed)
  const judged = weighed.map((one, index) => decide(one, { fingerprint: prints[index] ?? '', gate, used }))
  const findings = [...judged, ...unusedWaivers(gate, used)].sort(compareReported)
  const named = new Set(findings.map(({ rule }) => rule))
  const rules = [...named].sort(compareText).flatMap((id) => ruleOf(id, gate))
  const passed = !findings.some(({ status, severity }) => status === 'open' && isAtLeast(severity, failOn))
  return { passed, rules, findings }
}

const weigh = (one: Found, { severities }: Gate['settings']): Found => ({
  ...one,
  severity: severities[one.rule] ?? one.severity,
})

interface Deciding {
  readonly fingerprint: string
  readonly gate: Gate
  readonly used: Set<CheckWaiver>
}

function decide(one: Found, { fingerprint, gate, used }: Deciding): ReportedFinding {
  const matching = gate.settings.waivers.filter((waiver) => isFor(waiver, one))
  const waiver = matching.find(({ until }) => until >= gate.today)
  for (const each of matching) used.add(each)
  const told = { ...one, affected: [...one.affected], fingerprint }
  if (waiver) return { ...told, status: 'waived', waiver }
  return { ...told, status: gate.baseline.has(fingerprint) ? 'known' : 'open' }
}

const isFor = ({ rule, subject }: CheckWaiver, one: Found): boolean =>
  glob(rule, one.rule) && glob(subject, one.subject)

/** Those that would still be needed. */
const endedWaivers = ({ settings, today, found }: Gate): readonly Found[] =>
  settings.waivers
    .filter((waiver) => waiver.until < today && found.some((one) => isFor(waiver, one)))
    .map((waiver) =>
      own('check.waiver-ended', waiver, {
        message: `The waiver of ${waiver.owner} ended on ${waiver.until} (${waiver.reason}), and what it was for is still found.`,
        suggestion: 'Mend what it was for, or let its owner decide again and state a later day under check.waivers.',
      }),
    )

const unusedWaivers = (gate: Gate, used: ReadonlySet<CheckWaiver>): readonly ReportedFinding[] => {
  const unused = gate.settings.waivers.filter((waiver) => !used.has(waiver))
  const found = unused.map((waiver) =>
    weigh(
      own('check.waiver-unused', waiver, {
        message: `Nothing that is found is what ${waiver.owner} answers for until ${waiver.until} (${waiver.reason}).`,
        suggestion: 'Take it out of check.waivers in drplan.yaml, or correct it.',
      }),
      gate.settings,
    ),
  )
  const prints = fingerprintsOf(found)
  return found.map((one, index) => {
    const fingerprint = prints[index] ?? ''
    return { ...one, fingerprint, status: gate.baseline.has(fingerprint) ? 'known' : 'open' }
  })
}

function own(rule: FindingCode, waiver: CheckWaiver, words: Pick<Found, 'message' | 'suggestion'>): Found {
  const subject = waiver.subject === '*' ? waiver.rule : `${waiver.rule} of ${waiver.subject}`
  return { rule, severity: findingCodes[rule].severity, subject, ...words, affected: [], place: null, since: 'now' }
}

function ruleOf(id: string, { rules, settings }: Gate): readonly ReportedRule[] {
  const facts = rules.get(id)
  if (!facts) return []
  const stated = settings.severities[id]
  if (stated === undefined || stated === facts.severity) return [facts]
  return [{ ...facts, severity: stated, statedSeverity: facts.severity }]
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

const compareReported = (a: ReportedFinding, b: ReportedFinding): number =>
  rank[a.severity] - rank[b.severity] ||
  compareText(a.rule, b.rule) ||
  compareText(a.subject, b.subject) ||
  compareText(a.message, b.message) ||
  compareText(a.fingerprint, b.fingerprint)
