/**
 * Samples to Parquet parts: batches are appended column by column, merged by (series, at) with the last
 * arrival winning, sorted, and rolled up by the hour. Part names come from content, so the same samples
 * give the same files whatever order their batches came in.
 */
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MetricId } from '../model/metric-series.ts'
import type { SampleBatch } from '../model/source.ts'
import { moveDurably } from './durable-file.ts'
import { openColumnWriter, openEngine, parquetOptions, scanColumns, sqlText, type Engine } from './engine.ts'
import { hashFile } from './files.ts'
import { temporaryFolder, type MetricPart, type SeriesSummary } from './metric-manifest.ts'
import { compareText } from '../model/text-order.ts'

export interface IngestedSamples {
  readonly raw: readonly MetricPart[]
  readonly hourly: readonly MetricPart[]
  readonly series: readonly SeriesSummary[]
  readonly duplicates: number
}

interface SeriesName {
  readonly vmId: string
  readonly metric: MetricId
}

export interface Ingestion {
  readonly batches: AsyncIterable<SampleBatch>
  /** About how many samples go into one hourly part; a series is never cut. */
  readonly samplesPerRollup: number
}

/** Reads `batches` to their end and leaves flushed parts in the store. Nothing refers to them yet. */
export async function ingest(folder: string, { batches, samplesPerRollup }: Ingestion): Promise<IngestedSamples> {
  const temporary = temporaryFolder(folder)
  for (const path of [temporary, join(folder, 'raw'), join(folder, 'hourly')]) await mkdir(path, { recursive: true })
  const engine = await openEngine(join(temporary, 'spill'))
  try {
    const arrived = await appendArrivals(engine, batches)
    if (arrived.samples === 0) return { raw: [], hourly: [], series: [], duplicates: 0 }
    const names = await numberSeries(engine, arrived.names)
    const file = join(temporary, 'raw.parquet')
    await engine.connection.run(copyRaw(file))
    const series = await summarise(engine, file, names)
    const whole = rangeOf(series, 0, series.length - 1)
    const raw = await keepPart(folder, 'raw', whole)
    const hourly: MetricPart[] = []
    for (const range of cutRanges(series, samplesPerRollup)) {
      hourly.push(await rollUp(engine, folder, { raw: join(folder, raw.file), range }))
    }
    return { raw: [raw], hourly, series, duplicates: arrived.samples - whole.rows }
  } finally {
    engine.close()
  }
}

/** Samples that are not finite are no samples. Milliseconds are whole, so that equal times are equal. */
async function appendArrivals(
  engine: Engine,
  batches: AsyncIterable<SampleBatch>,
): Promise<{ names: SeriesName[]; samples: number }> {
  await engine.connection.run('CREATE TABLE arrival (series DOUBLE, ms DOUBLE, value DOUBLE)')
  const writer = await openColumnWriter(engine, 'arrival', 3)
  const ids = new Map<string, number>()
  const names: SeriesName[] = []
  let samples = 0
  for await (const { vmId, metric, at, values } of batches) {
    const key = `${metric} ${vmId}`
    const id = ids.get(key) ?? names.length
    const before = samples
    for (let index = 0; index < at.length; index++) {
      const ms = Math.round(at[index] as number)
      const value = values[index] as number
      if (!Number.isFinite(ms) || !Number.isFinite(value)) continue
      writer.set(0, id)
      writer.set(1, ms)
      writer.set(2, value)
      writer.endRow()
      samples++
    }
    if (id === names.length && samples > before) {
      ids.set(key, id)
      names.push({ vmId, metric })
    }
  }
  writer.finish()
  return { names, samples }
}

/** Final ids follow (VM, metric), not the order of arrival. */
async function numberSeries(engine: Engine, arrived: readonly SeriesName[]): Promise<SeriesName[]> {
  const sorted = arrived.map((name, id) => ({ name, id }))
  sorted.sort((a, b) => compareText(a.name.vmId, b.name.vmId) || compareText(a.name.metric, b.name.metric))
  await engine.connection.run('CREATE TABLE numbered (arrived DOUBLE, series DOUBLE)')
  const writer = await openColumnWriter(engine, 'numbered', 2)
  for (const [series, { id }] of sorted.entries()) {
    writer.set(0, id)
    writer.set(1, series)
    writer.endRow()
  }
  writer.finish()
  return sorted.map(({ name }) => name)
}

