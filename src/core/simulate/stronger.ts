/** Which VMs would be moved to a stronger strategy to keep the promise that is broken most often. */
import type { Plan } from '../../model/plan.ts'
import type { Simulation } from '../../model/simulation.ts'
import { strategies, type RecoveryStrategy, type Tier } from '../../model/tier.ts'
import { compareText } from '../../model/text-order.ts'

export interface StrongerMove {
  readonly application: string
  /** By VM id: what each would have. */
  readonly strategies: ReadonlyMap<string, RecoveryStrategy>
}

/** Each is a mapping and as many runs again. */
const MOST_APPLICATIONS = 2
/** A VM that decides in fewer runs is left as it is. */
const DECIDES_SHARE = 0.05

type StrongPlan = Pick<Plan, 'vms' | 'tiers' | 'mapping' | 'promises'>

/**
 * Of the applications that are late most often, and that anything can be done about: the VMs that decide when they are back, whosever they are, each with the next
 * stronger strategy that its tier allows; where it allows none, that which the next stronger tier does.
 */
export function strongerMoves(plan: StrongPlan, { goals }: Pick<Simulation, 'goals'>): readonly StrongerMove[] {
  const late = goals
    .filter(({ kind, kept }) => kind === 'application' && kept !== null && kept.share < 1)
    .toSorted((a, b) => (a.kept?.share ?? 1) - (b.kept?.share ?? 1) || compareText(a.name, b.name))
  const next = nextStrategies(plan)
  const moves = late.flatMap(({ name, criticalVms }) => {
    const deciding = criticalVms.filter(({ share }) => share >= DECIDES_SHARE).map(({ id }) => id)
    const found = deciding.flatMap((id) => {
      const strategy = next(id)
      return strategy === null ? [] : [[id, strategy] as const]
    })
    return found.length === 0 ? [] : [{ application: name, strategies: new Map(found) }]
  })
  return moves.slice(0, MOST_APPLICATIONS)
}

function nextStrategies({ vms, tiers, mapping }: StrongPlan): (vmId: string) => RecoveryStrategy | null {
  const tierOf = new Map(vms.map(({ vmId, tierId }) => [vmId, tiers.find(({ id }) => id === tierId)]))
  const present = new Map(mapping.assignments.map(({ vmId, offering }) => [vmId, offering.strategy]))
  return (vmId) => {
    const tier = tierOf.get(vmId)
    const own = present.get(vmId)
    if (!tier || own === undefined) return null
    // An application has to be made for active-active: nobody is moved to it by a lever.
    const stronger = (allowed: Tier): RecoveryStrategy | undefined =>
      strategies
        .slice(0, strategies.indexOf(own))
        .findLast((one) => one !== 'active-active' && allowed.strategies.includes(one))
    const stricter = tiers
      .filter(({ priority }) => priority < tier.priority)
      .toSorted((a, b) => b.priority - a.priority)
    return [tier, ...stricter].map(stronger).find((one) => one !== undefined) ?? null
  }
}

/** A tier as it is, in which one strategy alone is allowed. */
export const onlyBy = (tier: Tier, strategy: RecoveryStrategy): Tier => ({ ...tier, strategies: [strategy] })
