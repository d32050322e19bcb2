/**
 * The first look: every query for the whole history in few long steps. It shows which series there are, which VM each
 * measures, and how many there are.
 */
import { SourceError } from '../../errors.ts'
import { noDroppedPoints, type Series } from './answer.ts'
import type { SeriesChoice } from './choose-series.ts'
import { collectHostNames, type HostNames } from './identify.ts'
import { inOrder, PARALLEL } from './in-order.ts'
import type { MetricQuery } from './queries.ts'
import { readSteps, type Listening } from './read-steps.ts'
import { coarsenSteps, type Steps } from './steps.ts'

const COARSE_STEPS = 240

/** For the first look, where a dropped value will be met again. */
const withoutCounting = (listening: Listening): Listening => ({ ...listening, dropped: noDroppedPoints() })

export async function readHostNames(
  queries: readonly string[],
  steps: Steps,
  listening: Listening,
): Promise<HostNames> {
  const series: Series[] = []
  const coarse = coarsenSteps(steps, COARSE_STEPS)
  const read = (promql: string): Promise<Series[]> =>
    readSteps({ name: 'the host names', promql, steps: coarse }, withoutCounting(listening))
  for await (const found of inOrder(queries, PARALLEL, read)) {
    for (const one of found) series.push(one)
  }
  return collectHostNames(series)
}

export interface FirstLook {
  readonly queries: readonly MetricQuery[]
  readonly steps: Steps
  readonly listening: Listening
  readonly choice: SeriesChoice
}

/** How many series each query has over the whole time; settles the choice. */
export async function countSeries({
  queries,
  steps,
  listening,
  choice,
}: FirstLook): Promise<ReadonlyMap<MetricQuery, number>> {
  const counts = new Map<MetricQuery, number>()
  const coarse = coarsenSteps(steps, COARSE_STEPS)
  const read = async (query: MetricQuery) => ({
    query,
    found: await readSteps({ ...query, steps: coarse }, withoutCounting(listening)),
  })
  for await (const { query, found } of inOrder(queries, PARALLEL, read)) {
    for (const series of found) choice.count(query, series)
    counts.set(query, found.length)
  }
  choice.settle(queries)
  if ([...counts.values()].some((count) => count > 0)) return counts
  const message = `${listening.server.shownUrl} has no series of the ${queries.length} metrics that it was asked for.`
  throw new SourceError('source.nothing-readable', message, {
    suggestions: ['Choose the `presets` of the exporters in use, or write `queries` of your own.'],
  })
}
