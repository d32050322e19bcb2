/**
 * The cheapest way to keep the promise for one VM. VMs are independent of one another here, so the cheapest for
 * each is the cheapest for all; every way is looked at, so nothing cheaper exists.
 *
 * Candidates are ordered by price per hour, licence included, and no strategy's cost falls when its component gets dearer: the
 * first that fits is the best for every strategy at once.
 */
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Demand } from '../../model/forecast.ts'
import type { CostItem } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Disk } from '../../model/site.ts'
import { strategies } from '../../model/tier.ts'
import { isLargeEnough } from './constraints.ts'
import { planDisks } from './disks.ts'
import type { DiskPlan } from './disks.ts'
import { cheapestFor, compareCandidates } from './market.ts'
import type { Candidate, Market } from './market.ts'
import { totalOf } from './money.ts'
import { needsOf, warmStandbyNeeds } from './needs.ts'
import type { Needs } from './needs.ts'
import { costItems } from './price.ts'
import type { Priced } from './price.ts'
import { recoveryTimeOf } from './recovery-time.ts'
import type { RecoveryTime } from './recovery-time.ts'

export interface Rules {
  readonly market: Market
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
}

/** A component, a strategy and disks, with what they cost and reach. */
export interface Option extends Priced {
  readonly needs: Needs
  readonly time: RecoveryTime
  readonly cost: readonly CostItem[]
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
}

export type Choice =
  | { readonly kind: 'option'; readonly option: Option }
  /** No disk class holds these disks. */
  | { readonly kind: 'disks'; readonly unplaced: readonly Disk[] }
  /** No component meets these needs. */
  | { readonly kind: 'none'; readonly needs: Needs }

/** A way to hold the VM, for which only the strategy is still open. */
interface Holding {
  readonly needs: Needs
  readonly diskPlan: DiskPlan
  readonly candidate: Candidate
}

export function chooseOption(scoped: ScopedVm, demand: Demand, rules: Rules): Choice {
  const { market, policy } = rules
  const own = market.componentOf(scoped.vm.sourceType)
  const baseNeeds = needsOf({ scoped, demand, policy, own, networkUnstated: market.networkUnstated })
  const { plans, unplaced } = planDisks(scoped.vm, demand, {
    offers: market.disks,
    previousAllowed: policy.previousGenerations,
  })
  if (plans.length === 0) return { kind: 'disks', unplaced }
  const wanted = plans.map((diskPlan) => ({ diskPlan, needs: withDisks(baseNeeds, diskPlan) }))
  const holdings = wanted.flatMap(({ diskPlan, needs }): Holding[] => {
    const candidate = cheapestFor(market, needs)
    return candidate ? [{ needs, diskPlan, candidate }] : []
  })
  const option = bestOption(holdings, scoped, rules)
  return option ? { kind: 'option', option } : { kind: 'none', needs: wanted.at(-1)?.needs ?? baseNeeds }
}

const withDisks = (needs: Needs, { volumes, localDiskGiB }: DiskPlan): Needs => ({
  ...needs,
  volumes: volumes.length,
  premiumStorage: volumes.some(({ offer }) => offer.diskClass.premiumStorage),
  localDiskGiB,
})

function bestOption(holdings: readonly Holding[], scoped: ScopedVm, rules: Rules): Option | null {
  const copiedGiB = holdings[0]?.diskPlan.copiedGiB ?? 0
  const times = scoped.tier.strategies.map((strategy) =>
    recoveryTimeOf(strategy, scoped.tier, { recovery: rules.recovery, copiedGiB }),
  )
  const options = nearestToPromise(times).flatMap((time) =>
    holdings.map((holding) => createOption(holding, time, rules.market)),
  )
  return options.sort(compareOptions)[0] ?? null
}

/** Those that keep the promise (all miss it by nothing); where none does, those that miss the RTO, then the RPO, least. */
function nearestToPromise(times: readonly RecoveryTime[]): RecoveryTime[] {
  const keeping = times.filter((time) => time.rtoExcess === 0 && time.rpoExcess === 0)
  if (keeping.length > 0) return keeping
  const byExcess = (a: RecoveryTime, b: RecoveryTime): number => a.rtoExcess - b.rtoExcess || a.rpoExcess - b.rpoExcess
  const nearest = times.toSorted(byExcess)[0]
  return times.filter((time) => nearest && byExcess(time, nearest) === 0)
}

function createOption(holding: Holding, time: RecoveryTime, market: Market): Option {
  const { strategy } = time
  const priced = { ...holding, strategy, standby: standbyFor(holding, time, market) }
  const cost = costItems(priced, market)
  return {
    ...priced,
    time,
    cost,
    standbyPerMonth: totalOf(cost, 'standby'),
    recoveredPerHour: totalOf(cost, 'recovered'),
  }
}

function standbyFor({ candidate, needs }: Holding, { strategy }: RecoveryTime, market: Market): Candidate | null {
  if (strategy === 'pilot-light' || strategy === 'backup-restore') return null
  return strategy === 'warm-standby' ? (cheapestFor(market, warmStandbyNeeds(needs)) ?? candidate) : candidate
}

/** Total: cheapest standing by, then cheapest once recovered, then the smaller, then by id; a faster strategy first. */
const compareOptions = (a: Option, b: Option): number =>
  a.standbyPerMonth - b.standbyPerMonth ||
  a.recoveredPerHour - b.recoveredPerHour ||
  compareCandidates(a.candidate, b.candidate) ||
  strategies.indexOf(a.strategy) - strategies.indexOf(b.strategy)

/** The components around the chosen one, for the explanation. */
export interface Neighbours {
  /** How many hold the demand. */
  readonly fitting: number
  /** The next dearer that fits, and the next cheaper that does not. */
  readonly dearer: Option | null
  readonly cheaper: Option | null
}

export function neighboursOf(option: Option, market: Market): Neighbours {
  const suited = market.suited(option.needs)
  const at = suited.indexOf(option.candidate)
  const fits = (candidate: Candidate): boolean => isLargeEnough(candidate.component, option.needs)
  const dearer = suited.slice(at + 1).find(fits)
  // Of the right kind if there is one: "short by 2 GiB" says more than "runs arm64".
  const sold = market.sold(option.needs)
  const cheaper = suited[at - 1] ?? sold[sold.indexOf(option.candidate) - 1]
  const instead = (candidate: Candidate | undefined): Option | null =>
    candidate ? createOption({ ...option, candidate }, option.time, market) : null
  return { fitting: suited.filter(fits).length, dearer: instead(dearer), cheaper: instead(cheaper) }
}
