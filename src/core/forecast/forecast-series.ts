/** One series in, one forecast out: prepare, let the models compete, choose, and say how far off it may be. */
import { min, max } from 'simple-statistics'
import { InputError } from '../../errors.ts'
import type { Forecast, ModelScore, Selection } from '../../model/forecast.ts'
import type { Grid } from '../../model/metric-series.ts'
import { planBacktests, rankEntrants, runModels, seasonalChange, type Ranked } from './compete.ts'
import { stepsPerDay } from './cycle.ts'
import type { ForecastModel } from './forecast-model.ts'
import { reusedMemory } from './memory.ts'
import { forecastModels } from './models/index.ts'
import { medianOfRange } from './order.ts'
import { fillGaps, findWildSteps, trimHistory, type History } from './prepare.ts'
import { quantilePaths } from './quantiles.ts'
import { selectCourses } from './select.ts'
import type { Selected } from './selected.ts'
import { createSeries } from './series.ts'

export interface ForecastSettings {
  /** How many steps ahead. */
  readonly horizonSteps: number
  /** Quantiles to give besides the course, each between 0 and 1, ascending. */
  readonly levels: readonly number[]
  readonly selection: Selection
}

/** Without a backtest nobody knows which model is good: the median of these three is seldom far off. */
const untested = ['repeat-day', 'median-day', 'hour-median'] as const
/** Half a day has no shape, and nothing to be far from. */
const LEAST_DAYS = 2

/** One thread forecasts one series after the other. */
const memory = reusedMemory()

/**
 * Forecasts the mean of each step, in the unit of `grid`, from the step after its last real sample on. Null where no step
 * has a sample. With less than two days there is no model at all: the course is the median of the last day and the quantiles
 * lie as far again beyond what was seen as that is wide.
 * @throws InputError `forecast.invalid` for settings that make no sense.
 */
export function forecastSeries(grid: Grid, settings: ForecastSettings): Forecast | null {
  checkSettings(settings)
  const history = trimHistory(grid.mean)
  if (history === null) return null
  const period = stepsPerDay(grid.stepSeconds)
  const made =
    history.samples.length < LEAST_DAYS * period
      ? forecastFragment(history, period, settings)
      : forecastHistory(history, period, settings)
  const firstStep = history.trimmed.leading + history.samples.length
  return {
    vmId: grid.vmId,
    metric: grid.metric,
    start: new Date(grid.startMs + firstStep * grid.stepSeconds * 1000).toISOString(),
    stepSeconds: grid.stepSeconds,
    steps: settings.horizonSteps,
    levels: settings.levels,
    ...made,
    history: { steps: history.samples.length, coverage: history.coverage },
  }
}

function checkSettings({ horizonSteps, levels }: ForecastSettings): void {
  const ascending = levels.every((level, place) => level > (levels[place - 1] ?? 0) && level < 1)
  if (Number.isInteger(horizonSteps) && horizonSteps > 0 && ascending) return
  throw new InputError(
    'forecast.invalid',
    `A forecast of ${horizonSteps} steps with quantiles ${levels.join(', ')} makes no sense.`,
    { suggestions: ['Ask for at least one step, and for ascending quantiles between 0 and 1, such as 0.95.'] },
  )
}

type Made = Pick<
  Forecast,
  'model' | 'family' | 'mae' | 'mase' | 'selection' | 'point' | 'quantiles' | 'scores' | 'origins'
>

