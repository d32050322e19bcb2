/**
 * Forecasts as two Parquet files, both sorted by VM, then metric:
 *
 *   forecasts.parquet  vm VARCHAR, metric VARCHAR, at TIMESTAMP (UTC), point, p5, p90, … DOUBLE: a row a step, the quantiles
 *                      named by their level in per cent
 *   scores.parquet     vm, metric, model, family VARCHAR, rank INTEGER from 1, mae, mase, vote DOUBLE: a row a model
 *
 * They are written while the forecasts are made, so that no more than some of them are in memory.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Forecast, ModelScore } from '../model/forecast.ts'
import { explainWriteFaults, moveDurably } from './durable-file.ts'
import { openColumnWriter, type ColumnType, type ColumnWriter } from './column-writer.ts'
import { openEngine, parquetOptions, sqlText, type Engine } from './engine.ts'

/** Where the two files lie. */
export interface ForecastFiles {
  readonly curves: string
  readonly scores: string
}

type Appender = Awaited<ReturnType<Engine['connection']['createAppender']>>

interface OpenFiles {
  readonly engine: Engine
  /** Of a forecast: its place, its VM and metric. */
  readonly named: Appender
  readonly scored: Appender
  readonly curves: ColumnWriter
}

/**
 * Replaces both files by what `forecasts` gives, by VM, then metric; all of one set of levels. The same forecasts make the
 * same bytes. Throws InputError `workspace.unwritable`; what `forecasts` throws passes through, and the old files stay.
 */
export async function writeForecasts(
  files: ForecastFiles,
  { levels, forecasts }: { readonly levels: readonly number[]; readonly forecasts: AsyncIterable<Forecast> },
): Promise<void> {
  const folder = dirname(files.curves)
  const temporary = join(folder, `.drplan-${randomUUID()}.tmp`)
  await explainWriteFaults(folder, async () => {
    await mkdir(temporary, { recursive: true })
    const engine = await openEngine(join(temporary, 'spill'))
    try {
      await appendAll(engine, levels, forecasts)
      const [curves, scores] = [join(temporary, 'forecasts.parquet'), join(temporary, 'scores.parquet')]
      await engine.connection.run(copyCurves(levels, curves))
      await engine.connection.run(copyScores(scores))
      await moveDurably(scores, files.scores)
      await moveDurably(curves, files.curves)
    } finally {
      engine.close()
      await rm(temporary, { recursive: true, force: true })
    }
  })
}

async function appendAll(engine: Engine, levels: readonly number[], forecasts: AsyncIterable<Forecast>): Promise<void> {
  const { connection } = engine
  const quantiles = levels.map((_, place): [string, ColumnType] => [`q${place}`, 'DOUBLE'])
  await connection.run('CREATE TABLE named (id INTEGER, vm VARCHAR, metric VARCHAR)')
  await connection.run(
    'CREATE TABLE scored (id INTEGER, rank INTEGER, model VARCHAR, family VARCHAR, mae DOUBLE, mase DOUBLE, vote DOUBLE)',
  )
  const open: OpenFiles = {
    engine,
    named: await connection.createAppender('named'),
    scored: await connection.createAppender('scored'),
    curves: await openColumnWriter(engine, 'curve', {
      id: 'INTEGER',
      at: 'TIMESTAMP',
      point: 'DOUBLE',
      ...Object.fromEntries(quantiles),
    }),
  }
  let id = 0
  for await (const forecast of forecasts) appendForecast(open, id++, forecast)
  open.named.closeSync()
  open.scored.closeSync()
  open.curves.finish()
}

function appendForecast({ named, scored, curves }: OpenFiles, id: number, forecast: Forecast): void {
  named.appendInteger(id)
  named.appendVarchar(forecast.vmId)
  named.appendVarchar(forecast.metric)
  named.endRow()
  for (const [place, score] of forecast.scores.entries()) appendScore(scored, { id, rank: place + 1, score })
  const startMs = Date.parse(forecast.start)
  const at = Float64Array.from(forecast.point, (_, step) => startMs + step * forecast.stepSeconds * 1000)
  curves.addRun([id, at, forecast.point, ...forecast.quantiles], at.length)
}

interface RankedScore {
  readonly id: number
  readonly rank: number
  readonly score: ModelScore
}

function appendScore(scored: Appender, { id, rank, score }: RankedScore): void {
  scored.appendInteger(id)
  scored.appendInteger(rank)
  scored.appendVarchar(score.model)
  scored.appendVarchar(score.family)
  for (const value of [score.mae, score.mase, score.vote]) {
    if (value === null) scored.appendNull()
    else scored.appendDouble(value)
  }
  scored.endRow()
}

const columnOf = (level: number): string => `p${Number((100 * level).toFixed(4))}`

const copyCurves = (levels: readonly number[], file: string): string => `
  COPY (
    SELECT vm, metric, "at", point${levels.map((level, place) => `, q${place} AS "${columnOf(level)}"`).join('')}
    FROM curve JOIN named USING (id) ORDER BY id, "at"
  ) TO ${sqlText(file)} ${parquetOptions}`

const copyScores = (file: string): string => `
  COPY (
    SELECT vm, metric, rank, model, family, mae, mase, vote FROM scored JOIN named USING (id) ORDER BY id, rank
  ) TO ${sqlText(file)} ${parquetOptions}`
