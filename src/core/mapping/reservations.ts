/** What reserving capacity costs against reserving none. */
import type { Assignment, Mapping } from '../../model/mapping.ts'
import type { Tier } from '../../model/tier.ts'
import { compareText } from '../../model/text-order.ts'
import type { Option } from './choose.ts'
import { sumMoney } from './money.ts'
import { reservationItem, type Month } from './price.ts'

/** Undefined where what stands by is the recovered component itself: it runs already. */
export function reservationOf(option: Option, month: Month): Assignment['reservation'] {
  const item = reservationItem(option, month)
  return item ? { perMonth: item.amount, reserved: option.terms.reserved } : undefined
}

/** Null where nothing can be reserved. Of the components as mapped: who reserves more may be given others. */
export function reservationTotals(
  assignments: readonly Assignment[],
  tiers: readonly Tier[],
): NonNullable<Mapping['reservations']> | null {
  const reservable = assignments.flatMap(({ tierId, reservation }) => (reservation ? [{ tierId, ...reservation }] : []))
  if (reservable.length === 0) return null
  const known = new Map(tiers.map((tier) => [tier.id, tier.priority]))
  const ids = [...new Set(reservable.map(({ tierId }) => tierId))].sort(
    (a, b) => (known.get(a) ?? 0) - (known.get(b) ?? 0) || compareText(a, b),
  )
  const total = (own: readonly { readonly perMonth: number }[]): { vms: number; perMonth: number } => ({
    vms: own.length,
    perMonth: sumMoney(own.map(({ perMonth }) => perMonth)),
  })
  return {
    chosen: total(reservable.filter(({ reserved }) => reserved)),
    steps: [[], ...ids.map((_, index) => ids.slice(0, index + 1))].map((tierIds) => ({
      tierIds,
      ...total(reservable.filter(({ tierId }) => tierIds.includes(tierId))),
    })),
  }
}
