import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastSeries } from '../../../src/core/forecast/forecast-series.ts'
import { defaultBacktestSettings } from '../../../src/core/forecast/history-backtest.ts'
import { sayBefore } from '../../../src/core/forecast/history-estimators.ts'
import { configSchema } from '../../../src/model/config.ts'
import { estimatorIds } from '../../../src/model/history-backtest.ts'
import { estimateUsage } from '../../../src/core/forecast/usage.ts'
import { aGrid, gappyHistories, hours, noise, rhythm } from './series.ts'

const say = (values: Iterable<number>, steps = 48) => sayBefore(aGrid(values), steps, defaultBacktestSettings)
const pathsOf = (said: ReturnType<typeof say>) =>
  Object.fromEntries(said?.estimates.map(({ estimator, path }) => [estimator, path]) ?? [])

describe('what is said before a cut', () => {
  it('is the forecast, its quantile path, the size, the flat week, and the rules of peers', () => {
    const history = rhythm(28 * 24)
    const forecast = forecastSeries(aGrid(history), { horizonSteps: 48, levels: [0.95], selection: 'combine' })

    const said = say(history)

    expect(said?.course).toEqual(forecast?.point)
    expect(said).toMatchObject({ model: forecast?.model, family: forecast?.family })
    expect(said?.estimates.map(({ estimator }) => estimator)).toEqual(estimatorIds)
    expect(pathsOf(said)['drplan-path']).toEqual(forecast?.quantiles[0])
  })

  it('sizes by the history before the cut only: P95 of the week, 1.3 times P95, 1.25 times P99.5', () => {
    const paths = pathsOf(say(hours(28 * 24, (hour) => hour + 1)))

    const week = 21 * 24 + Math.ceil(0.95 * 168)
    expect(paths['flat-week']?.[0]).toBe(week)
    expect(paths['azure-migrate']?.[47]).toBeCloseTo(1.3 * Math.ceil(0.95 * 672), 9)
    expect(paths['compute-optimizer']?.[0]).toBeCloseTo((14 * 24 + Math.ceil(0.995 * 336)) / 0.8, 9)
  })

  it('sizes as plans do, before headroom', () => {
    const grid = aGrid(rhythm(28 * 24))
    const policy = configSchema.shape.demand.parse({ horizonDays: 2 })
    const forecast = forecastSeries(grid, { horizonSteps: 48, levels: [0.95], selection: 'combine' })!

    expect(pathsOf(say(grid.mean))['drplan-size']?.[47]).toBe(estimateUsage(grid, forecast, policy).expected)
    expect(Object.keys(pathsOf(say(rhythm(23))))).not.toContain('drplan-size')
  })

  it('repeats the last day', () => {
    const history = hours(12 * 24, (hour) => hour)

    expect([...(say(history, 30)?.repeatedDay ?? [])]).toEqual([...hours(30, (hour) => 11 * 24 + (hour % 24))])
  })

  it('begins at the cut also where the last samples before it are missing', () => {
    const silent = hours(20 * 24, (hour) => (hour >= 20 * 24 - 6 ? Number.NaN : (hour % 24) + 1))

    const said = say(silent, 24)

    expect([...(said?.repeatedDay ?? [])]).toEqual([...hours(24, (hour) => hour + 1)])
    expect(said?.course.length).toBe(24)
    for (const [hour, value] of (said?.course ?? []).entries()) expect(value).toBeCloseTo(hour + 1, 6)
  })

  it('sees one figure of each hour only', () => {
    const grid = { ...aGrid(rhythm(480)), max: noise(480) }

    const said = sayBefore(grid, 48, { ...defaultBacktestSettings, track: 'max' })

    expect(said).toEqual(sayBefore(aGrid(noise(480)), 48, defaultBacktestSettings))
  })

  it('is as long as the horizon and finite for any history', () => {
    fc.assert(
      fc.property(gappyHistories, fc.integer({ min: 1, max: 60 }), (values, steps) => {
        const said = say(values, steps)

        expect(said === null).toBe(!values.some(Number.isFinite))
        for (const path of [...Object.values(pathsOf(said)), said?.course, said?.repeatedDay]) {
          expect(path?.length ?? steps).toBe(steps)
          expect(path?.every(Number.isFinite) ?? true).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })
})
