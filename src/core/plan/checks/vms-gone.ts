import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { PlannedVm } from '../../../model/plan.ts'
import { trim } from '../../../model/quantity.ts'

export const vmsGone: Check = {
  title: 'Every VM of the plan still exists at the primary site, and is to be recovered.',
  codes: ['check.vm-gone', 'check.vm-left-out'],
  source: 'NIST SP 800-34 Rev. 1 (2010), 3.6: a plan is kept current with the systems that it recovers',
  run: (context) => {
    const { plan, site, planned } = context
    const there = new Set(site.vms.map(({ id }) => id))
    const wanted = new Set(planned.map(({ vm }) => vm.id))
    return plan.vms.flatMap((vm) => {
      if (!there.has(vm.vmId)) return gone(vm, context)
      return wanted.has(vm.vmId) ? [] : leftOut(vm, context)
    })
  },
}

const gone = ({ vmId, name, key }: PlannedVm, context: CheckContext): Finding =>
  createFinding('check.vm-gone', {
    subject: name,
    message: `${name} is in the plan, and no longer at the primary site: ${paidFor(vmId, context)}.${needed(vmId, context)}`,
    suggestion: `Run drplan plan, or find out why the VM is missing. In the Terraform it is ${key}.`,
    affected: [vmId],
  })

function leftOut({ vmId, name }: PlannedVm, context: CheckContext): Finding {
  const why = context.replanned.mapping.excluded.find((one) => one.vmId === vmId)?.reason
  return createFinding('check.vm-left-out', {
    subject: name,
    message: `${name} is in the plan, and drplan leaves it out now${why === undefined ? '' : `: ${why}`}; ${paidFor(vmId, context)}.${needed(vmId, context)}`,
    suggestion: 'Run drplan plan where that is meant; else see exclude and the source in drplan.yaml.',
    affected: [vmId],
  })
}

function paidFor(vmId: string, { plan }: CheckContext): string {
  const month = plan.mapping.assignments.find((one) => one.vmId === vmId)?.offering.standbyPerMonth ?? 0
  return month > 0 ? `${trim(month, 2)} ${plan.mapping.currency} a month are paid for it` : 'nothing is paid for it'
}

/** Who waits for it in vain. */
function needed(vmId: string, { plan }: CheckContext): string {
  const waiting = plan.vms.filter(({ dependsOn }) => dependsOn.includes(vmId)).map(({ name }) => name)
  return waiting.length === 0 ? '' : ` ${waiting.slice(0, 5).join(', ')}${waiting.length > 5 ? ' …' : ''} wait for it.`
}
