/**
 * Is a plan allowed, and what does it cost? Reads the instance only and shares nothing with the optimiser, so that
 * no mistake of one can hide in the other.
 */
import type { Assignment, Instance } from './instance.ts'

type Fault =
  | { readonly kind: 'candidate' | 'promise'; readonly vm: number }
  | { readonly kind: 'edge' | 'pair' | 'limit'; readonly index: number }

export interface Checked {
  /** Empty where the plan keeps every rule. */
  readonly faults: readonly Fault[]
  /** In cents. */
  readonly cost: number
  /** By limit. */
  readonly use: Float64Array
}

/** Money and amounts are summed in double precision: limits are kept to this share of themselves. */
const TOLERANCE = 1e-12

export function checkAssignment(instance: Instance, assignment: Assignment): Checked {
  const faults = [...ownFaults(instance, assignment), ...sharedFaults(instance, assignment)]
  const { cost, use } = addUp(instance, assignment)
  for (const [index, limit] of instance.limits.entries())
    if ((use[index] as number) > limit * (1 + TOLERANCE)) faults.push({ kind: 'limit', index })
  return { faults, cost, use }
}

function ownFaults(instance: Instance, assignment: Assignment): Fault[] {
  return Array.from({ length: instance.vmCount }, (_, vm): Fault[] => {
    const chosen = assignment[vm] ?? -1
    const [first, end] = [instance.firstCandidate[vm] as number, instance.firstCandidate[vm + 1] as number]
    if (!(chosen >= first && chosen < end)) return [{ kind: 'candidate', vm }]
    return (instance.level[chosen] as number) > (instance.weakest[vm] as number) ? [{ kind: 'promise', vm }] : []
  }).flat()
}

function sharedFaults({ edges, pairs, level, place }: Instance, assignment: Assignment): Fault[] {
  const of = (values: Uint8Array, vm: number | undefined): number => values[assignment[vm ?? -1] ?? -1] ?? 0
  const faults: Fault[] = []
  for (const [index, dependant] of edges.dependant.entries())
    if (of(level, edges.dependency[index]) > of(level, dependant)) faults.push({ kind: 'edge', index })
  for (const [index, vm] of pairs.first.entries())
    if (of(place, vm) === of(place, pairs.second[index])) faults.push({ kind: 'pair', index })
  return faults
}

function addUp(instance: Instance, assignment: Assignment): { cost: number; use: Float64Array } {
  const use = new Float64Array(instance.limits.length)
  let cost = 0
  for (const chosen of assignment) {
    cost += instance.cost[chosen] ?? 0
    for (let index = instance.firstUse[chosen] ?? 0; index < (instance.firstUse[chosen + 1] ?? 0); index++) {
      const limit = instance.useLimit[index] as number
      use[limit] = (use[limit] as number) + (instance.useAmount[index] as number)
    }
  }
  return { cost, use }
}
