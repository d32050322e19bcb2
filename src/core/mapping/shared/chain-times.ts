/** What waits for what in an estate, and when each VM is back by that. */
import type { Achieved } from '../../../model/mapping.ts'
import type { Demand } from '../../../model/forecast.ts'
import { resolveNeeds, type Needs } from '../../../model/needs.ts'
import { backAfter, recoveryTerms, type Back } from '../../../model/recovery-terms.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { strategies } from '../../../model/tier.ts'
import { chooseOption, type Option, type Rules } from '../choose.ts'

export interface ChainInput {
  readonly vms: readonly ScopedVm[]
  readonly demands: ReadonlyMap<string, Demand>
  readonly rules: Rules
}

export interface Estate {
  readonly input: ChainInput
  readonly scoped: ReadonlyMap<string, ScopedVm>
  readonly needs: Needs
  /** Every VM after all that it needs; those on circles are left out. */
  readonly order: readonly string[]
}

export const openEstate = (input: ChainInput): Estate => ({
  input,
  scoped: new Map(input.vms.map((one) => [one.vm.id, one])),
  ...waitingAmong(input.vms),
})

/** Who waits for whom, and an order in which everything comes after what it waits for. */
export function waitingAmong(vms: readonly ScopedVm[]): Pick<Estate, 'needs' | 'order'> {
  const { stated, observed } = resolveNeeds(vms)
  const needs = new Map(
    [...stated].map(([id, own]) => [id, [...new Set([...own, ...(observed.get(id) ?? [])])].sort()]),
  )
  return { needs, order: orderOf(needs) }
}

function orderOf(needs: Needs): readonly string[] {
  const left = new Map([...needs].map(([id, own]) => [id, own.length]))
  const users = new Map<string, string[]>()
  for (const [id, own] of needs) for (const need of own) users.set(need, [...(users.get(need) ?? []), id])
  const order = [...left].filter(([, count]) => count === 0).map(([id]) => id)
  for (const id of order)
    for (const user of users.get(id) ?? []) {
      const count = (left.get(user) ?? 0) - 1
      left.set(user, count)
      if (count === 0) order.push(user)
    }
  return order
}

export interface Late {
  readonly id: string
  /** What it waits for, from the first on; itself last. */
  readonly path: readonly string[]
  /** Minutes too late. */
  readonly excess: number
}

interface Timed extends Back {
  readonly waitsFor: string | null
}

/** When VMs are back, waiting included; those on circles have none. */
export function timesBack(
  { order, needs }: Pick<Estate, 'needs' | 'order'>,
  achieved: ReadonlyMap<string, Pick<Achieved, 'terms'>>,
): ReadonlyMap<string, Timed> {
  const timings = new Map<string, Timed>()
  for (const id of order) {
    const own = achieved.get(id)
    if (!own) continue
    const last = (needs.get(id) ?? []).reduce<string | null>(
      (worst, need) => ((timings.get(need)?.end ?? -1) > (timings.get(worst ?? '')?.end ?? -1) ? need : worst),
      null,
    )
    const back = backAfter(recoveryTerms(own), timings.get(last ?? '')?.end ?? 0)
    timings.set(id, { ...back, waitsFor: back.waits ? last : null })
  }
  return timings
}

/** Of those whose strategy alone would keep the promise. */
export function lateVms(estate: Estate, options: ReadonlyMap<string, Option>): readonly Late[] {
  const { order, scoped } = estate
  const timings = timesBack(estate, new Map([...options].map(([id, { time }]) => [id, time.achieved])))
  return order.flatMap((id) => {
    const promised = scoped.get(id)?.tier.rtoMinutes ?? null
    const timing = timings.get(id)
    if (!timing || promised === null || timing.served <= promised) return []
    const keeps = options.get(id)?.time.rtoExcess === 0
    return keeps ? [{ id, path: pathTo(id, timings), excess: timing.served - promised }] : []
  })
}

function pathTo(id: string, timings: ReadonlyMap<string, Timed>): readonly string[] {
  const path = [id]
  for (let at = timings.get(id)?.waitsFor; at; at = timings.get(at)?.waitsFor) path.push(at)
  return path.reverse()
}

/** VMs that are late however fast they and all that they need come back: nothing is paid for those. */
export function beyondHelp(estate: Estate, options: ReadonlyMap<string, Option>): ReadonlySet<string> {
  const fastest = new Map(
    [...options].map(([id, option]) => {
      const scoped = estate.scoped.get(id)
      return [id, (scoped && fasterOptions(scoped, option, estate.input).at(-1)) ?? option]
    }),
  )
  return new Set(lateVms(estate, fastest).map(({ id }) => id))
}

/** The cheapest within each shorter time that a strategy of the tier has. */
export function fasterOptions(scoped: ScopedVm, now: Option, { demands, rules }: ChainInput): readonly Option[] {
  const demand = demands.get(scoped.vm.id)
  if (!demand) return []
  const found: Option[] = []
  for (let at: Option | null = now; at && found.length < strategies.length;) {
    const sooner = { minutes: at.time.achieved.rtoMinutes - 0.01, because: '', own: now }
    const deadlines = new Map([[scoped.vm.id, sooner]])
    const choice = chooseOption(scoped, demand, { ...rules, deadlines })
    at = choice.kind === 'option' ? choice.option : null
    if (at) found.push(at)
  }
  return found
}
