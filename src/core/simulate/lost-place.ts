/** Who fails when one zone, cluster or datacentre of the primary site does. */
import { InputError } from '../../errors.ts'
import { nearest } from '../../model/nearest.ts'
import type { Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'

export type Placements = ReadonlyMap<string, Vm['placement']>

export interface LostPlace {
  readonly name: string
  readonly upVmIds: readonly string[]
  /** Of which nobody says where they run: they are taken to fail too. */
  readonly unplacedVmIds: readonly string[]
}

type Level = 'zone' | 'cluster' | 'datacenter'
const levels: readonly Level[] = ['zone', 'cluster', 'datacenter']

/**
 * `asked`: a name of the source; null = that of most VMs, at the first of zone, cluster and datacentre that any VM has.
 * Throws InputError `simulation.zone-unknown`.
 */
export function losePlace(vmIds: readonly string[], placements: Placements, asked: string | null): LostPlace {
  const level = levelOf(vmIds, placements, asked)
  const placeOf = (id: string): string | null => (level === null ? null : (placements.get(id)?.[level] ?? null))
  const name = asked ?? mostCommon(vmIds.flatMap((id) => placeOf(id) ?? []))
  if (name === null || level === null) throw unknownPlace(vmIds, placements, asked)
  return {
    name,
    upVmIds: vmIds.filter((id) => ![null, name].includes(placeOf(id))).toSorted(compareText),
    unplacedVmIds: vmIds.filter((id) => placeOf(id) === null).toSorted(compareText),
  }
}

const levelOf = (vmIds: readonly string[], placements: Placements, asked: string | null): Level | null =>
  levels.find((level) =>
    vmIds.some((id) => {
      const place = placements.get(id)?.[level] ?? null
      return place !== null && (asked === null || place === asked)
    }),
  ) ?? null

/** Of equally common ones the first by name. */
function mostCommon(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const)
  const [first] = counts.toSorted(([a, one], [b, other]) => other - one || compareText(a, b))
  return first?.[0] ?? null
}

function unknownPlace(vmIds: readonly string[], placements: Placements, asked: string | null): InputError {
  const names = vmIds.flatMap((id) => levels.flatMap((level) => placements.get(id)?.[level] ?? []))
  const known = [...new Set(names)].toSorted(compareText)
  if (known.length === 0)
    return new InputError(
      'simulation.zone-unknown',
      'No source says in which zone, cluster or datacentre any of the planned VMs runs.',
      { suggestions: ['State placements in the inventory, or simulate  --scenario site-loss'] },
    )
  const near = asked === null ? null : nearest(asked, known)
  return new InputError('simulation.zone-unknown', `No planned VM runs in ${asked}.`, {
    suggestions: [...(near ? [`Did you mean ${near}?`] : []), `There are: ${known.join(', ')}.`],
  })
}
