/**
 * What would change the choice for one VM: each change is tried by choosing again, so that what is said is what would
 * happen. Changes of the mapping alone: a demand, a promise, a setting.
 */
import type { Demand, Need } from '../../model/forecast.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import { strategies, type RecoveryStrategy, type Tier } from '../../model/tier.ts'
import type { Change } from '../../model/vm-explanation.ts'
import { amountConstraints } from './amount-constraints.ts'
import { formatAmount, formatMinutes, listOf } from './amounts.ts'
import { chooseOption, type Option, type Rules } from './choose.ts'
import { failedConstraints } from './constraints.ts'
import { strategyName } from './explain.ts'
import { roundMoney } from './money.ts'
import type { Needs } from './needs.ts'
import { scopedTimeOf } from './scoped-time.ts'

export interface ChangeInput {
  readonly scoped: ScopedVm
  readonly demand: Demand
  readonly rules: Rules
  readonly priced: readonly RecoveryStrategy[]
  /** What is chosen, and for which needs; null when nothing is, or when no disk class holds the disks. */
  readonly option: Option | null
  readonly needs: Needs | null
}

interface Trial {
  readonly change: string
  readonly scoped?: ScopedVm
  readonly demand?: Demand
  readonly rules?: Rules
}

/** Only what is cheaper while standing by or, at the same price there, once recovered; the largest saving first. */
export function changesFor(input: ChangeInput): readonly Change[] {
  const trials = [...smallerDemands(input), ...weakerPromises(input), ...otherSettings(input)]
  return trials
    .flatMap((trial) => outcomeOf(trial, input))
    .toSorted(
      (a, b) =>
        (b.savedStandbyPerMonth ?? 0) - (a.savedStandbyPerMonth ?? 0) ||
        (b.savedRecoveredPerHour ?? 0) - (a.savedRecoveredPerHour ?? 0) ||
        compareText(a.change, b.change),
    )
}

function outcomeOf(trial: Trial, input: ChangeInput): readonly Change[] {
  const { scoped, demand, rules } = { ...input, ...trial }
  const choice = chooseOption(scoped, demand, rules)
  if (choice.kind !== 'option') return []
  const { option: other } = choice
  const saved = input.option && savedBy(other, input.option)
  if (saved && !isCheaper(saved)) return []
  return [
    {
      change: trial.change,
      componentId: other.candidate.component.id,
      strategy: other.strategy,
      standbyPerMonth: other.standbyPerMonth,
      recoveredPerHour: other.recoveredPerHour,
      savedStandbyPerMonth: saved?.standby ?? null,
      savedRecoveredPerHour: saved?.recovered ?? null,
    },
  ]
}

interface Saved {
  readonly standby: number
  readonly recovered: number
}

const savedBy = (other: Option, option: Option): Saved => ({
  standby: roundMoney(option.standbyPerMonth - other.standbyPerMonth),
  recovered: roundMoney(option.recoveredPerHour - other.recoveredPerHour),
})

const isCheaper = ({ standby, recovered }: Saved): boolean => standby > 0 || (standby === 0 && recovered > 0)

/** Where the amount of a constraint stands in the demand, and in the needs that follow from it. */
const figures = {
  vCPU: { demand: 'vcpus', needs: 'vcpus' },
  memory: { demand: 'memoryGiB', needs: 'memoryGiB' },
  network: { demand: 'networkMbps', needs: 'networkMbps' },
  'disk IOPS': { demand: 'iops', needs: 'diskIops' },
  'disk throughput': { demand: 'diskMiBps', needs: 'diskMiBps' },
} as const

const figureOf = (name: string): (typeof figures)[keyof typeof figures] | null =>
  Object.hasOwn(figures, name) ? figures[name as keyof typeof figures] : null

/** For each amount, the cheaper component that only this amount keeps out and that is short of least. */
function smallerDemands({ demand, rules, option, needs }: ChangeInput): readonly Trial[] {
  if (!needs) return []
  const cheaper = rules.market.candidates.filter(({ perHour }) => !option || perHour < option.candidate.perHour)
  const looks = cheaper.map(({ component }) => ({ component, failed: failedConstraints(component, needs) }))
  return amountConstraints.flatMap((constraint): readonly Trial[] => {
    const alone = looks.filter(({ failed: [only, ...more] }) => only === constraint && more.length === 0)
    const [nearest] = alone.toSorted(
      (a, b) => constraint.measure(b.component, needs) - constraint.measure(a.component, needs),
    )
    const figure = figureOf(constraint.name)
    const shortage = nearest && constraint.shortage(nearest.component, needs)
    if (!nearest || !shortage || !figure) return []
    const offered = constraint.measure(nearest.component, needs)
    return [
      {
        change: `${shortage} less (${formatAmount(offered)} instead of ${formatAmount(needs[figure.needs])})`,
        demand: { ...demand, [figure.demand]: cappedAt(offered, demand[figure.demand]) },
      },
    ]
  })
}

const cappedAt = (required: number, need: Need | null): Need | null => need && { ...need, required }

/** Strategies that are not allowed or miss the promise: with a promise that they keep, in a tier that allows them. */
function weakerPromises({ scoped, rules, priced, option }: ChangeInput): readonly Trial[] {
  const { tier } = scoped
  return strategies
    .filter((strategy) => strategy !== option?.strategy && priced.includes(strategy))
    .flatMap((strategy): readonly Trial[] => {
      const copiedGiB = option?.diskPlan.copiedGiB ?? 0
      const time = scopedTimeOf(strategy, scoped, { copiedGiB, rules })
      const rto = time.rtoExcess > 0 ? Math.ceil(time.achieved.rtoMinutes) : tier.rtoMinutes
      const rpo = time.rpoExcess > 0 ? Math.ceil(time.achieved.rpoMinutes) : tier.rpoMinutes
      const weaker = { ...tier, rtoMinutes: rto, rpoMinutes: rpo, strategies: [...tier.strategies, strategy] }
      const changes = promiseChanges(tier, weaker, strategy)
      return changes.length > 0 ? [{ change: listOf(changes), scoped: { ...scoped, tier: weaker } }] : []
    })
}

function promiseChanges(tier: Tier, weaker: Tier, strategy: RecoveryStrategy): readonly string[] {
  const changed = (name: string, before: number | null, after: number | null): readonly string[] =>
    before === after || before === null || after === null
      ? []
      : [`an ${name} of ${formatMinutes(after)} instead of ${formatMinutes(before)}`]
  return [
    ...(tier.strategies.includes(strategy) ? [] : [`${strategyName(strategy)} allowed in tier ${tier.id}`]),
    ...changed('RTO', tier.rtoMinutes, weaker.rtoMinutes),
    ...changed('RPO', tier.rpoMinutes, weaker.rpoMinutes),
  ]
}

function otherSettings({ scoped, rules }: ChangeInput): readonly Trial[] {
  const { policy } = rules
  const { vm, tier } = scoped
  const allowing = (more: Partial<typeof policy>): Rules => ({ ...rules, policy: { ...policy, ...more } })
  return [
    {
      change: `burstable components allowed in tier ${tier.id} (mapping.burstableTiers)`,
      rules: allowing({ burstableTiers: [...policy.burstableTiers, tier.id] }),
    },
    {
      change: 'previous generations allowed (mapping.previousGenerations)',
      rules: allowing({ previousGenerations: true }),
    },
    ...(vm.architecture === 'arm64'
      ? []
      : [
          {
            change: 'everything on it built for arm64',
            scoped: { ...scoped, vm: { ...vm, architecture: 'arm64', firmware: null } } as const,
          },
        ]),
  ]
}
