/** What is compared: from a case to what is said of the hours behind it. */
import type { Case } from './cases.ts'

/** One value an hour. */
export interface Said {
  /** Null: says nothing of the expected course. */
  readonly point: Float64Array | null
  /** By level, such as 0.95. */
  readonly quantiles: ReadonlyMap<number, Float64Array>
}

export interface Contender {
  readonly name: string
  /** Null: can say nothing of this case. */
  readonly say: (one: Case, horizon: number) => Said | null
}

export const levels = [0.9, 0.95, 0.99] as const
/** What a component has to hold by default. */
export const sizingLevel = 0.95
