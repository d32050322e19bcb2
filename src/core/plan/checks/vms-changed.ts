import { formatAddress } from '../../../model/address.ts'
import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import type { Demand } from '../../../model/forecast.ts'
import type { AddressTranslation } from '../../../model/network-translation.ts'
import { totalDiskGiB, type Vm } from '../../../model/site.ts'

export const vmsChanged: Check = {
  title: 'Every planned VM still has the size, disks and addresses the plan was made for.',
  run: ({ plan, planned }) => {
    const demands = new Map(plan.demands.map((demand) => [demand.vmId, demand]))
    const addresses = Map.groupBy(plan.network.addresses, ({ vmId }) => vmId)
    const assignments = new Map(plan.mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
    return planned.flatMap(({ vm }) => {
      const changes = changesOf(vm, { demand: demands.get(vm.id), addresses: addresses.get(vm.id) })
      if (changes.length === 0) return []
      const component = assignments.get(vm.id)?.offering.componentId
      return createFinding('check.vm-changed', {
        subject: vm.name,
        message: `${vm.name} changed since the plan was made: ${changes.join('; ')}. The plan recovers it ${component ? `on ${component}` : 'nowhere'}.`,
        suggestion: 'Run drplan plan and review the difference.',
        affected: [vm.id],
      })
    })
  },
}

interface Recorded {
  readonly demand: Demand | undefined
  /** Undefined when the plan has no place for the VM, and so no addresses either. */
  readonly addresses: readonly AddressTranslation[] | undefined
}

/** Facts of a VM that the plan rests on, as the plan recorded them and as they are now. */
function changesOf(vm: Vm, { demand, addresses }: Recorded): readonly string[] {
  if (!demand) return []
  const planned = addresses?.flatMap(({ from }) => (from ? [formatAddress(from)] : []))
  const present = vm.nics.flatMap((nic) => nic.addresses.filter(({ family }) => family === 4).map(formatAddress))
  const facts = [
    { what: 'vCPU', before: demand.vcpus.allocated, now: vm.vcpus },
    { what: 'memory GiB', before: demand.memoryGiB.allocated, now: vm.memoryGiB },
    { what: 'disk GiB', before: demand.storageGiB, now: totalDiskGiB(vm) },
    ...(planned ? [{ what: 'addresses', before: listed(planned), now: listed(present) }] : []),
  ]
  return facts
    .filter(({ before, now }) => differs(before, now))
    .map(({ what, before, now }) => `${what} ${before ?? 'unknown'} → ${now ?? 'unknown'}`)
}

const listed = (addresses: readonly string[]): string => [...addresses].sort().join(' ') || 'none'

/** Sizes are sums of fractions, so the last digits may differ by the order of addition. */
const differs = (before: string | number | null, now: string | number | null): boolean =>
  typeof before === 'number' && typeof now === 'number'
    ? Math.abs(before - now) > 1e-9 * Math.max(1, before)
    : before !== now
