/** Who needs whom among the planned VMs: what was said by id or by name, resolved to ids. */
import type { ScopedVm } from './scoped-vm.ts'

/** Ids by the id of the VM that needs them. */
export type Needs = ReadonlyMap<string, readonly string[]>

export interface ResolvedNeeds {
  /** Of every planned VM, sorted; never itself. */
  readonly stated: Needs
  /** What is let decide beside statements, of planned VMs only. */
  readonly observed: Needs
  /** Names that the plan does not have, or has more than once. */
  readonly unknown: readonly { readonly vm: ScopedVm['vm']; readonly names: readonly string[] }[]
}

/** By id before name. */
export function resolveNeeds(planned: readonly ScopedVm[]): ResolvedNeeds {
  const known = new Set(planned.map(({ vm }) => vm.id))
  const byName = uniqueNames(planned)
  const stated = new Map<string, readonly string[]>()
  const unknown: { vm: ScopedVm['vm']; names: readonly string[] }[] = []
  for (const { vm } of planned) {
    const ids = vm.dependsOn.map((name) => ({ name, id: known.has(name) ? name : byName.get(name) }))
    const names = ids.filter(({ id }) => id === undefined).map(({ name }) => name)
    if (names.length > 0) unknown.push({ vm, names })
    stated.set(vm.id, [...new Set(ids.flatMap(({ id }) => (id === undefined || id === vm.id ? [] : [id])))].sort())
  }
  const observed = new Map(planned.map(({ vm, alsoNeeds = [] }) => [vm.id, alsoNeeds.filter((id) => known.has(id))]))
  return { stated, observed, unknown }
}

function uniqueNames(planned: readonly ScopedVm[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const twice = new Set<string>()
  for (const { vm } of planned) {
    if (names.has(vm.name)) twice.add(vm.name)
    names.set(vm.name, vm.id)
  }
  for (const name of twice) names.delete(name)
  return names
}
