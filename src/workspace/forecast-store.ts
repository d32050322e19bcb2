/**
 * Forecast curves as one Parquet file: vm VARCHAR, metric VARCHAR, at TIMESTAMP (UTC), point, lower, upper
 * DOUBLE; sorted by vm, metric, at. What is not a curve (model, scores, interval level) is in the demands
 * artefact.
 */
import { randomUUID } from 'node:crypto'
import { access, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import type { Forecast } from '../model/forecast.ts'
import { metricIds, type MetricId } from '../model/metric-series.ts'
import { openColumnWriter } from './column-writer.ts'
import { explainWriteFaults, moveDurably } from './durable-file.ts'
import { openEngine, parquetOptions, scanColumns, sqlText } from './engine.ts'
import type { ColumnRun, Engine } from './engine.ts'
import { compareText } from '../model/text-order.ts'

/** The curve of one forecast, in the metric's unit; all columns are of one length. */
export interface ForecastCurve {
  readonly vmId: string
  readonly metric: MetricId
  /** Epoch milliseconds UTC of each step. */
  readonly at: Float64Array
  readonly point: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Replaces `file` as one step; the same forecasts make the same bytes. Throws InputError `workspace.unwritable`. */
export async function writeForecasts(file: string, forecasts: readonly Forecast[]): Promise<void> {
  const folder = dirname(file)
  const temporary = join(folder, `.drplan-${randomUUID()}.tmp`)
  await explainWriteFaults(folder, async () => {
    await mkdir(temporary, { recursive: true })
    const engine = await openEngine(join(temporary, 'spill'))
    try {
      const sorted = [...forecasts].sort((a, b) => compareText(a.vmId, b.vmId) || compareText(a.metric, b.metric))
      await appendNames(engine, sorted)
      await appendCurves(engine, sorted)
      const written = join(temporary, 'forecasts.parquet')
      await engine.connection.run(copyCurves(written))
      await moveDurably(written, file)
    } finally {
      engine.close()
      await rm(temporary, { recursive: true, force: true })
    }
  })
}

async function appendNames({ connection }: Engine, forecasts: readonly Forecast[]): Promise<void> {
  await connection.run('CREATE TABLE named (id INTEGER, vm VARCHAR, metric VARCHAR)')
  const appender = await connection.createAppender('named')
  for (const [id, { vmId, metric }] of forecasts.entries()) {
    appender.appendInteger(id)
    appender.appendVarchar(vmId)
    appender.appendVarchar(metric)
    appender.endRow()
  }
  appender.closeSync()
}

async function appendCurves(engine: Engine, forecasts: readonly Forecast[]): Promise<void> {
  const figures = { point: 'DOUBLE', lower: 'DOUBLE', upper: 'DOUBLE' } as const
  const writer = await openColumnWriter(engine, 'curve', { id: 'INTEGER', at: 'TIMESTAMP', ...figures })
  for (const [id, { start, stepSeconds, point, interval }] of forecasts.entries()) {
    const startMs = Date.parse(start)
    for (const [step, value] of point.entries()) {
      writer.set(0, id)
      writer.set(1, startMs + step * stepSeconds * 1000)
      writer.set(2, value)
      writer.set(3, interval.lower[step] ?? NaN)
      writer.set(4, interval.upper[step] ?? NaN)
      writer.endRow()
    }
  }
  writer.finish()
}

const copyCurves = (file: string): string => `
  COPY (
    SELECT vm, metric, "at", point, lower, upper FROM curve JOIN named USING (id) ORDER BY id, "at"
  ) TO ${sqlText(file)} ${parquetOptions}`

/**
 * The curves of one VM, or of all, by VM, then metric. Throws InputError `artifact.missing` when the file is
 * not there, `artifact.damaged` when it is not one of ours.
 */
export async function* readForecastCurves(file: string, vmId?: string): AsyncGenerator<ForecastCurve> {
  await access(file).catch((cause) => {
    const options = { suggestions: ['Run `drplan forecast` first.'], place: { file }, cause }
    throw new InputError('artifact.missing', `There are no forecasts at ${file}.`, options)
  })
  const engine = await openEngine(join(dirname(file), '.spill'))
  try {
    yield* readCurves(engine, file, vmId)
  } catch (error) {
    // What DuckDB throws about a file it cannot read; errors of the caller do not pass through here.
    const options = { suggestions: ['Run `drplan forecast` to make it again.'], place: { file }, cause: error }
    throw new InputError('artifact.damaged', `${file} is damaged: it cannot be read as forecasts.`, options)
  } finally {
    engine.close()
  }
}

/** Names are read once a curve and figures in the order of the file: no text and no object a row. */
async function* readCurves(engine: Engine, file: string, vmId?: string): AsyncGenerator<ForecastCurve> {
  const from = `FROM read_parquet(${sqlText(file)}) ${vmId === undefined ? '' : `WHERE vm = ${sqlText(vmId)}`}`
  const names = await engine.connection.runAndReadAll(
    `SELECT vm, metric, count(*)::DOUBLE ${from} GROUP BY vm, metric ORDER BY min(file_row_number)`,
  )
  const figures = scanColumns(engine, `SELECT epoch_ms("at")::DOUBLE, point, lower, upper ${from}`)
  const take = takeRows(figures)
  for (const [vm, metric, steps] of names.getRows()) {
    const [at, point, lower, upper] = await take(Number(steps), 4)
    const known = metricIds.find((id) => id === metric)
    if (known && at && point && lower && upper) yield { vmId: String(vm), metric: known, at, point, lower, upper }
  }
}

/** Cuts runs of any length into stretches of the asked length, column by column. */
function takeRows(runs: AsyncGenerator<ColumnRun>): (rows: number, width: number) => Promise<Float64Array[]> {
  let rest: readonly Float64Array[] = []
  return async (rows, width) => {
    const taken = Array.from({ length: width }, () => new Float64Array(rows))
    let filled = 0
    while (filled < rows) {
      if (!rest[0]?.length) rest = await nextColumns(runs, width)
      const part = rest.map((column) => column.subarray(0, rows - filled))
      for (const [index, column] of part.entries()) taken[index]?.set(column, filled)
      const step = part[0]?.length ?? 0
      rest = rest.map((column) => column.subarray(step))
      filled += step
    }
    return taken
  }
}

async function nextColumns(runs: AsyncGenerator<ColumnRun>, width: number): Promise<Float64Array[]> {
  const next = await runs.next()
  if (next.done) throw new Error('the file has fewer rows than it counted')
  return Array.from({ length: width }, (_, index) => next.value.column(index))
}
