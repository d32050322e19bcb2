import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const vmsRenamed: Check = {
  title: 'Every VM has the name that the plan knows it by.',
  codes: ['check.vm-renamed'],
  source:
    'Terraform documentation, "Refactor modules" (2024): an address that changes without a moved block is made anew',
  run: ({ plan, replanned }) => {
    const now = new Map(replanned.vms.map((vm) => [vm.vmId, vm]))
    return plan.vms.flatMap(({ vmId, name, key }) => {
      const other = now.get(vmId)
      if (!other || other.name === name) return []
      return createFinding('check.vm-renamed', {
        subject: other.name,
        message: `${name} is called ${other.name} now; in the Terraform ${key} becomes ${other.key}, which is made anew where nothing says that it moved.`,
        suggestion:
          'Name the committed plan as terraform.previous in drplan.yaml, then run drplan plan: it writes the moved blocks.',
        affected: [vmId],
      })
    })
  },
}
