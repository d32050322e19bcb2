/**
 * The cheapest way to mend all chains at once, as an integer model: one choice a VM, and when each is back.
 *
 *   min sum c_vo y_vo,  sum_o y_vo = 1,  end_v >= sum_o (ready + work)_o y_vo,
 *   end_v >= end_d + sum_o work_o y_vo  where v needs d,  end_v + sum_o redirect_o y_vo <= RTO_v.
 *
 * Limits that VMs share are not in it; so its bound holds with them too.
 */
import { recoveryTerms } from '../../../model/recovery-terms.ts'
import type { IntegerAnswer, IntegerQuestion } from '../optimise/linear-solver.ts'
import type { Deadline, Option } from '../choose.ts'
import { UNITS, valueOf } from '../value.ts'
import { fasterOptions, lateVms, type Estate } from './chain-times.ts'
import { formatMinutes } from '../amounts.ts'
import { chainRows, type Column } from './chain-rows.ts'

export interface ChainQuestion {
  readonly question: IntegerQuestion
  /** What the whole columns stand for. */
  readonly columns: readonly Column[]
  /** What is paid for VMs that are not in the model, in the currency. */
  readonly others: number
}

/** Beyond that chains are mended one by one. */
const MOST_VMS = 3000
const MOST_NODES = 100_000
/** Longer than any plan takes. */
const MOST_MINUTES = 1e7

/** `options`: what each VM has by itself. Null where nothing can be mended, or the chains are too many. */
export function chainQuestion(estate: Estate, options: ReadonlyMap<string, Option>, gap: number): ChainQuestion | null {
  const { input, order, scoped } = estate
  const ways = waysOf(estate, options)
  const fastest = new Map([...options].map(([id, option]) => [id, ways.get(id)?.at(-1) ?? option]))
  const beyondHelp = new Set(lateVms(estate, fastest).map(({ id }) => id))
  if (ways.size === 0 || ways.size > MOST_VMS) return null
  const columns = [...ways].flatMap(([id, own]) =>
    own.map((option) => ({ id, option, terms: recoveryTerms(option.time.achieved) })),
  )
  const model = chainRows(estate, columns, beyondHelp)
  const valueFor = (id: string, option: Option): number => {
    const one = scoped.get(id)
    return one ? valueOf(option, one, input.rules) / UNITS['least-cost'] : 0
  }
  const cost = [...columns.map(({ id, option }) => valueFor(id, option)), ...[...ways].map(() => 0)]
  return {
    columns,
    others:
      order.reduce((sum, id) => sum + (ways.has(id) ? 0 : valueIfThere(id, options, valueFor)), 0) +
      outsideOrder(estate, options, valueFor),
    question: {
      model: {
        ...model,
        columnCost: Float64Array.from(cost),
        columnUpper: Float64Array.from(cost, (_, column) => (column < columns.length ? 1 : MOST_MINUTES)),
      },
      integers: columns.length,
      relativeGap: gap,
      absoluteGap: 1e-6,
      goodEnough: -Infinity,
      maxNodes: MOST_NODES,
      start: null,
    },
  }
}

type ValueFor = (id: string, option: Option) => number

function valueIfThere(id: string, options: ReadonlyMap<string, Option>, valueFor: ValueFor): number {
  const option = options.get(id)
  return option ? valueFor(id, option) : 0
}

/** VMs on circles have no place in the order. */
function outsideOrder({ order }: Estate, options: ReadonlyMap<string, Option>, valueFor: ValueFor): number {
  const ordered = new Set(order)
  return [...options.keys()].reduce((sum, id) => sum + (ordered.has(id) ? 0 : valueIfThere(id, options, valueFor)), 0)
}

/** Of VMs that hang together with one that is late: what they could have, from the cheapest to the fastest. */
function waysOf(estate: Estate, options: ReadonlyMap<string, Option>): ReadonlyMap<string, readonly Option[]> {
  const late = lateVms(estate, options).map(({ id }) => id)
  const found = new Set(late)
  const neighbours = neighboursOf(estate)
  for (const id of found) for (const next of neighbours.get(id) ?? []) if (options.has(next)) found.add(next)
  return new Map(
    estate.order
      .filter((id) => found.has(id))
      .flatMap((id) => {
        const [own, scoped] = [options.get(id), estate.scoped.get(id)]
        return own && scoped ? [[id, [own, ...fasterOptions(scoped, own, estate.input)]] as const] : []
      }),
  )
}

function neighboursOf({ needs, order }: Estate): ReadonlyMap<string, readonly string[]> {
  const ordered = new Set(order)
  const neighbours = new Map<string, string[]>()
  const add = (id: string, other: string): void => void neighbours.set(id, [...(neighbours.get(id) ?? []), other])
  for (const id of order)
    for (const need of needs.get(id) ?? [])
      if (ordered.has(need)) {
        add(id, need)
        add(need, id)
      }
  return neighbours
}

export interface MendedChains {
  readonly deadlines: ReadonlyMap<string, Deadline>
  /** No mapping that keeps the promises costs less, in the currency; null = not proved. */
  readonly bound: number | null
}

/** Null where the solver found nothing. */
export function readChains(
  { columns, others }: ChainQuestion,
  answer: IntegerAnswer,
  because: (id: string) => string,
): MendedChains | null {
  if (!answer.columns) return null
  const own = new Map<string, Option>()
  for (const { id, option } of columns) if (!own.has(id)) own.set(id, option)
  const chosen = columns.filter(
    ({ id, option }, index) => own.get(id) !== option && (answer.columns?.[index] ?? 0) > 0.5,
  )
  return {
    deadlines: new Map(
      chosen.map(({ id, option }) => [
        id,
        { minutes: option.time.achieved.rtoMinutes, because: because(id), own: own.get(id) ?? option },
      ]),
    ),
    bound: Number.isFinite(answer.bound) ? answer.bound + others : null,
  }
}

/** To follow "but": who is late without, or who waits for it. */
export function reasonsFor(estate: Estate, options: ReadonlyMap<string, Option>): (id: string) => string {
  const late = lateVms(estate, options)
  const lateIds = new Set(late.map(({ id }) => id))
  const users = new Map(late.toReversed().flatMap(({ id, path }) => path.map((one) => [one, id] as const)))
  return (id) => {
    if (lateIds.has(id)) return 'it waits for what it needs, and would be late'
    const user = estate.scoped.get(users.get(id) ?? '')
    if (!user) return 'VMs that need it must be back sooner'
    return `${user.vm.name}, which needs it, must be back within ${formatMinutes(user.tier.rtoMinutes ?? 0)}`
  }
}
