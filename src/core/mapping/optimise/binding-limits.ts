/** A limit that holds even when every VM takes the most it could cannot bind, and need not be looked at again. */
import type { Instance } from './instance.ts'
import type { LevelBounds } from './level-bounds.ts'

/** Whether candidate `k` of `vm` has a level it may have. */
export const isAllowed = (bounds: LevelBounds, level: number, vm: number): boolean =>
  level >= (bounds.strongest[vm] as number) && level <= (bounds.weakest[vm] as number)

/** The numbers of the limits that could be exceeded. */
export function findBindingLimits(instance: Instance, bounds: LevelBounds): Int32Array {
  const { limits, vmCount } = instance
  const most = new Float64Array(limits.length)
  const own = new Float64Array(limits.length)
  for (let vm = 0; vm < vmCount; vm++) {
    own.fill(0)
    takeMost(instance, { bounds, vm, own })
    for (const [limit, amount] of own.entries()) most[limit] = (most[limit] as number) + amount
  }
  const numbers = Int32Array.from(limits.keys())
  return numbers.filter((limit) => (most[limit] as number) > (limits[limit] as number))
}

/** Sets `own` to the most that any candidate of the VM takes of each limit. A candidate may name a limit twice. */
function takeMost(
  instance: Instance,
  { bounds, vm, own }: { readonly bounds: LevelBounds; readonly vm: number; readonly own: Float64Array },
): void {
  const { firstCandidate, firstUse, useLimit, useAmount, level } = instance
  for (let k = firstCandidate[vm] as number; k < (firstCandidate[vm + 1] as number); k++) {
    if (!isAllowed(bounds, level[k] as number, vm)) continue
    const [start, end] = [firstUse[k] as number, firstUse[k + 1] as number]
    for (let index = start; index < end; index++) {
      const limit = useLimit[index] as number
      own[limit] = Math.max(own[limit] as number, useAmount[index] as number)
    }
  }
}