function forecastHistory(history: History, period: number, settings: ForecastSettings): Made {
  const { horizonSteps, levels } = settings
  const { y, samples } = tamed(fillGaps(history.samples, period), history.samples, period)
  const plan = planBacktests(y.length, { period, horizon: horizonSteps })
  const series = createSeries(y, { period, cuts: plan.cuts, memory })
  const isTested = plan.cuts.length > 1
  const entrants = runModels(modelsFor(settings.selection, isTested), series, {
    ahead: horizonSteps,
    backtest: plan.horizon,
  })
  const ranked = rankEntrants(entrants, series, samples)
  const selected = selectCourses(ranked, series, isTested ? settings.selection : 'combine')
  if (selected === null) return forecastFragment(history, period, settings)
  const change = seasonalChange(y, period)
  const paths = quantilePaths({ series, samples, courses: selected.courses, change }, levels)
  // What is lent is lent again to the next series.
  const point = (selected.courses[0] as Float64Array).slice()
  const floor = y.some((value) => value < 0) ? -Infinity : 0
  for (const path of paths) widenAround(point, path, { by: widenBy(history.coverage), floor })
  const scores = isTested ? scoresOf(ranked, selected, change) : []
  return {
    ...firstOf(scores),
    selection: selected.selection,
    point,
    quantiles: paths.map((path) => path.slice()),
    scores,
    origins: plan.cuts.length - 1,
  }
}

/** A wild step neither teaches a model, nor judges one; what four weeks really saw still sizes the VM (usage.ts). */
function tamed(y: Float64Array, samples: Float64Array, period: number): { y: Float64Array; samples: Float64Array } {
  const wild = findWildSteps(y, period)
  if (wild.length === 0) return { y, samples }
  const judged = samples.slice()
  for (const step of wild) {
    y[step] = y[step - 1] as number
    judged[step] = Number.NaN
  }
  return { y, samples: judged }
}

/** Untested, only a model that was asked for by name comes instead of the three. */
function modelsFor(selection: Selection, isTested: boolean): readonly ForecastModel[] {
  if (isTested) return Object.values(forecastModels)
  const forced = Object.values(forecastModels).filter(({ id }) => id === selection)
  return forced.length > 0 ? forced : untested.map((id) => forecastModels[id])
}

function firstOf([first]: readonly ModelScore[]): Pick<Made, 'model' | 'family' | 'mae' | 'mase'> {
  return {
    model: first?.model ?? null,
    family: first?.family ?? null,
    mae: first?.mae ?? null,
    mase: first?.mase ?? null,
  }
}

/** `change` is the mean change from day to day: MASE of 1 is as wrong as that. */
const scoresOf = (ranked: readonly Ranked[], { votes }: Selected, change: number): ModelScore[] =>
  ranked.map(({ model: { id, family }, errors }) => {
    const known = errors.filter((error) => !Number.isNaN(error))
    const mae = known.length === 0 ? null : known.reduce((sum, error) => sum + error, 0) / known.length
    return { model: id, family, mae, mase: mae !== null && change > 0 ? mae / change : null, vote: votes.get(id) ?? 0 }
  })

/** Missing samples are unseen errors: at a coverage of 0.8 the band is 1.2 times as wide, at most twice. */
const widenBy = (coverage: number): number => 2 - coverage

function widenAround(point: Float64Array, path: Float64Array, { by, floor }: { by: number; floor: number }): void {
  if (by === 1) return
  for (let step = 0; step < path.length; step++) {
    const middle = point[step] as number
    path[step] = Math.max(floor, middle + ((path[step] as number) - middle) * by)
  }
}

function forecastFragment({ samples }: History, period: number, { horizonSteps, levels }: ForecastSettings): Made {
  const real = [...samples].filter((value) => !Number.isNaN(value))
  const level = medianOfRange(Float64Array.from(real), Math.max(0, real.length - period), real.length)
  const [lowest, highest] = [min(real), max(real)]
  const range = highest - lowest
  const floor = lowest < 0 ? -Infinity : 0
  const flat = (value: number): Float64Array => new Float64Array(horizonSteps).fill(value)
  const quantileAt = (tau: number): number =>
    tau > 0.5 ? highest + range : tau < 0.5 ? Math.max(floor, lowest - range) : level
  return {
    ...firstOf([]),
    selection: 'combine',
    point: flat(level),
    quantiles: levels.map((tau) => flat(quantileAt(tau))),
    scores: [],
    origins: 0,
  }
}
