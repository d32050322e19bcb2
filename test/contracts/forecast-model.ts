/** What every forecast model promises; `testForecastModel` runs it for one of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ForecastModel } from '../../src/core/forecast/forecast-model.ts'
import { createSeries } from '../../src/core/forecast/series.ts'
import { modelFamilies, modelIds, type ModelId } from '../../src/model/forecast.ts'
import { aPast, histories, hours, rhythm } from '../core/forecast/series.ts'

const period = 24
const horizon = 50

/** The largest distance between two paths of one length, in parts of `scale`. */
const distance = (actual: Float64Array, expected: Float64Array, scale: number): number => {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  return Math.max(...expected.map((value, step) => Math.abs((actual[step] ?? Number.NaN) - value))) / (scale || 1)
}

const ROUNDING = 1e-9

/** Ratios are what these think in, or zeros: a shift makes another series of it. */
const notShifting: ReadonlySet<ModelId> = new Set<ModelId>([
  'croston',
  'day-profile',
  'log-autoregression',
  'similar-days',
  'week-profile-median',
  'week-profile-weighted',
])

/** Five weeks without a pattern in which every hour differs, three hours in four being zero. */
const sleepy = hours(840, (hour) => (hour % 4 === 0 ? 1 + ((hour * hour) % 31) : 0))

export function testForecastModel(model: ForecastModel): void {
  const forecast = (y: Float64Array): Float64Array => model.fit(aPast(y, period)).predict(horizon)
  const suits = (y: Float64Array): boolean => model.suits(aPast(y, period))
  const largest = (y: Float64Array): number => y.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const lively = suits(rhythm(840)) ? rhythm(840) : sleepy

  describe(`the model ${model.id}`, () => {
    it('has a known id and family', () => {
      expect(modelIds).toContain(model.id)
      expect(modelFamilies).toContain(model.family)
    })

    it('suits five weeks of one kind of machine or another, and not a single hour', () => {
      expect(suits(lively)).toBe(true)
      expect(suits(Float64Array.of(1))).toBe(false)
    })

    it('predicts as many finite values as asked for every history that suits it', () => {
      fc.assert(
        fc.property(histories(24, 600), fc.integer({ min: 1, max: 200 }), (y, steps) => {
          fc.pre(suits(y))

          const predicted = model.fit(aPast(y, period)).predict(steps)

          expect(predicted.length).toBe(steps)
          expect(predicted.every(Number.isFinite)).toBe(true)
        }),
      )
    })

    it('works with a season of one step', () => {
      const past = aPast(
        hours(400, (step) => (model.id === 'croston' && step % 3 > 0 ? 0 : 3 + ((step * step) % 7))),
        1,
      )

      expect(model.suits(past)).toBe(true)
      expect(model.fit(past).predict(4).every(Number.isFinite)).toBe(true)
    })

    it('leaves the history as it was and says the same twice', () => {
      fc.assert(
        fc.property(histories(400, 600), (y) => {
          fc.pre(suits(y))
          const before = y.slice()

          const first = forecast(y)
          const second = forecast(y)

          expect(y).toEqual(before)
          expect(second).toEqual(first)
        }),
      )
    })

    it('has the start of a longer forecast in common with a shorter one', () => {
      const fitted = model.fit(aPast(lively, period))

      expect(fitted.predict(200).slice(0, 7)).toEqual(fitted.predict(7))
    })

    it('never sees what comes behind its cut', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (days, other) => {
          const cut = lively.length - days * period
          const changed = lively.map((value, step) => (step < cut ? value : other))
          const [one, two] = [lively, changed].map((y) => {
            const series = createSeries(y, { period, cuts: [y.length, cut] })
            return model.fit({ series, end: cut }).predict(horizon)
          })

          expect(two).toEqual(one)
        }),
      )
    })

    it('continues a constant', () => {
      fc.assert(
        fc.property(
          fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => (value < 1e-9 ? 0 : value)),
          fc.integer({ min: 24, max: 700 }),
          (value, length) => {
            const y = new Float64Array(length).fill(value)
            fc.pre(suits(y))

            expect(distance(forecast(y), new Float64Array(horizon).fill(value), value)).toBeLessThanOrEqual(ROUNDING)
          },
        ),
      )
    })

    it('moves with a shift of the history, unless it thinks in ratios', () => {
      fc.assert(
        fc.property(fc.integer({ min: 50, max: 1000 }), (shift) => {
          const expected = forecast(lively).map((value) => value + shift)
          const shifted = lively.map((value) => value + shift)

          const moved = suits(shifted) ? forecast(shifted) : new Float64Array(0)

          const moves = distance(moved, expected, 1 + Math.abs(shift) + largest(lively)) <= ROUNDING
          expect(moves || notShifting.has(model.id)).toBe(true)
        }),
      )
    })

    it('scales with the unit of the history', () => {
      fc.assert(
        fc.property(fc.integer({ min: -20, max: 40 }), (exponent) => {
          const scale = 2 ** exponent

          const scaled = forecast(lively.map((value) => value * scale))

          const expected = forecast(lively).map((value) => value * scale)
          expect(distance(scaled, expected, largest(lively) * scale)).toBeLessThanOrEqual(ROUNDING)
        }),
      )
    })
  })
}
