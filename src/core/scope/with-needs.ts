/** The planned VMs with what they need by the site's dependencies, as far as drplan.yaml lets these decide. */
import type { DependencyPolicy } from '../../model/config.ts'
import type { Dependency } from '../../model/dependency.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Site } from '../../model/site.ts'

/**
 * Statements of files join those of tags and rules, also where the plan does not have the VM: it says so. What is
 * only observed counts between planned VMs, and never where it is merely possible.
 */
export function withNeeds(
  planned: readonly ScopedVm[],
  { vms, dependencies }: Pick<Site, 'vms' | 'dependencies'>,
  { order }: DependencyPolicy,
): readonly ScopedVm[] {
  const names = new Map(vms.map(({ id, name }) => [id, name]))
  const covered = new Set(planned.map(({ vm }) => vm.id))
  const byClient = Map.groupBy(dependencies, ({ fromVmId }) => fromVmId)
  return planned.map((scoped) => {
    const own = byClient.get(scoped.vm.id) ?? []
    const said = new Set(scoped.vm.dependsOn)
    const isSaid = (id: string): boolean => said.has(id) || said.has(names.get(id) ?? id)
    const stated = idsOf(own, ({ evidence }) => evidence === 'stated').filter((id) => !isSaid(id))
    const observed = idsOf(own, (one) => one.evidence !== 'stated' && decides(one, order)).filter((id) =>
      covered.has(id),
    )
    return {
      ...scoped,
      vm: { ...scoped.vm, dependsOn: [...scoped.vm.dependsOn, ...stated] },
      ...(observed.length > 0 ? { alsoNeeds: observed } : {}),
    }
  })
}

const decides = ({ evidence, confidence }: Dependency, order: DependencyPolicy['order']): boolean =>
  confidence !== 'possible' && (order as readonly string[]).includes(evidence)

const idsOf = (own: readonly Dependency[], wanted: (one: Dependency) => boolean): readonly string[] => [
  ...new Set(own.filter(wanted).map(({ toVmId }) => toVmId)),
]
