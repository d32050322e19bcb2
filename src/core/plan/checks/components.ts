import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import { componentWords, costWords, madeBy, sameComponent } from '../made-for.ts'

export const components: Check = {
  title: 'A VM of the same size would be given the component that the plan gives it.',
  codes: ['check.component-changed', 'check.vm-outgrown'],
  source: 'NIST SP 800-34 Rev. 1 (2010), 3.6: a plan is kept current with what it rests on',
  run: ({ plan, replanned }) => {
    const demands = new Map(plan.demands.map((demand) => [demand.vmId, demand]))
    const [before, now] = [madeBy(plan), madeBy(replanned)]
    const names = new Map(plan.vms.map(({ vmId, name, tierId }) => [vmId, { name, tierId }]))
    const tiers = new Map(replanned.vms.map(({ vmId, tierId }) => [vmId, tierId]))
    return replanned.demands.flatMap(({ vmId, vcpus, memoryGiB, storageGiB }) => {
      const demand = demands.get(vmId)
      const known = names.get(vmId)
      if (!demand || !known || known.tierId !== tiers.get(vmId) || sameComponent(before(vmId), now(vmId))) return []
      const isOther =
        demand.vcpus.allocated !== vcpus.allocated ||
        demand.memoryGiB.allocated !== memoryGiB.allocated ||
        demand.storageGiB !== storageGiB
      if (isOther) return []
      const cost = costWords(before(vmId), now(vmId), plan.mapping.currency)
      return createFinding(now(vmId).assignment ? 'check.component-changed' : 'check.vm-outgrown', {
        subject: known.name,
        message: `The plan recovers ${known.name} on ${componentWords(before(vmId))}; now it would be ${componentWords(now(vmId))}${cost === '' ? '' : ` (${cost})`}. Its vCPU, memory and disks are as they were: something else that it needs, a price, a quota, a limit or drplan.yaml changed.`,
        suggestion: 'Run drplan map to see why, then drplan plan.',
        affected: [vmId],
      })
    })
  },
}
