/** Which strategies come into question for a VM, and how fast each brings it back. */
import type { MappingPolicy } from '../../model/config.ts'
import { strategies, type RecoveryStrategy, type Tier } from '../../model/tier.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { RecoveryTime } from './recovery-time.ts'
import { scopedTimeOf, type TimeRules as ModelRules } from './scoped-time.ts'

interface TimeRules extends ModelRules {
  readonly policy: Pick<MappingPolicy, 'objective'>
  readonly priced: readonly RecoveryStrategy[]
  /** By VM id: when it must be back by itself. */
  readonly deadlines: ReadonlyMap<string, { readonly minutes: number }>
}

/** `copiedGiB` is what a restore must bring back. */
export function timesFor(scoped: ScopedVm, copiedGiB: number, rules: TimeRules): readonly RecoveryTime[] {
  const { vm, tier } = scoped
  const timeOf = (strategy: RecoveryStrategy): RecoveryTime => scopedTimeOf(strategy, scoped, { copiedGiB, rules })
  if (rules.policy.objective === 'most-protection') return anyStrategy(tier, rules).map(timeOf)
  const deadline = rules.deadlines.get(vm.id)?.minutes ?? Infinity
  return nearestToPromise(tier.strategies.map(timeOf)).filter(({ achieved }) => achieved.rtoMinutes <= deadline)
}

/**
 * Where promises may be given up, every strategy is looked at that can be priced; active-active only where the tier
 * allows it, since the application must be made for it.
 */
const anyStrategy = (tier: Tier, { priced }: Pick<TimeRules, 'priced'>): readonly RecoveryStrategy[] =>
  strategies
    .filter((one) => priced.includes(one))
    .filter((one) => one !== 'active-active' || tier.strategies.includes(one))

/** Those that keep the promise (all miss it by nothing); where none does, those that miss the RTO, then the RPO, least. */
function nearestToPromise(times: readonly RecoveryTime[]): readonly RecoveryTime[] {
  const keeping = times.filter((time) => time.rtoExcess === 0 && time.rpoExcess === 0)
  if (keeping.length > 0) return keeping
  const byExcess = (a: RecoveryTime, b: RecoveryTime): number => a.rtoExcess - b.rtoExcess || a.rpoExcess - b.rpoExcess
  const nearest = times.toSorted(byExcess)[0]
  return times.filter((time) => nearest && byExcess(time, nearest) === 0)
}
