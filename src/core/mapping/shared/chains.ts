/**
 * A VM that is fast by itself may still be late, because it waits for what it needs. Where that breaks a promise, the
 * cheapest way to make the chain fast enough is found, and its VMs get deadlines.
 *
 * Chains are mended one by one, each at the least cost for that chain; all of them together may cost more than they must.
 * So this is for what the integer model of all chains (chain-model.ts) leaves: estates that are too large for it, and
 * chains that become late by what VMs share.
 */
import { formatMinutes } from '../amounts.ts'
import { recoveryTerms } from '../../../model/recovery-terms.ts'
import type { Deadline, Option } from '../choose.ts'
import { beyondHelp, fasterOptions, lateVms, type Estate, type Late } from './chain-times.ts'
import { valueOf } from '../value.ts'
import type { Taken } from './ledger.ts'

const MOST_PASSES = 50

/** The deadlines there are and those that the options taken ask for besides; null = no promise is broken by waiting. */
export function deadlinesFor(estate: Estate, taken: readonly Taken[]): ReadonlyMap<string, Deadline> | null {
  const options = new Map(taken.map(({ scoped, option }) => [scoped.vm.id, option]))
  const deadlines = new Map(estate.input.rules.deadlines)
  if (lateVms(estate, options).length === 0) return null
  const hopeless = new Set(beyondHelp(estate, options))
  let changed = false
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const late = lateVms(estate, options).filter(({ id }) => !hopeless.has(id))
    if (late.length === 0) break
    const touched = new Set<string>()
    for (const one of late) {
      if (one.path.some((id) => touched.has(id))) continue
      const mended = mendChain(one, { estate, options })
      if (!mended) hopeless.add(one.id)
      for (const { id, option } of mended ?? []) {
        touched.add(id)
        deadlines.set(id, deadlineOf({ id, option, late: one }, { estate, options, deadlines }))
        options.set(id, option)
        changed = true
      }
    }
  }
  return changed ? deadlines : null
}

interface Around {
  readonly estate: Estate
  readonly options: ReadonlyMap<string, Option>
}

interface Step {
  readonly id: string
  readonly option: Option
}

/** Ways to save time on a part of the chain: none is both slower and dearer than another. */
interface Way {
  readonly saved: number
  readonly cost: number
  readonly steps: readonly Step[]
}

/** The cheapest changes that save enough; null = nothing does. */
function mendChain({ path, excess }: Late, around: Around): readonly Step[] | null {
  let ways: readonly Way[] = [{ saved: 0, cost: 0, steps: [] }]
  for (const [index, id] of path.entries()) {
    const own = waysOf(id, { first: index === 0, last: index === path.length - 1 }, around)
    ways = undominated(
      ways.flatMap((one) =>
        own.map((other) => ({
          saved: one.saved + other.saved,
          cost: one.cost + other.cost,
          steps: [...one.steps, ...other.steps],
        })),
      ),
    )
  }
  return ways.find(({ saved }) => saved >= excess - 1e-9)?.steps ?? null
}

/** From the cheapest to the fastest. */
function undominated(ways: readonly Way[]): readonly Way[] {
  const kept: Way[] = []
  for (const way of ways.toSorted((a, b) => a.cost - b.cost || b.saved - a.saved))
    if (way.saved > (kept.at(-1)?.saved ?? -1)) kept.push(way)
  return kept
}

function waysOf(
  id: string,
  { first, last }: { readonly first: boolean; readonly last: boolean },
  { estate, options }: Around,
): readonly Way[] {
  const stay: Way = { saved: 0, cost: 0, steps: [] }
  const [scoped, now] = [estate.scoped.get(id), options.get(id)]
  if (!scoped || !now) return [stay]
  const minutes = ({ time }: Option): number => {
    const { ready, work, redirect } = recoveryTerms(time.achieved)
    return (first ? ready : 0) + work + (last ? redirect : 0)
  }
  const { rules } = estate.input
  const faster = fasterOptions(scoped, now, estate.input).map((option) => ({
    saved: minutes(now) - minutes(option),
    cost: valueOf(option, scoped, rules) - valueOf(now, scoped, rules),
    steps: [{ id, option }],
  }))
  return undominated([stay, ...faster])
}

function deadlineOf(
  { id, option, late }: Step & { readonly late: Late },
  { estate, options, deadlines }: Around & { readonly deadlines: ReadonlyMap<string, Deadline> },
): Deadline {
  const user = estate.scoped.get(late.id)
  const because =
    late.id === id
      ? 'it waits for what it needs, and would be late'
      : `${user?.vm.name ?? late.id}, which needs it, must be back within ${formatMinutes(user?.tier.rtoMinutes ?? 0)}`
  // What it would have had before any deadline.
  const own = deadlines.get(id)?.own ?? options.get(id) ?? option
  return { minutes: option.time.achieved.rtoMinutes, because, own }
}
