/** Which changes are worth a look: those that the runs themselves point at. */
import type { SimulationModel } from '../../model/simulation-model.ts'
import type { Simulation } from '../../model/simulation.ts'
import { compareText } from '../../model/text-order.ts'
import { atItsBest, automatic, oneMore, type Lever } from './levers.ts'

/** Each is as many runs again. */
const MOST_TASKS = 8

/**
 * One task each at its best, of those that decide most where promises are missed; more of each resource that was waited
 * for; and a declaration without anybody. A stronger strategy is chosen elsewhere (stronger.ts), since it has to be mapped.
 */
export function chooseLevers(
  model: SimulationModel,
  simulation: Simulation,
  names: ReadonlyMap<string, string> = new Map(),
): readonly Lever[] {
  const resources = simulation.resources.filter(({ waited }) => waited > 0)
  const declares = model.tasks.some(({ term }) => term === 'declare')
  return [
    ...decidingTasks(model, simulation).map((id) => atItsBest(model, id, names)),
    ...resources.map(({ id }) => oneMore(model, id)),
    ...(declares ? [automatic(model, 'declare')] : []),
  ]
}

/** Weighed by how often the application is late and how often the task decides; what takes fixed time cannot be faster. */
function decidingTasks(model: SimulationModel, { goals }: Simulation): readonly string[] {
  const spread = new Set(
    model.tasks.flatMap(({ id, duration, retry }) => (duration.kind !== 'fixed' || retry ? id : [])),
  )
  const weights = new Map<string, number>()
  for (const { kind, kept, criticalTasks } of goals) {
    if (kind !== 'application' || !kept || kept.share === 1) continue
    for (const { id, share } of criticalTasks)
      if (spread.has(id)) weights.set(id, (weights.get(id) ?? 0) + share * (1 - kept.share))
  }
  return [...weights]
    .sort(([a, one], [b, other]) => other - one || compareText(a, b))
    .slice(0, MOST_TASKS)
    .map(([id]) => id)
}
