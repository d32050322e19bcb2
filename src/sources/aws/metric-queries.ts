/** GetMetricData: as many queries a call as it takes, and as much time as its answer may hold. */
import type * as CloudWatchSdk from '@aws-sdk/client-cloudwatch'
import type { CloudWatchClient, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Measure, Part } from './metric-measures.ts'
import { measureSamples, type Samples, type WindowReading } from './metric-samples.ts'
import { queriesACall, type Window } from './metric-windows.ts'

const queriesOf = ({ parts }: Measure): number => parts.reduce((sum, alternatives) => sum + alternatives.length, 0)

export const countQueries = (measures: readonly Measure[]): number =>
  measures.reduce((sum, measure) => sum + queriesOf(measure), 0)

/** Full calls; the queries of one measure stay together, because their answers are added. */
export function batchesOf(measures: readonly Measure[]): readonly (readonly Measure[])[] {
  const batches: Measure[][] = []
  let queries = queriesACall
  for (const measure of measures) {
    if (queries + queriesOf(measure) > queriesACall) {
      batches.push([])
      queries = 0
    }
    queries += queriesOf(measure)
    batches.at(-1)?.push(measure)
  }
  return batches
}

export interface Asking {
  readonly sdk: typeof CloudWatchSdk
  readonly client: CloudWatchClient
  readonly measures: readonly Measure[]
}

/** The measures of one call in one window. Throws as the SDK does. */
export async function askWindow({ sdk, client, measures }: Asking, window: Window): Promise<WindowReading> {
  const ids = measures.map(({ parts }, measure) =>
    parts.map((alternatives, part) => alternatives.map((_, index) => `m${measure}_${part}_${index}`)),
  )
  const queries = measures.flatMap((measure, m) =>
    measure.parts.flatMap((alternatives, p) =>
      alternatives.map((part, a) => queryOf(part, { id: ids[m]?.[p]?.[a] ?? '', stat: measure.stat, window })),
    ),
  )
  const { byId, refused } = await collect({ sdk, client, queries, window })
  return {
    samples: measures.map((measure, m) => {
      const parts = (ids[m] ?? []).map((alternatives) => alternatives.map((id) => byId.get(id) ?? new Map()))
      return [measure, measureSamples(measure, parts, window.periodSeconds)] as const
    }),
    refused: refused.size,
    incomplete: new Set(measures.filter((_, m) => ids[m]?.flat().some((id) => refused.has(id)))),
  }
}

const queryOf = (
  { namespace, name, dimensions }: Part,
  { id, stat, window }: { id: string; stat: Measure['stat']; window: Window },
): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: namespace, MetricName: name, Dimensions: [...dimensions] },
    Period: window.periodSeconds,
    Stat: stat,
  },
})

interface Call extends Omit<Asking, 'measures'> {
  readonly queries: MetricDataQuery[]
  readonly window: Window
}

/** One metric may come in pieces on several pages. */
async function collect({ sdk, client, queries, window }: Call): Promise<{
  byId: ReadonlyMap<string, Samples>
  refused: ReadonlySet<string>
}> {
  const byId = new Map(queries.map(({ Id = '' }) => [Id, new Map<number, number>()]))
  const refused = new Set<string>()
  const input = {
    MetricDataQueries: queries,
    StartTime: new Date(window.startMs),
    EndTime: new Date(window.endMs),
    ScanBy: 'TimestampAscending' as const,
  }
  for await (const { MetricDataResults = [] } of sdk.paginateGetMetricData({ client }, input)) {
    for (const result of MetricDataResults) {
      addSamples(result, byId.get(result.Id ?? ''))
      if (result.StatusCode === 'InternalError' || result.StatusCode === 'Forbidden') refused.add(result.Id ?? '')
    }
  }
  return { byId, refused }
}

function addSamples(
  { Timestamps = [], Values = [] }: MetricDataResult,
  samples: Map<number, number> | undefined,
): void {
  for (const [index, time] of Timestamps.entries()) {
    const value = Values[index]
    if (value !== undefined) samples?.set(time.getTime(), value)
  }
}
