/** One series in, one forecast out: prepare, let the models compete, predict, and say how far off it may be. */
import type { Forecast, ModelScore } from '../../model/forecast.ts'
import type { Grid } from '../../model/metric-series.ts'
import { InputError } from '../../errors.ts'
import { cutHistory, errorsAt, planCalibration, planRanking } from './backtest.ts'
import { stepsPerDay } from './cycle.ts'
import { type Margins, marginsOf, marginsOfShortHistory, widenBy } from './interval.ts'
import { forecastModels } from './models/index.ts'
import { medianBaseline } from './models/median-baseline.ts'
import { predictFrom } from './predict.ts'
import { fillGaps, trimHistory } from './prepare.ts'
import { rankModels } from './rank-models.ts'

export interface ForecastSettings {
  /** How many steps ahead. */
  readonly horizonSteps: number
  /** Level of the central interval, from 0 to below 1: 0.9 runs from the 5 % to the 95 % quantile. */
  readonly level: number
}

interface Season {
  readonly period: number
  readonly horizon: number
  readonly level: number
}

/** A forecast without its labels. */
interface Course {
  readonly point: Float64Array
  readonly margins: Margins
  readonly scores: readonly ModelScore[]
  readonly origins: number
}

/**
 * Forecasts the mean of each step, in the unit of `grid`, from the step after its last real sample on.
 * Null where no step has a sample. With less than two days no backtest is possible: then `model` is null,
 * the point is the median of the last day, and the interval is wide.
 * @throws InputError `forecast.invalid` for settings that make no sense.
 */
export function forecastSeries(grid: Grid, settings: ForecastSettings): Forecast | null {
  checkSettings(settings)
  const history = trimHistory(grid.mean)
  if (history === null) return null
  const { samples, trimmed, coverage } = history
  const season = { period: stepsPerDay(grid.stepSeconds), horizon: settings.horizonSteps, level: settings.level }
  const { point, margins, scores, origins } = competingCourse(samples, season) ?? plainCourse(samples, season)
  const firstStep = trimmed.leading + samples.length
  return {
    vmId: grid.vmId,
    metric: grid.metric,
    model: scores[0]?.model ?? null,
    family: scores[0]?.family ?? null,
    start: new Date(grid.startMs + firstStep * grid.stepSeconds * 1000).toISOString(),
    stepSeconds: grid.stepSeconds,
    point: [...point],
    interval: {
      level: settings.level,
      ...bandAround(point, margins, { widen: widenBy(coverage), floor: floorOf(samples) }),
    },
    scores: [...scores],
    origins,
    history: { steps: samples.length, coverage },
  }
}

function checkSettings({ horizonSteps, level }: ForecastSettings): void {
  if (Number.isInteger(horizonSteps) && horizonSteps > 0 && level >= 0 && level < 1) return
  throw new InputError('forecast.invalid', `A forecast of ${horizonSteps} steps at level ${level} makes no sense.`, {
    suggestions: ['Ask for at least one step, and for a level from 0 to below 1, such as 0.9.'],
  })
}

/** The best model's course; null where the history is too short to tell which that is. */
function competingCourse(samples: Float64Array, { period, horizon, level }: Season): Course | null {
  const ranking = planRanking(samples.length, period)
  const origins = ranking === null ? [] : cutHistory(samples, ranking)
  const scores = origins.length === 0 ? [] : rankModels(origins, period)
  const best = scores[0]
  if (best === undefined) return null
  const model = forecastModels[best.model]
  const calibration = cutHistory(samples, planCalibration(samples.length, { period, horizon }))
  const errors = (calibration.length > 0 ? calibration : origins).flatMap((origin) => [
    ...errorsAt(model, origin, period),
  ])
  const point = predictFrom(model, fillGaps(samples, period).y, { period, horizon })
  return { point, margins: marginsOf(Float64Array.from(errors), level), scores, origins: origins.length }
}

function plainCourse(samples: Float64Array, { period, horizon }: Season): Course {
  const { y } = fillGaps(samples, period)
  const point = predictFrom(medianBaseline, y, { period, horizon })
  return { point, margins: marginsOfShortHistory(y, point[0] ?? 0), scores: [], origins: 0 }
}

/** What never was negative is not expected to become so. */
const floorOf = (samples: Float64Array): number => (samples.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0)

function bandAround(
  point: Float64Array,
  { below, above }: Margins,
  { widen, floor }: { widen: number; floor: number },
): { lower: number[]; upper: number[] } {
  return {
    lower: Array.from(point, (value) => Math.max(floor, value + Math.min(0, below * widen))),
    upper: Array.from(point, (value) => value + Math.max(0, above * widen)),
  }
}
