/**
 * How good forecasts and demands are on real series: `node bench/forecast.ts FOLDER [file-name-part …]`.
 *
 * Every `*.csv` or `*.csv.gz` of the folder that begins with `# … step_s=…` is read as one series a line:
 * a name, then its values, empty where missing. Each series is cut at three places and forecast from the
 * 672 hours before; models and demands are judged by the 48 and 168 hours behind the cut.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { mean, quantile } from 'simple-statistics'
import { forecastSeries } from '../src/core/forecast/forecast-series.ts'
import { forecastModels } from '../src/core/forecast/models/index.ts'
import { fillGaps, trimHistory } from '../src/core/forecast/prepare.ts'
import { estimateUsage, forecastSettingsFor, isUsable, realOf } from '../src/core/forecast/usage.ts'
import { configSchema } from '../src/model/config.ts'
import type { Grid } from '../src/model/metric-series.ts'

const HISTORY = 672
const LONGEST = 168
const HORIZONS = [48, LONGEST]
const CUTS = 3
const CUT_SPACING = 96
const DAY = 24

interface Case {
  readonly grid: Grid
  readonly actual: Float64Array
}

/** Sums over all hours: how often the figure held, and its pinball loss. */
interface Tally {
  held: number
  hours: number
  pinball: number
  /** Pinball over the mean of each series, so that large machines do not decide alone. */
  relative: number[]
}

const policy = configSchema.shape.demand.parse({})
const q = policy.quantile

function readSeries(path: string): { stepSeconds: number; series: Float64Array[] } | null {
  const bytes = readFileSync(path)
  const lines = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n')
  const step = /^#.*\bstep_s=(\d+)/.exec(lines[0] ?? '')?.[1]
  if (step === undefined) return null
  const series = lines
    .slice(1)
    .map((line) =>
      Float64Array.from(line.split(',').slice(1), (cell) => (cell.trim() === '' ? Number.NaN : Number(cell))),
    )
  return { stepSeconds: Number(step), series }
}

function casesOf(values: Float64Array, stepSeconds: number): Case[] {
  return Array.from({ length: CUTS }, (_, back) => values.length - LONGEST - back * CUT_SPACING).flatMap((cut) => {
    const mean = values.slice(Math.max(0, cut - HISTORY), cut)
    const grid: Grid = { vmId: 'vm', metric: 'cpu', startMs: 0, stepSeconds, mean, p95: mean, max: mean }
    const actual = values.slice(cut, cut + LONGEST)
    return isUsable(grid) && realOf(actual.slice(0, DAY)).length > 0 ? [{ grid, actual }] : []
  })
}

const maeOf = (predicted: ArrayLike<number>, actual: Float64Array): number =>
  mean(realOf(actual.map((value, step) => Math.abs(value - (predicted[step] ?? Number.NaN)))))

/** The geometric mean, over cases, of MAE relative to seasonal naive (a thousandth of the mean level added to both). */
function comparePoints(cases: readonly Case[]): Record<string, string> {
  const ratios = new Map<string, number[]>()
  for (const { grid, actual } of cases) {
    const settings = forecastSettingsFor({ ...policy, horizonDays: 2 }, grid.stepSeconds)
    const chosen = forecastSeries(grid, settings)
    const history = trimHistory(grid.mean)
    if (chosen === null || history === null) continue
    const { y } = fillGaps(history.samples, DAY)
    const near = actual.slice(0, 48)
    const floor = 0.001 * mean(Array.from(y, Math.abs)) + Number.MIN_VALUE
    const naive = maeOf(forecastModels['seasonal-naive'].fit(y, DAY).predict(48), near) + floor
    const record = (name: string, mae: number): void => {
      ratios.set(name, [...(ratios.get(name) ?? []), Math.log((mae + floor) / naive)])
    }
    record('chosen', maeOf(chosen.point, near))
    for (const model of Object.values(forecastModels)) {
      if (model.minimumLength(DAY) <= y.length) record(model.id, maeOf(model.fit(y, DAY).predict(48), near))
    }
  }
  return Object.fromEntries([...ratios].map(([name, logs]) => [name, Math.exp(mean(logs)).toFixed(3)]))
}

