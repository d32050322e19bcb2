/** Why a VM has no component: the constraint that binds, in words that say what would help. */
import type { Unmapped } from '../../model/mapping.ts'
import { listOf } from './amounts.ts'
import { constraints, describeFaults, failedConstraints } from './constraints.ts'
import type { Constraint } from './constraints.ts'
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
  const [binding] = constraints.flatMap((constraint) => bindingOf(constraint, looks)).sort(compareBindings)
  if (binding) return oneBinds(binding, needs)
  const nearest = nearestOf(looks)
  return nearest ? severalBind(nearest, needs) : nothingIsSold(market)
}

/** The fewest constraints in the way (the cheapest decides which); of those with the same ones, the largest. */
function nearestOf(looks: readonly Look[]): Look | undefined {
  const [first] = looks.toSorted((a, b) => a.failed.length - b.failed.length)
  const size = ({ candidate, failed }: Look): number =>
    failed.reduce((sum, constraint) => sum + constraint.measure(candidate.component), 0)
  const isAlike = ({ failed }: Look): boolean =>
    failed.length === first?.failed.length && failed.every((constraint) => first.failed.includes(constraint))
  return looks.filter(isAlike).sort((a, b) => size(b) - size(a))[0]
}

function bindingOf(constraint: Constraint, looks: readonly Look[]): Binding[] {
  const kept = looks
    .filter(({ failed }) => failed.length === 1 && failed[0] === constraint)
    .map(({ candidate }) => candidate)
  return kept.length > 0 ? [{ constraint, kept }] : []
}

const compareBindings = (a: Binding, b: Binding): number => b.kept.length - a.kept.length || cheapest(a) - cheapest(b)

const cheapest = ({ kept }: Binding): number => kept[0]?.perHour ?? Infinity

function oneBinds({ constraint, kept }: Binding, needs: Needs): Obstacle {
  const components = kept.map(({ component }) => component)
  const nearest = components.toSorted((a, b) => constraint.measure(b) - constraint.measure(a)).slice(0, 1)
  const [fault = 'does not meet it'] = nearest.map((component) => constraint.fault(component, needs))
  const id = nearest[0]?.id ?? 'none'
  return {
    constraint: constraint.name,
    needed: constraint.needed(needs),
    available: nearest.map((component) => `${constraint.offered(component)} (${id})`).join(''),
    reason: `${capitalise(constraint.name)} decides: ${id} meets everything else, but ${fault}.`,
  }
}

function severalBind({ candidate: { component }, failed }: Look, needs: Needs): Obstacle {
  return {
    constraint: listOf(failed.map((constraint) => constraint.name)),
    needed: listOf(failed.map((constraint) => constraint.needed(needs))),
    available: `${listOf(failed.map((constraint) => constraint.offered(component)))} (${component.id})`,
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
