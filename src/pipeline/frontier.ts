/** What more protection costs: traced from the inputs of the mapping, and not saved. */
import { frontierQuestion, readFrontier, standingOf } from '../core/mapping/shared/frontier.ts'
import type { Frontier } from '../model/frontier.ts'
import { traceInThread } from '../workers/optimise-thread.ts'
import type { StepContext } from './context.ts'
import { mappingInput, searchFor } from './map.ts'
import type { Forecasted } from './steps.ts'
import type { Refreshed } from './refresh.ts'

type Mapped = Forecasted & { readonly mapping: Refreshed<'mapping'> }

/** `points`: 2 or more are asked for; those that others are as good as are left out. */
export async function frontier(context: StepContext, mapped: Mapped, points: number): Promise<Frontier> {
  const { input } = mappingInput(context, {
    site: mapped.monitored.site.stored.content,
    demands: mapped.demands.stored.content.demands,
    kept: new Map(),
  })
  const asked = frontierQuestion(input)
  const { instance } = asked.question
  const search = searchFor(input.policy, instance)
  const traced = await traceInThread(instance, { limit: asked.limit, points }, search)
  return readFrontier(asked, traced, standingOf(mapped.mapping.stored.content.mapping, input))
}
