/** Curves out of forecasts.parquet, which forecast-store.ts writes. */
import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { metricIds, type MetricId } from '../model/metric-series.ts'
import { openEngine, scanColumns, sqlText, type ColumnRun, type Engine } from './engine.ts'

/** The curve of one forecast, in the metric's unit; all columns are of one length. */
export interface ForecastCurve {
  readonly vmId: string
  readonly metric: MetricId
  /** Epoch milliseconds UTC of each step. */
  readonly at: Float64Array
  readonly point: Float64Array
  /** The levels of the quantiles, ascending, and the quantiles. */
  readonly levels: readonly number[]
  readonly quantiles: readonly Float64Array[]
}

const levelOf = (column: string): number => Number((Number(column.slice(1)) / 100).toFixed(6))

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
  const described = await engine.connection.runAndReadAll(`DESCRIBE SELECT * EXCLUDE (vm, metric, "at", point) ${from}`)
  const columns = described.getRows().map(([name]) => String(name))
  const names = await engine.connection.runAndReadAll(
    `SELECT vm, metric, count(*)::DOUBLE ${from} GROUP BY vm, metric ORDER BY min(file_row_number)`,
  )
  const wanted = columns.map((name) => `, "${name}"`).join('')
  const take = takeRows(scanColumns(engine, `SELECT epoch_ms("at")::DOUBLE, point${wanted} ${from}`))
  for (const [vm, metric, steps] of names.getRows()) {
    const [at, point, ...quantiles] = await take(Number(steps), 2 + columns.length)
    const known = metricIds.find((id) => id === metric)
    if (known && at && point)
      yield { vmId: String(vm), metric: known, at, point, levels: columns.map(levelOf), quantiles }
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
