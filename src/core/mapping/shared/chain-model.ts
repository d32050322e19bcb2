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
import { beyondHelp, fasterOptions, lateVms, type Estate } from './chain-times.ts'
import { formatMinutes } from '../amounts.ts'
import { chainRows, type Column } from './chain-rows.ts'

export interface ChainQuestion {
  readonly question: IntegerQuestion
  /** What the whole columns stand for. */
  readonly columns: readonly Column[]
  /** What its VMs have by themselves, in the currency. */
  readonly byThemselves: number
}

/** VMs in one model; a larger group that hangs together has a model of its own, up to where that is too hard. */
const USUAL_VMS = 400
const MOST_VMS = 3000
const MOST_NODES = 100_000
/** Longer than any plan takes. */
const MOST_MINUTES = 1e7

type Ways = readonly (readonly [id: string, options: readonly Option[]])[]

/**
 * `options`: what each VM has by itself. VMs that do not hang together are asked for apart; none where nothing is late,
 * and none for groups that are too large (chains.ts mends those).
 */
export function chainQuestions(
  estate: Estate,
  options: ReadonlyMap<string, Option>,
  gap: number,
): readonly ChainQuestion[] {
  const late = lateVms(estate, options)
  if (late.length === 0) return []
  const hopeless = beyondHelp(estate, options)
  const groups = groupsAround(
    late.map(({ id }) => id).filter((id) => !hopeless.has(id)),
    estate,
    options,
  )
  return inLots(groups.filter((group) => group.length <= MOST_VMS)).map((ids) => {
    const ways = ids.flatMap((id): Ways => {
      const [own, scoped] = [options.get(id), estate.scoped.get(id)]
      return own && scoped ? [[id, [own, ...fasterOptions(scoped, own, estate.input)]]] : []
    })
    return askFor(ways, { estate, hopeless, gap })
  })
}

function askFor(
  ways: Ways,
  { estate, hopeless, gap }: { readonly estate: Estate; readonly hopeless: ReadonlySet<string>; readonly gap: number },
): ChainQuestion {
  const columns = ways.flatMap(([id, own]) =>
    own.map((option) => ({ id, option, terms: recoveryTerms(option.time.achieved) })),
  )
  const cost = [...columns.map(({ id, option }) => currencyOf(estate, id, option)), ...ways.map(() => 0)]
  return {
    columns,
    byThemselves: ways.reduce((sum, [id, [own]]) => sum + (own ? currencyOf(estate, id, own) : 0), 0),
    question: {
      model: {
        ...chainRows(estate, columns, hopeless),
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

function currencyOf({ scoped, input }: Estate, id: string, option: Option): number {
  const one = scoped.get(id)
  return one ? valueOf(option, one, input.rules) / UNITS['least-cost'] : 0
}

/** Everything that hangs together with one of these VMs, directly or through others; each group in the order of the estate. */
function groupsAround(
  ids: readonly string[],
  estate: Estate,
  options: ReadonlyMap<string, Option>,
): readonly (readonly string[])[] {
  const neighbours = neighboursOf(estate)
  const place = new Map(estate.order.map((id, index) => [id, index]))
  const seen = new Set<string>()
  return ids.flatMap((id) => {
    if (seen.has(id)) return []
    const group = new Set([id])
    for (const one of group) for (const next of neighbours.get(one) ?? []) if (options.has(next)) group.add(next)
    for (const one of group) seen.add(one)
    return [[...group].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))]
  })
}

function neighboursOf({ needs, order }: Estate): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>(order.map((id) => [id, []]))
  for (const id of order)
    for (const need of needs.get(id) ?? []) {
      neighbours.get(id)?.push(need)
      neighbours.get(need)?.push(id)
    }
  return neighbours
}

function inLots(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const lots: string[][] = []
  for (const group of groups) {
    const last = lots.at(-1)
    if (last && last.length + group.length <= USUAL_VMS) last.push(...group)
    else lots.push([...group])
  }
  return lots
}

export interface MendedChains {
  readonly deadlines: ReadonlyMap<string, Deadline>
  /** No mapping that keeps the promises costs less, in the currency. */
  readonly bound: number
}

/** Null where the solver found nothing for any of them. `alone`: what each VM has by itself. */
export function readChains(
  parts: readonly { readonly asked: ChainQuestion; readonly answer: IntegerAnswer }[],
  { estate, alone }: { readonly estate: Estate; readonly alone: ReadonlyMap<string, Option> },
): MendedChains | null {
  const because = reasonsFor(estate, alone)
  const chosen = parts.flatMap(({ asked: { columns }, answer }) =>
    columns.filter(({ id, option }, index) => alone.get(id) !== option && (answer.columns?.[index] ?? 0) > 0.5),
  )
  if (chosen.length === 0) return null
  const byThemselves = [...alone].reduce((sum, [id, option]) => sum + currencyOf(estate, id, option), 0)
  const more = parts.reduce(
    (sum, { asked, answer }) => sum + (answer.bound > asked.byThemselves ? answer.bound - asked.byThemselves : 0),
    0,
  )
  return {
    bound: byThemselves + more,
    deadlines: new Map(
      chosen.map(({ id, option }) => [
        id,
        { minutes: option.time.achieved.rtoMinutes, because: because(id), own: alone.get(id) ?? option },
      ]),
    ),
  }
}

/** To follow "but": who is late without, or who waits for it. */
function reasonsFor(estate: Estate, options: ReadonlyMap<string, Option>): (id: string) => string {
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
