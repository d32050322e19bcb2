/**
 * What the primary site takes down at once: every single and every double failure of its hosts, clusters (racks) and zones,
 * over VMs that must not fail together. Where they come up is replayed over the zones of the recovery site (replay.ts), for
 * all of them moving; fewer that move meet nowhere else, so that both together are every single and double failure of either
 * site.
 */
import type { KeepApart } from '../../../model/config.ts'
import type { FailureDomain } from '../../../model/standby-pool.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Placement } from '../pools/failure-domains.ts'

/** From the finest. Who is kept apart by host may share a rack. */
const kindsBy = { host: ['host'], zone: ['host', 'cluster', 'zone'] } as const satisfies Record<
  KeepApart['by'],
  readonly FailureDomain['kind'][]
>

export interface SharedFate {
  readonly failed: readonly FailureDomain[]
  /** Sorted. */
  readonly down: readonly string[]
}

export interface PrimaryReplay {
  /** Single failures that take down two or more; of several that take down the same, the finest. */
  readonly singles: readonly SharedFate[]
  /** Double failures that take down all of three or more, where no single one does. */
  readonly doubles: readonly SharedFate[]
}

/** `ids` without a placement fail with nothing that is known. */
export function replayPrimary(
  ids: readonly string[],
  placements: ReadonlyMap<string, Placement>,
  by: KeepApart['by'],
): PrimaryReplay {
  const events = kindsBy[by].flatMap((kind) => eventsOf(kind, ids, placements))
  const seen = new Set<string>()
  const finest = events.filter(({ down }) => {
    const key = JSON.stringify(down)
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
  const hasAll = finest.some(({ down }) => down.length === ids.length)
  return {
    singles: finest.filter(({ down }) => down.length > 1),
    doubles: ids.length < 3 || hasAll ? [] : doublesOf(finest, ids.length),
  }
}

function eventsOf(
  kind: FailureDomain['kind'],
  ids: readonly string[],
  placements: ReadonlyMap<string, Placement>,
): readonly SharedFate[] {
  const members = Map.groupBy(ids, (id) => placements.get(id)?.[kind] ?? null)
  return [...members]
    .flatMap(([name, down]) => (name === null ? [] : [{ failed: [{ kind, name }], down: down.toSorted(compareText) }]))
    .sort((a, b) => compareText(a.failed[0]?.name ?? '', b.failed[0]?.name ?? ''))
}

/** Two that together are shorter than all cannot take all down: sorted by length, most pairs are never looked at. */
function doublesOf(events: readonly SharedFate[], all: number): readonly SharedFate[] {
  const longest = events.toSorted((a, b) => b.down.length - a.down.length)
  return longest.flatMap((first, index) => {
    const rest = longest.slice(index + 1)
    const end = rest.findIndex(({ down }) => first.down.length + down.length < all)
    return rest.slice(0, end === -1 ? rest.length : end).flatMap((second) => {
      const down = [...new Set([...first.down, ...second.down])].sort(compareText)
      return down.length === all ? [{ failed: [...first.failed, ...second.failed], down }] : []
    })
  })
}
