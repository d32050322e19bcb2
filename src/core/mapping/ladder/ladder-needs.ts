/** What VMs share, if the first choice were to be had for none of them: every VM at its second target, its third … */
import type { FailoverTarget } from '../../../model/failover-target.ts'
import type { LedgerRow } from '../../../model/shared-limit.ts'
import type { Market } from '../market.ts'
import type { Taken } from '../shared/ledger.ts'
import type { SharedLimit } from '../shared/limits.ts'

export interface LadderTakers {
  readonly taken: readonly Taken[]
  /** By VM id. */
  readonly targets: ReadonlyMap<string, readonly FailoverTarget[]>
  readonly market: Pick<Market, 'componentOf'>
}

/**
 * The rows with what each rung would take, and rows of limits that only rungs take of. A VM with fewer targets stays at
 * its last. Limits that do not depend on the component take what they take.
 */
export function withLadder(
  ledger: readonly LedgerRow[],
  limits: readonly SharedLimit[],
  takers: LadderTakers,
): readonly LedgerRow[] {
  const rungs = Math.max(0, ...[...takers.targets.values()].map((targets) => targets.length)) - 1
  if (rungs < 1) return ledger
  const steps = Array.from({ length: rungs }, (_, rung) => swapped(takers, rung + 1))
  const rows = new Map(ledger.map((row) => [row.id, row]))
  return limits.flatMap((limit) => {
    const row = rows.get(limit.id)
    if (!limit.ofComponent) return row ?? []
    const ladder = steps.map((taken) => amountOf(limit, taken))
    if (row) return { ...row, ladder }
    return ladder.every((amount) => amount === 0) ? [] : { ...unused(limit), ladder }
  })
}

function swapped({ taken, targets, market }: LadderTakers, rung: number): readonly Taken[] {
  return taken.map(({ scoped, option }) => {
    const own = targets.get(scoped.vm.id) ?? []
    const component = market.componentOf((own[rung] ?? own.at(-1))?.componentId ?? '')
    return component
      ? { scoped, option: { ...option, candidate: { ...option.candidate, component } } }
      : { scoped, option }
  })
}

/** Freed of the noise of binary fractions. */
const amountOf = (limit: SharedLimit, taken: readonly Taken[]): number =>
  Math.round(taken.reduce((sum, { option, scoped }) => sum + limit.amountOf(option, scoped), 0) * 1e6) / 1e6

const unused = ({ id, name, unit, most, used, initially, source }: SharedLimit): LedgerRow => ({
  id,
  name,
  unit,
  needed: 0,
  most,
  used,
  initially,
  vms: 0,
  source,
})
