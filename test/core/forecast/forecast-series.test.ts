import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastSeries, type ForecastSettings } from '../../../src/core/forecast/forecast-series.ts'
import { forecastSummarySchema, type Forecast } from '../../../src/model/forecast.ts'
import { aGrid, gappyHistories, hours, noise, rhythm } from './series.ts'

const settings: ForecastSettings = { horizonSteps: 60, levels: [0.05, 0.9, 0.95, 0.99], selection: 'combine' }
const forecastOf = (values: Iterable<number>): Forecast => {
  const forecast = forecastSeries(aGrid(values), settings)
  if (forecast === null) throw new Error('there is a sample')
  return forecast
}

/** What is wrong with a forecast, whatever its history was. */
const flawsOf = (forecast: Forecast): string[] => {
  const { point, quantiles, scores: _scores, ...summary } = forecast
  forecastSummarySchema.parse(summary)
  const [low, ...high] = quantiles
  const paths = [low, point, ...high].map((path) => path ?? new Float64Array(0))
  const flaws = paths.every((path) => path.length === forecast.steps)
    ? []
    : [`lengths ${paths.map(({ length }) => length).join()}`]
  for (let step = 0; step < forecast.steps; step++) {
    const values = paths.map((path) => path[step] ?? Number.NaN)
    if (!values.every(Number.isFinite)) flaws.push(`not finite at ${step}`)
    if (values.some((value, place) => value < (values[place - 1] ?? -Infinity))) flaws.push(`not in order at ${step}`)
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
        expect(Math.min(...(forecast.quantiles[0] ?? []))).toBeGreaterThanOrEqual(0)
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
        const { point, quantiles } = forecastOf(new Float64Array(length).fill(value))

        for (const path of [point, ...quantiles]) expect(new Set(path)).toEqual(new Set([value]))
      }),
    )
  })

  it('scales with the unit', () => {
    const y = rhythm(400)
    const original = forecastOf(y)

    const scaled = forecastOf(y.map((value) => value * 1024))

    for (const [step, value] of original.point.entries()) expect(scaled.point[step]).toBeCloseTo(value * 1024, 6)
  })

  it('has the same course and other quantiles at other levels', () => {
    const grid = aGrid(noise(500))

    const few = forecastSeries(grid, { ...settings, levels: [0.95] })
    const many = forecastSeries(grid, { ...settings, levels: [0.1, 0.5, 0.95, 0.975] })

    expect(many?.point).toEqual(few?.point)
    expect(many?.quantiles[2]).toEqual(few?.quantiles[0])
  })

  it('keeps what most hours stay below under what nearly all stay below', () => {
    const y = noise(720)
    const { quantiles } = forecastOf(y)

    const held = (place: number): number =>
      noise(60 + 720)
        .slice(720)
        .filter((value, step) => value <= (quantiles[place]?.[step] ?? 0)).length / 60
    expect(held(0)).toBeLessThan(0.25)
    expect(held(1)).toBeGreaterThan(0.75)
    expect(held(3)).toBeGreaterThan(0.93)
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
    expect([forecast.quantiles[0]?.[0], forecast.quantiles[2]?.[0]]).toEqual([0, 6])
  })

  it('names the model and its family, first of the scores', () => {
    const forecast = forecastOf(rhythm(720))

    expect(forecast.model).toBe(forecast.scores[0]?.model)
    expect(forecast.family).toBe(forecast.scores[0]?.family)
    expect([forecast.mae, forecast.mase]).toEqual([forecast.scores[0]?.mae, forecast.scores[0]?.mase])
    expect(forecast.origins).toBe(4)
  })

  it('has the error of every model in the unit of the metric and in changes from day to day', () => {
    const { scores } = forecastOf(hours(480, (hour) => hour))

    const naive = scores.find(({ model }) => model === 'repeat-day')
    expect(scores.length).toBeGreaterThan(20)
    expect(naive?.mae).toBeCloseTo(48, 9)
    expect(naive?.mase).toBeCloseTo(2, 9)
  })

  it.each(['theta', 'repeat-day', 'best', 'shares'] as const)('can be made as a person asks: %s', (selection) => {
    const made = forecastSeries(aGrid(rhythm(720)), { ...settings, selection })

    expect(made?.selection).toBe(selection)
    expect(made?.scores.filter(({ vote }) => vote > 0)).toHaveLength(1)
    expect(flawsOf(made!)).toEqual([])
  })

  it('is made of the best models where the one asked for does not suit', () => {
    const made = forecastSeries(aGrid(rhythm(720)), { ...settings, selection: 'croston' })

    expect(made?.selection).toBe('combine')
  })

  it('hardly moves for one sample a thousand times too high', () => {
    const y = rhythm(720)

    const clean = forecastOf(y)
    const spoilt = forecastOf(y.with(600, 1000 * (y[600] ?? 0)))

    for (const [step, value] of clean.point.entries()) {
      expect(Math.abs((spoilt.point[step] ?? NaN) - value)).toBeLessThan(0.15 * value)
    }
  })

  it('widens the interval where samples are missing', () => {
    const values = noise(480)
    const width = ({ point, quantiles }: Forecast): number => quantiles[3]![0]! - point[0]!

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

    for (const value of point) expect(value).toBeGreaterThan(3.9)
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
    { horizonSteps: 0 },
    { horizonSteps: 1.5 },
    { levels: [1] },
    { levels: [Number.NaN] },
    { levels: [0.95, 0.9] },
  ])('refuses the settings %o', (over) => {
    expect(() => forecastSeries(aGrid([1, 2]), { ...settings, ...over })).toThrow(
      expect.objectContaining({ code: 'forecast.invalid', exitCode: 2 }),
    )
  })
})
