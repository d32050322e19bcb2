/** The plan's VMs with what they get and where they stand: what the Terraform of every target is written from. */
import type { Assignment } from '../model/mapping.ts'
import type { AddressTranslation } from '../model/network-translation.ts'
import type { Plan, PlannedVm } from '../model/plan.ts'
import type { RecoveryStrategy } from '../model/tier.ts'

export interface PlacedVm {
  readonly vm: PlannedVm
  readonly assignment: Assignment
  readonly addresses: readonly AddressTranslation[]
  /** From 1: when it starts. */
  readonly wave: number
}

/** The plan's VMs that have a component, in the order of their keys. */
export function placedVms(plan: Plan): readonly PlacedVm[] {
  const assignments = new Map(plan.mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const addresses = Map.groupBy(plan.network.addresses, ({ vmId }) => vmId)
  const waves = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  return plan.vms
    .flatMap((vm) => {
      const assignment = assignments.get(vm.vmId)
      return assignment
        ? [{ vm, assignment, addresses: addresses.get(vm.vmId) ?? [], wave: waves.get(vm.vmId) ?? 1 }]
        : []
    })
    .sort((a, b) => (a.vm.key < b.vm.key ? -1 : 1))
}

/** Values by the keys of VMs. */
export const byVm = <Value>(
  vms: readonly PlacedVm[],
  valueOf: (placed: PlacedVm) => Value,
): Readonly<Record<string, Value>> => Object.fromEntries(vms.map((placed) => [placed.vm.key, valueOf(placed)]))

const standing: ReadonlySet<RecoveryStrategy> = new Set(['active-active', 'hot-standby', 'warm-standby'])

/** Does its server stand while the primary site is well? */
export const stands = ({ assignment }: PlacedVm): boolean => standing.has(assignment.offering.strategy)

/** Network cards by their order, counted from 0 without gaps, because a server wants a card 0. */
export function cardsOf(addresses: readonly AddressTranslation[]): readonly (readonly AddressTranslation[])[] {
  const ordered = [...addresses].sort((a, b) => a.nicIndex - b.nicIndex || a.addressIndex - b.addressIndex)
  return [...Map.groupBy(ordered, ({ nicIndex }) => nicIndex).values()]
}
