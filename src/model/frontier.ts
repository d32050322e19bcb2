/**
 * What more protection costs: mappings from the cheapest to the safest, each the cheapest that leaves no more exposed.
 * Also what `drplan map --frontier --json` prints.
 */
import type { Solution } from './mapping.ts'
import type { RecoveryStrategy } from './tier.ts'

export interface FrontierPoint {
  /** A month with its drills, in the catalogue's currency. */
  readonly costPerMonth: number
  /** No mapping of at most this exposure costs less; null = not proved. */
  readonly costBound: number | null
  readonly gap: number | null
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
  /** The sum over VMs of RTO and RPO, each as a share of what is promised; of each VM by itself. */
  readonly exposure: number
  /** VMs that keep RTO and RPO of their tier, what they wait for included; so are the times below. */
  readonly keeping: number
  /** Of the VMs that have a promise, the longest RTO in minutes; null = none has one. */
  readonly longestRtoMinutes: number | null
  /** The sum of RTOs over all VMs, in hours. */
  readonly hoursDown: number
  readonly strategies: Readonly<Partial<Record<RecoveryStrategy, number>>>
}

export interface Frontier {
  readonly vms: number
  readonly currency: string
  /** From the cheapest up; no point is as cheap and as safe as another. */
  readonly points: readonly FrontierPoint[]
  /** The mapping that the plan uses. */
  readonly chosen: Pick<FrontierPoint, 'costPerMonth' | 'exposure' | 'keeping'>
  /** Why there is no point; null where there are some. */
  readonly none: string | null
  readonly stopped: Solution['stopped']
}
