/** Which part of a plan is open, and what the rows of its integer model are made from. */
import type { Rows } from './integer-rows.ts'
import type { Reduced } from './reduced.ts'

export interface Freedom {
  readonly free: readonly number[]
  /** By VM: its candidate; null = none is known, then all VMs must be free. */
  readonly choice: Int32Array | null
  /** Which candidates are worth looking at; the present one always is. */
  readonly keep: (vm: number, k: number) => boolean
  /** By limit: what exceeding it by one costs, in cents; null = it may not be. */
  readonly overload: Float64Array | null
}

export interface Parts {
  readonly reduced: Reduced
  readonly freedom: Freedom
  readonly candidates: readonly number[]
  readonly firstColumn: ReadonlyMap<number, number>
  readonly rows: Rows
}
