/** Recovery times of two plans as distributions, from the same random numbers. */
import type { SimulatedSide, SimulationDiff } from '../../model/plan-diff.ts'
import type { GoalResult, Simulation } from '../../model/simulation.ts'
import { compareText } from '../../model/text-order.ts'
import { spell } from './spell.ts'

export interface SimulatedPlans {
  readonly before: Simulation
  readonly after: Simulation
}

/** Normal 95 % interval of a share of one half, which is the widest. */
const halfWidthOf = (runs: number): number => 1.96 * Math.sqrt(0.25 / runs)

export function diffSimulations({ before, after }: SimulatedPlans): SimulationDiff {
  const [old, now] = [applicationsOf(before), applicationsOf(after)]
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareText)
  return {
    runs: after.runs,
    seed: after.seed,
    halfWidth: halfWidthOf(Math.min(before.runs, after.runs)),
    applications: names.flatMap((application) => {
      const [was, is] = [old.get(application) ?? null, now.get(application) ?? null]
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ application, before: was, after: is }]
    }),
    allKept: { before: before.allKept?.share ?? null, after: after.allKept?.share ?? null },
  }
}

const applicationsOf = ({ goals }: Simulation): ReadonlyMap<string, SimulatedSide> =>
  new Map(goals.filter(({ kind }) => kind === 'application').map((goal) => [goal.name, sideOf(goal)]))

const sideOf = ({ p50, p95, kept }: GoalResult): SimulatedSide => ({
  p50Minutes: tidy(p50),
  p95Minutes: tidy(p95),
  kept: kept?.share ?? null,
})

const tidy = (minutes: number | null): number | null => (minutes === null ? null : Number(spell(minutes)))
