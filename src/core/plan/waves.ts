/**
 * When each VM is back, and the waves that follow. A VM starts when the disaster is detected and declared and
 * everything it needs is back; so a chain of dependencies adds up. What a VM needs is always in an earlier wave,
 * also where it is in a weaker tier.
 */
import type { Assignment } from '../../model/mapping.ts'
import type { Wave } from '../../model/plan.ts'
import { backAfter, recoveryTerms } from '../../model/recovery-terms.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { DependencyGraph } from './dependencies.ts'

export interface Timing {
  /** Minutes after the disaster at which work on the VM starts and ends; redirection of users comes after. */
  readonly start: number
  readonly end: number
  /** Minutes after the disaster at which users are served again. */
  readonly served: number
  readonly rpoMinutes: number
  /** How many VMs are before it in its longest chain of dependencies. */
  readonly depth: number
  /** The VM it waited for last; null when it waited for nobody. */
  readonly waitedFor: string | null
  /** The VM (itself, or one it needs) that is restored from disks nobody knows the size of; null = all is known. */
  readonly unknownFrom: string | null
  /** A VM that it needs, directly or through others, and that has no component; null = nothing is missing. */
  readonly without: string | null
  /** The best priority among its own tier and those of all that need it: it must be back for the most urgent of them. */
  readonly urgency: number
}

/** Timings of every VM that has a component. A VM whose dependency has none is timed without it, and says so. */
export function timeRecovery(
  planned: readonly ScopedVm[],
  graph: DependencyGraph,
  assignments: ReadonlyMap<string, Assignment>,
): ReadonlyMap<string, Timing> {
  const urgencies = urgenciesOf(planned, graph)
  const timings = new Map<string, Timing>()
  for (const id of graph.order) {
    const assignment = assignments.get(id)
    if (!assignment) continue
    const needs = graph.needs.get(id) ?? []
    const lost = needs.find((need) => !assignments.has(need))
    const needed = needs.flatMap((need) => {
      const timing = timings.get(need)
      return timing ? [{ need, timing }] : []
    })
    timings.set(id, {
      ...timeOne(assignment, needed),
      without: lost ?? needed.find(({ timing }) => timing.without !== null)?.timing.without ?? null,
      urgency: urgencies.get(id) ?? 0,
    })
  }
  return timings
}

/** From those that need to what they need: the reverse of the order of recovery. */
function urgenciesOf(planned: readonly ScopedVm[], { order, needs }: DependencyGraph): ReadonlyMap<string, number> {
  const urgencies = new Map(planned.map(({ vm, tier }) => [vm.id, tier.priority]))
  for (const id of [...order].reverse()) {
    const own = urgencies.get(id) ?? Infinity
    for (const need of needs.get(id) ?? []) urgencies.set(need, Math.min(own, urgencies.get(need) ?? Infinity))
  }
  return urgencies
}

function timeOne(
  assignment: Assignment,
  needed: readonly { need: string; timing: Timing }[],
): Omit<Timing, 'without' | 'urgency'> {
  const { rpoMinutes } = assignment.achieved
  const last = needed.reduce<{ need: string; timing: Timing } | null>(
    (worst, one) => (worst && worst.timing.end >= one.timing.end ? worst : one),
    null,
  )
  const { start, end, served, waits } = backAfter(recoveryTerms(assignment.achieved), last?.timing.end ?? 0)
  const depth = needed.reduce((deepest, { timing }) => Math.max(deepest, timing.depth + 1), 0)
  return {
    start,
    end,
    served,
    rpoMinutes,
    depth,
    waitedFor: last && waits ? last.need : null,
    unknownFrom: unknownOf(assignment, needed),
  }
}

const unknownOf = (assignment: Assignment, needed: readonly { timing: Timing }[]): string | null =>
  assignment.offering.strategy === 'backup-restore' && assignment.disks.length === 0
    ? assignment.vmId
    : (needed.find(({ timing }) => timing.unknownFrom !== null)?.timing.unknownFrom ?? null)

/** VMs of one tier, urgency and depth recover together: the most urgent first, then what needs least. */
export function packWaves(planned: readonly ScopedVm[], timings: ReadonlyMap<string, Timing>): readonly Wave[] {
  const groups = new Map<string, { tier: ScopedVm['tier']; urgency: number; depth: number; vmIds: string[] }>()
  for (const { vm, tier } of planned) {
    const timing = timings.get(vm.id)
    if (!timing) continue
    const { urgency, depth } = timing
    const key = JSON.stringify([urgency, depth, tier.id])
    const group = groups.get(key) ?? { tier, urgency, depth, vmIds: [] }
    group.vmIds.push(vm.id)
    groups.set(key, group)
  }
  const ordered = [...groups.values()].sort(
    (a, b) =>
      a.urgency - b.urgency || a.depth - b.depth || (a.tier.id < b.tier.id ? -1 : a.tier.id > b.tier.id ? 1 : 0),
  )
  return ordered.map(({ tier, vmIds }, index) => {
    const own = vmIds.flatMap((id) => timings.get(id) ?? [])
    return {
      number: index + 1,
      tierId: tier.id,
      vmIds: vmIds.sort(),
      startMinutes: own.reduce((least, { start }) => Math.min(least, start), Infinity),
      endMinutes: own.reduce((most, { end }) => Math.max(most, end), 0),
    }
  })
}
