/** Gives what preprocessing leaves its own numbers, so that later loops run over packed arrays. */
import type { Edges, Instance } from './instance.ts'
import type { Lists } from './lists.ts'
import type { Reduced } from './reduced.ts'
import { componentsOf, neighboursOf, peel, tellingEdges } from './shape.ts'

/** Three times 0.1 is more than 0.3 in double precision: a limit that is met exactly is kept. */
const ROUNDING = 1e-12

/** The candidates that are left, by VM and within a VM by level. */
export interface Kept {
  readonly candidateIds: Int32Array
  readonly firstCandidate: Int32Array
}

interface Parts extends Kept {
  readonly limitIds: Int32Array
  readonly edges: Edges
  readonly mates: Lists
}

/** Numbers what is left from 0, candidates by VM and level. */
export function renumber(instance: Instance, parts: Parts): Reduced {
  const { limitIds, candidateIds, firstCandidate, mates } = parts
  const { vmCount } = instance
  const level = candidateIds.map((k) => instance.level[k] as number)
  const slots = slotsOf(firstCandidate, level)
  const strongest = (vm: number): number => slots.slotLevel[slots.firstSlot[vm] as number] as number
  const weakest = (vm: number): number => slots.slotLevel[(slots.firstSlot[vm + 1] as number) - 1] as number
  // Dominance across levels may have taken the last reason for an edge.
  const edges = tellingEdges(parts.edges, (u, d) => weakest(d) > strongest(u))
  const neighbours = neighboursOf(vmCount, edges)
  return {
    instance,
    vmCount,
    limitIds,
    limits: Float64Array.from(limitIds, (limit) => (instance.limits[limit] as number) * (1 + ROUNDING)),
    candidateIds,
    firstCandidate,
    ...slots,
    cost: Float64Array.from(candidateIds, (k) => instance.cost[k] as number),
    level: Uint8Array.from(level),
    place: Uint8Array.from(candidateIds, (k) => instance.place[k] as number),
    ...usesOf(instance, candidateIds, limitIds),
    edges,
    neighbours,
    peeling: peel(vmCount, neighbours),
    ...componentsOf(vmCount, neighbours),
    pairs: instance.pairs,
    mates,
  }
}

function slotsOf(
  firstCandidate: Int32Array,
  level: Int32Array,
): Pick<Reduced, 'firstSlot' | 'slotStart' | 'slotLevel'> {
  const firstSlot = new Int32Array(firstCandidate.length)
  const starts: number[] = []
  for (let vm = 0; vm + 1 < firstCandidate.length; vm++) {
    const [start, end] = [firstCandidate[vm] as number, firstCandidate[vm + 1] as number]
    for (let k = start; k < end; k++) if (k === start || level[k] !== level[k - 1]) starts.push(k)
    firstSlot[vm + 1] = starts.length
  }
  return {
    firstSlot,
    slotStart: Int32Array.from([...starts, level.length]),
    slotLevel: Uint8Array.from(starts, (k) => level[k] as number),
  }
}

/** The uses of what is left, limits numbered among those that are left. */
function usesOf(
  instance: Instance,
  candidateIds: Int32Array,
  limitIds: Int32Array,
): Pick<Reduced, 'firstUse' | 'useLimit' | 'useAmount'> {
  const rank = new Int32Array(instance.limits.length).fill(-1)
  for (const [at, limit] of limitIds.entries()) rank[limit] = at
  const firstUse = new Int32Array(candidateIds.length + 1)
  const kept: number[] = []
  for (const [at, k] of candidateIds.entries()) {
    for (let use = instance.firstUse[k] as number; use < (instance.firstUse[k + 1] as number); use++)
      if ((rank[instance.useLimit[use] as number] as number) >= 0 && instance.useAmount[use] !== 0) kept.push(use)
    firstUse[at + 1] = kept.length
  }
  return {
    firstUse,
    useLimit: Uint16Array.from(kept, (use) => rank[instance.useLimit[use] as number] as number),
    useAmount: Float64Array.from(kept, (use) => instance.useAmount[use] as number),
  }
}
