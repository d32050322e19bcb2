/** Every relation between two VMs of the site that anything speaks for, each kind of evidence apart. */
import { ownersByAddress } from '../../model/address-owners.ts'
import { compareDependencies, type Dependency } from '../../model/dependency.ts'
import type { Finding } from '../../model/finding.ts'
import type { Flow, StatedDependency } from '../../model/flow.ts'
import type { Site } from '../../model/site.ts'
import { externalFindings } from './external.ts'
import { resolveFlows } from './from-flows.ts'
import { fromLoadBalancers } from './from-load-balancers.ts'
import { fromRules } from './from-rules.ts'
import { fromTags } from './from-stated.ts'
import { createMembers } from './members.ts'
import type { Resolving, VmNames } from './resolving.ts'

export interface DependencyInput {
  readonly site: Pick<Site, 'vms' | 'network'>
  readonly flows: readonly Flow[]
  readonly stated: readonly StatedDependency[]
}

export interface FoundDependencies {
  /** Sorted; one for each client, server, evidence, protocol and port. */
  readonly dependencies: readonly Dependency[]
  readonly findings: readonly Finding[]
}

export function findDependencies({ site, flows, stated }: DependencyInput): FoundDependencies {
  const names: VmNames = new Map(site.vms.map(({ id, name }) => [id, name]))
  const resolving: Resolving = { owners: ownersByAddress(site), members: createMembers(site), names }
  const seen = resolveFlows(flows, resolving)
  const balanced = fromLoadBalancers(site.network, seen.toObjects, resolving)
  const allowed = fromRules(site.network, resolving)
  const all = [
    ...fromTags(site.vms),
    ...stated.map((one): Dependency => ({ ...one, evidence: 'stated', observed: null, confidence: 'certain' })),
    ...seen.dependencies,
    ...balanced,
    ...allowed.dependencies,
  ]
  const known = all.filter(({ fromVmId, toVmId }) => fromVmId !== toVmId && names.has(fromVmId) && names.has(toVmId))
  return {
    dependencies: firstOfEach(known.toSorted(compareDependencies)),
    findings: [
      ...seen.findings,
      ...externalFindings(seen, { names, subnets: site.network.subnets }),
      ...allowed.findings,
    ],
  }
}

/** Of two with the same ends, evidence and service the first is kept; flows were summed up before. */
function firstOfEach(sorted: readonly Dependency[]): readonly Dependency[] {
  const kept = new Map<string, Dependency>()
  for (const one of sorted) {
    const key = JSON.stringify([one.fromVmId, one.toVmId, one.evidence, one.protocol, one.port])
    const before = kept.get(key)
    if (!before || (before.confidence === 'possible' && one.confidence !== 'possible')) kept.set(key, one)
  }
  return [...kept.values()]
}
