/** The integer model of chains: rows of what is chosen, what waits for what, and what is promised. */
import type { RecoveryTerms } from '../../../model/recovery-terms.ts'
import type { Option } from '../choose.ts'
import type { Estate } from './chain-times.ts'
import { createRows, type Rows } from './rows.ts'

/** A whole column: this VM has this option. */
export interface Column {
  readonly id: string
  readonly option: Option
  readonly terms: RecoveryTerms
}

/** Times are rounded to hundredths of a minute. */
const ROUNDING = 0.004

/** A VM of the model: its columns, and the column of its end. */
interface Modelled {
  readonly id: string
  readonly own: readonly (Column & { readonly index: number })[]
  readonly end: number
}

type Entry = readonly [column: number, value: number]

/** After the columns there is one for the end of each VM, in the order of the VMs. */
export function chainRows(estate: Estate, columns: readonly Column[], beyondHelp: ReadonlySet<string>): Rows {
  const byVm = Map.groupBy(
    columns.map((column, index) => ({ ...column, index })),
    ({ id }) => id,
  )
  const vms = [...byVm].map(([id, own], index): Modelled => ({ id, own, end: columns.length + index }))
  const ends = new Map(vms.map(({ id, end }) => [id, end]))
  const rows = createRows()
  for (const vm of vms) {
    rows.add(
      timesOf(vm, () => 1),
      1,
      1,
    )
    addTimes(
      rows,
      vm,
      (estate.needs.get(vm.id) ?? []).flatMap((need) => ends.get(need) ?? []),
    )
    const promised = beyondHelp.has(vm.id) ? null : promiseOf(estate, vm)
    if (promised !== null)
      rows.add([[vm.end, 1], ...timesOf(vm, ({ redirect }) => redirect)], -Infinity, promised + ROUNDING)
  }
  return rows.finish()
}

const timesOf = ({ own }: Modelled, amount: (terms: RecoveryTerms) => number): readonly Entry[] =>
  own.map(({ index, terms }) => [index, amount(terms)] as const)

/** It ends after its own work, and after that on top of what it needs. */
function addTimes(rows: ReturnType<typeof createRows>, vm: Modelled, needed: readonly number[]): void {
  const own: Entry = [vm.end, 1]
  rows.add([own, ...timesOf(vm, ({ ready, work }) => -ready - work)], 0, Infinity)
  for (const other of needed) rows.add([own, [other, -1], ...timesOf(vm, ({ work }) => -work)], 0, Infinity)
}

/** Null where nothing is promised, or no strategy keeps it. */
function promiseOf({ scoped }: Estate, { id, own }: Modelled): number | null {
  const rto = scoped.get(id)?.tier.rtoMinutes ?? null
  return own[0]?.option.time.rtoExcess === 0 ? rto : null
}
