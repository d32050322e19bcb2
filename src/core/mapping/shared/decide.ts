/** What the answer to the question means for each VM; without a question, what is best for each. */
import type { Finding } from '../../../model/finding.ts'
import { createFinding } from '../../../model/finding.ts'
import type { Solution } from '../../../model/mapping.ts'
import { countOf } from '../amounts.ts'
import type { Option, Rules } from '../choose.ts'
import type { Given, VmChoice } from '../map-vm.ts'
import type { Optimised } from '../optimise/optimise.ts'
import { UNITS, valueOf } from '../value.ts'
import { conflictFinding, hopelessFinding } from './conflict-words.ts'
import type { Taken } from './ledger.ts'
import { bindingLimits, whyNot } from './why-not.ts'
import type { Question } from './question.ts'

export interface Answer {
  readonly optimised: Optimised
  /** Did the search end because its time was over? */
  readonly outOfTime: boolean
}

interface Draft {
  readonly rules: Rules
  readonly choices: readonly VmChoice[]
  readonly question: Question | null
}

export interface Decision {
  /** By VM id; absent = what it would have by itself. */
  readonly given: ReadonlyMap<string, Omit<Given, 'apartOnHosts'>>
  readonly taken: readonly Taken[]
  readonly solution: Solution
  readonly findings: readonly Finding[]
}

export function decide(draft: Draft, answer: Answer | null): Decision {
  const alone = draft.choices.flatMap((choice) => (choice.kind === 'option' ? [choice] : []))
  const { question } = draft
  if (question && question.hopeless.length > 0) return hopelessly(draft, question, alone)
  if (!question || !answer) return { ...byItself(draft, alone), findings: [] }
  const { assignment } = answer.optimised
  if (!assignment) return withoutPlan(draft, question, { answer, alone })
  const chosen = question.choosers.map(({ scoped }, vm) => ({
    scoped,
    meaning: question.meanings[assignment[vm] ?? -1],
  }))
  const taken = chosen.flatMap(({ scoped, meaning }) => (meaning ? [{ scoped, option: meaning.option }] : []))
  const binding = bindingLimits(question.limits, taken)
  const own = new Map(alone.map(({ scoped, option }) => [scoped.vm.id, option]))
  const given = chosen.flatMap(({ scoped, meaning }) => {
    const before = own.get(scoped.vm.id)
    if (!meaning || !before) return []
    const same = isSame(before, meaning.option)
    const instead = same ? null : { option: before, because: whyNot(before, meaning.option, { scoped, binding }) }
    return [[scoped.vm.id, { option: meaning.option, zone: meaning.zone, instead }] as const]
  })
  return {
    given: new Map(given),
    taken,
    solution: solutionOf(draft, answer, question),
    findings: answer.outOfTime ? [stoppedEarly(answer.optimised)] : [],
  }
}

const isSame = (a: Option, b: Option): boolean =>
  a.candidate === b.candidate && a.strategy === b.strategy && a.needs.localDiskGiB === b.needs.localDiskGiB

type Alone = Omit<Decision, 'findings'>

function byItself({ rules }: Draft, alone: readonly Taken[]): Alone {
  const value = totalValue(alone, rules)
  return {
    given: new Map(),
    taken: alone,
    solution: {
      objective: rules.policy.objective,
      status: 'optimal',
      gap: 0,
      value,
      bound: value,
      method: 'the best for each VM, which no shared limit forbids',
      stopped: null,
    },
  }
}

const totalValue = (taken: readonly Taken[], rules: Rules): number =>
  taken.reduce((sum, { option, scoped }) => sum + valueOf(option, scoped, rules), 0) / UNITS[rules.policy.objective]

function solutionOf({ rules }: Draft, { optimised, outOfTime }: Answer, question: Question): Solution {
  const { objective } = rules.policy
  const { status, cost, bound, gap } = optimised
  return {
    objective,
    status: status === 'optimal' ? 'optimal' : 'feasible',
    gap,
    value: (cost ?? 0) / UNITS[objective],
    bound: bound === null ? null : bound / UNITS[objective],
    method: `one choice for ${question.choosers.length} VMs under ${question.limits.length} shared limits, by prices of the limits and integer programming`,
    stopped: outOfTime ? 'time-limit' : null,
  }
}

function withoutPlan(
  draft: Draft,
  question: Question,
  { answer: { optimised, outOfTime }, alone }: { readonly answer: Answer; readonly alone: readonly Taken[] },
): Decision {
  const { conflict, bound } = optimised
  const { objective } = draft.rules.policy
  const own = byItself(draft, alone)
  const stopped = outOfTime ? ('time-limit' as const) : null
  const method = `no mapping was found that keeps to ${countOf(question.limits.length, 'shared limits')}`
  return {
    ...own,
    solution: {
      ...own.solution,
      status: conflict ? 'infeasible' : 'undecided',
      gap: null,
      bound: bound === null ? null : bound / UNITS[objective],
      method,
      stopped,
    },
    findings: [conflict ? conflictFinding(question, conflict) : undecided(outOfTime)],
  }
}

function hopelessly(draft: Draft, question: Question, alone: readonly Taken[]): Decision {
  const own = byItself(draft, alone)
  const method = `${question.hopeless.length} of the VMs take more than there is, each by itself`
  return {
    ...own,
    solution: { ...own.solution, status: 'infeasible', gap: null, bound: null, method },
    findings: question.hopeless.map(hopelessFinding),
  }
}

const undecided = (outOfTime: boolean): Finding =>
  createFinding('map.limits-undecided', {
    subject: 'limits that VMs share',
    message: `No mapping was found that keeps to all of them, and it is not proved that there is none${outOfTime ? ': the time was over' : ''}. Each VM is shown with what it would have by itself; the ledger says by how much that is too much.`,
    suggestion: outOfTime
      ? 'Allow more time (mapping.seconds), or raise a limit that is nearly used up.'
      : 'Raise a limit that is nearly used up.',
  })

const stoppedEarly = ({ gap }: Optimised): Finding =>
  createFinding('map.stopped-early', {
    subject: 'search for the best mapping',
    message: `The time was over before the mapping was proved as near to the best as asked for: it may be ${gap === null ? 'further' : `${Math.ceil(gap * 1e4) / 100} %`} off. How far the search comes depends on the machine, so another run may give another mapping.`,
    suggestion: 'Allow more time (mapping.seconds), or a wider gap (mapping.gap).',
  })
