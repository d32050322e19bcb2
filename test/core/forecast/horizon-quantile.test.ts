import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastSeries } from '../../../src/core/forecast/forecast-series.ts'
import { quantileOverHorizon } from '../../../src/core/forecast/horizon-quantile.ts'
import type { Forecast } from '../../../src/model/forecast.ts'
import { aGrid, noise, rhythm } from './series.ts'

const levels = [0.05, 0.9, 0.95, 0.99]
const forecastOf = (values: Float64Array): Forecast => {
  const made = forecastSeries(aGrid(values), { horizonSteps: 168, levels, selection: 'combine' })
  if (made === null) throw new Error('there is a sample')
  return made
}

describe('the quantile over a horizon', () => {
  it('is that of the busy hours where a day has few of them', () => {
    const day = Float64Array.from({ length: 720 }, (_, hour) => (hour % 24 < 6 ? 10 : 1))

    expect(quantileOverHorizon(forecastOf(day), 0.95)).toBeCloseTo(10, 6)
    expect(quantileOverHorizon(forecastOf(day), 0.5)).toBeCloseTo(1, 6)
  })

  it('is the quantile of one hour where all hours are alike', () => {
    const flat = { ...forecastOf(noise(720)) }
    const point = new Float64Array(10).fill(5)
    const quantiles = [2, 8, 9, 11].map((value) => new Float64Array(10).fill(value))

    const found = levels.map((level) => quantileOverHorizon({ ...flat, point, quantiles }, level))

    for (const [place, value] of [2, 8, 9, 11].entries()) expect(found[place]).toBeCloseTo(value, 6)
  })

  it('rises with the level, within what the forecast holds possible', () => {
    const forecast = forecastOf(rhythm(720))
    const [lowest, highest] = [forecast.quantiles[0] ?? [], forecast.quantiles[3] ?? []]
    fc.assert(
      fc.property(
        fc.double({ min: 0.06, max: 0.98, noNaN: true }),
        fc.double({ min: 0, max: 0.01, noNaN: true }),
        (level, more) => {
          const found = quantileOverHorizon(forecast, level)

          expect(quantileOverHorizon(forecast, level + more)).toBeGreaterThanOrEqual(found)
          expect(found).toBeGreaterThanOrEqual(Math.min(...lowest))
          expect(found).toBeLessThanOrEqual(Math.max(...highest))
        },
      ),
    )
  })
})
