/** What every forecast model promises; `testForecastModel` runs it for one of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelFamilies, modelIds, type ForecastModel } from '../../src/model/forecast.ts'
import { histories } from '../core/forecast/series.ts'

const period = 24
const horizon = 50

/** The largest distance between two paths of one length, in parts of `scale`. */
const distance = (actual: Float64Array, expected: Float64Array, scale: number): number => {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  return Math.max(...expected.map((value, step) => Math.abs((actual[step] ?? Number.NaN) - value))) / (scale || 1)
}

const ROUNDING = 1e-9

export function testForecastModel(model: ForecastModel): void {
  const least = model.minimumLength(period)
  const forecast = (y: Float64Array): Float64Array => model.fit(y, period).predict(horizon)
  const largest = (y: Float64Array): number => y.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

  describe(`the model ${model.id}`, () => {
    it('has a known id and family', () => {
      expect(modelIds).toContain(model.id)
      expect(modelFamilies).toContain(model.family)
    })

    it('predicts as many finite values as asked, from its shortest history on', () => {
      fc.assert(
        fc.property(histories(least), fc.integer({ min: 1, max: 200 }), (y, steps) => {
          const predicted = model.fit(y, period).predict(steps)

          expect(predicted.length).toBe(steps)
          expect(predicted.every(Number.isFinite)).toBe(true)
        }),
      )
    })

    it('works with a season of one step', () => {
      const y = Float64Array.from([3, 1, 2, 5, 4])

      expect(model.fit(y, 1).predict(4).every(Number.isFinite)).toBe(true)
    })

    it('leaves the history as it was and says the same twice', () => {
      fc.assert(
        fc.property(histories(least), (y) => {
          const before = y.slice()

          const first = forecast(y)
          const second = forecast(y)

          expect(y).toEqual(before)
          expect(second).toEqual(first)
        }),
      )
    })

    it('has the start of a longer forecast in common with a shorter one', () => {
      fc.assert(
        fc.property(histories(least), (y) => {
          const fitted = model.fit(y, period)

          expect(fitted.predict(horizon).slice(0, 7)).toEqual(fitted.predict(7))
        }),
      )
    })

    it('continues a constant', () => {
      fc.assert(
        fc.property(
          fc.double({ min: 0, max: 1e12, noNaN: true }),
          fc.integer({ min: least, max: 700 }),
          (value, length) => {
            const predicted = forecast(new Float64Array(length).fill(value))

            expect(distance(predicted, new Float64Array(horizon).fill(value), value)).toBeLessThanOrEqual(ROUNDING)
          },
        ),
      )
    })

    it('moves with a shift of the history', () => {
      const y = Float64Array.from(
        { length: Math.max(least, 200) },
        (_, hour) => 5 + ((hour * hour) % 17) + (hour % 24) / 3,
      )
      fc.assert(
        fc.property(fc.integer({ min: -1000, max: 1000 }), (shift) => {
          const expected = forecast(y).map((value) => value + shift)

          expect(
            distance(forecast(y.map((value) => value + shift)), expected, 1 + Math.abs(shift) + largest(y)),
          ).toBeLessThanOrEqual(ROUNDING)
        }),
      )
    })

    it('scales with the unit of the history', () => {
      fc.assert(
        fc.property(histories(least), fc.integer({ min: -20, max: 20 }), (y, exponent) => {
          const scale = 2 ** exponent

          const expected = forecast(y).map((value) => value * scale)

          expect(distance(forecast(y.map((value) => value * scale)), expected, largest(y) * scale)).toBeLessThanOrEqual(
            ROUNDING,
          )
        }),
      )
    })
  })
}
