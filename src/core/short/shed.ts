/**
 * Which applications start when only a share of the capacity can be had. An application is taken whole, with all that it
 * needs; a stronger tier never waits for room that a weaker one took. Within a tier the smaller one goes first, so that as
 * many as can be are served. Where one does not fit with its headroom, it starts without it: it shrinks to what it is
 * expected to need.
 */
import type { Plan } from '../../model/plan.ts'
import type { Capacity } from '../../model/short-capacity.ts'
import { compareText } from '../../model/text-order.ts'

interface Application {
  readonly name: string
  readonly priority: number
  /** With headroom, and what is expected of it without. */
  readonly size: Capacity
  readonly least: Capacity
  readonly needs: ReadonlySet<string>
}

type Demand = Plan['demands'][number]
type Parts = Pick<Plan, 'vms' | 'demands' | 'tiers' | 'mapping'>

export const nothing: Capacity = { vcpus: 0, memoryGiB: 0 }

export const plus = (a: Capacity, b: Capacity): Capacity => ({
  vcpus: a.vcpus + b.vcpus,
  memoryGiB: a.memoryGiB + b.memoryGiB,
})

const TINY = 1e-9

export const fits = (size: Capacity, room: Capacity): boolean =>
  size.vcpus <= room.vcpus + TINY && size.memoryGiB <= room.memoryGiB + TINY

/** VMs that have a component, with what they need of it. */
export function applicationsOf({ vms, demands, tiers, mapping }: Parts): readonly Application[] {
  const assigned = new Set(mapping.assignments.map(({ vmId }) => vmId))
  const ofDemand = new Map(demands.map((demand) => [demand.vmId, demand]))
  const sumOf = (own: Parts['vms'], figure: (need: Demand['vcpus']) => number): Capacity =>
    own.reduce((sum, { vmId }) => {
      const demand = ofDemand.get(vmId)
      return demand ? plus(sum, { vcpus: figure(demand.vcpus), memoryGiB: figure(demand.memoryGiB) }) : sum
    }, nothing)
  const priorities = new Map(tiers.map(({ id, priority }) => [id, priority]))
  const ofVm = new Map(vms.map(({ vmId, application }) => [vmId, application]))
  const planned = vms.filter(({ vmId }) => assigned.has(vmId))
  return [...Map.groupBy(planned, ({ application }) => application)].map(([name, own]) => ({
    name,
    priority: own.reduce((best, { tierId }) => Math.min(best, priorities.get(tierId) ?? Infinity), Infinity),
    size: sumOf(own, ({ required }) => required),
    least: sumOf(own, ({ required, expected }) => Math.min(required, expected ?? required)),
    needs: new Set(
      own.flatMap(({ dependsOn }) => dependsOn.flatMap((id) => ofVm.get(id) ?? [])).filter((other) => other !== name),
    ),
  }))
}

export interface Started {
  /** In the order of their start. */
  readonly starts: readonly string[]
  /** Those of them that start without headroom. */
  readonly shrinks: readonly string[]
}

/** Applications that fit into `room`. */
export function startsWithin(applications: readonly Application[], room: Capacity): Started {
  const byName = new Map(applications.map((one) => [one.name, one]))
  const urgent = applications.toSorted(
    (a, b) => a.priority - b.priority || a.size.vcpus - b.size.vcpus || compareText(a.name, b.name),
  )
  const taken = new Set<string>()
  const shrunk: string[] = []
  let used = nothing
  for (const { name } of urgent) {
    const missing = closureOf(name, byName).filter((one) => !taken.has(one))
    const sizeBy = (figure: 'size' | 'least'): Capacity =>
      missing.reduce((sum, one) => plus(sum, byName.get(one)?.[figure] ?? nothing), used)
    const figure = (['size', 'least'] as const).find((one) => fits(sizeBy(one), room))
    if (figure === undefined) continue
    for (const one of missing) taken.add(one)
    if (figure === 'least') shrunk.push(...missing)
    used = sizeBy(figure)
  }
  return { starts: [...taken], shrinks: shrunk.sort() }
}

/** It and all that it needs, each after what it needs itself; of applications that need one another, in the order met. */
function closureOf(name: string, byName: ReadonlyMap<string, Application>): readonly string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const visit = (one: string): void => {
    if (seen.has(one)) return
    seen.add(one)
    for (const need of [...(byName.get(one)?.needs ?? [])].sort()) visit(need)
    if (byName.has(one)) order.push(one)
  }
  visit(name)
  return order
}
