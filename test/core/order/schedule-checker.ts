/** Replays a packing as a service would, VM by VM. It knows nothing of how packings are made. */
import type { OrderGroups } from '../../../src/model/recovery-order.ts'

export interface Estate {
  readonly ids: readonly string[]
  readonly needs: ReadonlyMap<string, readonly string[]>
}

/** What is wrong with groups that run one after another; none = nothing. */
export function replayGroups(groups: OrderGroups, { ids, needs }: Estate, most: number): readonly string[] {
  const wrong: string[] = []
  const back = new Set<string>()
  for (const [number, group] of groups.entries()) {
    if (group.length === 0) wrong.push(`group ${number} is empty`)
    if (group.length > most) wrong.push(`group ${number} has ${group.length} VMs`)
    for (const id of group) {
      if (back.has(id)) wrong.push(`${id} comes twice`)
      for (const need of needs.get(id) ?? []) if (!back.has(need)) wrong.push(`${id} starts before ${need}`)
    }
    for (const id of group) back.add(id)
  }
  for (const id of ids) if (!back.has(id)) wrong.push(`${id} never comes`)
  if (back.size !== ids.length) wrong.push('somebody comes who was not asked for')
  return wrong
}
