/** Who needs whom, resolved to ids, ordered, with circles cut and said. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { resolveNeeds } from '../../model/needs.ts'
import { noWaivers, type TierWaivers } from '../../model/tier-order.ts'
import { MOST_NAMES, namesOf } from './names.ts'
import { addObservedNeeds } from './observed-needs.ts'
import { tierOrderFindings } from './tier-order.ts'

export interface DependencyGraph {
  /** For every planned VM the ids it needs; free of circles. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Every planned VM after all that it needs; ties by id. */
  readonly order: readonly string[]
  readonly findings: readonly Finding[]
}

export function resolveDependencies(planned: readonly ScopedVm[], waivers: TierWaivers = noWaivers): DependencyGraph {
  const { stated, observed, unknown } = resolveNeeds(planned)
  const all = addObservedNeeds(stated, observed)
  const cut = cutCircles(all.needs)
  return {
    needs: cut.needs,
    order: cut.order,
    findings: [
      ...unknown.map(({ vm, names }) => unknownDependency(vm.id, vm.name, names)),
      ...all.findings,
      ...cut.findings,
      ...tierOrderFindings(planned, all.needs, waivers),
    ],
  }
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

/** Circles that end at one VM: the first ring that was found, and who must do without that VM. */
interface Circle {
  readonly ring: readonly string[]
  readonly ignored: string[]
}

interface Search {
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly state: Map<string, 'open' | 'done'>
  readonly kept: Map<string, string[]>
  readonly order: string[]
  readonly circles: Map<string, Circle>
}

/** An edge to a VM that is still open closes a circle, and is left out. */
function cutCircles(needs: ReadonlyMap<string, readonly string[]>): Cut {
  const search: Search = { needs, state: new Map(), kept: new Map(), order: [], circles: new Map() }
  for (const root of [...needs.keys()].sort()) visit(root, search)
  return { needs: search.kept, order: search.order, findings: [...search.circles].map(circleFinding) }
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
      closeCircle(target, frame.id, { stack, circles: search.circles })
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

/** One finding for each VM that closes circles: a mesh of n VMs has n² rings, and they say nothing new. */
function closeCircle(
  target: string,
  last: string,
  { stack, circles }: { readonly stack: readonly { readonly id: string }[]; readonly circles: Map<string, Circle> },
): void {
  const circle = circles.get(target)
  if (circle) {
    circle.ignored.push(last)
    return
  }
  const path = stack.map(({ id }) => id)
  circles.set(target, { ring: path.slice(path.indexOf(target)), ignored: [last] })
}

function circleFinding([target, { ring, ignored }]: readonly [string, Circle]): Finding {
  const edges = ignored.map((last) => `${last} → ${target}`)
  const shown =
    ring.length > MOST_NAMES
      ? [...ring.slice(0, MOST_NAMES - 1), `… (${ring.length - MOST_NAMES} more)`, ...ring.slice(-1)]
      : ring
  return createFinding('plan.dependency-cycle', {
    subject: namesOf(ring),
    message: `These VMs depend on one another in a circle: ${[...shown, target].join(' → ')}. The plan ignores ${namesOf(edges)}.`,
    suggestion: `Take ${edges[0] ?? ''}, or another edge of the circle, out of the dependencies.`,
    affected: ring,
  })
}
