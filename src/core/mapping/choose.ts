/**
 * The best way to protect one VM, looked at alone: by its cost, or by what it leaves exposed. Every way is looked at,
 * so nothing better exists while VMs share nothing.
 *
 * Candidates are ordered by price per hour, licence included, and on demand no strategy's cost falls when its component
 * gets dearer: the first that fits is the best for every strategy at once. On other terms a few may be (rates.ts).
 */
import type { MappingPolicy } from '../../model/config.ts'
import type { Demand } from '../../model/forecast.ts'
import type { CostItem } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Disk } from '../../model/site.ts'
import { strategies, type RecoveryStrategy } from '../../model/tier.ts'
import { isLargeEnough, suits } from './constraints.ts'
import { planDisks } from './disks.ts'
import type { DiskPlan } from './disks.ts'
import { compareCandidates } from './market.ts'
import type { Candidate, Market } from './market.ts'
import { totalOf } from './money.ts'
import { needsOf } from './needs.ts'
import type { Needs } from './needs.ts'
import { costItems } from './price.ts'
import type { Priced } from './price.ts'
import { cheapestCandidates, cheapestStandby, runningRate } from './rates.ts'
import type { RecoveryTime } from './recovery-time.ts'
import type { TimeRules } from './scoped-time.ts'
import type { Terms } from './terms.ts'
import { timesFor } from './times.ts'
import { valueOf, type Kept } from './value.ts'

export interface Rules extends TimeRules {
  readonly market: Market
  readonly policy: MappingPolicy
  /** The strategies that the catalogue has all prices of in the region. */
  readonly priced: readonly RecoveryStrategy[]
  /** What VMs had in an earlier plan, by VM id; empty without one. */
  readonly kept: ReadonlyMap<string, Kept>
  /** By VM id; empty where nothing waits for anything in vain. */
  readonly deadlines: ReadonlyMap<string, Deadline>
  readonly termsOf: (scoped: ScopedVm) => Terms
}

/** When a VM must be back by itself, because of what waits for it. */
export interface Deadline {
  readonly minutes: number
  /** To follow "but". */
  readonly because: string
  /** What it would have without. */
  readonly own: Option
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

/** A way to hold the disks, and what a component needs then. */
export interface Wanted {
  readonly needs: Needs
  readonly terms: Terms
  readonly diskPlan: DiskPlan
  /** The mean of what is measured; null = nobody measures it. */
  readonly writtenGiBPerHour: number | null
}

/** A way to hold the VM, for which only the strategy is still open. */
export interface Holding extends Wanted {
  readonly candidate: Candidate
}

/** One or two ways; none when a disk fits nowhere. */
export function waysToHold(
  scoped: ScopedVm,
  demand: Demand,
  { market, policy, termsOf }: Rules,
): { readonly wanted: readonly Wanted[]; readonly unplaced: readonly Disk[] } {
  const own = market.componentOf(scoped.vm.sourceType)
  const needs = needsOf({ scoped, demand, policy, own, networkUnstated: market.networkUnstated })
  const { plans, unplaced } = planDisks(scoped.vm, demand, {
    offers: market.disks,
    previousAllowed: policy.previousGenerations,
  })
  const known = { terms: termsOf(scoped), writtenGiBPerHour: demand.churnGiBPerHour?.mean ?? null }
  return { wanted: plans.map((diskPlan) => ({ ...known, diskPlan, needs: withDisks(needs, diskPlan) })), unplaced }
}

const withDisks = (needs: Needs, { volumes, localDiskGiB }: DiskPlan): Needs => ({
  ...needs,
  volumes: volumes.length,
  premiumStorage: volumes.some(({ offer }) => offer.diskClass.premiumStorage),
  localDiskGiB,
})

export function chooseOption(scoped: ScopedVm, demand: Demand, rules: Rules): Choice {
  const { wanted, unplaced } = waysToHold(scoped, demand, rules)
  const last = wanted.at(-1)
  if (!last) return { kind: 'disks', unplaced }
  const holdings = wanted.flatMap((one) => holdingsOf(one, scoped, rules))
  const option = bestOption(holdings, scoped, rules)
  return option ? { kind: 'option', option } : { kind: 'none', needs: last.needs }
}

/** Those that may be the cheapest, and the one it had before where that still holds it. */
function holdingsOf(wanted: Wanted, scoped: ScopedVm, { market, kept }: Rules): readonly Holding[] {
  const cheapest = cheapestCandidates(market, wanted)
  const before = kept.get(scoped.vm.id)
  const old = before && market.sold(wanted.needs).find(({ component }) => component.id === before.componentId)
  const holds = old && suits(old.component, wanted.needs) && isLargeEnough(old.component, wanted.needs)
  return [...cheapest, ...(holds && !cheapest.includes(old) ? [old] : [])].map((candidate) => ({
    ...wanted,
    candidate,
  }))
}

function bestOption(holdings: readonly Holding[], scoped: ScopedVm, rules: Rules): Option | null {
  const copiedGiB = holdings[0]?.diskPlan.copiedGiB ?? 0
  const options = timesFor(scoped, copiedGiB, rules).flatMap((time) =>
    holdings.map((holding) => createOption(holding, time, rules.market)),
  )
  return options.sort(compareFor(scoped, rules))[0] ?? null
}

export function createOption(holding: Holding, time: RecoveryTime, market: Market): Option {
  const { strategy } = time
  const priced = { ...holding, strategy, time, standby: standbyFor(holding, time, market) }
  const cost = costItems(priced, market)
  return {
    ...priced,
    cost,
    standbyPerMonth: totalOf(cost, 'standby'),
    recoveredPerHour: totalOf(cost, 'recovered'),
  }
}

/** What runs while the primary site is well; null = nothing. */
export function standbyFor(
  { candidate, needs, terms }: Holding,
  { strategy }: RecoveryTime,
  market: Market,
): Candidate | null {
  if (strategy === 'pilot-light' || strategy === 'backup-restore') return null
  const cheapest = strategy === 'warm-standby' ? cheapestStandby(market, { needs, terms }) : null
  if (!cheapest) return candidate
  // Where the whole one costs no more, it needs no reservation.
  return !terms.plain && runningRate(candidate, terms) <= runningRate(cheapest, terms) ? candidate : cheapest
}

/** Total: the best value, then the cheapest standing by, then the smaller, then by id; a faster strategy first. */
const compareFor =
  (scoped: ScopedVm, rules: Rules) =>
  (a: Option, b: Option): number =>
    valueOf(a, scoped, rules) - valueOf(b, scoped, rules) ||
    a.standbyPerMonth - b.standbyPerMonth ||
    a.recoveredPerHour - b.recoveredPerHour ||
    compareCandidates(a.candidate, b.candidate) ||
    strategies.indexOf(a.strategy) - strategies.indexOf(b.strategy)