/** Each estimator's single figure for a case, and drplan's band of it. */
function figuresOf(grid: Grid, horizon: number): { figures: Record<string, number>; band: readonly [number, number] } {
  const one = { ...policy, horizonDays: horizon / DAY }
  const forecast = forecastSeries(grid, forecastSettingsFor(one, grid.stepSeconds)) ?? undefined
  const usage = estimateUsage(grid, forecast, one)
  const last = (hours: number): number => {
    const recent = realOf(grid.mean.slice(-hours))
    return quantile(recent.length > 0 ? recent : realOf(grid.mean), q)
  }
  const figures = {
    drplan: usage.expected,
    'seasonal naive (P95 of the last day)': last(DAY),
    'P95 of 7 days': last(7 * DAY),
    'P95 of 14 days x 1.3 (Azure-like)': last(14 * DAY) * 1.3,
  }
  return { figures, band: [usage.lower, usage.upper] }
}

function judge(tally: Tally, figure: number, actual: readonly number[]): void {
  const loss = actual.map((value) => (value > figure ? q * (value - figure) : (1 - q) * (figure - value)))
  const level = mean(actual.map(Math.abs))
  const sum = loss.reduce((total, one) => total + one, 0)
  tally.held += actual.filter((value) => value <= figure).length
  tally.hours += actual.length
  tally.pinball += sum
  if (level > 0) tally.relative.push(sum / actual.length / level)
}

function compareDemands(cases: readonly Case[], horizon: number): { rows: Record<string, object>; bandHolds: number } {
  const tallies = new Map<string, Tally>()
  let total = 0
  let inBand = 0
  for (const { grid, actual } of cases) {
    const came = realOf(actual.slice(0, horizon))
    const { figures, band } = figuresOf(grid, horizon)
    total += came.reduce((sum, value) => sum + Math.abs(value), 0)
    const reached = quantile(came, q)
    if (reached >= band[0] && reached <= band[1]) inBand++
    for (const [name, figure] of Object.entries(figures)) {
      const tally = tallies.get(name) ?? { held: 0, hours: 0, pinball: 0, relative: [] }
      tallies.set(name, tally)
      judge(tally, figure, came)
    }
  }
  const rows = Object.fromEntries(
    [...tallies].map(([name, { held, hours, pinball, relative }]) => [
      name,
      {
        coverage: (held / hours).toFixed(3),
        'pinball / mean': (pinball / total).toFixed(4),
        'median over series': quantile(relative, 0.5).toFixed(4),
      },
    ]),
  )
  return { rows, bandHolds: inBand / cases.length }
}

/** Milliseconds a series for a forecast over the default horizon, after a warm-up. */
function timeForecasts(cases: readonly Case[]): { points: number; millisecondsEach: number } {
  const sample = cases.slice(0, 200)
  const run = (): void => {
    for (const { grid } of sample) forecastSeries(grid, forecastSettingsFor(policy, grid.stepSeconds))
  }
  run()
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return {
    points: Math.round(mean(sample.map(({ grid }) => grid.mean.length))),
    millisecondsEach: (user + system) / 1000 / sample.length,
  }
}

function benchFile(folder: string, name: string): void {
  const file = readSeries(join(folder, name))
  if (file === null) return
  const cases = file.series.flatMap((values) => casesOf(values, file.stepSeconds))
  if (cases.length === 0) return
  const { points, millisecondsEach } = timeForecasts(cases)
  console.log(`\n${name}: ${file.series.length} series, ${cases.length} cases`)
  console.log(`${millisecondsEach.toFixed(2)} ms CPU a forecast at ${points} points`)
  console.log('MAE relative to seasonal naive, 48 h:', comparePoints(cases))
  for (const horizon of HORIZONS) {
    const { rows, bandHolds } = compareDemands(cases, horizon)
    console.log(
      `P${q * 100} over the next ${horizon} h (the band held what came in ${(bandHolds * 100).toFixed(0)} %):`,
    )
    console.table(rows)
  }
}

const [folder, ...parts] = process.argv.slice(2)
if (folder === undefined) {
  console.error('usage: node bench/forecast.ts FOLDER [file-name-part …]')
  process.exitCode = 2
} else {
  for (const name of readdirSync(folder).toSorted()) {
    if (/\.csv(\.gz)?$/.test(name) && (parts.length === 0 || parts.some((part) => name.includes(part))))
      benchFile(folder, name)
  }
}
