/** The facts of one application. */
import type { applicationFacts } from '../../../model/policy-facts-vm.ts'
import type { Assignment } from '../../../model/mapping.ts'
import type { ApplicationPromise } from '../../../model/plan.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Noun } from './noun.ts'
import type { PlanIndex } from './plan-index.ts'
import { isInternetFacing, isRunningOrReserved, zonesOf } from './vm.ts'

const assigned = ({ vmIds }: ApplicationPromise, { assignments }: PlanIndex): readonly Assignment[] =>
  vmIds.flatMap((vmId) => assignments.get(vmId) ?? [])

/** How many of these VMs each zone holds; a VM with cards in two counts in both. Null = one of a VM is not known. */
function zoneCounts(vmIds: readonly string[], index: PlanIndex): ReadonlyMap<number, number> | null {
  const counts = new Map<number, number>()
  for (const vmId of vmIds) {
    const zones = zonesOf(vmId, index)
    if (zones.size === 0) return null
    for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  }
  return counts
}

const waves = ({ vmIds }: ApplicationPromise, { waves }: PlanIndex): readonly number[] =>
  vmIds.flatMap((vmId) => waves.get(vmId) ?? []).sort((a, b) => a - b)

/** One that surely is decides; else one that is not known leaves it open. */
function internetFacing({ vmIds }: ApplicationPromise, index: PlanIndex): boolean | null {
  const each = new Set(vmIds.map((vmId) => isInternetFacing(vmId, index)))
  return each.has(true) ? true : each.has(null) ? null : false
}

function services({ vmIds }: ApplicationPromise, { services }: PlanIndex): readonly string[] | null {
  const known = vmIds.flatMap((vmId) => services.get(vmId) ?? [])
  return known.length === 0 ? null : [...new Set(known.flatMap((names) => [...names]))].sort(compareText)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const applicationNoun: Noun<ApplicationPromise, keyof typeof applicationFacts> = {
  list: ({ plan }) => plan.promises,
  name: ({ application }) => application,
  vmIds: ({ vmIds }) => vmIds,
  reads: {
    name: ({ application }) => application,
    tier: ({ tierId }) => tierId,
    tierRank: ({ tierId }, { tiers }) => tiers.get(tierId)?.priority ?? null,
    verdict: ({ verdict }) => verdict,
    vms: ({ vmIds }) => vmIds.length,
    mappedVms: (promise, index) => assigned(promise, index).length,
    zones: ({ vmIds }, index) => zoneCounts(vmIds, index)?.size ?? null,
    largestZoneShare: ({ vmIds }, index) => {
      const counts = zoneCounts(vmIds, index)
      return counts === null || vmIds.length === 0 ? null : Math.max(...counts.values()) / vmIds.length
    },
    strategies: (promise, index) =>
      [...new Set(assigned(promise, index).map(({ offering }) => offering.strategy))].sort(compareText),
    services,
    needs: ({ application }, { needs }) => needs.get(application) ?? [],
    firstWave: (promise, index) => waves(promise, index)[0] ?? null,
    lastWave: (promise, index) => waves(promise, index).at(-1) ?? null,
    runningOrReservedShare: (promise, index) =>
      promise.vmIds.length === 0
        ? null
        : assigned(promise, index).filter(isRunningOrReserved).length / promise.vmIds.length,
    internetFacing,
    rtoPromisedMinutes: ({ promised }) => promised.rtoMinutes,
    rpoPromisedMinutes: ({ promised }) => promised.rpoMinutes,
    rtoAchievedMinutes: ({ achieved }) => achieved?.rtoMinutes ?? null,
    rpoAchievedMinutes: ({ achieved }) => achieved?.rpoMinutes ?? null,
    standbyPerMonth: (promise, index) => sum(assigned(promise, index).map(({ offering }) => offering.standbyPerMonth)),
    recoveredPerHour: (promise, index) =>
      sum(assigned(promise, index).map(({ offering }) => offering.recoveredPerHour)),
  },
}
