/** Servers of drills and failovers, and those of other plans in the same account. */
import type { Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { standingTags } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'
import { stateOf, type StandingReading } from './reading.ts'
import { drillLeft, recovered } from './words.ts'

/** Another plan may have the same keys: what says that it is of another site is of no VM of this one. */
export function withoutOtherSites(reading: StandingReading, siteTag: string): StandingReading {
  const { site, vm, mode } = standingTags
  return {
    ...reading,
    vms: reading.vms.map((one) => {
      if ((one.tags[site] ?? siteTag) === siteTag) return one
      const kept = Object.entries(one.tags).filter(([name]) => name !== vm && name !== mode)
      return { ...one, tags: Object.fromEntries(kept) }
    }),
  }
}

/** Of a VM of the plan, or in the name of a drill: whoever is tagged so was started for it. */
export function leftBehind(plan: Plan, { vms }: StandingReading): readonly Finding[] {
  const keys = new Set(plan.vms.map(({ key }) => key))
  const ofMode = (mode: 'drill' | 'failover') =>
    vms
      .filter((vm) => stateOf(vm) === mode)
      .map(({ id, name, tags }) => ({
        id,
        name: keys.has(tags[standingTags.vm] ?? '') ? (tags[standingTags.vm] ?? id) : name,
      }))
      .toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id))
  const told = (found: ReturnType<typeof ofMode>, tell: typeof drillLeft): readonly Finding[] =>
    found.length === 0
      ? []
      : [
          tell(
            found.map(({ name }) => name),
            found.map(({ id }) => id),
          ),
        ]
  return [...told(ofMode('drill'), drillLeft), ...told(ofMode('failover'), recovered)]
}
