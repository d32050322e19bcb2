/** What policies may be about: how to list the subjects of a plan, and how each fact of them is found. */
import type { FactValue } from '../../../model/policy-fact.ts'
import type { PlanIndex } from './plan-index.ts'

/** A fact of the table without a function does not compile. */
export interface Noun<One, Name extends string> {
  readonly list: (index: PlanIndex) => readonly One[]
  /** As a person knows it. */
  readonly name: (one: One, index: PlanIndex) => string
  /** Ids of VMs that it touches. */
  readonly vmIds: (one: One, index: PlanIndex) => readonly string[]
  readonly reads: Readonly<Record<Name, (one: One, index: PlanIndex) => FactValue>>
}
