/**
 * The question of the optimiser as plain numbers: which candidate does every VM get, so that the total is least?
 *
 *   min sum c_vk x_vk,  sum_k x_vk = 1,  sum a_rk x_vk <= b_r  for every limit r,
 *   level(d) <= level(u)       where u depends on d: a machine is never protected worse than what leans on it,
 *   place(v) != place(w)       for every pair that is kept apart.
 *
 * VMs, candidates and limits are numbered from 0; who asks keeps the names. Candidates of VM v are numbered
 * firstCandidate[v] to firstCandidate[v + 1] - 1, and likewise what candidate k takes: firstUse[k] and so on.
 */

export interface Edges {
  /** VM u of every edge u -> d: the one that depends. */
  readonly dependant: Int32Array
  /** VM d of every edge: what it depends on. */
  readonly dependency: Int32Array
}

interface Pairs {
  readonly first: Int32Array
  readonly second: Int32Array
}

export interface Instance {
  readonly vmCount: number
  readonly placeCount: number
  /** Length vmCount + 1. */
  readonly firstCandidate: Int32Array
  /** By candidate: how weakly it protects, 0 = strongest, at most 30. */
  readonly level: Uint8Array
  /** By candidate: where it is, 0 to placeCount - 1. */
  readonly place: Uint8Array
  /** By candidate: the price in whole cents, never negative. */
  readonly cost: Float64Array
  /** Length candidates + 1. */
  readonly firstUse: Int32Array
  /** By use: the limit it counts against. */
  readonly useLimit: Uint16Array
  /** By use: how much of it, in the limit's own unit, never negative. */
  readonly useAmount: Float64Array
  /** By limit: what may be taken in all; Infinity = as much as wanted. */
  readonly limits: Float64Array
  /** By VM: the weakest level that keeps its promise. */
  readonly weakest: Uint8Array
  /** May hold circles, repetitions and edges from a VM to itself. */
  readonly edges: Edges
  readonly pairs: Pairs
}

/** A candidate's number for every VM. */
export type Assignment = Int32Array

export const MAX_LEVEL = 30
