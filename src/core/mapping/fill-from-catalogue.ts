/** VMs whose own type is in the catalogue: what the source left out is read from there. */
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { createFinding } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { Vm } from '../../model/site.ts'
import { countOf } from './amounts.ts'
import { componentsById } from './needs.ts'

/**
 * The same VMs in the same order; missing vCPU, memory, architecture and accelerators are filled in, and nothing that the
 * source states is changed.
 */
export function fillFromCatalogue(
  vms: readonly Vm[],
  catalogue: Catalogue,
): { vms: readonly Vm[]; findings: readonly Finding[] } {
  const components = componentsById(catalogue)
  const filled = vms.map((vm) => fillVm(vm, vm.sourceType === null ? undefined : components.get(vm.sourceType)))
  const affected = filled.filter((vm, index) => vm !== vms[index]).map((vm) => vm.id)
  return { vms: filled, findings: affected.length > 0 ? [filledFinding(affected, vms.length)] : [] }
}

/** The VM itself when nothing is missing. */
function fillVm(vm: Vm, own: DrComponent | undefined): Vm {
  if (!own) return vm
  const { vcpus, memoryGiB, architecture } = own.capacity
  const accelerators = vm.accelerators.length > 0 ? vm.accelerators : own.capacity.accelerators
  const lacksSize = [vm.vcpus, vm.memoryGiB, vm.architecture].includes(null)
  if (!lacksSize && accelerators.length === vm.accelerators.length) return vm
  return {
    ...vm,
    vcpus: vm.vcpus ?? vcpus,
    memoryGiB: vm.memoryGiB ?? memoryGiB,
    architecture: vm.architecture ?? architecture,
    accelerators,
  }
}

const filledFinding = (affected: readonly string[], total: number): Finding =>
  createFinding('site.filled-from-catalogue', {
    subject: 'VM sizes',
    message: `For ${affected.length} of ${countOf(total, 'VMs')}, vCPU, memory, architecture or accelerators that the source leaves out are those of the type in the catalogue.`,
    affected,
  })
