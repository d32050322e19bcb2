/** A dependency may never sit in a weaker tier than what depends on it, unless somebody waived that by name. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import type { Needs } from './needs.ts'
import { compareText } from './text-order.ts'

export const tierWaiverSchema = z.strictObject({
  /** The id or the whole name of the VM that may sit in a weaker tier than what needs it. */
  vm: z.string().min(1),
  /** Who answers for it. */
  owner: z.string().min(1),
  /** The last day it holds. */
  until: z.iso.date(),
  reason: z.string().min(1),
})
export type TierWaiver = Immutable<z.infer<typeof tierWaiverSchema>>

/** `today` is the day that ends of waivers are counted to; null = they are stated, not judged. */
export interface TierWaivers {
  readonly waivers: readonly TierWaiver[]
  readonly today: string | null
}

export const noWaivers: TierWaivers = { waivers: [], today: null }

/** ISO dates compare as text. */
const isInForce = ({ until }: TierWaiver, today: string | null): boolean => today === null || until >= today

/** The waiver that names this VM: one that is in force before one that has ended. */
export function waiverOf(
  vm: { readonly id: string; readonly name: string },
  { waivers, today }: TierWaivers,
): { readonly waiver: TierWaiver; readonly inForce: boolean } | null {
  const own = waivers.filter((one) => one.vm === vm.id || one.vm === vm.name)
  const waiver = own.find((one) => isInForce(one, today)) ?? own[0]
  return waiver ? { waiver, inForce: isInForce(waiver, today) } : null
}

/** How urgent a VM is, and because of whom. */
export interface RequiredRank {
  readonly rank: number
  /** The VM whose own rank it is; itself where nobody more urgent needs it. */
  readonly by: string
  /** The VM that needs it, on the shortest way to `by`; itself where nobody more urgent needs it. */
  readonly through: string
}

/**
 * The lowest rank among a VM and all that need it, directly or through others; lower is more urgent. A need of an exempt
 * VM ends there: it keeps its own rank and hands on no other. Every VM and every need is looked at a bounded number of
 * times, circles included, because ranks are handed on from the most urgent VM down.
 */
export function requiredRanks(
  own: ReadonlyMap<string, number>,
  needs: Needs,
  isExempt: (id: string) => boolean,
): ReadonlyMap<string, RequiredRank> {
  const required = new Map<string, RequiredRank>([...own].map(([id, rank]) => [id, { rank, by: id, through: id }]))
  const byUrgency = [...own].sort(([a, first], [b, second]) => compareRanks(first, second) || compareText(a, b))
  const handOn = (at: string, from: RequiredRank): readonly string[] => {
    const lower = (needs.get(at) ?? []).filter((need) => {
      const to = required.get(need)
      return to !== undefined && to.rank > from.rank && !isExempt(need)
    })
    for (const need of lower) required.set(need, { rank: from.rank, by: from.by, through: at })
    return lower
  }
  for (const [id] of byUrgency) {
    const reached = [id]
    for (const at of reached) reached.push(...handOn(at, required.get(at) ?? { rank: Infinity, by: at, through: at }))
  }
  return required
}

/** Infinity, which stands for no rank at all, equals itself. */
const compareRanks = (a: number, b: number): number => (a === b ? 0 : a - b)
