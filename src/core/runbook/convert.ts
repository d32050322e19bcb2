/** Guests that come from another hypervisor are made ready while they still run at home. */
import { cite } from '../../model/citation.ts'
import type { Conversion } from '../../model/compatibility.ts'
import type { PlannedVm } from '../../model/plan.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import type { RunbookInput } from './situation.ts'

/** What nobody knows of a guest may be the case. */
const concerns =
  ({ os, firmware }: Conversion) =>
  (vm: PlannedVm): boolean =>
    (os === 'any' || vm.os === os || vm.os === 'unknown') &&
    (firmware === 'any' || vm.firmware === firmware || vm.firmware === null)

/** Those of the platform itself stay what they are. */
export function convertSteps({ plan, conversions }: RunbookInput): readonly RunbookStep[] {
  const assigned = new Set(plan.mapping.assignments.map(({ vmId }) => vmId))
  const foreign = plan.vms.filter(({ vmId, primary }) => assigned.has(vmId) && primary?.platform !== plan.target.id)
  return conversions.flatMap((conversion) => {
    const vmIds = foreign.filter(concerns(conversion)).map(({ vmId }) => vmId)
    if (vmIds.length === 0) return []
    return [
      aStep({
        id: `reserve.convert-${conversion.id}`,
        stage: 'reserve',
        title: conversion.title,
        kind: 'manual',
        who: 'application owners',
        instruction: `${conversion.instruction} (${cite(conversion.source)})`,
        expected: conversion.expected,
        timeoutMinutes: 2880,
        vmIds: vmIds.sort(),
      }),
    ]
  })
}
