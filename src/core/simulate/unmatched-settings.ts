/** Settings that meet nothing in the plan: most likely a name is misspelt, or a VM has gone. */
import type { Plan } from '../../model/plan.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import { SCAN } from './restored-terms.ts'

/** Their places, such as `recorded[2]`, `spreads.lauch`; in the order of the settings. */
export function unmatchedSettings(plan: Plan, settings: SimulationSettings): readonly string[] {
  const { spreads, recorded, protectionGroups } = settings
  const termsOf = new Map(plan.mapping.assignments.map(({ vmId, achieved }) => [vmId, achieved.terms]))
  // What only a scenario adds is known, whichever is simulated.
  const known = new Set([SCAN, ...[...termsOf.values()].flatMap((terms) => terms.map(({ name }) => name))])
  const vmIds = new Set(plan.vms.map(({ vmId }) => vmId))
  // A time of nought for a term that a VM does not have changes nothing: some VMs of a step have it.
  const meets = ({ term, vmId, minutes }: SimulationSettings['recorded'][number]): boolean =>
    vmId === null || (termsOf.has(vmId) && minutes.every((one) => one === 0))
      ? known.has(term)
      : termsOf.get(vmId)?.some(({ name }) => name === term) === true
  return [
    ...Object.keys(spreads).flatMap((term) => (known.has(term) ? [] : `spreads.${term}`)),
    ...recorded.flatMap((one, index) => (meets(one) ? [] : `recorded[${index}]`)),
    ...protectionGroups.flatMap((group, index) =>
      group.vmIds.flatMap((id, member) => (vmIds.has(id) ? [] : `protectionGroups[${index}].vmIds[${member}]`)),
    ),
  ]
}
