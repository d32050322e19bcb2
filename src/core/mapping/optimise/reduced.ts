/** What preprocessing leaves of an instance: the same optimum, with fewer candidates, limits and edges. */
import type { Instance } from './instance.ts'
import type { Lists } from './lists.ts'

/** Neighbours along the edges that are left, in both directions. */
export interface Neighbours extends Lists {
  /** By item: 1 = the owner of the list depends on it, -1 = it depends on the owner. */
  readonly side: Int8Array
}

/** In which order trees are taken off the graph of edges, each VM after those that hang on it. */
export interface Peeling {
  /** The VMs that are taken off. */
  readonly order: Int32Array
  /** By VM: what it hung on when taken off; -1 = nothing. */
  readonly parent: Int32Array
  /** By VM: 1 = it depends on its parent, -1 = its parent depends on it. */
  readonly side: Int8Array
  /** What is left when no tree is: the VMs on circles and between them. */
  readonly core: Int32Array
}

/**
 * Candidates are numbered anew, by VM and within a VM by level: a *slot* is the candidates of one VM and one level.
 * Slots of VM v are firstSlot[v] to firstSlot[v + 1] - 1, candidates of slot s are slotStart[s] to slotStart[s + 1] - 1.
 */
export interface Reduced {
  readonly instance: Instance
  readonly vmCount: number
  /** By limit that can bind: its number in the instance. */
  readonly limitIds: Int32Array
  readonly limits: Float64Array
  /** By candidate: its number in the instance. */
  readonly candidateIds: Int32Array
  readonly firstCandidate: Int32Array
  readonly firstSlot: Int32Array
  readonly slotStart: Int32Array
  readonly slotLevel: Uint8Array
  readonly cost: Float64Array
  readonly level: Uint8Array
  readonly place: Uint8Array
  readonly firstUse: Int32Array
  readonly useLimit: Uint16Array
  readonly useAmount: Float64Array
  readonly edges: { readonly dependant: Int32Array; readonly dependency: Int32Array }
  readonly neighbours: Neighbours
  readonly peeling: Peeling
  /** By VM: the connected component of edges it is in; and how many VMs each has. */
  readonly component: Int32Array
  readonly componentSize: Int32Array
  readonly pairs: { readonly first: Int32Array; readonly second: Int32Array }
  /** By VM: those it is kept apart from. */
  readonly mates: Lists
}

/** Why preprocessing alone proves that there is no plan: numbers of VMs. */
export type Impossible =
  | { readonly kind: 'levels'; readonly chain: readonly number[] }
  | { readonly kind: 'pair'; readonly pair: readonly [number, number] }
