/** What an option is judged by: whole numbers, less is better, the same for one VM alone and for an estate. */
import type { MappingPolicy } from '../../model/config.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { RecoveryStrategy, Tier } from '../../model/tier.ts'
import type { RecoveryTime } from './recovery-time.ts'

/** What a VM had in an earlier plan. */
export interface Kept {
  readonly componentId: string
  readonly strategy: RecoveryStrategy
}

interface Valued {
  readonly candidate: { readonly component: { readonly id: string } }
  readonly strategy: RecoveryStrategy
  readonly time: RecoveryTime
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
}

interface ValueRules {
  readonly policy: Pick<MappingPolicy, 'objective' | 'recoveredHoursPerMonth' | 'keep'>
  readonly kept: ReadonlyMap<string, Kept>
}

/** Values of cost are in ten-thousandths of the currency, those of exposure in millionths of a promise. */
export const UNITS = { 'least-cost': 1e4, 'most-protection': 1e6 } as const

/**
 * Of `least-cost`: a month with its drills. Of `most-protection`: the exposure, and a millionth for each unit of
 * currency, so that of equal protection the cheaper is taken. What an earlier plan has costs nothing to keep.
 */
export function valueOf(option: Valued, { vm, tier }: ScopedVm, { policy, kept }: ValueRules): number {
  const before = kept.get(vm.id)
  const moved =
    before !== undefined &&
    (before.componentId !== option.candidate.component.id || before.strategy !== option.strategy)
  const cost = perMonth(option, policy) + (moved ? (policy.keep?.worthPerMonth ?? 0) : 0)
  if (policy.objective === 'least-cost') return Math.round(cost * UNITS['least-cost'])
  return Math.round(exposureOf(option.time, tier) * UNITS['most-protection'] + cost)
}

/** What is paid in a month in which nothing happens but drills. */
export const perMonth = (
  option: Pick<Valued, 'standbyPerMonth' | 'recoveredPerHour'>,
  { recoveredHoursPerMonth }: Pick<MappingPolicy, 'recoveredHoursPerMonth'>,
): number => option.standbyPerMonth + recoveredHoursPerMonth * option.recoveredPerHour

/** Nobody promises anything of best effort; it is counted as if a week were promised, so that it is not worthless. */
const BEST_EFFORT_MINUTES = 7 * 24 * 60

/**
 * How much of what was promised is used up: time to return over its promise, plus loss over its promise. 2 = exactly as
 * promised. An RPO below a minute counts as one.
 */
export function exposureOf({ achieved }: Pick<RecoveryTime, 'achieved'>, { rtoMinutes, rpoMinutes }: Tier): number {
  const rpo = Math.max(1, rpoMinutes ?? BEST_EFFORT_MINUTES)
  return achieved.rtoMinutes / (rtoMinutes ?? BEST_EFFORT_MINUTES) + achieved.rpoMinutes / rpo
}
