/** Promises of a plan with the terms that they rest on, VM by VM. */
import type { Plan } from '../../model/plan.ts'

/** For JSON: `{ applications }`, each with what is promised, what is calculated, the verdict, and `vms` with their terms. */
export function promisesWithTerms({ promises, mapping, vms }: Plan): unknown {
  const assigned = new Map(mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const unmapped = new Map(mapping.unmapped.map(({ vmId, reason }) => [vmId, reason]))
  const names = new Map(vms.map(({ vmId, name }) => [vmId, name]))
  const ofVm = (vmId: string): unknown => {
    const assignment = assigned.get(vmId)
    return {
      vmId,
      name: names.get(vmId) ?? null,
      strategy: assignment?.offering.strategy ?? null,
      componentId: assignment?.offering.componentId ?? null,
      achieved: assignment?.achieved ?? null,
      unmapped: unmapped.get(vmId) ?? null,
    }
  }
  return { applications: promises.map(({ vmIds, ...promise }) => ({ ...promise, vms: vmIds.map(ofVm) })) }
}
