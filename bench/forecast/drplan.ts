/** drplan as a contender: its forecasts by each selection, and the figure that a demand is made of. */
import { forecastSeries } from '../../src/core/forecast/forecast-series.ts'
import { estimateUsage, forecastSettingsFor, isUsable } from '../../src/core/forecast/usage.ts'
import { configSchema } from '../../src/model/config.ts'
import type { Forecast, Selection } from '../../src/model/forecast.ts'
import type { Grid } from '../../src/model/metric-series.ts'
import type { Case } from './cases.ts'
import { levels, sizingLevel, type Contender, type Said } from './contender.ts'

const HOURS_PER_DAY = 24
const HOUR_SECONDS = 3600

export const policy = { ...configSchema.shape.demand.parse({}), quantile: sizingLevel }

/** A history of hourly means. */
export const gridOf = (vmId: string, mean: Float64Array): Grid => ({
  vmId,
  metric: 'cpu',
  startMs: 0,
  stepSeconds: HOUR_SECONDS,
  mean,
  p95: mean,
  max: mean,
})

/** Every forecast is checked: one that is not finite, or whose quantiles cross, ends the bench. */
export const drplan = (selection: Selection): Contender => ({
  name: `drplan (${selection})`,
  say(one, horizon) {
    // A forecast begins behind the last real sample: what lies before the cut is asked for as well, and not judged.
    const behind = one.past.length - 1 - one.past.findLastIndex(Number.isFinite)
    const settings = { horizonSteps: behind + horizon, levels, selection }
    const made = forecastSeries(gridOf(one.name, one.past), settings)
    if (made === null) throw new Error(`${one.name}: no forecast of a past that has samples`)
    checkForecast(made, one)
    const fromCut = (path: Float64Array): Float64Array => path.subarray(behind)
    return {
      point: fromCut(made.point),
      quantiles: new Map(levels.map((level, place) => [level, fromCut(made.quantiles[place] as Float64Array)])),
    }
  },
})

/** @throws Error where a value is not finite, a quantile crosses another, or one above a half lies below the course. */
function checkForecast({ point, quantiles, steps }: Forecast, { name, past, tag }: Case): void {
  const paths = [point, ...quantiles]
  for (const [place, path] of paths.entries()) {
    const below = paths[place - 1]
    const wrong = path.findIndex((value, hour) => !Number.isFinite(value) || value < (below?.[hour] ?? value))
    if (wrong < 0 && path.length === steps) continue
    const seen = paths.map((one) => one[wrong]).join(', ')
    throw new Error(
      `${name} (${tag}, ${past.length} h of history): hour ${wrong} of ${path.length} of ${steps} is ${seen}`,
    )
  }
}

/** The figure that sizes a VM: the same for every hour. */
export const drplanDemand: Contender = {
  name: 'drplan (demand)',
  say(one, horizon) {
    const grid = gridOf(one.name, one.past)
    if (!isUsable(grid)) return null
    const asked = { ...policy, horizonDays: horizon / HOURS_PER_DAY }
    const forecast = forecastSeries(grid, forecastSettingsFor(asked, grid.stepSeconds)) ?? undefined
    const { expected } = estimateUsage(grid, forecast, asked)
    if (!Number.isFinite(expected)) throw new Error(`${one.name} (${one.tag}): the demand is ${expected}`)
    return flat(expected, horizon)
  },
}

/** One figure that shall hold at the level that sizes. */
export const flat = (figure: number, horizon: number): Said => ({
  point: null,
  quantiles: new Map([[sizingLevel, new Float64Array(horizon).fill(figure)]]),
})
