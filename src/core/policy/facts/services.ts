/** What a VM is asked for by others: from its security rules, and from traffic where the site is given. */
import type { SecurityRuleTranslation } from '../../../model/network-translation.ts'
import type { Plan } from '../../../model/plan.ts'
import { serviceOf } from '../../../model/service-ports.ts'
import type { Site } from '../../../model/site.ts'

/** A rule that opens more ports than this says nothing of what listens there. */
const MOST_PORTS = 4

/** Services as service-ports.ts names them; VMs of which nothing is known are left out, and not without services. */
export function servicesByVm(plan: Plan, site: Site | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (vmId: string, names: Iterable<string>): void => {
    const own = found.get(vmId) ?? new Set()
    for (const name of names) own.add(name)
    found.set(vmId, own)
  }
  const byGroup = servicesByGroup(plan.network.securityRules)
  for (const { vmId, securityGroupKeys } of plan.network.addresses) {
    for (const key of securityGroupKeys) add(vmId, byGroup.get(key) ?? [])
  }
  for (const { toVmId, port } of site?.dependencies ?? []) add(toVmId, namesOf(port, port))
  return found
}

function servicesByGroup(rules: readonly SecurityRuleTranslation[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { groupKey, direction, protocol, ports } of rules) {
    if (direction !== 'ingress' || (protocol !== 'tcp' && protocol !== 'udp') || ports === null) continue
    const own = found.get(groupKey) ?? new Set()
    for (const name of namesOf(ports.from, ports.to)) own.add(name)
    found.set(groupKey, own)
  }
  return found
}

function namesOf(from: number | null, to: number | null): readonly string[] {
  if (from === null || to === null || to - from >= MOST_PORTS) return []
  return Array.from({ length: to - from + 1 }, (_, index) => serviceOf(from + index)?.name ?? []).flat()
}
