/** Why a VM has no component: the constraint that binds, in words that say what would help. */
import type { Unmapped } from '../../model/mapping.ts'
import { listOf } from './amounts.ts'
import type { Constraint } from './constraint.ts'
import { describeFaults, failedConstraints } from './constraints.ts'
import type { Candidate, Market } from './market.ts'
import type { Needs } from './needs.ts'

export type Obstacle = Pick<Unmapped, 'constraint' | 'needed' | 'available' | 'reason'>

/** A candidate with all that keeps it from holding the needs. */
interface Look {
  readonly candidate: Candidate
  readonly failed: readonly Constraint[]
}

interface Binding {
  readonly constraint: Constraint
  /** The candidates that only this constraint keeps out, the cheapest first. */
  readonly kept: readonly Candidate[]
}

/**
 * The one constraint whose removal leaves the most candidates (if equal, the cheapest); where removing one is not
 * enough, all that the nearest candidate fails.
 */
export function obstacleTo(needs: Needs, market: Market): Obstacle {
  const looks = market.candidates.map((candidate) => ({
    candidate,
    failed: failedConstraints(candidate.component, needs),
  }))
  const [binding] = bindingsOf(looks).sort(compareBindings)
  if (binding) return oneBinds(binding, needs)
  const nearest = nearestOf(looks, needs)
  return nearest ? severalBind(nearest, needs) : nothingIsSold(market)
}

/** The constraints that alone keep candidates out. */
function bindingsOf(looks: readonly Look[]): Binding[] {
  const keptBy = new Map<Constraint, Candidate[]>()
  for (const { candidate, failed } of looks) {
    const [only, ...others] = failed
    if (!only || others.length > 0) continue
    const kept = keptBy.get(only)
    if (kept) kept.push(candidate)
    else keptBy.set(only, [candidate])
  }
  return [...keptBy].map(([constraint, kept]) => ({ constraint, kept }))
}

/** The fewest constraints in the way (the cheapest decides which); of those with the same ones, the largest. */
function nearestOf(looks: readonly Look[], needs: Needs): Look | undefined {
  const fewest = Math.min(...looks.map(({ failed }) => failed.length))
  const first = looks.find(({ failed }) => failed.length === fewest)
  const isAlike = ({ failed }: Look): boolean =>
    failed.length === fewest && failed.every((constraint) => first?.failed.includes(constraint))
  const size = ({ candidate, failed }: Look): number =>
    failed.reduce((sum, constraint) => sum + constraint.measure(candidate.component, needs), 0)
  return looks.filter(isAlike).sort((a, b) => size(b) - size(a))[0]
}

const compareBindings = (a: Binding, b: Binding): number => b.kept.length - a.kept.length || cheapest(a) - cheapest(b)

const cheapest = ({ kept }: Binding): number => kept[0]?.perHour ?? Infinity

function oneBinds({ constraint, kept }: Binding, needs: Needs): Obstacle {
  const components = kept.map(({ component }) => component)
  const nearest = components.toSorted((a, b) => constraint.measure(b, needs) - constraint.measure(a, needs)).slice(0, 1)
  const [fault = 'does not meet it'] = nearest.map((component) => constraint.fault(component, needs))
  const id = nearest[0]?.id ?? 'none'
  return {
    constraint: constraint.name,
    needed: constraint.needed(needs),
    available: nearest.map((component) => `${constraint.offered(component, needs)} (${id})`).join(''),
    reason: `${capitalise(constraint.name)} decides: ${id} meets everything else, but ${fault}.`,
  }
}

function severalBind({ candidate: { component }, failed }: Look, needs: Needs): Obstacle {
  return {
    constraint: listOf(failed.map((constraint) => constraint.name)),
    needed: listOf(failed.map((constraint) => constraint.needed(needs))),
    available: `${listOf(failed.map((constraint) => constraint.offered(component, needs)))} (${component.id})`,
    reason: `Several constraints bind together: ${component.id}, which comes nearest, ${describeFaults(component, needs)}.`,
  }
}

const nothingIsSold = ({ region }: Market): Obstacle => ({
  constraint: 'region',
  needed: `a component that is sold in ${region}`,
  available: 'none',
  reason: `The catalogue has no component with a price in ${region}.`,
})

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
