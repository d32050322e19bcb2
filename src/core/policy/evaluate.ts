/** Policies over a plan: which subjects break them, of which it cannot be told, and which policies say nothing. */
import type { Plan } from '../../model/plan.ts'
import type { LoadedPolicy, Policy, PolicyFinding, PolicyTally } from '../../model/policy.ts'
import { policyLayers } from '../../model/policy.ts'
import { factOf } from '../../model/policy-check.ts'
import { nounWords } from '../../model/policy-facts.ts'
import { count } from '../../model/quantity.ts'
import type { Severity } from '../../model/finding-codes.ts'
import { compareText } from '../../model/text-order.ts'
import { createSubjects } from './facts/subjects.ts'
import type { PolicySurroundings } from './facts/plan-index.ts'
import { allHold } from './holds.ts'
import { judge, type Subject } from './judge.ts'
import { listWords, missingFacts, why } from './words.ts'

export interface PolicyResult {
  /** Policies of allocation first; then by the id of the policy; then by subject. */
  readonly findings: readonly PolicyFinding[]
  /** Of every policy, in the same order. */
  readonly tallies: readonly PolicyTally[]
}

/** Pure: what is not given of the surroundings makes facts unknown, and never passes in silence. */
export function evaluatePolicies(
  policies: readonly LoadedPolicy[],
  plan: Plan,
  surroundings: PolicySurroundings = {},
): PolicyResult {
  const subjectsOf = createSubjects(plan, surroundings)
  const sorted = [...policies].sort(
    (a, b) => policyLayers.indexOf(a.layer) - policyLayers.indexOf(b.layer) || compareText(a.id, b.id),
  )
  const results = sorted.map((policy) => evaluateOne(policy, subjectsOf(policy.each)))
  return { findings: results.flatMap(({ findings }) => findings), tallies: results.map(({ tally }) => tally) }
}

function evaluateOne(
  policy: LoadedPolicy,
  subjects: readonly Subject[],
): { readonly findings: readonly PolicyFinding[]; readonly tally: PolicyTally } {
  const judged = subjects.map((subject) => ({ subject, outcome: judge(policy, subject.read) }))
  const of = (wanted: string): readonly Subject[] =>
    judged.filter(({ outcome }) => outcome === wanted).map(({ subject }) => subject)
  const [broken, undecided] = [of('broken'), of('undecided')]
  const passed = of('passed').length
  const tally = { policyId: policy.id, passed, broken: broken.length, undecided: undecided.length }
  const silent = passed + broken.length + undecided.length === 0 && policy.origin === 'own'
  return {
    findings: [
      ...broken.map((subject) => brokenFinding(policy, subject)),
      ...undecidedFindings(policy, undecided),
      ...(silent ? [unmatchedFinding(policy, subjects.length)] : []),
    ],
    tally,
  }
}

const partsOf = ({ id, layer, fix, source, place }: LoadedPolicy) => ({ policyId: id, layer, fix, source, place })

const brokenFinding = (policy: LoadedPolicy, subject: Subject): PolicyFinding => ({
  ...partsOf(policy),
  severity: policy.severity,
  outcome: 'broken',
  subject: subject.name(),
  message: `policy ${policy.id}: ${subject.name()}: ${whyBroken(policy, subject).join('; ')}. ${policy.title}`,
  affected: subject.vmIds(),
})

export const whyBroken = (
  { must, each }: Pick<Policy, 'must' | 'each'>,
  { read }: Pick<Subject, 'read'>,
): readonly string[] =>
  must
    .filter((condition) => allHold([condition], read) === false)
    .flatMap((condition) => why(condition, true, { each, read }))

/** One milder than the policy: something is to be found out, and nothing is known to be wrong. */
const milder: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'info' }

/** Subjects that lack the same facts are one finding, so that a source that states nothing does not make thousands. */
function undecidedFindings(policy: LoadedPolicy, subjects: readonly Subject[]): readonly PolicyFinding[] {
  const byMissing = new Map<string, { readonly facts: readonly string[]; readonly subjects: Subject[] }>()
  for (const subject of subjects) {
    const facts = whatIsMissing(policy, subject)
    const key = facts.join(' ')
    const group = byMissing.get(key) ?? { facts, subjects: [] }
    group.subjects.push(subject)
    byMissing.set(key, group)
  }
  return [...byMissing.values()].map(({ facts, subjects }) => {
    const { one, many } = nounWords[policy.each]
    const [first] = subjects
    const what = subjects.length === 1 && first ? first.name() : count(subjects.length, one, many)
    return {
      ...partsOf(policy),
      severity: milder[policy.severity],
      outcome: 'undecided' as const,
      subject: what,
      message: `policy ${policy.id}: cannot be told of ${what}, for want of ${facts.map((name) => missingWords(policy, name)).join('; ')}${subjects.length > 1 ? ` (${listWords(subjects.map(({ name }) => name()))})` : ''}. ${policy.title}`,
      affected: [...new Set(subjects.flatMap(({ vmIds }) => vmIds()))].sort(compareText),
    }
  })
}

export const whatIsMissing = (
  { where, must }: Pick<Policy, 'where' | 'must'>,
  { read }: Pick<Subject, 'read'>,
): readonly string[] => [...new Set([...missingFacts(where, read), ...missingFacts(must, read)])]

function missingWords({ each }: Policy, name: string): string {
  const fact = factOf(each, name)
  return fact?.missing === undefined ? name : `${name} (${fact.missing})`
}

const unmatchedFinding = (policy: LoadedPolicy, subjects: number): PolicyFinding => {
  const { one, many } = nounWords[policy.each]
  return {
    ...partsOf(policy),
    severity: 'info',
    outcome: 'unmatched',
    subject: policy.id,
    message: `policy ${policy.id}: ${subjects === 0 ? `the plan has no ${one}` : `its conditions choose none of ${count(subjects, one, many)}`}, so it says nothing. ${policy.title}`,
    fix: 'See whether its where is what you mean: drplan policy facts lists what can be asked.',
    affected: [],
  }
}
