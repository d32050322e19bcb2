/** How much of everything a component must have. */
import type { DrComponent } from '../../model/dr-component.ts'
import { countOf, formatAmount, formatShortage } from './amounts.ts'
import type { Constraint } from './constraint.ts'
import type { Needs } from './needs.ts'

interface Amount {
  readonly name: string
  /** To follow a number, such as "GiB of memory". */
  readonly unit: string
  readonly needed: (needs: Needs) => number
  /** Null = the vendor does not say. */
  readonly offered: (component: DrComponent, needs: Needs) => number | null
}

function amount({ name, unit, needed, offered }: Amount): Constraint {
  const shortage = (component: DrComponent, needs: Needs): string | null => {
    const has = offered(component, needs)
    return has === null ? null : countOf(formatShortage(needed(needs) - has), unit)
  }
  return {
    name,
    meets(component, needs) {
      const need = needed(needs)
      return need === 0 || (offered(component, needs) ?? 0) >= need
    },
    needed: (needs) => countOf(formatAmount(needed(needs)), unit),
    measure: (component, needs) => offered(component, needs) ?? 0,
    offered(component, needs) {
      const has = offered(component, needs)
      return has === null ? `no stated ${name}` : countOf(formatAmount(has), unit)
    },
    fault: (component, needs) => {
      const short = shortage(component, needs)
      return short === null ? `has no stated ${name}` : `is short by ${short}`
    },
    shortage,
  }
}

/** vCPU that may be used for ever: a burstable component counts at its baseline. */
function sustainedVcpus({ capacity: { vcpus, burstableBaseline } }: DrComponent): number {
  return burstableBaseline === null ? vcpus : Math.round(vcpus * burstableBaseline * 1e6) / 1e6
}

/**
 * The same in vCPU of the machine that the VM runs on, where CoreMark is known of both: a faster vCPU counts for more.
 * Else a vCPU is a vCPU.
 */
export function comparableVcpus(component: DrComponent, { sourceScore }: Pick<Needs, 'sourceScore'>): number {
  const { scorePerVcpu } = component.capacity
  const own = sustainedVcpus(component)
  return sourceScore === null || scorePerVcpu === null
    ? own
    : Math.round(((own * scorePerVcpu) / sourceScore) * 1e6) / 1e6
}

export const amountConstraints: readonly Constraint[] = [
  amount({ name: 'vCPU', unit: 'vCPU', needed: (needs) => needs.vcpus, offered: comparableVcpus }),
  amount({
    name: 'number of vCPU',
    unit: 'vCPU at a time',
    needed: (needs) => needs.leastVcpus,
    offered: ({ capacity }) => capacity.vcpus,
  }),
  amount({
    name: 'memory',
    unit: 'GiB of memory',
    needed: (needs) => needs.memoryGiB,
    offered: ({ capacity }) => capacity.memoryGiB,
  }),
  amount({
    name: 'network',
    unit: 'Mbit/s of network',
    needed: (needs) => needs.networkMbps,
    offered: ({ capacity }) => capacity.networkMbps,
  }),
  amount({
    name: 'disk IOPS',
    unit: 'disk IOPS',
    needed: (needs) => needs.diskIops,
    offered: ({ capacity }) => capacity.diskIops,
  }),
  amount({
    name: 'disk throughput',
    unit: 'MiB/s of disk throughput',
    needed: (needs) => needs.diskMiBps,
    offered: ({ capacity }) => capacity.diskMiBps,
  }),
  amount({
    name: 'local disk',
    unit: 'GiB of local disk',
    needed: (needs) => needs.localDiskGiB,
    offered: ({ capacity }) => capacity.localDiskGiB,
  }),
  /** No stated limit of disks or network interfaces is no limit. */
  amount({
    name: 'number of disks',
    unit: 'disks',
    needed: (needs) => needs.volumes,
    offered: ({ capacity }) => capacity.maxDisks ?? Infinity,
  }),
  amount({
    name: 'number of network interfaces',
    unit: 'network interfaces',
    needed: (needs) => needs.nics,
    offered: ({ capacity }) => capacity.maxNics ?? Infinity,
  }),
]
