/** Waves in parts of a recovery service (recovery plans): the Terraform of a target and the export of its plans agree on them. */
import type { OrderPart } from './recovery-order.ts'
import type { RecoveryService } from './target.ts'
import { compareText } from './text-order.ts'

/**
 * Waves as groups of parts. A part has so many groups and VMs at most: what is over is in the next one, which is run after it;
 * and a wave larger than a part is in several. Without limits of groups there is no more than one group for each wave.
 */
export function partsByWave(
  vms: readonly { readonly key: string; readonly wave: number }[],
  { vmsInPart, groupsInPart }: Pick<RecoveryService, 'vmsInPart' | 'groupsInPart'>,
): readonly OrderPart[] {
  const mostVms = vmsInPart.value
  const mostGroups = groupsInPart?.value ?? Infinity
  const waves = [...Map.groupBy(vms, ({ wave }) => wave)].toSorted(([a], [b]) => a - b)
  const parts: string[][][] = []
  for (const [, own] of waves) {
    const keys = own.map(({ key }) => key).toSorted(compareText)
    for (let start = 0; start < keys.length; start += mostVms) {
      const group = keys.slice(start, start + mostVms)
      const last = parts.at(-1)
      const hasRoom = last && last.length < mostGroups && last.flat().length + group.length <= mostVms
      if (hasRoom) last.push(group)
      else parts.push([group])
    }
  }
  return parts.map((groups) => ({ groups }))
}

/** `plan-001` and so on: names in the order in which they are run. */
export const partName = (index: number): string => `plan-${String(index + 1).padStart(3, '0')}`
