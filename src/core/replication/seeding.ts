/**
 * When the first copies are done. Copies run side by side over the link; the next VM starts when one is done: by tier, in a
 * tier the largest first (list scheduling by longest processing time, Graham 1969, doi 10.1137/0117039). What changes on a
 * VM goes over the link from the moment its copy starts, before all copies; these share the rest evenly, each at most at the
 * rate of one VM. Where changes come faster than the link carries for some hours of the day, they wait, and copies with them.
 */
import type { SeedingPlan } from '../../model/seeding.ts'
import { compareText } from '../../model/text-order.ts'
import { advanceSeeding, beginSeeding, isOver, type SeedingState } from './seeding-state.ts'
import { boundSeconds } from './seeding-bound.ts'
import { HOURS_PER_DAY, type SeedingLink, type SeedVm } from './seeding-link.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30
export function planSeeding(vms: readonly SeedVm[], link: SeedingLink): SeedingPlan {
  const { admitted, never } = admit([...vms].sort(compareSeeds), link)
  const state = beginSeeding(admitted, link)
  while (!isOver(state)) advanceSeeding(state, link)
  const dateAt = (seconds: number): string => new Date(Math.ceil(link.startMs + seconds * 1000)).toISOString()
  const sizes = admitted.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    start: dateAt(0),
    finish: admitted.length === 0 ? null : dateAt(state.seconds),
    vms: state.done
      .map(({ vm, startSeconds, finishSeconds, stream, batch }) => ({
        vmId: vm.vmId,
        tierId: vm.tierId,
        sizeGiB: vm.bytes / GIB,
        start: dateAt(startSeconds),
        finish: dateAt(finishSeconds),
        stream,
        batch,
      }))
      .sort((a, b) => compareText(a.start, b.start) || compareText(a.vmId, b.vmId)),
    never: never.sort((a, b) => compareText(a.vmId, b.vmId)),
    ...totalsOf(state, sizes),
    hours: state.seconds / 3600,
    boundHours: boundSeconds(admitted, link) / 3600,
  }
}

const totalsOf = ({ sentBytes, waitingBytes, churnBytes }: SeedingState, sizes: number) => ({
  sentGiB: sentBytes / GIB,
  waitingGiB: waitingBytes / GIB,
  sizesGiB: sizes / GIB,
  churnGiB: churnBytes / GIB,
})

const compareSeeds = (a: SeedVm, b: SeedVm): number =>
  a.priority - b.priority || b.bytes - a.bytes || compareText(a.vmId, b.vmId)

/** Changes never end, so who is left out for want of room now is so for good. */
function admit(vms: readonly SeedVm[], link: SeedingLink) {
  const mean = link.bytesPerSecondByHour.reduce((sum, rate) => sum + rate, 0) / HOURS_PER_DAY
  const admitted: SeedVm[] = []
  const never: SeedingPlan['never'][number][] = []
  let left = mean
  for (const vm of vms) {
    const why = refusal(vm, { left, mean, link })
    if (why === null) {
      admitted.push(vm)
      left -= vm.churnBytesPerSecond
      continue
    }
    const room = why === 'link' ? left : link.vmBytesPerSecond
    never.push({ vmId: vm.vmId, why, churnMiBps: vm.churnBytesPerSecond / MIB, leftMiBps: Math.max(0, room) / MIB })
  }
  return { admitted, never }
}

/** A link so nearly full that copies take years is full. */
const LEAST_SHARE_LEFT = 1e-3

function refusal(
  { churnBytesPerSecond }: SeedVm,
  { left, mean, link }: { left: number; mean: number; link: SeedingLink },
): 'vm-rate' | 'link' | null {
  if (churnBytesPerSecond >= link.vmBytesPerSecond) return 'vm-rate'
  return left - churnBytesPerSecond <= mean * LEAST_SHARE_LEFT ? 'link' : null
}
