/** The choice for one VM, looked at from all sides: what was considered, which strategies there are, what would change it. */
import type { DayConversion } from '../../model/compatibility.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Demand } from '../../model/forecast.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Site } from '../../model/site.ts'
import type { Assignment } from '../../model/mapping.ts'
import { strategies, type RecoveryStrategy } from '../../model/tier.ts'
import type { Change, ChoiceExplanation, Rejection, StrategyOutcome } from '../../model/vm-explanation.ts'
import { compareText } from '../../model/text-order.ts'
import { assignedOption } from './assigned-option.ts'
import { changesFor, type ChangeInput } from './changes.ts'
import { chooseOption, type Choice, type Option, type Rules } from './choose.ts'
import type { Constraint } from './constraint.ts'
import { failedConstraints } from './constraints.ts'
import { isUnknown, type Needs } from './needs.ts'
import { openRules } from './open-rules.ts'
import { scopedTimeOf } from './scoped-time.ts'
import type { Kept } from './value.ts'

export interface ExplainInput {
  readonly scoped: ScopedVm
  readonly demand: Demand
  readonly catalogue: Catalogue
  readonly region: string
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
  readonly kept: ReadonlyMap<string, Kept>
  readonly site: Pick<Site, 'network' | 'region'>
  /** Of the target; absent = none. */
  readonly dayConversions?: readonly DayConversion[]
  /** What the mapping gives it; null = nothing. */
  readonly assignment: Assignment | null
}

/** Null where the size of the VM is not known. Throws InputError `catalogue.damaged`, as the mapping does. */
export function explainChoice(input: ExplainInput): ChoiceExplanation | null {
  const { scoped, demand, assignment } = input
  if (isUnknown(demand.vcpus) || isUnknown(demand.memoryGiB)) return null
  const rules = openRules(input)
  const choice = chooseOption(scoped, demand, rules)
  const own = choice.kind === 'option' ? choice.option : null
  const option = (assignment && assignedOption(assignment, { scoped, demand, rules })) ?? own
  const needs = option?.needs ?? needsOfChoice(choice)
  const looks = needs ? looksAt(needs, rules) : []
  const tried = { scoped, demand, rules, priced: rules.priced }
  return {
    considered: rules.market.candidates.length,
    holding: looks.filter((failed) => failed.length === 0).length,
    rejections: needs ? rejectionsIn(looks, needs) : [],
    strategies: strategies.map((strategy) => outcomeOf(strategy, option, tried)),
    changes: changesTogether({ ...tried, option, needs }, assignment),
  }
}

/**
 * Where others decide about the VM too, a change counts only if it leads to something else than what others forbid
 * anyway, and, where they wait for the VM, only if it is back as soon.
 */
function changesTogether(input: ChangeInput, assignment: Assignment | null): readonly Change[] {
  const { scoped, rules, option } = input
  const own = assignment?.insteadOf
  if (!own || !option) return changesFor(input)
  const isTime = own.strategy !== option.strategy
  const deadline = { minutes: option.time.achieved.rtoMinutes, because: own.why, own: option }
  const deadlines = isTime ? new Map([[scoped.vm.id, deadline]]) : rules.deadlines
  return changesFor({ ...input, rules: { ...rules, deadlines } }).filter(
    ({ componentId, strategy }) => componentId !== own.componentId || strategy !== own.strategy,
  )
}

const needsOfChoice = (choice: Choice): Needs | null =>
  choice.kind === 'option' ? choice.option.needs : choice.kind === 'none' ? choice.needs : null

/** What keeps each component out. */
const looksAt = (needs: Needs, { market }: Rules): readonly (readonly Constraint[])[] =>
  market.candidates.map(({ component }) => failedConstraints(component, needs))

function rejectionsIn(looks: readonly (readonly Constraint[])[], needs: Needs): readonly Rejection[] {
  const found = new Map<Constraint, { components: number; alone: number }>()
  for (const failed of looks)
    for (const constraint of failed) {
      const known = found.get(constraint) ?? { components: 0, alone: 0 }
      found.set(constraint, {
        components: known.components + 1,
        alone: known.alone + (failed.length === 1 ? 1 : 0),
      })
    }
  return [...found]
    .map(([constraint, counts]) => ({ constraint: constraint.name, needed: constraint.needed(needs), ...counts }))
    .toSorted((a, b) => b.components - a.components || compareText(a.constraint, b.constraint))
}

interface Tried {
  readonly scoped: ScopedVm
  readonly demand: Demand
  readonly rules: Rules
  /** The strategies that the catalogue has all prices of in the region. */
  readonly priced: readonly RecoveryStrategy[]
}

function outcomeOf(strategy: RecoveryStrategy, chosen: Option | null, tried: Tried): StrategyOutcome {
  const own = tried.priced.includes(strategy) ? optionBy(strategy, tried) : null
  const copiedGiB = (own ?? chosen)?.diskPlan.copiedGiB ?? 0
  const time = own?.time ?? scopedTimeOf(strategy, tried.scoped, { copiedGiB, rules: tried.rules })
  return {
    strategy,
    verdict: verdictOf(chosen, { strategy, own, allowed: isAllowed(strategy, tried), missed: isMissed(time) }),
    rtoMinutes: time.achieved.rtoMinutes,
    rpoMinutes: time.achieved.rpoMinutes,
    rtoExcessMinutes: time.rtoExcess,
    rpoExcessMinutes: time.rpoExcess,
    ...priceOf(own),
  }
}

type Price = Pick<StrategyOutcome, 'componentId' | 'standbyPerMonth' | 'recoveredPerHour'>

function priceOf(option: Option | null): Price {
  if (!option) return { componentId: null, standbyPerMonth: null, recoveredPerHour: null }
  const { candidate, standbyPerMonth, recoveredPerHour } = option
  return { componentId: candidate.component.id, standbyPerMonth, recoveredPerHour }
}

/** The cheapest way by this strategy alone, allowed or not. */
function optionBy(strategy: RecoveryStrategy, { scoped, demand, rules }: Tried): Option | null {
  const alone = { ...scoped, tier: { ...scoped.tier, strategies: [strategy] } }
  const choice = chooseOption(alone, demand, rules)
  return choice.kind === 'option' ? choice.option : null
}

const isMissed = (time: { readonly rtoExcess: number; readonly rpoExcess: number }): boolean =>
  time.rtoExcess > 0 || time.rpoExcess > 0

const isAllowed = (strategy: RecoveryStrategy, { scoped, rules }: Tried): boolean =>
  rules.policy.objective === 'most-protection' || scoped.tier.strategies.includes(strategy)

interface Judged {
  readonly strategy: RecoveryStrategy
  readonly own: Option | null
  readonly allowed: boolean
  readonly missed: boolean
}

function verdictOf(chosen: Option | null, { strategy, own, allowed, missed }: Judged): StrategyOutcome['verdict'] {
  if (strategy === chosen?.strategy) return 'chosen'
  if (!allowed) return 'not-allowed'
  if (missed) return 'misses'
  return own && chosen && own.standbyPerMonth < chosen.standbyPerMonth ? 'shared-limits' : 'dearer'
}
