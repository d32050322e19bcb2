/** The limits of a neighbourhood: what its VMs may take, once those that stay have taken theirs. */
import type { Parts } from './freedom.ts'
import { addEntry, endRow } from './integer-rows.ts'
import type { Reduced } from './reduced.ts'

/** Amounts above this count in thousands. */
const LARGE = 1000

/** `cost`: of the VMs that stay, in cents. `scale`: by limit, what an amount of 1 counts in its row. */
export function addLimitRows(parts: Parts): { readonly cost: number; readonly scale: Float64Array } {
  const { freedom, candidates, rows } = parts
  const { left, cost } = takeFixed(parts)
  const byLimit = usesByLimit(parts)
  const scale = Float64Array.from(byLimit, (uses) => (uses.some(([, amount]) => amount > LARGE) ? 1 / LARGE : 1))
  for (const [limit, uses] of byLimit.entries()) {
    for (const [column, amount] of uses) addEntry(rows, column, amount * (scale[limit] as number))
    if (freedom.overload) addEntry(rows, candidates.length + limit, -1)
    endRow(rows, -Infinity, (left[limit] as number) * (scale[limit] as number))
  }
  return { cost, scale }
}

function takeFixed({ reduced, freedom, firstColumn }: Parts): { readonly left: Float64Array; readonly cost: number } {
  const left = reduced.limits.slice()
  let cost = 0
  for (const [vm, k] of (freedom.choice ?? []).entries()) {
    if (firstColumn.has(vm)) continue
    cost += reduced.cost[k] as number
    for (const [limit, amount] of usesOf(reduced, k)) left[limit] = (left[limit] as number) - amount
  }
  return { left, cost }
}

function usesByLimit({ reduced, candidates }: Parts): readonly (readonly [column: number, amount: number])[][] {
  const byLimit = Array.from(reduced.limits, (): [number, number][] => [])
  for (const [column, k] of candidates.entries())
    for (const [limit, amount] of usesOf(reduced, k)) byLimit[limit]?.push([column, amount])
  return byLimit
}

function* usesOf({ firstUse, useLimit, useAmount }: Reduced, k: number): Generator<readonly [number, number]> {
  for (let use = firstUse[k] as number; use < (firstUse[k + 1] as number); use++)
    yield [useLimit[use] as number, useAmount[use] as number]
}