/** `rowid` counts arrivals: of one series and time, the last row is the one that no later row repeats. */
const copyRaw = (file: string): string => `
  COPY (
    SELECT series, epoch_ms(ms::BIGINT) AS "at", value
    FROM (
      SELECT numbered.series::INTEGER AS series, ms, value,
        lead(ms) OVER (PARTITION BY numbered.series ORDER BY ms, arrival.rowid) AS following
      FROM arrival JOIN numbered ON arrival.series = numbered.arrived
    )
    WHERE following IS DISTINCT FROM ms
    ORDER BY series, ms
  ) TO ${sqlText(file)} ${parquetOptions}`

interface Rollup {
  /** The raw part. */
  readonly raw: string
  readonly range: PartRange
}

/**
 * One hourly part. Ranges are small enough to be grouped in memory: when DuckDB groups through the disk, it
 * adds the parts of a mean in another order, and the last bits depend on the memory there was. The quantile
 * is the exact one: the approximate one by group is slower and far larger (measured 2026-11-20, 50 million rows).
 */
async function rollUp({ connection }: Engine, folder: string, { raw, range }: Rollup): Promise<MetricPart> {
  const file = join(temporaryFolder(folder), 'hourly.parquet')
  await connection.run(`
    COPY (
      SELECT series, date_trunc('hour', "at") AS hour, avg(value) AS mean, max(value) AS max,
        quantile_cont(value, 0.95) AS p95, count(*)::INTEGER AS count
      FROM read_parquet(${sqlText(raw)})
      WHERE series BETWEEN ${range.firstSeries} AND ${range.lastSeries}
      GROUP BY ALL ORDER BY series, hour
    ) TO ${sqlText(file)} ${parquetOptions}`)
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM read_parquet(${sqlText(file)})`)
  return keepPart(folder, 'hourly', { ...range, rows: Number(reader.getRows()[0]?.[0]) })
}

async function summarise(engine: Engine, raw: string, names: readonly SeriesName[]): Promise<SeriesSummary[]> {
  const summaries: SeriesSummary[] = []
  const scan = scanColumns(
    engine.connection,
    `SELECT epoch_ms(min("at"))::DOUBLE, epoch_ms(max("at"))::DOUBLE, count(*)::DOUBLE
     FROM read_parquet(${sqlText(raw)}) GROUP BY series ORDER BY series`,
  )
  for await (const run of scan) {
    const [first, last, count] = [run.column(0), run.column(1), run.column(2)]
    for (let row = 0; row < run.rows; row++) {
      const name = names[summaries.length] as SeriesName
      summaries.push({
        ...name,
        firstMs: first[row] as number,
        lastMs: last[row] as number,
        count: count[row] as number,
      })
    }
  }
  return summaries
}

type PartRange = Omit<MetricPart, 'file' | 'bytes' | 'sha256'>

function rangeOf(series: readonly SeriesSummary[], firstSeries: number, lastSeries: number): PartRange {
  let [firstMs, lastMs, rows] = [Infinity, -Infinity, 0]
  for (const summary of series.slice(firstSeries, lastSeries + 1)) {
    firstMs = Math.min(firstMs, summary.firstMs)
    lastMs = Math.max(lastMs, summary.lastMs)
    rows += summary.count
  }
  return { firstSeries, lastSeries, firstMs, lastMs, rows }
}

/** Neighbouring series, as many as have `samples` together. */
function cutRanges(series: readonly SeriesSummary[], samples: number): PartRange[] {
  const ranges: PartRange[] = []
  let [first, gathered] = [0, 0]
  for (const [index, { count }] of series.entries()) {
    gathered += count
    if (gathered < samples && index < series.length - 1) continue
    ranges.push(rangeOf(series, first, index))
    ;[first, gathered] = [index + 1, 0]
  }
  return ranges
}

/** From the temporary folder to its place, under a name made of its content. */
async function keepPart(folder: string, kind: 'raw' | 'hourly', range: PartRange): Promise<MetricPart> {
  const temporary = join(temporaryFolder(folder), `${kind}.parquet`)
  const sha256 = await hashFile(temporary)
  const { size: bytes } = await stat(temporary)
  const file = `${kind}/part-${sha256.slice(0, 16)}.parquet`
  await moveDurably(temporary, join(folder, file))
  return { file, bytes, sha256, ...range }
}
