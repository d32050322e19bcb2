/** Improves a draft with an integer model over the VMs that could most cheaply be elsewhere. */
import type { Draft } from './draft.ts'
import { orderOf } from './lists.ts'
import type { LinearSolver } from './linear-solver.ts'
import type { Reduced } from './reduced.ts'
import { searchNeighbourhood } from './search-neighbourhood.ts'

export interface PolishOptions {
  readonly solver: LinearSolver
  readonly chance: () => number
  /** By candidate: cost and prices together. */
  readonly priced: Float64Array
  /** How many VMs are free. */
  readonly size: number
  /** Where the draft exceeds limits: they may be exceeded in the model too, at a price. */
  readonly overloaded: boolean
  /** It may stop at a plan that costs no more, in cents. */
  readonly goodEnough: number
}

/** Of the integer solver's search tree; the first node, with its cuts and heuristics, finds most of what there is. */
const MAX_NODES = 60
/** An overload costs so many times what it is worth. */
const OVERLOAD_PRICE = 20
/** Candidates dearer than the best by more than this many average VMs are not looked at. */
const SLACK = 1.5

/** By VM its candidate; null where nothing was found. */
export function polish({ reduced, choice, weight, cost }: Draft, options: PolishOptions): Int32Array | null {
  const { priced } = options
  const slack = (SLACK * cost) / Math.max(1, reduced.vmCount)
  const best = (vm: number): number =>
    priced.subarray(reduced.firstCandidate[vm], reduced.firstCandidate[vm + 1]).reduce((a, b) => Math.min(a, b))
  const result = searchNeighbourhood(reduced, {
    free: chooseFree(reduced, choice, options),
    choice,
    keep: (vm, k) => (priced[k] as number) - best(vm) <= slack,
    overload: options.overloaded ? weight.map((worth) => worth * cost * OVERLOAD_PRICE) : null,
    solver: options.solver,
    relativeGap: 1e-5,
    goodEnough: options.goodEnough,
    maxNodes: MAX_NODES,
  })
  return result.choice
}

/** Those whose second choice costs least more, with chance; of half of them also up to four neighbours. */
function chooseFree(reduced: Reduced, choice: Int32Array, { priced, chance, size }: PolishOptions): number[] {
  const { neighbours } = reduced
  const keys = Array.from(choice, (k, vm) => {
    const regret = secondBest(reduced, priced, { vm, k }) - (priced[k] as number)
    return regret < 0 ? regret * (0.2 + chance()) : regret * (0.05 + chance())
  })
  const free = new Set<number>()
  for (const vm of orderOf(keys)) {
    if (free.size >= size) break
    free.add(vm)
    if (chance() >= 0.5) continue
    const start = neighbours.starts[vm] as number
    for (let at = start; at < Math.min(start + 4, neighbours.starts[vm + 1] as number); at++)
      free.add(neighbours.items[at] as number)
  }
  return [...free]
}

function secondBest(
  { firstCandidate }: Reduced,
  priced: Float64Array,
  { vm, k }: { readonly vm: number; readonly k: number },
): number {
  let least = Infinity
  for (let other = firstCandidate[vm] as number; other < (firstCandidate[vm + 1] as number); other++)
    if (other !== k) least = Math.min(least, priced[other] as number)
  return least
}
