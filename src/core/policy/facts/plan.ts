/** The facts of the plan as a whole. */
import type { Plan, Verdict } from '../../../model/plan.ts'
import type { planFacts } from '../../../model/policy-facts-vm.ts'
import type { Noun } from './noun.ts'
import { daysBetween, type PlanIndex } from './plan-index.ts'
import { zonesOf } from './vm.ts'

const promises = ({ promises }: Plan, wanted: Verdict): number =>
  promises.filter(({ verdict }) => verdict === wanted).length

/** VMs by zone; VMs of unknown zone are in none. */
function zoneCounts(plan: Plan, index: PlanIndex): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { vmId } of plan.vms)
    for (const zone of zonesOf(vmId, index)) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  return counts
}

function largestZone(plan: Plan, index: PlanIndex): number {
  return Math.max(0, ...zoneCounts(plan, index).values())
}

export const planNoun: Noun<Plan, keyof typeof planFacts> = {
  list: ({ plan }) => [plan],
  name: ({ site }) => site.id,
  vmIds: () => [],
  reads: {
    site: ({ site }) => site.id,
    platform: ({ target }) => target.id,
    region: ({ target }) => target.region,
    primaryRegion: ({ site }) => site.region,
    inPrimaryRegion: (_, { inPrimaryRegion }) => inPrimaryRegion,
    vms: ({ vms }) => vms.length,
    unmappedVms: ({ mapping }) => mapping.unmapped.length,
    excludedVms: ({ mapping }) => mapping.excluded.length,
    applications: (plan) => plan.promises.length,
    brokenPromises: (plan) => promises(plan, 'broken'),
    undecidedPromises: (plan) => promises(plan, 'undecided'),
    waves: ({ waves }) => waves.length,
    zones: (plan, index) => zoneCounts(plan, index).size,
    largestZoneVms: largestZone,
    largestZoneShare: (plan, index) => {
      const largest = largestZone(plan, index)
      return largest === 0 ? null : largest / plan.vms.length
    },
    unmeasuredShare: ({ demands }) =>
      demands.length === 0
        ? null
        : demands.filter(({ confidence }) => confidence.level === 'none').length / demands.length,
    standbyPerMonth: ({ mapping }) => mapping.standbyPerMonth,
    recoveredPerHour: ({ mapping }) => mapping.recoveredPerHour,
    limitsUnstated: ({ mapping }) => mapping.ledger.filter(({ most }) => most === null).length,
    equivalence: ({ equivalence }) => equivalence.verdict,
    differencesAccepted: ({ equivalence }) => equivalence.accepted,
    catalogueAgeDays: ({ mapping }, { today }) =>
      today === undefined ? null : daysBetween(mapping.catalogueAsOf, today),
  },
}
