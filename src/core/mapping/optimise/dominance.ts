/**
 * A candidate that another one of the same VM beats in everything is never needed: the other costs no more, takes no
 * more of any limit, stands in the same place where places matter, and has a level that suits all neighbours as well.
 */
import type { Instance } from './instance.ts'

/** What the neighbours of a VM ask of it. */
export interface Bonds {
  /** Something is kept apart from it: places matter. */
  readonly paired: boolean
  /** It depends on something: a stronger level would ask more of that. */
  readonly depends: boolean
  /** Something depends on it: a weaker level might not do. */
  readonly leanedOn: boolean
}

/** Compares candidates by their use of the binding limits; keeps a row of uses for each of up to a VM's candidates. */
export interface Comparer {
  readonly instance: Instance
  /** By limit of the instance: its place among the binding ones; -1 = cannot bind. */
  readonly rank: Int32Array
  readonly binding: number
  readonly rows: Float64Array[]
}

/** The candidates that are not beaten, in the order given; of equals the first. */
export function keepUndominated(comparer: Comparer, candidates: readonly number[], bonds: Bonds): number[] {
  for (const [index, candidate] of candidates.entries()) fillRow(comparer, index, candidate)
  const beaten = new Uint8Array(candidates.length)
  for (const [index, candidate] of candidates.entries())
    for (const [rival, other] of candidates.entries()) {
      if (rival === index || beaten[rival] === 1 || !mayReplace(comparer.instance, [other, candidate], bonds)) continue
      if (isBetter(comparer, [rival, index], [other, candidate])) beaten[index] = 1
      if (beaten[index] === 1) break
    }
  return candidates.filter((_, index) => beaten[index] === 0)
}

function fillRow({ instance, rank, binding, rows }: Comparer, index: number, candidate: number): void {
  const row = (rows[index] ??= new Float64Array(binding))
  row.fill(0)
  const [start, end] = [instance.firstUse[candidate] as number, instance.firstUse[candidate + 1] as number]
  for (let use = start; use < end; use++) {
    const at = rank[instance.useLimit[use] as number] as number
    if (at >= 0) row[at] = (row[at] as number) + (instance.useAmount[use] as number)
  }
}

function mayReplace({ place, level, cost }: Instance, [by, old]: readonly [number, number], bonds: Bonds): boolean {
  if ((cost[by] as number) > (cost[old] as number)) return false
  if (bonds.paired && place[by] !== place[old]) return false
  const difference = (level[by] as number) - (level[old] as number)
  return difference === 0 || (difference < 0 ? !bonds.depends : !bonds.leanedOn)
}

/** No worse anywhere, and better somewhere or else first. */
function isBetter(
  { rows, instance: { cost } }: Comparer,
  [rival, index]: readonly [number, number],
  [other, candidate]: readonly [number, number],
): boolean {
  const [ours, theirs] = [rows[rival] as Float64Array, rows[index] as Float64Array]
  let better = (cost[other] as number) < (cost[candidate] as number)
  for (let limit = 0; limit < ours.length; limit++) {
    if ((ours[limit] as number) > (theirs[limit] as number)) return false
    if ((ours[limit] as number) < (theirs[limit] as number)) better = true
  }
  return better || rival < index
}
