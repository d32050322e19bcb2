/** Why a VM does not have what would be best for it alone. */
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { listOf } from '../amounts.ts'
import type { Option } from '../choose.ts'
import { ledgerOf, type Taken } from './ledger.ts'
import type { SharedLimit } from './limits.ts'

/** What is still free of each limit once everything is taken. */
export type Binding = readonly { readonly limit: SharedLimit; readonly left: number }[]

export function bindingLimits(limits: readonly SharedLimit[], taken: readonly Taken[]): Binding {
  const rows = new Map(ledgerOf(limits, taken).map((row) => [row.id, row]))
  return limits.map((limit) => ({ limit, left: (limit.most ?? Infinity) - (rows.get(limit.id)?.needed ?? 0) }))
}

/** To follow "but": the limits that do not have room for the difference; else that it is a matter of the whole. */
export function whyNot(
  own: Option,
  given: Option,
  { scoped, binding }: { readonly scoped: ScopedVm; readonly binding: Binding },
): string {
  const short = binding.filter(({ limit, left }) => {
    const more = limit.amountOf(own, scoped) - limit.amountOf(given, scoped)
    return more > 0 && more > left
  })
  const names = short.map(({ limit }) => limit.name)
  if (names.length === 0) return 'what VMs share does not allow that for all of them'
  return `the ${names.length === 1 ? 'limit' : 'limits'} ${listOf(names)} ${names.length === 1 ? 'does' : 'do'} not allow that for all VMs`
}
