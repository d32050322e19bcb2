/**
 * Parts: Parquet files of raw samples (series INTEGER, at TIMESTAMP, value DOUBLE) and of hourly rollups (series, hour,
 * mean, max, p95, count), each sorted by series, then time, and named after its content: the same rows make the same file.
 */
import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { moveDurably } from '../durable-file.ts'
import { openColumnWriter } from '../column-writer.ts'
import { parquetOptions, scanColumns, sqlText, type Engine } from '../engine.ts'
import { hashFile } from '../files.ts'
import { temporaryFolder, type MetricPart, type PartKind } from './manifest.ts'
import { createRollUp } from './roll-up.ts'
import type { Samples } from './samples.ts'

/** An engine and the store it writes to. */
export interface OpenStore {
  readonly engine: Engine
  readonly folder: string
}

/** The samples of a series, by its id; merged. */
type SeriesRows = readonly (Samples & { readonly id: number })[]

interface SlicePart {
  readonly raw: SeriesRows
  /** All samples that are known of the hours in `raw`. */
  readonly touched: SeriesRows
}

/** Null when there are no rows. The engine encodes samples while their hours are rolled up here. */
export async function writeParts(
  store: OpenStore,
  { raw, touched }: SlicePart,
): Promise<{ readonly raw: MetricPart | null; readonly hourly: MetricPart | null }> {
  await fillRaw(store, raw)
  const writingRaw = writePart(store, 'raw', 'FROM raw')
  try {
    await fillHourly(store, touched)
  } finally {
    // The engine must not be closed while a statement runs; a failure is thrown below.
    await writingRaw.catch(() => undefined)
  }
  return { raw: await writingRaw, hourly: await writePart(store, 'hourly', 'FROM hourly') }
}

/** Null when there are no rows. */
export async function writeHourly(store: OpenStore, rows: SeriesRows): Promise<MetricPart | null> {
  await fillHourly(store, rows)
  return writePart(store, 'hourly', 'FROM hourly')
}

async function fillRaw({ engine }: OpenStore, rows: SeriesRows): Promise<void> {
  const writer = await openColumnWriter(engine, 'raw', { series: 'INTEGER', at: 'TIMESTAMP', value: 'DOUBLE' })
  for (const { id, at, values } of rows) writer.addRun([id, at, values], at.length)
  writer.finish()
}

async function fillHourly({ engine }: OpenStore, rows: SeriesRows): Promise<void> {
  const writer = await openColumnWriter(engine, 'hourly', {
    series: 'INTEGER',
    hour: 'TIMESTAMP',
    mean: 'DOUBLE',
    max: 'DOUBLE',
    p95: 'DOUBLE',
    count: 'INTEGER',
  })
  const rollUp = createRollUp()
  for (const { id, ...samples } of rows) {
    const { at, mean, max, p95, count } = rollUp(samples)
    writer.addRun([id, at, mean, max, p95, count], at.length)
  }
  writer.finish()
}

/** The time column of each kind. */
export const timeOf = { raw: 'at', hourly: 'hour' } as const satisfies Record<PartKind, string>

/** `select` gives the rows in their order; from the temporary folder they go to their place. */
export async function writePart(store: OpenStore, kind: PartKind, select: string): Promise<MetricPart | null> {
  const { engine, folder } = store
  const temporary = join(temporaryFolder(folder), `${kind}.parquet`)
  await engine.connection.run(`COPY (${select}) TO ${sqlText(temporary)} ${parquetOptions}`)
  const [range, sha256, { size: bytes }] = await Promise.all([
    rangeOf(engine, temporary, timeOf[kind]),
    hashFile(temporary),
    stat(temporary),
  ])
  if (range.rows === 0) return null
  const day = new Date(range.firstMs).toISOString().slice(0, 10)
  const file = `${kind}/${day}/part-${sha256.slice(0, 16)}.parquet`
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await moveDurably(temporary, join(folder, file))
  const { rows, firstMs, lastMs, firstSeries, lastSeries } = range
  // In the order in which the manifest is read back, so that equal content has equal text.
  return { file, rows, bytes, sha256, firstMs, lastMs, firstSeries, lastSeries }
}

type PartRange = Omit<MetricPart, 'file' | 'bytes' | 'sha256'>

/** Out of the statistics that Parquet keeps of each column; rows are not read. */
async function rangeOf(engine: Engine, file: string, time: string): Promise<PartRange> {
  const sql = `SELECT count(*)::DOUBLE, min(series)::DOUBLE, max(series)::DOUBLE,
    epoch_ms(min("${time}"))::DOUBLE, epoch_ms(max("${time}"))::DOUBLE FROM read_parquet(${sqlText(file)})`
  const [row = []] = (await engine.connection.runAndReadAll(sql)).getRows()
  const [rows, firstSeries, lastSeries, firstMs, lastMs] = row.map(Number)
  return {
    rows: rows ?? 0,
    firstSeries: firstSeries ?? 0,
    lastSeries: lastSeries ?? 0,
    firstMs: firstMs ?? 0,
    lastMs: lastMs ?? 0,
  }
}

/** Ids and times, both ends included. */
export interface RowRange {
  readonly series: readonly [first: number, last: number]
  readonly ms: readonly [first: number, last: number]
}

export const meets = (part: MetricPart, { series, ms }: RowRange): boolean =>
  part.firstSeries <= series[1] && part.lastSeries >= series[0] && part.firstMs <= ms[1] && part.lastMs >= ms[0]

const condition = ({ series, ms }: RowRange, time: string): string =>
  `series BETWEEN ${series[0]} AND ${series[1]}
   AND "${time}" BETWEEN epoch_ms(${ms[0]}::BIGINT) AND epoch_ms(${ms[1]}::BIGINT)`

/** Stretches of one series each, in the order of the part. Throws InputError `artifact.damaged`. */
export async function* readRaw(
  { engine, folder }: OpenStore,
  part: MetricPart,
  range: RowRange,
): AsyncGenerator<Samples & { readonly id: number }> {
  const sql = `SELECT series::DOUBLE, epoch_ms("at")::DOUBLE, value FROM read_parquet(${sqlText(join(folder, part.file))})
    WHERE ${condition(range, 'at')}`
  for await (const run of scanColumns(engine, sql)) {
    const [series, at, values] = [run.column(0), run.column(1), run.column(2)]
    for (const [from, to] of stretches(series)) {
      yield { id: series[from] as number, at: at.slice(from, to), values: values.slice(from, to) }
    }
  }
}

/** Where neighbours are equal: from, and to without the end. */
export function* stretches(column: Float64Array): Generator<readonly [from: number, to: number]> {
  for (let from = 0, to = 0; from < column.length; from = to) {
    to = from + 1
    while (to < column.length && column[to] === column[from]) to++
    yield [from, to]
  }
}
