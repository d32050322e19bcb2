/** The history itself, in chunks that the server and this machine can hold. */
import type { Finding } from '../../model/finding.ts'
import type { Site, Vm } from '../../model/site.ts'
import type { SampleBatch } from '../../model/source.ts'
import { findConversion } from '../conversion.ts'
import type { Series } from './answer.ts'
import type { SeriesFaults } from './choose-series.ts'
import { describeReading } from './findings.ts'
import type { FirstLook } from './first-look.ts'
import { inOrder, PARALLEL } from './in-order.ts'
import type { MetricQuery } from './queries.ts'
import { readSteps } from './read-steps.ts'
import { chunkSteps, type Steps } from './steps.ts'

/** Prometheus answers at most 11,000 points a series. */
const MOST_STEPS = 10_000

/** Of one answer, all series together: some 6 MB of JSON, of which several are held at a time. */
const MOST_POINTS = 200_000

export interface HistoryReading extends FirstLook {
  readonly site: Site
  readonly seriesCounts: ReadonlyMap<MetricQuery, number>
  readonly faults: SeriesFaults
  /** Filled once everything is read. */
  readonly findings: Finding[]
  readonly stop: AbortController
}

/** Throws SourceError `source.*`. Ends what is being asked when the reader leaves early. */
export async function* readHistory(reading: HistoryReading): AsyncGenerator<SampleBatch> {
  const { listening, faults, findings, stop } = reading
  const vms = new Map(reading.site.vms.map((vm) => [vm.id, vm]))
  const unconverted = new Map<string, Set<string>>()
  const findVm = ({ query, series }: Converting): Vm | undefined => vms.get(reading.choice.take(query, series) ?? '')
  const read = async ({ query, steps }: Job): Promise<readonly Converting[]> => {
    const found = await readSteps({ name: query.name, promql: query.promql, steps }, listening)
    return found.map((series) => ({ query, series, unconverted }))
  }
  try {
    for await (const found of inOrder(cutJobs(reading), PARALLEL, read)) {
      yield* found.flatMap((converting) => convert(findVm(converting), converting))
    }
  } finally {
    stop.abort()
  }
  findings.push(...describeReading({ listening, faults, unconverted }))
}

interface Job {
  readonly query: MetricQuery
  readonly steps: Steps
}

/** A query that the first look saw nothing of is asked all the same: a series may have lived between its instants. */
function cutJobs({ queries, steps, seriesCounts }: HistoryReading): Job[] {
  return queries.flatMap((query) => {
    const pointsEach = Math.floor(MOST_POINTS / Math.max(1, seriesCounts.get(query) ?? 0))
    const chunks = chunkSteps(steps, Math.min(MOST_STEPS, Math.max(1, pointsEach)))
    return chunks.map((chunk) => ({ query, steps: chunk }))
  })
}

interface Converting {
  readonly query: MetricQuery
  readonly series: Series
  readonly unconverted: Map<string, Set<string>>
}

/** One batch; none where the series is not taken, or its unit is relative to something that nobody states. */
function convert(vm: Vm | undefined, { query, series, unconverted }: Converting): SampleBatch[] {
  if (vm === undefined) return []
  const conversion = findConversion({ metric: query.metric, unit: query.unit, vm, mhzPerVcpu: null })
  if (!('fault' in conversion)) {
    const { at, values } = series
    for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) * conversion.factor
    return [{ vmId: vm.id, metric: query.metric, at, values }]
  }
  const known = unconverted.get(conversion.message)
  if (known) known.add(vm.id)
  else unconverted.set(conversion.message, new Set([vm.id]))
  return []
}
