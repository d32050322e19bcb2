/** What becomes of findings in a gate: severities that drplan.yaml states, a baseline, and what somebody answers for. */
import { baselineSchemaId, type BaselineEntry, type CheckBaseline } from '../../model/check-baseline.ts'
import { compareReported, fails } from '../../model/check-groups.ts'
import type { ReportedFinding, ReportedRule } from '../../model/check-report.ts'
import type { CheckSettings, CheckWaiver } from '../../model/check-settings.ts'
import { findingCodes, type FindingCode, type Severity } from '../../model/finding-codes.ts'
import { glob } from '../../model/glob.ts'
import { compareText } from '../../model/text-order.ts'
import { openBaseline, type Known } from './baseline.ts'
import { fingerprintsOf } from './fingerprint.ts'

/** A finding before anything was decided about it. */
export type Found = Omit<ReportedFinding, 'fingerprint' | 'status' | 'waiver'>

/** What is known of a rule beside its findings. */
export type RuleFacts = Omit<ReportedRule, 'statedSeverity'>

export interface Gate {
  readonly found: readonly Found[]
  readonly rules: ReadonlyMap<string, RuleFacts>
  /** Ids of rules that were looked at, whether they found something or not. */
  readonly looked: readonly string[]
  readonly settings: Pick<CheckSettings, 'severities' | 'waivers'>
  /** ISO date. */
  readonly today: string
  /** Null = there is none. */
  readonly baseline: CheckBaseline | null
  readonly failOn: Severity
}

export interface Judged {
  readonly passed: boolean
  readonly rules: readonly ReportedRule[]
  readonly findings: readonly ReportedFinding[]
  /** Entries of the baseline that nothing is like any more. */
  readonly staleBaseline: readonly BaselineEntry[]
}

export function judgeFindings(gate: Gate): Judged {
  const { found, settings, failOn } = gate
  const weighed = [...found.map((one) => weigh(one, settings)), ...endedWaivers(gate)]
  const used = new Set<CheckWaiver>()
  const known = openBaseline(gate.baseline ?? { schema: baselineSchemaId, findings: [] })
  const prints = fingerprintsOf(weighed)
  const judged = weighed.map((one, index) => decide(one, { fingerprint: prints[index] ?? '', gate, used, known }))
  const findings = [...judged, ...unusedWaivers(gate, { used, known })].sort(compareFound)
  const named = new Set([...gate.looked, ...findings.map(({ rule }) => rule)])
  const rules = [...named].sort(compareText).flatMap((id) => ruleOf(id, gate))
  const passed = !findings.some((finding) => fails(finding, failOn))
  return { passed, rules, findings, staleBaseline: known.stale() }
}

const weigh = (one: Found, { severities }: Gate['settings']): Found => ({
  ...one,
  severity: severities[one.rule] ?? one.severity,
})

interface Deciding {
  readonly fingerprint: string
  readonly gate: Gate
  readonly used: Set<CheckWaiver>
  readonly known: Known
}

function decide(one: Found, { fingerprint, gate, used, known }: Deciding): ReportedFinding {
  const matching = gate.settings.waivers.filter((waiver) => isFor(waiver, one))
  const waiver = matching.find(({ until }) => until >= gate.today)
  for (const each of matching) used.add(each)
  const told = { ...one, affected: [...one.affected], fingerprint }
  const isKnown = known.has(told)
  if (waiver) return { ...told, status: 'waived', waiver }
  return { ...told, status: isKnown ? 'known' : 'open' }
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

function unusedWaivers(
  gate: Gate,
  { used, known }: { readonly used: ReadonlySet<CheckWaiver>; readonly known: Known },
): readonly ReportedFinding[] {
  const found = gate.settings.waivers
    .filter((waiver) => !used.has(waiver))
    .map((waiver) =>
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
    const told = { ...one, fingerprint: prints[index] ?? '' }
    return { ...told, status: known.has(told) ? 'known' : 'open' }
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

const compareFound = (a: ReportedFinding, b: ReportedFinding): number =>
  compareReported(a, b) ||
  compareText(a.subject, b.subject) ||
  compareText(a.message, b.message) ||
  compareText(a.fingerprint, b.fingerprint)
