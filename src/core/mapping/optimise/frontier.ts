/**
 * Cost against one limit (risk, say): the cheapest plan for each of several values of it (the epsilon-constraint
 * method; Haimes, Lasdon and Wismer, IEEE Transactions on Systems, Man and Cybernetics 1(3), 1971). Columns do not
 * depend on limits, so each point starts from the columns, prices and plan of the looser one before it.
 */
import { createChance } from '../../../model/chance.ts'
import { finishExactly } from './exact.ts'
import type { Assignment, Instance } from './instance.ts'
import { infeasible, resultOf, type Optimised } from './optimise.ts'
import type { OptimiseOptions } from './options.ts'
import { proveBound, type Proven } from './prove-bound.ts'
import { reduce } from './reduce.ts'
import type { Reduced } from './reduced.ts'
import { searchPlans } from './search-plans.ts'
import { assertInstance } from './validate.ts'

export interface FrontierOptions extends OptimiseOptions {
  /** The number of the limit that is lowered; its uses are whole numbers. */
  readonly limit: number
  /** How many points, 2 or more. */
  readonly points: number
}

export interface FrontierPoint extends Optimised {
  /** What the limit was set to. */
  readonly limit: number
}

/** The least value is this far above what is provably needed: at the very end there is next to no choice left. */
const ABOVE_LEAST = 1.01

/** From the loosest value, that of the cheapest plan, to the tightest. */
export function traceFrontier(instance: Instance, options: FrontierOptions): readonly FrontierPoint[] {
  assertInstance(instance)
  const { limit, points } = options
  const free = withLimit(instance, limit, Infinity)
  const reduced = reduce(free, [limit])
  if ('kind' in reduced) return [{ ...infeasible(reduced), limit: Infinity }]
  const rank = reduced.limitIds.indexOf(limit)
  const range = rangeOf(free, limit, options)
  const found: FrontierPoint[] = []
  let trace: Trace = { warm: null, start: null, bound: 0 }
  for (let point = points - 1; point >= 0; point--) {
    const value = valueAt(range, point / (points - 1))
    reduced.limits[rank] = value
    const one = solvePoint(withLimit(instance, limit, value), reduced, { options, trace })
    found.push({ ...one.result, limit: value })
    trace = one.trace
  }
  return found
}

/** In equal ratios, so that there are as many between 10 and 20 as between 100 and 200; at 0 squares take their place. */
function valueAt({ least, most }: { readonly least: number; readonly most: number }, share: number): number {
  if (least <= 0) return Math.floor(most * share ** 2)
  return Math.floor(least * (most / least) ** share)
}

const withLimit = (instance: Instance, limit: number, value: number): Instance => ({
  ...instance,
  limits: instance.limits.map((old, index) => (index === limit ? value : old)),
})

/** What the next, tighter point may start from; a bound of a looser point holds for it too. */
interface Trace {
  readonly warm: Proven | null
  readonly start: Int32Array | null
  readonly bound: number
}

function solvePoint(
  instance: Instance,
  reduced: Reduced,
  { options, trace }: { readonly options: OptimiseOptions; readonly trace: Trace },
): { readonly result: Optimised; readonly trace: Trace } {
  const fresh = proveBound(reduced, { ...options, warm: trace.warm })
  const proven = { ...fresh, bound: Math.max(fresh.bound, trace.bound) }
  if (proven.status === 'above-dearest')
    return { result: infeasible({ kind: 'limits', limits: [...reduced.limitIds], withPairs: true }), trace }
  const search = { reduced, proven, options, chance: createChance(options.seed), start: trace.start }
  const incumbent = searchPlans(search)
  const bound = finishExactly(search, incumbent)
  if (bound === 'infeasible') return { result: infeasible({ kind: 'whole-machines' }), trace }
  const choice = incumbent.wrong > 0 ? null : incumbent.choice
  return { result: resultOf(instance, reduced, { choice, bound }), trace: { warm: proven, start: choice, bound } }
}

/** From what is provably needed to what the cheapest plan takes. */
function rangeOf(
  free: Instance,
  limit: number,
  options: OptimiseOptions,
): { readonly least: number; readonly most: number } {
  const own = useOf(free, limit)
  const byUse = reduce({ ...free, cost: own })
  const least = 'kind' in byUse ? 0 : proveBound(byUse, options).bound * ABOVE_LEAST
  const cheapest: Assignment = proveCheapest(free, options)
  const most = cheapest.reduce((sum, k) => sum + (own[k] as number), 0)
  return { least: Math.min(least, most), most }
}

/** By candidate: how much of the limit it takes. */
function useOf({ cost, firstUse, useLimit, useAmount }: Instance, limit: number): Float64Array {
  return cost.map((_, k) => {
    let sum = 0
    for (let use = firstUse[k] as number; use < (firstUse[k + 1] as number); use++)
      if (useLimit[use] === limit) sum += useAmount[use] as number
    return sum
  })
}

/** The answer of the oracle at the best prices: near enough to the cheapest plan to say where the frontier begins. */
function proveCheapest(free: Instance, options: OptimiseOptions): Assignment {
  const reduced = reduce(free)
  if ('kind' in reduced) return new Int32Array()
  const { oracle } = proveBound(reduced, options).pool
  return oracle.chosen.map((slot) => reduced.candidateIds[oracle.cheapest[slot] as number] as number)
}
