/**
 * Preprocessing. Every step is exact: the optimum stays, and a proof of impossibility names VMs. An edge whose
 * dependency is at worst as strong as the dependant at best says nothing and goes: a hub that some promise forces to
 * the top no longer ties half the estate together.
 */
import { findBindingLimits, isAllowed } from './binding-limits.ts'
import { keepUndominated, type Comparer } from './dominance.ts'
import type { Edges, Instance } from './instance.ts'
import { findLevelBounds, type LevelBounds } from './level-bounds.ts'
import { listsOf, type Lists } from './lists.ts'
import type { Impossible, Reduced } from './reduced.ts'
import { renumber, type Kept } from './renumber.ts'
import { tellingEdges } from './shape.ts'

/** Limits in `kept` stay even where they cannot bind as they are: somebody means to lower them. */
export function reduce(instance: Instance, kept: readonly number[] = []): Reduced | Impossible {
  const bounds = findLevelBounds(instance)
  if ('chain' in bounds) return { kind: 'levels', chain: bounds.chain }
  const binding = findBindingLimits(instance, bounds)
  const limitIds = Int32Array.from(new Set([...binding, ...kept])).sort()
  const edges = tellingEdges(instance.edges, (u, d) => (bounds.weakest[d] as number) > (bounds.strongest[u] as number))
  const candidates = keepCandidates(instance, { bounds, limitIds, edges })
  const mates = matesOf(instance)
  const together = findInseparable(instance, candidates)
  if (together) return { kind: 'pair', pair: together }
  return renumber(instance, { limitIds, edges, mates, ...candidates })
}

function keepCandidates(
  instance: Instance,
  { bounds, limitIds, edges }: { bounds: LevelBounds; limitIds: Int32Array; edges: Edges },
): Kept {
  const { vmCount, limits, pairs, level, cost } = instance
  const marked = (...lists: Int32Array[]): Uint8Array => {
    const marks = new Uint8Array(vmCount)
    for (const vm of lists.flatMap((list) => [...list])) marks[vm] = 1
    return marks
  }
  const [paired, depends, leanedOn] = [
    marked(pairs.first, pairs.second),
    marked(edges.dependant),
    marked(edges.dependency),
  ]
  const rank = new Int32Array(limits.length).fill(-1)
  for (const [at, limit] of limitIds.entries()) rank[limit] = at
  const comparer: Comparer = { instance, rank, binding: limitIds.length, rows: [] }
  const byLevel = (a: number, b: number): number =>
    (level[a] as number) - (level[b] as number) || (cost[a] as number) - (cost[b] as number) || a - b
  const ids: number[] = []
  const firstCandidate = new Int32Array(vmCount + 1)
  for (let vm = 0; vm < vmCount; vm++) {
    const bonds = { paired: paired[vm] === 1, depends: depends[vm] === 1, leanedOn: leanedOn[vm] === 1 }
    const sorted = allowedOf(instance, bounds, vm).sort(byLevel)
    ids.push(...keepUndominated(comparer, sorted, bonds))
    firstCandidate[vm + 1] = ids.length
  }
  return { candidateIds: Int32Array.from(ids), firstCandidate }
}

function allowedOf({ firstCandidate, level }: Instance, bounds: LevelBounds, vm: number): number[] {
  const allowed: number[] = []
  for (let k = firstCandidate[vm] as number; k < (firstCandidate[vm + 1] as number); k++)
    if (isAllowed(bounds, level[k] as number, vm)) allowed.push(k)
  return allowed
}

function matesOf({ vmCount, pairs }: Instance): Lists {
  const both = (a: Int32Array, b: Int32Array): Int32Array => Int32Array.from([...a, ...b])
  return listsOf(vmCount, both(pairs.first, pairs.second), both(pairs.second, pairs.first))
}

/** A pair of which both have one and the same place only. */
function findInseparable({ pairs, place }: Instance, kept: Kept): readonly [number, number] | null {
  const onlyPlace = (vm: number): number | null => {
    const [start, end] = [kept.firstCandidate[vm] as number, kept.firstCandidate[vm + 1] as number]
    const places = new Set(kept.candidateIds.subarray(start, end).map((k) => place[k] as number))
    return places.size === 1 ? ([...places][0] as number) : null
  }
  for (const [index, vm] of pairs.first.entries()) {
    const other = pairs.second[index] as number
    const only = onlyPlace(vm)
    if (only !== null && only === onlyPlace(other)) return [vm, other]
  }
  return null
}
