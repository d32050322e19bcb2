/**
 * When each VM is back, and the waves that follow. A VM starts when the disaster is detected and declared and
 * everything it needs is back; so a chain of dependencies adds up, and a tier never waits for a weaker one.
 */
import type { Assignment } from '../../model/mapping.ts'
import type { Wave } from '../../model/plan.ts'
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
}

const beforeStart = new Set(['detect', 'declare'])

/** Timings of every VM that has a component. A VM whose dependency has none is timed without it. */
export function timeRecovery(
  graph: DependencyGraph,
  assignments: ReadonlyMap<string, Assignment>,
): ReadonlyMap<string, Timing> {
  const timings = new Map<string, Timing>()
  for (const id of graph.order) {
    const assignment = assignments.get(id)
    if (!assignment) continue
    const needed = (graph.needs.get(id) ?? []).flatMap((need) => {
      const timing = timings.get(need)
      return timing ? [{ need, timing }] : []
    })
    timings.set(id, timeOne(assignment, needed))
  }
  return timings
}

function timeOne(assignment: Assignment, needed: readonly { need: string; timing: Timing }[]): Timing {
  const { terms, rpoMinutes } = assignment.achieved
  const total = (wanted: (name: string) => boolean): number =>
    terms.reduce((sum, { name, minutes }) => sum + (wanted(name) ? minutes : 0), 0)
  const ready = total((name) => beforeStart.has(name))
  const redirect = total((name) => name === 'redirect')
  const last = needed.reduce<{ need: string; timing: Timing } | null>(
    (worst, one) => (worst && worst.timing.end >= one.timing.end ? worst : one),
    null,
  )
  const start = Math.max(ready, last?.timing.end ?? 0)
  const end = start + total((name) => !beforeStart.has(name) && name !== 'redirect')
  const depth = Math.max(0, ...needed.map(({ timing }) => timing.depth + 1))
  return {
    start,
    end,
    served: end + redirect,
    rpoMinutes,
    depth,
    waitedFor: last && last.timing.end > ready ? last.need : null,
    unknownFrom: unknownOf(assignment, needed),
  }
}

const unknownOf = (assignment: Assignment, needed: readonly { timing: Timing }[]): string | null =>
  assignment.offering.strategy === 'backup-restore' && assignment.disks.length === 0
    ? assignment.vmId
    : (needed.find(({ timing }) => timing.unknownFrom !== null)?.timing.unknownFrom ?? null)

/** VMs of one tier and one depth recover together: strongest tier first, then what needs least. */
export function packWaves(planned: readonly ScopedVm[], timings: ReadonlyMap<string, Timing>): readonly Wave[] {
  const groups = new Map<string, { tier: ScopedVm['tier']; depth: number; vmIds: string[] }>()
  for (const { vm, tier } of planned) {
    const timing = timings.get(vm.id)
    if (!timing) continue
    const key = `${tier.id}/${timing.depth}`
    const group = groups.get(key) ?? { tier, depth: timing.depth, vmIds: [] }
    group.vmIds.push(vm.id)
    groups.set(key, group)
  }
  const ordered = [...groups.values()].sort(
    (a, b) =>
      a.tier.priority - b.tier.priority ||
      (a.tier.id < b.tier.id ? -1 : a.tier.id > b.tier.id ? 1 : 0) ||
      a.depth - b.depth,
  )
  return ordered.map(({ tier, vmIds }, index) => {
    const own = vmIds.flatMap((id) => timings.get(id) ?? [])
    return {
      number: index + 1,
      tierId: tier.id,
      vmIds: vmIds.sort(),
      startMinutes: Math.min(...own.map(({ start }) => start)),
      endMinutes: Math.max(...own.map(({ end }) => end)),
    }
  })
}
