import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import { componentWords, costWords, madeBy } from '../made-for.ts'

export const vmsUnprotected: Check = {
  title: 'Every VM of the site is in the plan, with a component.',
  codes: ['check.vm-unprotected'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-2: the plan names what is essential, and is updated when that changes',
  run: (context) => {
    const { plan, planned } = context
    const known = new Set(plan.vms.map(({ vmId }) => vmId))
    const missing = planned
      .filter(({ vm }) => !known.has(vm.id))
      .map(({ vm, tier }) =>
        unprotected(vm.id, vm.name, `it is not in the plan (tier ${tier.id})${wouldBe(vm.id, context)}`),
      )
    const names = new Map(plan.vms.map(({ vmId, name }) => [vmId, name]))
    const wanted = new Set(planned.map(({ vm }) => vm.id))
    const unmapped = plan.mapping.unmapped
      .filter(({ vmId }) => wanted.has(vmId))
      .map(({ vmId, reason }) => unprotected(vmId, names.get(vmId) ?? vmId, reason))
    return [...missing, ...unmapped]
  },
}

function wouldBe(vmId: string, { replanned, plan }: CheckContext): string {
  const [before, now] = [madeBy(plan)(vmId), madeBy(replanned)(vmId)]
  const cost = costWords(before, now, replanned.mapping.currency)
  return `; planned now it would be ${componentWords(now)}${cost === '' ? '' : ` (${cost})`}`
}

const unprotected = (id: string, name: string, why: string): Finding =>
  createFinding('check.vm-unprotected', {
    subject: name,
    message: `${name} would not come back: ${why}.`,
    suggestion: 'Run drplan plan; if the VM needs no recovery, exclude it in drplan.yaml with a reason.',
    affected: [id],
  })
