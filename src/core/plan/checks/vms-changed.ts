import { formatAddress } from '../../../model/address.ts'
import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import { totalDiskGiB, type Vm } from '../../../model/site.ts'

export const vmsChanged: Check = {
  title: 'Every planned VM still has the size, disks and addresses the plan was made for.',
  run: (context) =>
    context.planned.flatMap(({ vm }) => {
      const changes = changesOf(vm, context)
      if (changes.length === 0) return []
      const component = context.plan.mapping.assignments.find(({ vmId }) => vmId === vm.id)?.offering.componentId
      return createFinding('check.vm-changed', {
        subject: vm.name,
        message: `${vm.name} changed since the plan was made: ${changes.join('; ')}. The plan recovers it ${component ? `on ${component}` : 'nowhere'}.`,
        suggestion: 'Run drplan plan and review the difference.',
        affected: [vm.id],
      })
    }),
}

/** Facts of a VM that the plan rests on, as the plan recorded them and as they are now. */
function changesOf(vm: Vm, { plan }: CheckContext): readonly string[] {
  const demand = plan.demands.find(({ vmId }) => vmId === vm.id)
  if (!demand) return []
  const planned = plan.network.addresses
    .filter(({ vmId }) => vmId === vm.id)
    .flatMap(({ from }) => (from ? [formatAddress(from)] : []))
  const addresses = vm.nics.flatMap((nic) => nic.addresses.filter(({ family }) => family === 4).map(formatAddress))
  const facts = [
    { what: 'vCPU', before: demand.vcpus.allocated, now: vm.vcpus },
    { what: 'memory GiB', before: demand.memoryGiB.allocated, now: vm.memoryGiB },
    { what: 'disk GiB', before: demand.storageGiB, now: totalDiskGiB(vm) },
    { what: 'addresses', before: [...planned].sort().join(' '), now: [...addresses].sort().join(' ') },
  ]
  return facts
    .filter(({ before, now }) => differs(before, now))
    .map(({ what, before, now }) => `${what} ${before ?? 'unknown'} → ${now ?? 'unknown'}`)
}

/** Sizes are sums of fractions, so the last digits may differ by the order of addition. */
const differs = (before: string | number | null, now: string | number | null): boolean =>
  typeof before === 'number' && typeof now === 'number'
    ? Math.abs(before - now) > 1e-9 * Math.max(1, before)
    : before !== now
