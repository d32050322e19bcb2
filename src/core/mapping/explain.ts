/** Sentences: why this component, and what else there was. */
import type { Rejected } from '../../model/mapping.ts'
import type { RecoveryStrategy, Tier } from '../../model/tier.ts'
import { formatAmount, formatMinutes, listOf } from './amounts.ts'
import type { Option } from './choose.ts'
import { describeFaults, failedConstraints } from './constraints.ts'
import type { Neighbours } from './neighbours.ts'
import type { RecoveryTime } from './recovery-time.ts'

const strategyNames: Readonly<Record<RecoveryStrategy, string>> = {
  'active-active': 'active/active',
  'hot-standby': 'hot standby',
  'warm-standby': 'warm standby',
  'pilot-light': 'pilot light',
  'backup-restore': 'backup and restore',
}

export const strategyName = (strategy: RecoveryStrategy): string => strategyNames[strategy]

/** One sentence: why this option. */
export function reasonFor(option: Option, tier: Tier, neighbours: Neighbours): string {
  const { component } = option.candidate
  const rank =
    neighbours.fitting === 1
      ? 'is the only component that holds the demand'
      : `is the cheapest of ${neighbours.fitting} components that hold the demand`
  const name = `${component.id} in ${strategyName(option.strategy)}`
  return `${name} ${rank}${promiseClause(option, tier)}${decisionClause(option, neighbours.cheaper)}.`
}

interface Instead {
  readonly tier: Tier
  /** What it would have by itself. */
  readonly own: Option
  /** To follow "because". */
  readonly because: string
}

/** One sentence: why not the option that would be best for this VM alone. */
export function reasonInstead(option: Option, { tier, own, because }: Instead): string {
  const name = `${option.candidate.component.id} in ${strategyName(option.strategy)}`
  const other = `${own.candidate.component.id} in ${strategyName(own.strategy)}`
  return `${name} holds the demand${promiseClause(option, tier)}; by itself it would have ${other}, but ${because}.`
}

export function insteadOf(
  option: Option,
  { option: own, because }: { readonly option: Option; readonly because: string },
  currency: string,
): Rejected {
  const dearer = option.standbyPerMonth - own.standbyPerMonth
  const price =
    dearer > 0
      ? `would cost ${formatAmount(dearer)} ${currency} less a month while standing by`
      : 'would be better for this VM alone'
  return rejected(own, `${price}, but ${because}`)
}

function promiseClause({ time }: Option, tier: Tier): string {
  const promises = promisesOf(tier)
  if (promises.length === 0) return ', and the tier promises nothing'
  if (time.rtoExcess === 0 && time.rpoExcess === 0) return `, and the strategy keeps ${listOf(promises)}`
  return `, and no allowed strategy keeps ${listOf(promises)}: this one misses ${missOf(time)}`
}

function promisesOf({ rtoMinutes, rpoMinutes }: Tier): string[] {
  const rto = rtoMinutes === null ? [] : [`an RTO of ${formatMinutes(rtoMinutes)}`]
  const rpo = rpoMinutes === null ? [] : [`an RPO of ${formatMinutes(rpoMinutes)}`]
  return [...rto, ...rpo]
}

/** "the RTO by 3 min and the RPO by 25 min". */
export function missOf({ rtoExcess, rpoExcess }: RecoveryTime): string {
  const rto = rtoExcess > 0 ? [`the RTO by ${formatMinutes(rtoExcess)}`] : []
  const rpo = rpoExcess > 0 ? [`the RPO by ${formatMinutes(rpoExcess)}`] : []
  return listOf([...rto, ...rpo])
}

function decisionClause({ needs }: Option, cheaper: Option | null): string {
  if (!cheaper) return ''
  const failed = failedConstraints(cheaper.candidate.component, needs)
  const names = listOf(failed.map((constraint) => constraint.name))
  const verb = failed.length > 1 ? 'decide' : 'decides'
  return `; ${names} ${verb}: ${cheaper.candidate.component.id}, the next cheaper, ${describeFaults(cheaper.candidate.component, needs)}`
}

export function runnerUpOf(option: Option, { dearer }: Neighbours, currency: string): Rejected | null {
  if (!dearer) return null
  const standby = dearer.standbyPerMonth - option.standbyPerMonth
  const recovered = dearer.recoveredPerHour - option.recoveredPerHour
  return rejected(dearer, `fits${comparison({ standby, recovered }, currency)}`)
}

function comparison(
  { standby, recovered }: { readonly standby: number; readonly recovered: number },
  currency: string,
): string {
  if (standby > 0) return `, and costs ${formatAmount(standby)} ${currency} more a month while standing by`
  // By the terms of a commitment.
  if (standby < 0)
    return `, and costs ${formatAmount(-standby)} ${currency} less a month while standing by, but more once recovered`
  if (recovered > 0) return `, and costs ${Number(recovered.toFixed(6))} ${currency} more an hour once recovered`
  return ' at the same price, and is larger or comes later by name'
}

export function cheaperOf(option: Option, { cheaper }: Neighbours): Rejected | null {
  return cheaper ? rejected(cheaper, describeFaults(cheaper.candidate.component, option.needs)) : null
}

const rejected = ({ candidate, strategy, standbyPerMonth, recoveredPerHour }: Option, why: string): Rejected => ({
  componentId: candidate.component.id,
  strategy,
  standbyPerMonth,
  recoveredPerHour,
  why,
})
