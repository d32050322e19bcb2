/** For a VM that shares limits with others: every option that could be in the best mapping. */
import { createOption, standbyFor, waysToHold, type Holding, type Option, type Rules, type Wanted } from '../choose.ts'
import { isLargeEnough } from '../constraints.ts'
import { isUnpriced, type Candidate } from '../market.ts'
import { ratesOf } from '../rates.ts'
import type { RecoveryTime } from '../recovery-time.ts'
import { timesFor } from '../times.ts'
import type { Demand } from '../../../model/forecast.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import type { SharedLimit } from './limits.ts'

/**
 * An option is left out where another one of the same strategy and disks costs no more and takes no more of any limit;
 * so the optimum stays. A warm standby runs the cheapest component that holds it, whatever that takes.
 */
export function undominatedOptions(
  scoped: ScopedVm,
  demand: Demand,
  { rules, limits }: { readonly rules: Rules; readonly limits: readonly SharedLimit[] },
): readonly Option[] {
  const { wanted } = waysToHold(scoped, demand, rules)
  const copiedGiB = wanted[0]?.diskPlan.copiedGiB ?? 0
  const telling = limits.filter(({ ofComponent }) => ofComponent)
  return timesFor(scoped, copiedGiB, rules).flatMap((time) =>
    wanted.flatMap((one) =>
      candidatesFor(one, time, { scoped, rules, limits: telling }).map((candidate) =>
        createOption({ ...one, candidate }, time, rules.market),
      ),
    ),
  )
}

interface Around {
  readonly scoped: ScopedVm
  readonly rules: Rules
  readonly limits: readonly SharedLimit[]
}

interface Found {
  readonly candidate: Candidate
  readonly takes: readonly number[]
}

const isDominated = (takes: readonly number[], found: readonly Found[]): boolean =>
  found.some((other) => other.takes.every((amount, index) => amount <= (takes[index] as number)))

/** From the cheapest up; the component of an earlier plan always, since it is worth something to keep it. */
function candidatesFor(wanted: Wanted, time: RecoveryTime, { scoped, rules, limits }: Around): readonly Candidate[] {
  const { market, kept } = rules
  const before = kept.get(scoped.vm.id)?.componentId
  const staysAnyway = (candidate: Candidate): boolean =>
    candidate.component.id === before || isItsOwnStandby({ ...wanted, candidate }, time, rules)
  const found: Found[] = []
  for (const candidate of market.suited(wanted.needs)) {
    if (!isLargeEnough(candidate.component, wanted.needs)) continue
    // What is not known is not free: a component whose licence has no price is the last resort.
    if (isUnpriced(candidate) && found.length > 0) break
    const takes = takenBy({ ...wanted, candidate }, time, { scoped, rules, limits })
    if (staysAnyway(candidate) || !isDominated(takes, found)) found.push({ candidate, takes })
    if (before === undefined && takes.every((amount) => amount === 0)) break
  }
  return found.map(({ candidate }) => candidate)
}

function takenBy(holding: Holding, time: RecoveryTime, { scoped, rules, limits }: Around): readonly number[] {
  const { strategy } = time
  const standby = standbyFor(holding, time, rules.market)
  const taken = limits.map((limit) => limit.amountOf({ ...holding, strategy, standby, standbyPerMonth: 0 }, scoped))
  // On plain terms candidates come by their cost already.
  return holding.terms.plain ? taken : [...taken, ...ratesOf(holding.candidate, holding.terms)]
}

/** What stands by and is large enough needs no reservation beside it. */
const isItsOwnStandby = (holding: Holding, time: RecoveryTime, { market }: Rules): boolean =>
  holding.terms.reserved && time.strategy === 'warm-standby' && standbyFor(holding, time, market) === holding.candidate
