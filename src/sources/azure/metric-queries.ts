/** One question to the batch API: up to 50 machines, the metrics of one aggregation, one window. */
import type { MetricsClient } from '@azure/monitor-query-metrics'
import { grains, type Window } from './metric-windows.ts'
import { namesOf, type Aggregation } from './metric-measures.ts'
import { damaged } from './whole-answers.ts'

const namespace = 'Microsoft.Compute/virtualMachines'

/** Value by epoch milliseconds of the start of its period. */
export type Samples = ReadonlyMap<number, number>

/** By resource id and name of the metric, both in lower case; what Azure could not give is not there. */
export type WindowAnswer = ReadonlyMap<string, Samples>

export const keyOf = (resourceId: string, name: string): string => `${resourceId} ${name}`.toLowerCase()

/** Both aggregations, one question each. Throws as the SDK does. */
export async function askWindow(
  client: MetricsClient,
  resourceIds: readonly string[],
  window: Window,
): Promise<WindowAnswer> {
  const answers = await Promise.all(
    (['average', 'total'] as const).map((aggregation) => askOne(client, { resourceIds, window, aggregation })),
  )
  return new Map(answers.flatMap((answer) => [...answer]))
}

interface Question {
  readonly resourceIds: readonly string[]
  readonly window: Window
  readonly aggregation: Aggregation
}

async function askOne(client: MetricsClient, { resourceIds, window, aggregation }: Question): Promise<WindowAnswer> {
  const results = await client
    .queryResources([...resourceIds], namesOf(aggregation), namespace, {
      startTime: new Date(window.startMs),
      endTime: new Date(window.endMs),
      interval: grains[window.grainSeconds] ?? 'PT1H',
      aggregation,
    })
    // The SDK stumbles over entries that have not the shape it takes on trust.
    .catch((error: unknown) => Promise.reject(error instanceof TypeError ? damaged(error) : error))
  return new Map(
    results.flatMap(({ resourceId = '', metrics }) =>
      metrics
        .filter(({ errorCode }) => !errorCode || errorCode === 'Success')
        .map((metric) => [keyOf(resourceId, nameOf(metric)), samplesOf(metric, aggregation, window)] as const),
    ),
  )
}

/** The SDK gives the displayed name, which may be translated or end in "(Preview)"; the id ends with the true one. */
const nameOf = ({ id = '', name }: { id?: string; name: string }): string =>
  /\/providers\/microsoft\.insights\/metrics\/(.+)$/i.exec(id)?.[1] ?? name

interface Series {
  readonly timeseries: readonly {
    readonly data?: readonly { readonly timeStamp: Date; readonly average?: number; readonly total?: number }[]
  }[]
}

/** A point without a value is a gap. */
function samplesOf({ timeseries }: Series, aggregation: Aggregation, { startMs, endMs }: Window): Samples {
  const samples = new Map<number, number>()
  for (const point of timeseries.flatMap(({ data }) => data ?? [])) {
    const [ms, value] = [point.timeStamp.getTime(), point[aggregation]]
    if (ms >= startMs && ms < endMs && typeof value === 'number' && Number.isFinite(value)) samples.set(ms, value)
  }
  return samples
}
