/** What standing by costs a month, and the recovered site a day. */
import type { Mapping } from '../../model/mapping.ts'
import type { MoneyChange, PlanDiff } from '../../model/plan-diff.ts'

const HOURS_A_DAY = 24

export function diffCost(before: Mapping, after: Mapping): PlanDiff['cost'] {
  const isComparable = before.currency === after.currency
  return {
    currencyBefore: before.currency,
    currencyAfter: after.currency,
    standbyPerMonth: moneyChange(before.standbyPerMonth, after.standbyPerMonth, isComparable),
    recoveredPerDay: moneyChange(
      before.recoveredPerHour * HOURS_A_DAY,
      after.recoveredPerHour * HOURS_A_DAY,
      isComparable,
    ),
  }
}

/** A figure beyond what a number holds is the largest one that it does. */
const finite = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))

function moneyChange(before: number, after: number, isComparable: boolean): MoneyChange {
  const [old, now] = [finite(before), finite(after)]
  const share = old === 0 ? null : now / old - 1
  return {
    before: old,
    after: now,
    difference: isComparable ? finite(now - old) + 0 : null,
    share: isComparable && share !== null && Number.isFinite(share) ? share : null,
  }
}
