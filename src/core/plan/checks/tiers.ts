import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import type { Plan, PlannedVm } from '../../../model/plan.ts'
import { promised } from '../../../model/quantity.ts'

export const tiers: Check = {
  title: 'Every VM is in the tier and application that the plan recovers it for, and tiers promise the same.',
  codes: ['check.tier-changed'],
  source: 'ISO 22301:2019, 8.2.2: impacts over time decide how soon an activity is resumed',
  run: ({ plan, replanned }) => {
    const now = new Map(replanned.vms.map((vm) => [vm.vmId, vm]))
    const [before, after] = [promiseOf(plan), promiseOf(replanned)]
    return plan.vms.flatMap((vm) => {
      const other = now.get(vm.vmId)
      if (!other) return []
      const changes = [
        ...(vm.application === other.application ? [] : [`application ${vm.application} → ${other.application}`]),
        ...(before(vm) === after(other) ? [] : [`tier ${before(vm)} → ${after(other)}`]),
      ]
      if (changes.length === 0) return []
      return createFinding('check.tier-changed', {
        subject: vm.name,
        message: `${vm.name} is promised something else now: ${changes.join('; ')}. The plan keeps the promise of before.`,
        suggestion: 'Run drplan plan, and see which strategy and cost follow from it.',
        affected: [vm.vmId],
      })
    })
  },
}

/** "1 (RTO 15 min, RPO 5 min)" */
function promiseOf(plan: Plan): (vm: PlannedVm) => string {
  const words = new Map(
    plan.tiers.map(({ id, rtoMinutes, rpoMinutes }) => [
      id,
      `${id} (RTO ${promised(rtoMinutes)}, RPO ${promised(rpoMinutes)})`,
    ]),
  )
  return ({ tierId }) => words.get(tierId) ?? tierId
}
