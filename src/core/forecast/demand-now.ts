/** What a VM will need as it is now, without its samples: those were read when the plan was made. */
import type { DemandPolicy } from '../../model/config.ts'
import type { Demand, Need } from '../../model/forecast.ts'
import { totalDiskGiB, type Vm } from '../../model/site.ts'
import { deriveDemand } from './demand.ts'

/**
 * The demand that was planned with, where the VM has what it had then. What it uses does not follow from what it is
 * given, so a forecast stays, and figures that rest on the allocation go with it. A VM that was not planned is sized
 * by its allocation.
 */
export function demandNow(vm: Vm, planned: Demand | undefined, policy: DemandPolicy): Demand {
  const { demand } = deriveDemand(vm, { grids: new Map(), forecasts: new Map() }, policy)
  if (!planned) return demand
  return {
    ...planned,
    vcpus: needNow(planned.vcpus, demand.vcpus, { headroom: policy.cpuHeadroom, policy }),
    memoryGiB: needNow(planned.memoryGiB, demand.memoryGiB, { headroom: policy.memoryHeadroom, policy }),
    storageGiB: sameGiB(planned.storageGiB, totalDiskGiB(vm)) ? planned.storageGiB : demand.storageGiB,
  }
}

interface Sizing {
  readonly headroom: number
  readonly policy: Pick<DemandPolicy, 'allocationBound'>
}

/** As `sizeNeed` sizes: what is expected, with the headroom of now, and no more than the bound over the allocation of now. */
function needNow(planned: Need, now: Need, { headroom, policy }: Sizing): Need {
  if (planned.basis === 'allocation') return planned.allocated === now.allocated ? planned : now
  // Few samples and no history: no headroom is kept of their peak.
  const kept = planned.headroom === 0 ? 0 : headroom
  if (planned.expected === null || (planned.allocated === now.allocated && planned.headroom === kept)) return planned
  const bound = now.allocated === null ? Number.POSITIVE_INFINITY : now.allocated * policy.allocationBound
  const required = Math.min(planned.expected / (1 - kept), bound)
  return { ...planned, required, headroom: kept, allocated: now.allocated }
}

/** Sizes are sums of fractions, so the last digits may differ by the order of addition. */
const sameGiB = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, a)
