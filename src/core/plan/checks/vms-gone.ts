import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const vmsGone: Check = {
  title: 'Every VM of the plan still exists at the primary site.',
  run: ({ plan, site }) => {
    const there = new Set(site.vms.map(({ id }) => id))
    return plan.vms
      .filter(({ vmId }) => !there.has(vmId))
      .map(({ vmId, name }) =>
        createFinding('check.vm-gone', {
          subject: name,
          message: `${name} is in the plan, but no longer at the primary site: its standby is paid for nothing.`,
          suggestion: 'Run drplan plan, or find out why the VM is missing.',
          affected: [vmId],
        }),
      )
  },
}
