/** Who needs whom, resolved to ids, ordered, with circles cut and said. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'

export interface DependencyGraph {
  /** For every planned VM the ids it needs; free of circles. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Every planned VM after all that it needs; ties by id. */
  readonly order: readonly string[]
  readonly findings: readonly Finding[]
}

export function resolveDependencies(planned: readonly ScopedVm[]): DependencyGraph {
  const findings: Finding[] = []
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const byName = uniqueNames(planned)
  const needs = new Map<string, readonly string[]>()
  for (const { vm } of planned) {
    const ids = vm.dependsOn.map((name) => ({ name, id: byId.has(name) ? name : byName.get(name) }))
    const unknown = ids.filter(({ id }) => id === undefined).map(({ name }) => name)
    if (unknown.length > 0) findings.push(unknownDependency(vm.id, vm.name, unknown))
    needs.set(vm.id, [...new Set(ids.flatMap(({ id }) => (id === undefined || id === vm.id ? [] : [id])))].sort())
  }
  const cut = cutCircles(needs)
  findings.push(...cut.findings, ...weakerTiers(cut.needs, byId))
  return { needs: cut.needs, order: cut.order, findings }
}

function uniqueNames(planned: readonly ScopedVm[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const twice = new Set<string>()
  for (const { vm } of planned) {
    if (names.has(vm.name)) twice.add(vm.name)
    names.set(vm.name, vm.id)
  }
  for (const name of twice) names.delete(name)
  return names
}

const unknownDependency = (id: string, name: string, unknown: readonly string[]): Finding =>
  createFinding('plan.dependency-unknown', {
    subject: name,
    message: `${name} depends on ${unknown.join(', ')}, which the plan does not have (missing, excluded, or more than one VM of that name).`,
    suggestion: 'Name the VM by its id, or take the dependency out.',
    affected: [id],
  })

interface Cut {
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly order: readonly string[]
  readonly findings: readonly Finding[]
}

interface Search {
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly state: Map<string, 'open' | 'done'>
  readonly kept: Map<string, string[]>
  readonly order: string[]
  readonly findings: Finding[]
}

/** An edge to a VM that is still open closes a circle, and is left out. */
function cutCircles(needs: ReadonlyMap<string, readonly string[]>): Cut {
  const search: Search = { needs, state: new Map(), kept: new Map(), order: [], findings: [] }
  for (const root of [...needs.keys()].sort()) visit(root, search)
  return { needs: search.kept, order: search.order, findings: search.findings }
}

/** Depth first, with a stack of its own: a chain of 100,000 VMs must not overflow the call stack. */
function visit(root: string, search: Search): void {
  if (search.state.has(root)) return
  const stack = [enter(root, search)]
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const target = frame.targets[frame.next++]
    if (target === undefined) {
      search.state.set(frame.id, 'done')
      search.order.push(frame.id)
      stack.pop()
    } else if (search.state.get(target) === 'open') {
      search.findings.push(circle([...stack.map(({ id }) => id), target], target))
    } else {
      search.kept.get(frame.id)?.push(target)
      if (!search.state.has(target)) stack.push(enter(target, search))
    }
  }
}

function enter(id: string, search: Search): { readonly id: string; readonly targets: readonly string[]; next: number } {
  search.state.set(id, 'open')
  search.kept.set(id, [])
  return { id, targets: search.needs.get(id) ?? [], next: 0 }
}

function circle(path: readonly string[], target: string): Finding {
  const ring = path.slice(path.indexOf(target))
  const last = ring[ring.length - 2] ?? target
  return createFinding('plan.dependency-cycle', {
    subject: ring.slice(0, -1).join(', '),
    message: `These VMs depend on one another in a circle: ${ring.join(' → ')}. The plan ignores ${last} → ${target}.`,
    suggestion: `Take ${last} → ${target}, or another edge of the circle, out of the dependencies.`,
    affected: ring.slice(0, -1),
  })
}

/** What many things need ranks at least as high as they do. */
function weakerTiers(
  needs: ReadonlyMap<string, readonly string[]>,
  byId: ReadonlyMap<string, ScopedVm>,
): readonly Finding[] {
  const weak = new Map<string, string[]>()
  for (const [id, targets] of needs) {
    const own = byId.get(id)?.tier.priority ?? 0
    for (const target of targets) {
      if ((byId.get(target)?.tier.priority ?? 0) > own) weak.set(target, [...(weak.get(target) ?? []), id])
    }
  }
  return [...weak].map(([target, users]) => {
    const { vm, tier } = byId.get(target) ?? { vm: { name: target }, tier: { id: '?' } }
    const names = users.map((id) => byId.get(id)?.vm.name ?? id)
    return createFinding('plan.dependency-tier', {
      subject: vm.name,
      message: `${vm.name} is in tier ${tier.id}, but ${names.join(', ')} in a stronger tier ${users.length === 1 ? 'needs' : 'need'} it.`,
      suggestion: `Raise the tier of ${vm.name}.`,
      affected: [target, ...users],
    })
  })
}
