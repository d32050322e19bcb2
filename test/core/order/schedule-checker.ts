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
    if (group.length === 0 || group.length > most) wrong.push(`group ${number} has ${group.length} VMs`)
    wrong.push(...group.filter((id) => back.has(id)).map((id) => `${id} comes twice`))
    const early = group.filter((id) => needs.get(id)?.some((need) => !back.has(need)))
    wrong.push(...early.map((id) => `${id} starts too early`))
    for (const id of group) back.add(id)
  }
  const lost = ids.filter((id) => !back.has(id)).map((id) => `${id} never comes`)
  return [...wrong, ...lost, ...(back.size === ids.length ? [] : ['others come, or not all'])]
}
