/** What tags and columns of the VMs themselves state. */
import type { Dependency } from '../../model/dependency.ts'
import type { Vm } from '../../model/site.ts'

/** By id, else by a name that only one VM has, as the plan reads them; what fits none is said by the plan. */
export function fromTags(vms: readonly Vm[]): readonly Dependency[] {
  const ids = new Set(vms.map(({ id }) => id))
  const byName = new Map<string, string | null>()
  for (const { id, name } of vms) byName.set(name, byName.has(name) ? null : id)
  return vms.flatMap((vm) =>
    vm.dependsOn.flatMap((text) => {
      const toVmId = ids.has(text) ? text : byName.get(text)
      if (toVmId === undefined || toVmId === null) return []
      return {
        fromVmId: vm.id,
        toVmId,
        evidence: 'stated' as const,
        protocol: null,
        port: null,
        observed: null,
        confidence: 'certain' as const,
        why: `stated by the source of ${vm.name}`,
      }
    }),
  )
}
