/** The dependencies of a site by VM, from both ends. */
import { compareDependencies, type Dependency } from '../../model/dependency.ts'
import type { Vm } from '../../model/site.ts'
import type { Relation, Relations } from '../../model/vm-status.ts'

/** For a VM by its id; empty lists for one that nothing is known of. */
export function relate(dependencies: readonly Dependency[], vms: readonly Vm[]): (vmId: string) => Relations {
  const names = new Map(vms.map(({ id, name }) => [id, name]))
  const sorted = dependencies.toSorted(compareDependencies)
  const needs = Map.groupBy(sorted, ({ fromVmId }) => fromVmId)
  const neededBy = Map.groupBy(sorted, ({ toVmId }) => toVmId)
  const seen = ({ fromVmId, toVmId, ...rest }: Dependency, vmId: string): Relation => {
    const other = fromVmId === vmId ? toVmId : fromVmId
    return { vmId: other, name: names.get(other) ?? other, ...rest }
  }
  return (vmId) => ({
    needs: (needs.get(vmId) ?? []).map((one) => seen(one, vmId)),
    neededBy: (neededBy.get(vmId) ?? []).map((one) => seen(one, vmId)),
  })
}
