/** All that a plan says of each VM, by id; of what is said twice, the first. */
import type { VmCompatibility } from '../../model/compatibility.ts'
import type { Demand } from '../../model/forecast.ts'
import type { Assignment, MappedAccelerator, Unmapped } from '../../model/mapping.ts'
import type { AddressTranslation } from '../../model/network-translation.ts'
import type { DiffVm } from '../../model/plan-diff.ts'
import type { Plan, PlannedVm } from '../../model/plan.ts'

export interface VmView {
  readonly vm: PlannedVm
  readonly assignment: Assignment | null
  readonly unmapped: Unmapped | null
  readonly demand: Demand | null
  readonly compatibility: VmCompatibility | null
  readonly accelerator: MappedAccelerator | null
  readonly addresses: readonly AddressTranslation[]
}

export type PlanView = ReadonlyMap<string, VmView>

export function viewOf({ vms, mapping, demands, network }: Plan): PlanView {
  const assignments = byVm(mapping.assignments)
  const unmapped = byVm(mapping.unmapped)
  const needs = byVm(demands)
  const compatibility = byVm(mapping.compatibility ?? [])
  const accelerators = byVm(mapping.accelerators ?? [])
  const addresses = Map.groupBy(network.addresses, ({ vmId }) => vmId)
  const views = vms.map((vm): [string, VmView] => [
    vm.vmId,
    {
      vm,
      assignment: assignments.get(vm.vmId) ?? null,
      unmapped: unmapped.get(vm.vmId) ?? null,
      demand: needs.get(vm.vmId) ?? null,
      compatibility: compatibility.get(vm.vmId) ?? null,
      accelerator: accelerators.get(vm.vmId) ?? null,
      addresses: addresses.get(vm.vmId) ?? [],
    },
  ])
  return new Map(views.toReversed())
}

const byVm = <Thing extends { readonly vmId: string }>(things: readonly Thing[]): ReadonlyMap<string, Thing> =>
  new Map(things.map((one) => [one.vmId, one] as const).toReversed())

export const shownVm = ({ vm: { vmId, name, application } }: VmView): DiffVm => ({ vmId, name, application })
