/** The option behind an assignment, made again from the same inputs, to be looked at from all sides. */
import type { Demand } from '../../model/forecast.ts'
import type { Assignment } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { createOption, waysToHold, type Option, type Rules } from './choose.ts'
import { scopedTimeOf } from './scoped-time.ts'

/** Null where the catalogue no longer has the component. Of two ways to hold the disks, the one with the same volumes. */
export function assignedOption(
  { offering, disks }: Pick<Assignment, 'offering' | 'disks'>,
  { scoped, demand, rules }: { readonly scoped: ScopedVm; readonly demand: Demand; readonly rules: Rules },
): Option | null {
  const { wanted } = waysToHold(scoped, demand, rules)
  const way = wanted.find(({ diskPlan }) => diskPlan.volumes.length === disks.length) ?? wanted[0]
  const sold = way ? rules.market.sold(way.needs) : []
  const candidate = sold.find(({ component }) => component.id === offering.componentId)
  if (!candidate || !way) return null
  const { copiedGiB } = way.diskPlan
  const time = scopedTimeOf(offering.strategy, scoped, { copiedGiB, rules })
  return createOption({ ...way, candidate }, time, rules.market)
}
