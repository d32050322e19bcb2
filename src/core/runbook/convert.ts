/** Guests that come from another hypervisor are made ready while they still run at home. */
import { cite } from '../../model/citation.ts'
import { concernsGuest } from '../../model/compatibility.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import type { RunbookInput } from './situation.ts'

/** Those of the platform itself stay what they are. */
export function convertSteps({ plan, conversions }: RunbookInput): readonly RunbookStep[] {
  const assigned = new Set(plan.mapping.assignments.map(({ vmId }) => vmId))
  const foreign = plan.vms.filter(({ vmId, primary }) => assigned.has(vmId) && primary?.platform !== plan.target.id)
  return conversions.flatMap((conversion) => {
    const vmIds = foreign.filter((vm) => concernsGuest(conversion, vm)).map(({ vmId }) => vmId)
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
