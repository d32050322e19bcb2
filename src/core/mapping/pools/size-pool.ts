/**
 * How many slots VMs that share them need, of which component, and what holding them costs against a reservation for
 * each. Slots are priced as reservations are: on demand, without a licence (terms.ts).
 */
import type { Vm } from '../../../model/site.ts'
import type { StandbyPool } from '../../../model/standby-pool.ts'
import type { Market } from '../market.ts'
import { roundMoney, sumMoney } from '../money.ts'
import type { Needs } from '../needs.ts'
import { reservationItem } from '../price.ts'
import { domainOf, worstFailure } from './failure-domains.ts'
import { slotFor } from './slot-component.ts'

export interface PoolMember {
  readonly vm: Pick<Vm, 'id' | 'name' | 'placement'>
  readonly needs: Needs
  /** Of a reservation for it alone. */
  readonly alonePerMonth: number
}

export interface PoolTerms {
  readonly market: Pick<Market, 'candidates' | 'hoursPerMonth'>
  readonly slots: number | 'auto'
  /** Of so many failure domains at once. */
  readonly failures: number
}

export interface SizedPool extends Omit<StandbyPool, 'name' | 'running'> {
  /** Members that no component holds together; empty where one does. */
  readonly conflict: readonly PoolMember[]
  /** Members of which no placement is known. */
  readonly unplaced: readonly PoolMember[]
}

/** `members` in the order of their ids. */
export function sizePool(members: readonly PoolMember[], { market, slots, failures }: PoolTerms): SizedPool {
  const worst = worstFailure(
    members.map(({ vm }) => vm.placement),
    failures,
  )
  const slot = slotFor(
    members.map(({ needs }) => needs),
    market.candidates,
  )
  const candidate = slot.kind === 'candidate' ? slot.candidate : null
  const held = slots === 'auto' ? worst.hit : slots
  const each = candidate && reservationItem({ candidate, standby: null }, market)
  return {
    componentId: candidate?.component.id ?? null,
    slots: held,
    failures,
    members: members.map(({ vm }) => vm.id),
    worst,
    heldPerMonth: each && roundMoney(held * each.amount),
    aloneEachPerMonth: sumMoney(members.map(({ alonePerMonth }) => alonePerMonth)),
    conflict: slot.kind === 'none' ? members.filter((_, index) => slot.conflict.includes(index)) : [],
    unplaced: members.filter(({ vm }) => domainOf(vm.placement) === null),
  }
}
