/** In which order VMs come back, as a graph, and packed into groups that follow one another. */
import type { Needs } from './needs.ts'

export interface OrderGraph {
  /** Sorted; each once. */
  readonly ids: readonly string[]
  /** Of every id the ids that are back before it; only ids of the graph, and no circle. */
  readonly needs: Needs
  /** Lower comes first where that costs no group. */
  readonly urgency: ReadonlyMap<string, number>
}

/** Groups follow one another; nothing is said of the order inside a group. */
export type OrderGroups = readonly (readonly string[])[]

export interface GroupBounds {
  /** VMs of the longest chain of needs. */
  readonly chain: number
  /** All VMs by the size of a group. */
  readonly size: number
  /** Both together, for every beginning and every end of the chains; never below the other two. */
  readonly combined: number
}

export interface Packing {
  readonly groups: OrderGroups
  readonly bounds: GroupBounds
  /** No packing has fewer groups than this. */
  readonly atLeast: number
}

/** Groups in order, of VMs that one job, recovery plan or the like brings back. */
export type OrderPart = { readonly groups: OrderGroups }

/** Who is needed, and who needs it. */
export type OrderPair = readonly [before: string, after: string]
