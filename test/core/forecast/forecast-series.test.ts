import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastSeries } from '../../../src/core/forecast/forecast-series.ts'
import { forecastSchema, type Forecast } from '../../../src/model/forecast.ts'
import { aGrid, gappyHistories, hours, noise, rhythm } from './series.ts'

const settings = { horizonSteps: 60, level: 0.9 }
const forecastOf = (values: Iterable<number>): Forecast => {
  const forecast = forecastSeries(aGrid(values), settings)
  if (forecast === null) throw new Error('there is a sample')
  return forecast
}

/** What is wrong with a forecast, whatever its history was. */
const flawsOf = (forecast: Forecast): string[] => {
  forecastSchema.parse(forecast)
  const { lower, upper } = forecast.interval
  const lengths = [forecast.point, lower, upper].map((path) => path.length)
  const flaws = lengths.every((length) => length === settings.horizonSteps) ? [] : [`lengths ${lengths.join()}`]
  for (const [step, value] of forecast.point.entries()) {
    const [low, high] = [lower[step] ?? Number.NaN, upper[step] ?? Number.NaN]
    if (![low, value, high].every(Number.isFinite)) flaws.push(`not finite at ${step}`)
    if (!(low <= value && value <= high)) flaws.push(`not in order at ${step}`)
  }
  return flaws
}

describe('the forecast of a series', () => {
  it('is sound for any samples: finite, ordered, never negative, and the same twice', () => {
    fc.assert(
      fc.property(gappyHistories, (values) => {
        fc.pre(values.some((value) => !Number.isNaN(value)))

        const forecast = forecastOf(values)

        expect(flawsOf(forecast)).toEqual([])
        expect(Math.min(...forecast.interval.lower)).toBeGreaterThanOrEqual(0)
        expect(forecastOf(values)).toEqual(forecast)
      }),
    )
  })

  it('does not depend on which series were forecast before', () => {
    const histories = [rhythm(240), noise(300), rhythm(30), new Float64Array(100)]

    const forwards = histories.map(forecastOf)
    const backwards = histories.toReversed().map(forecastOf).toReversed()

    expect(backwards).toEqual(forwards)
  })

  it('is the constant, without a margin, where nothing ever changed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 300 }), (value, length) => {
        const { point, interval } = forecastOf(new Float64Array(length).fill(value))

        for (const path of [point, interval.lower, interval.upper]) expect(new Set(path)).toEqual(new Set([value]))
      }),
    )
  })

  it('moves with a shift, and scales with the unit', () => {
    const y = rhythm(400)
    const original = forecastOf(y)

    const shifted = forecastOf(y.map((value) => value + 100))
    const scaled = forecastOf(y.map((value) => value * 1024))

    for (const [step, value] of original.point.entries()) {
      expect(shifted.point[step]).toBeCloseTo(value + 100, 6)
      expect(scaled.point[step]).toBeCloseTo(value * 1024, 6)
    }
  })

  it('has intervals of a higher level around those of a lower one', () => {
    const grid = aGrid(noise(500))
    const levels = [0, 0.5, 0.8, 0.9, 0.98]

    const bands = levels.map((level) => forecastSeries(grid, { horizonSteps: 48, level })?.interval)

    for (const [index, band] of bands.slice(1).entries()) {
      for (let step = 0; step < 48; step++) {
        expect(band?.lower[step]).toBeLessThanOrEqual(bands[index]?.lower[step] ?? Number.NaN)
        expect(band?.upper[step]).toBeGreaterThanOrEqual(bands[index]?.upper[step] ?? Number.NaN)
      }
    }
  })

  it('begins with the step behind the last real sample', () => {
    const { start, history } = forecastOf([Number.NaN, 1, 2, Number.NaN])

    expect(start).toBe('2026-01-05T03:00:00.000Z')
    expect(history).toEqual({ steps: 2, coverage: 1 })
  })

  it('names no model for a history without a backtest, and gives it a wide band', () => {
    const forecast = forecastOf([2, 3, 4])

    expect(forecast).toMatchObject({ model: null, family: null, origins: 0, scores: [] })
    expect(forecast.point[0]).toBe(3)
    expect([forecast.interval.lower[0], forecast.interval.upper[0]]).toEqual([0, 6])
  })

  it('names the model and its family, first of the scores', () => {
    const forecast = forecastOf(rhythm(720))

    expect(forecast.model).toBe(forecast.scores[0]?.model)
    expect(forecast.family).toBe(forecast.scores[0]?.family)
    expect(forecast.origins).toBe(4)
  })

  it('widens the interval where samples are missing', () => {
    const values = noise(480)
    const width = ({ point, interval }: Forecast): number => interval.upper[0]! - point[0]!

    const whole = forecastOf(values)
    const half = forecastOf(values.map((value, hour) => (hour % 2 === 1 || hour === 0 ? value : Number.NaN)))

    expect(width(half)).toBeGreaterThan(1.2 * width(whole))
  })

  it.each([
    ['nothing but zeros', new Float64Array(200)],
    ['three hours', Float64Array.of(0.1, 0.4, 0.2)],
    ['one sample', Float64Array.of(7)],
    ['two days', rhythm(48)],
    ['seven days', rhythm(168)],
    ['one spike', hours(400, (hour) => (hour === 399 ? 1000 : 0.01))],
    ['a step of a resized VM', hours(336, (hour) => (hour < 300 ? 1 : 4) + 0.1 * (hour % 3))],
    ['a machine at its limit', new Float64Array(336).fill(8)],
    [
      'half of it missing in one piece',
      rhythm(400).map((value, hour) => (hour > 100 && hour < 300 ? Number.NaN : value)),
    ],
    ['negative values', hours(200, (hour) => (hour % 24) - 12)],
    ['bytes of a large machine', hours(500, (hour) => 4e12 + 1e9 * (hour % 24))],
  ])('is sound for %s', (_, values) => {
    expect(flawsOf(forecastOf(values))).toEqual([])
  })

  it('follows a resized VM once a backtest has seen its new level', () => {
    const { point } = forecastOf(hours(480, (hour) => (hour < 408 ? 1 : 4)))

    expect(point).toEqual(Array.from({ length: 60 }, () => 4))
  })

  it('works on a grid of five minutes and of a day', () => {
    const fine = forecastSeries(aGrid(rhythm(900), { stepSeconds: 300 }), settings)
    const daily = forecastSeries(aGrid(rhythm(60), { stepSeconds: 86_400 }), settings)

    expect(flawsOf(fine!)).toEqual([])
    expect(flawsOf(daily!)).toEqual([])
  })

  it('is null without any sample', () => {
    expect(forecastSeries(aGrid(new Float64Array(100).fill(Number.NaN)), settings)).toBeNull()
    expect(forecastSeries(aGrid([]), settings)).toBeNull()
  })

  it.each([
    { horizonSteps: 0, level: 0.9 },
    { horizonSteps: 1.5, level: 0.9 },
    { horizonSteps: 24, level: 1 },
    { horizonSteps: 24, level: Number.NaN },
  ])('refuses the settings %o', (settings) => {
    expect(() => forecastSeries(aGrid([1, 2]), settings)).toThrow(
      expect.objectContaining({ code: 'forecast.invalid', exitCode: 2 }),
    )
  })
})
