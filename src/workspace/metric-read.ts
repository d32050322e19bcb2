/** Hourly grids out of the store: one ordered scan of the rollup, straight into columns. */
import { join } from 'node:path'
import type { Grid } from '../model/metric-series.ts'
import { openEngine, scanColumns, sqlText, type Engine } from './engine.ts'
import { damaged, temporaryFolder, verifyPart, type MetricManifest, type SeriesSummary } from './metric-manifest.ts'

const HOUR_MS = 3_600_000

/** Yields the grids of every series of `manifest`, in the order of its dictionary. */
export async function* scanGrids(folder: string, manifest: MetricManifest): AsyncGenerator<Grid> {
  for (const part of manifest.hourly) await verifyPart(folder, part)
  if (manifest.hourly.length === 0) return
  const engine = await openEngine(join(temporaryFolder(folder), 'spill'))
  try {
    yield* fillGrids(engine, folder, manifest)
  } finally {
    engine.close()
  }
}

async function* fillGrids(engine: Engine, folder: string, manifest: MetricManifest): AsyncGenerator<Grid> {
  const files = manifest.hourly.map((part) => sqlText(join(folder, part.file)))
  // A Parquet scan keeps the order of the file, which is by series, then hour.
  const sql = `SELECT series::DOUBLE, epoch_ms(hour)::DOUBLE, mean, p95, max FROM read_parquet([${files.join(', ')}])`
  let current = -1
  let grid: Grid | null = null
  for await (const run of scanColumns(engine.connection, sql)) {
    const series = run.column(0)
    const rows = { hour: run.column(1), mean: run.column(2), p95: run.column(3), max: run.column(4) }
    for (let from = 0, to = 0; from < run.rows; from = to) {
      const id = series[from] as number
      to = endOfSeries(series, from)
      if (grid && id !== current) yield grid
      if (id !== current) grid = openGrid(manifest.series[id])
      if (grid === null || !fill(grid, rows, [from, to])) throw damaged(folder, strayRow(id))
      current = id
    }
  }
  if (grid) yield grid
}

function endOfSeries(series: Float64Array, from: number): number {
  let to = from + 1
  while (to < series.length && series[to] === series[from]) to++
  return to
}

type RollupRows = Record<'hour' | 'mean' | 'p95' | 'max', Float64Array>

/** False when a row lies outside the grid. */
function fill(grid: Grid, rows: RollupRows, [from, to]: readonly [number, number]): boolean {
  for (let row = from; row < to; row++) {
    const step = ((rows.hour[row] as number) - grid.startMs) / HOUR_MS
    if (!(step >= 0 && step < grid.mean.length)) return false
    grid.mean[step] = rows.mean[row] as number
    grid.p95[step] = rows.p95[row] as number
    grid.max[step] = rows.max[row] as number
  }
  return true
}

const strayRow = (id: number): string => `its hourly parts have a row of series ${id} that the manifest does not know`

/** From the hour of the first sample to the hour of the last one, all gaps. */
function openGrid(series: SeriesSummary | undefined): Grid | null {
  if (series === undefined) return null
  const { vmId, metric, firstMs, lastMs } = series
  const startMs = Math.floor(firstMs / HOUR_MS) * HOUR_MS
  const steps = Math.floor(lastMs / HOUR_MS) - startMs / HOUR_MS + 1
  const gaps = () => new Float64Array(steps).fill(NaN)
  return { vmId, metric, startMs, stepSeconds: 3600, mean: gaps(), p95: gaps(), max: gaps() }
}
