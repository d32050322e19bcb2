/** VM by VM, what another scenario changes. */
import type { MappingPolicy } from '../../model/config.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { PlacedVm, VmDifference } from '../../model/scenario-comparison.ts'
import { compareText } from '../../model/text-order.ts'
import { perYear } from './per-year.ts'

interface Placing {
  readonly mapping: Mapping
  readonly config: { readonly mapping: Pick<MappingPolicy, 'recoveredHoursPerMonth'> }
}

/**
 * Those with another component, strategy or price, the largest difference of a year's cost first. What they add up to is
 * the difference of the totals, where both are in one currency.
 */
export function differencesOf(
  before: Placing,
  after: Placing,
  names: ReadonlyMap<string, string>,
): readonly VmDifference[] {
  const [old, now] = [placesOf(before), placesOf(after)]
  const ids = [...new Set([...old.keys(), ...now.keys()])]
  return ids
    .flatMap((vmId) => differenceOf(names.get(vmId) ?? vmId, vmId, [old.get(vmId) ?? absent, now.get(vmId) ?? absent]))
    .sort((a, b) => Math.abs(b.perYear) - Math.abs(a.perYear) || compareText(a.vmId, b.vmId))
}

const nothing = { componentId: null, strategy: null, standbyPerMonth: 0, recoveredPerHour: 0, perYear: 0 } as const
const absent: PlacedVm = { state: 'not-planned', ...nothing }

function placesOf({ mapping, config }: Placing): ReadonlyMap<string, PlacedVm> {
  const mapped = mapping.assignments.map(({ vmId, offering }): [string, PlacedVm] => {
    const { componentId, strategy, standbyPerMonth, recoveredPerHour } = offering
    const year = perYear(offering, config.mapping)
    return [vmId, { state: 'mapped', componentId, strategy, standbyPerMonth, recoveredPerHour, perYear: year }]
  })
  const lost = mapping.unmapped.map(({ vmId }): [string, PlacedVm] => [vmId, { state: 'unmapped', ...nothing }])
  return new Map([...mapped, ...lost])
}

function differenceOf(
  name: string,
  vmId: string,
  [before, after]: readonly [PlacedVm, PlacedVm],
): readonly VmDifference[] {
  const isOther =
    before.state !== after.state || before.componentId !== after.componentId || before.strategy !== after.strategy
  const isRepriced =
    before.standbyPerMonth !== after.standbyPerMonth || before.recoveredPerHour !== after.recoveredPerHour
  if (!isOther && !isRepriced && before.perYear === after.perYear) return []
  return [{ vmId, name, before, after, isOther, perYear: after.perYear - before.perYear }]
}
