/** What each model is in the pool for. */
import { describe, expect, it } from 'vitest'
import { forecastModels } from '../../../../src/core/forecast/models/index.ts'
import type { ModelId } from '../../../../src/model/forecast.ts'
import { aPast, hours } from '../series.ts'

const predict = (id: ModelId, y: Float64Array, horizon = 48): Float64Array =>
  forecastModels[id].fit(aPast(y)).predict(horizon)

const isWeekend = (hour: number): boolean => Math.floor(hour / 24) % 7 > 4
const office = (hour: number): number => (!isWeekend(hour) && hour % 24 >= 8 && hour % 24 < 18 ? 5 : 1)

describe('a model', () => {
  it.each([
    'repeat-week',
    'week-profile-median',
    'week-profile-weighted',
    'weighted-seasons',
    'double-seasonal',
  ] as const)('of weeks knows a weekend: %s', (id) => {
    // Five weeks that end on a Friday night.
    const y = hours(33 * 24, office)

    const predicted = predict(id, y, 72)

    expect(Math.max(...predicted.slice(0, 48))).toBeLessThan(1.5)
    expect(predicted[48 + 12]).toBeGreaterThan(4)
  })

  it.each(['shape-four-days', 'shape-three-weeks', 'shape-four-weeks'] as const)(
    'of days lays its shape on the present level: %s',
    (id) => {
      const y = hours(30 * 24, (hour) => (hour < 29 * 24 ? 10 : 20) + (hour % 24 === 3 ? 4 : 0) + 0.01 * (hour % 7))

      const predicted = predict(id, y, 24)

      expect(predicted[12]).toBeGreaterThan(15)
      expect(predicted[3] ?? 0).toBeGreaterThan((predicted[12] ?? 0) + 2)
    },
  )

  it.each(['theta', 'damped-trend'] as const)('of trends follows a rise from day to day: %s', (id) => {
    const y = hours(28 * 24, (hour) => 100 + Math.floor(hour / 24) * 2)

    const [today, tomorrow] = [y.at(-1) ?? 0, predict(id, y)[0] ?? 0]

    expect(tomorrow).toBeGreaterThan(today + 0.5)
    expect(tomorrow).toBeLessThan(today + 2.5)
  })

  it('that is damped lets a rise fade', () => {
    const y = hours(28 * 24, (hour) => 100 + Math.floor(hour / 24) * 2)

    const predicted = predict('damped-trend', y, 60 * 24)

    expect((predicted.at(-1) ?? 0) - (predicted.at(-25) ?? 0)).toBeLessThan(0.2)
  })

  it('of intermittent demand gives the mean that is left when sleep and bursts are one', () => {
    const y = hours(60 * 24, (hour) => (hour % 10 === 0 ? 50 : 0))

    expect(predict('croston', y)[0]).toBeCloseTo(5, 0)
  })

  it('of intermittent demand forgets a machine that fell asleep', () => {
    const y = hours(60 * 24, (hour) => (hour < 30 * 24 && hour % 3 === 0 ? 50 : 0))

    expect(predict('croston', y)[0]).toBeLessThan(0.01)
  })

  it('of intermittent demand does not suit a machine that is mostly awake', () => {
    expect(forecastModels.croston.suits(aPast(hours(400, (hour) => hour % 3)))).toBe(false)
  })

  it.each(['median-half-day', 'median-day', 'median-four-days', 'median-week'] as const)(
    'that is flat is not moved by one spike: %s',
    (id) => {
      const y = hours(20 * 24, (hour) => (hour === 20 * 24 - 5 ? 1e6 : 2))

      expect(new Set(predict(id, y))).toEqual(new Set([2]))
    },
  )

  it.each(['similar-days', 'similar-windows'] as const)('of neighbours plays the past again: %s', (id) => {
    // Every fifth day is busy, and the day before it has a bump at ten o'clock.
    const y = hours(41 * 24 - 1, (hour) => {
      const day = Math.floor((hour + 1) / 24) % 5
      const clock = (hour + 1) % 24
      return day === 1 && clock > 2 ? 9 : day === 0 && clock === 10 ? 3 : 1
    })

    expect(predict(id, y.slice(0, 41 * 24 - 1))[12]).toBeCloseTo(9, 6)
  })

  it('of smoothing follows a restless level fast and a noisy one slowly', () => {
    const walk = hours(400, (hour) => 10 + 3 * Math.sin(hour / 30))
    const noisy = hours(400, (hour) => 10 + 3 * (hour % 2))

    expect(predict('smoothed-level', walk)[0]).toBeCloseTo(walk.at(-1) ?? 0, 0)
    expect(predict('smoothed-level', noisy)[0]).toBeCloseTo(11.5, 0)
  })
})
