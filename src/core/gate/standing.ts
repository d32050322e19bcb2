/** Which findings of a plan and of a check are new since the plan was committed. */
import type { FindingCode } from '../../model/finding-codes.ts'
import type { Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import type { Found } from './judge.ts'

/** Said by a check in its own words: `check.objective-missed`, `check.promise-broken`, `check.vm-unprotected`. */
const saidByChecks: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'map.objective-missed',
  'map.vm-unmapped',
  'plan.objective-missed',
])

/** What only the reading of samples finds: a check without it takes these from the plan. */
const isOfSamples = ({ code }: Finding): boolean =>
  code.startsWith('store.') || code.startsWith('forecast.') || code === 'source.metric-missing'

export interface Findings {
  readonly plan: Pick<Plan, 'findings'>
  readonly replanned: Pick<Plan, 'findings'>
  /** Of the checks. */
  readonly checked: readonly Finding[]
}

/** Codes of checks that look at the committed plan by itself: nothing came since. */
const ofThePlan: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'check.catalogue-old',
  'check.drill-missing',
  'check.objective-missed',
  'check.quota-old',
])

export function findingsSince({ plan, replanned, checked }: Findings): readonly Found[] {
  const isKnown = knownBy(plan.findings)
  const standing = [...replanned.findings, ...plan.findings.filter(isOfSamples).filter(isNotIn(replanned.findings))]
  return [
    ...checked.map((finding) => foundAs(finding, ofThePlan.has(finding.code) ? 'plan' : 'now')),
    ...standing
      .filter(({ code }) => !saidByChecks.has(code))
      .map((finding) => foundAs(finding, isKnown(finding) ? 'plan' : 'now')),
  ]
}

/** The same thing, whatever the figures in the message are; "12 VMs" may be eleven of them by now. */
function knownBy(findings: readonly Finding[]): (finding: Finding) => boolean {
  const affected = new Map(
    [...Map.groupBy(findings, nameOf)].map(([name, own]) => [name, new Set(own.flatMap((one) => one.affected))]),
  )
  return (finding) => {
    const known = affected.get(nameOf(finding))
    return known !== undefined && finding.affected.every((id) => known.has(id))
  }
}

const nameOf = ({ code, subject }: Finding): string => JSON.stringify([code, /^[\d,]+\s/.test(subject) ? '' : subject])

function isNotIn(findings: readonly Finding[]): (finding: Finding) => boolean {
  const there = new Set(findings.map((finding) => JSON.stringify(finding)))
  return (finding) => !there.has(JSON.stringify(finding))
}

const foundAs = (
  { code, severity, subject, message, suggestion, affected, place }: Finding,
  since: Found['since'],
): Found => ({ rule: code, severity, subject, message, suggestion, affected: [...affected], place, since })
