/**
 * What happens when zones fail: every single and every double failure, with every VM at the first of its targets whose
 * zone still runs. A checker: it knows nothing of how the targets were made.
 */

export interface ReplayInput {
  /** Ids of VMs that must be in different zones, where there are as many zones as VMs. */
  readonly groups: readonly (readonly string[])[]
  /** By VM id: the zones of its targets, in order. */
  readonly zonesOf: ReadonlyMap<string, readonly number[]>
  /** How many zones there are, from 0. */
  readonly zones: number
}

export interface Replayed {
  /** Two that share a zone, though as many zones run as their group has VMs. */
  readonly together: readonly { readonly failed: readonly number[]; readonly pair: readonly [string, string] }[]
  /** VMs whose targets are all in zones that failed. */
  readonly stranded: readonly { readonly failed: readonly number[]; readonly vmId: string }[]
}

/** None, every one, and every two; never all of them. */
export function failuresOf(zones: number): readonly (readonly number[])[] {
  const all = Array.from({ length: zones }, (_, zone) => zone)
  const pairs = all.flatMap((a) => all.slice(a + 1).map((b) => [a, b]))
  return [[], ...all.map((zone) => [zone]), ...pairs].filter((failed) => failed.length < zones)
}

/** Where it comes up; null = nowhere. */
export const zoneAfter = (order: readonly number[], failed: readonly number[]): number | null =>
  order.find((zone) => !failed.includes(zone)) ?? null

export function replayFailures({ groups, zonesOf, zones }: ReplayInput): Replayed {
  const failures = failuresOf(zones)
  const members = [...new Set(groups.flat())]
  const placeOf = (id: string, failed: readonly number[]): number | null => zoneAfter(zonesOf.get(id) ?? [], failed)
  return {
    together: failures.flatMap((failed) =>
      groups
        .filter((ids) => ids.length <= zones - failed.length)
        .flatMap((ids) => pairsOf(ids))
        .filter(([a, b]) => placeOf(a, failed) !== null && placeOf(a, failed) === placeOf(b, failed))
        .map((pair) => ({ failed, pair })),
    ),
    stranded: failures.flatMap((failed) =>
      members.filter((id) => placeOf(id, failed) === null).map((vmId) => ({ failed, vmId })),
    ),
  }
}

const pairsOf = (ids: readonly string[]): readonly (readonly [string, string])[] =>
  ids.flatMap((a, index) => ids.slice(index + 1).map((b) => [a, b] as const))
