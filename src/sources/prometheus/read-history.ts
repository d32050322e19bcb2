/** The history itself, in chunks that the server and this machine can hold. */
import type { Finding } from '../../model/finding.ts'
import type { Site, Vm } from '../../model/site.ts'
import type { SampleBatch, SourceRequest } from '../../model/source.ts'
import { findConversion } from '../conversion.ts'
import type { Series } from './answer.ts'
import { resumeFrom } from '../resume.ts'
import type { SeriesChoice, SeriesFaults } from './choose-series.ts'
import { describeReading } from './findings.ts'
import type { FirstLook } from './first-look.ts'
import { inOrder, PARALLEL } from './in-order.ts'
import type { MetricQuery } from './queries.ts'
import { readSteps } from './read-steps.ts'
import { chunkSteps, endOf, stepsSince, type Steps } from './steps.ts'

/** Prometheus answers at most 11,000 points a series. */
const MOST_STEPS = 10_000

/** Of one answer, all series together: some 6 MB of JSON, of which several are held at a time. */
const MOST_POINTS = 200_000

export interface HistoryReading extends FirstLook {
  readonly request: SourceRequest
  readonly site: Site
  readonly seriesCounts: ReadonlyMap<MetricQuery, number>
  readonly faults: SeriesFaults
  /** Filled once everything is read. */
  readonly findings: Finding[]
  readonly stop: AbortController
}

/** Throws SourceError `source.*`. Ends what is being asked when the reader leaves early. */
export async function* readHistory(reading: HistoryReading): AsyncGenerator<SampleBatch> {
  const { listening, faults, findings, stop, request } = reading
  const vms = new Map(reading.site.vms.map((vm) => [vm.id, vm]))
  const unconverted = new Map<string, Set<string>>()
  const covered = createCoverage(reading.choice)
  const findVm = ({ query, series }: Converting): Vm | undefined => vms.get(reading.choice.take(query, series) ?? '')
  const read = async (job: Job): Promise<{ job: Job; found: readonly Converting[] }> => {
    const { query, steps } = job
    const found = await readSteps({ name: query.name, promql: query.promql, steps }, listening)
    return { job, found: found.map((series) => ({ query, series, unconverted, request })) }
  }
  try {
    for await (const { job, found } of inOrder(cutJobs(reading), PARALLEL, read)) {
      const batches = found.flatMap((converting) => convert(findVm(converting), converting))
      yield* batches
      yield* covered(job, { batches, unconverted })
    }
  } finally {
    stop.abort()
  }
  findings.push(...describeReading({ listening, faults, unconverted }))
}

interface Job {
  readonly query: MetricQuery
  readonly steps: Steps
  readonly isLast: boolean
}

/**
 * A query that the first look saw nothing of is asked all the same: a series may have lived between its instants. One
 * with a VM of which nothing is held yet is asked for the whole history.
 */
function cutJobs({ queries, steps, seriesCounts, choice, request }: HistoryReading): Job[] {
  return queries.flatMap((query) => {
    const since = choice.vmsOf(query).map((vmId) => resumeFrom(request, vmId, query.metric))
    const isNew = since.length === 0 || since.includes(null)
    const earliest = isNew ? null : since.reduce<number>((least, ms) => Math.min(least, ms ?? least), Infinity)
    const pointsEach = Math.floor(MOST_POINTS / Math.max(1, seriesCounts.get(query) ?? 0))
    const chunks = chunkSteps(stepsSince(steps, earliest), Math.min(MOST_STEPS, Math.max(1, pointsEach)))
    return chunks.map((chunk, index) => ({ query, steps: chunk, isLast: index === chunks.length - 1 }))
  })
}

/** Samples between two words about what is covered: as many as are lost, and asked again, when a run is cut off. */
const MOST_UNCOVERED = 1 << 20

interface Answered {
  readonly batches: readonly SampleBatch[]
  readonly unconverted: ReadonlyMap<string, ReadonlySet<string>>
}

/** Batches without samples, which say for every VM of a query up to where it was asked. */
function createCoverage(choice: SeriesChoice): (job: Job, answered: Answered) => readonly SampleBatch[] {
  let [from, samples] = [null as number | null, 0]
  return ({ query, steps, isLast }, { batches, unconverted }) => {
    from ??= steps.startMs
    samples += batches.reduce((sum, { at }) => sum + at.length, 0)
    if (!isLast && samples < MOST_UNCOVERED) return []
    const covers = { from, until: endOf(steps) }
    ;[from, samples] = [isLast ? null : covers.until, 0]
    const left = new Set([...unconverted.values()].flatMap((vmIds) => [...vmIds]))
    const { metric } = query
    const none = { at: new Float64Array(0), values: new Float64Array(0) }
    return choice.vmsOf(query).flatMap((vmId) => (left.has(vmId) ? [] : [{ vmId, metric, ...none, covers }]))
  }
}

interface Converting {
  readonly query: MetricQuery
  readonly series: Series
  readonly request: SourceRequest
  readonly unconverted: Map<string, Set<string>>
}

/** One batch; none where the series is not taken, or its unit is relative to something that nobody states. */
function convert(vm: Vm | undefined, { query, series, unconverted, request }: Converting): SampleBatch[] {
  if (vm === undefined) return []
  const conversion = findConversion({ metric: query.metric, unit: query.unit, vm, mhzPerVcpu: null })
  if (!('fault' in conversion)) {
    const { at, values } = since(series, resumeFrom(request, vm.id, query.metric))
    for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) * conversion.factor
    return [{ vmId: vm.id, metric: query.metric, at, values }]
  }
  const known = unconverted.get(conversion.message)
  if (known) known.add(vm.id)
  else unconverted.set(conversion.message, new Set([vm.id]))
  return []
}

/** What is held is not given again where another VM of the query made it be asked for more. */
function since({ at, values }: Series, sinceMs: number | null): Pick<Series, 'at' | 'values'> {
  const found = sinceMs === null ? 0 : at.findIndex((ms) => ms >= sinceMs)
  const first = found < 0 ? at.length : found
  return { at: at.subarray(first), values: values.subarray(first) }
}
