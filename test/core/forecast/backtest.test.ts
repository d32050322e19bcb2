import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutHistory, errorsAt, planCalibration, planRanking } from '../../../src/core/forecast/backtest.ts'
import { forecastModels } from '../../../src/core/forecast/models/index.ts'
import { predictFrom } from '../../../src/core/forecast/predict.ts'
import { fillGaps } from '../../../src/core/forecast/prepare.ts'
import { gappyHistories, hours, rhythm } from './series.ts'

const period = 24

describe('the plan of a backtest', () => {
  it('has four origins two days apart in a month', () => {
    expect(planRanking(720, period)).toEqual({ period, horizon: 48, cuts: [672, 624, 576, 528] })
  })

  it('shortens its horizon before it uses the older half of the history', () => {
    expect(planRanking(168, period)).toEqual({ period, horizon: 24, cuts: [144, 120, 96] })
    expect(planRanking(48, period)).toEqual({ period, horizon: 12, cuts: [36, 24] })
  })

  it('is impossible in less than two days', () => {
    expect(planRanking(47, period)).toBeNull()
  })

  it('keeps every cut in the newer half, and every horizon inside the history', () => {
    fc.assert(
      fc.property(fc.integer({ min: 48, max: 2000 }), fc.integer({ min: 1, max: 1000 }), (length, horizon) => {
        for (const plan of [planRanking(length, period), planCalibration(length, { period, horizon })]) {
          expect(plan?.cuts.length).toBeGreaterThan(0)
          for (const cut of plan?.cuts ?? []) {
            expect(cut).toBeGreaterThanOrEqual(Math.floor(length / 2))
            expect(cut + (plan?.horizon ?? 0)).toBeLessThanOrEqual(length)
          }
        }
      }),
    )
  })

  it('measures errors as far ahead as is asked, or as a quarter of the history allows', () => {
    expect(planCalibration(720, { period, horizon: 48 }).horizon).toBe(48)
    expect(planCalibration(720, { period, horizon: 672 }).horizon).toBe(168)
  })
})

describe('a backtest', () => {
  it('never shows a model what came after the cut', () => {
    const models = Object.values(forecastModels)
    fc.assert(
      fc.property(gappyHistories, fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(), (history, other, at) => {
        const samples = Float64Array.from([...rhythm(60), ...history, 1])
        const cut = 48 + (at % (samples.length - 48))
        const changed = samples.map((value, step) => (step < cut ? value : other))
        const plan = { period, horizon: samples.length - cut, cuts: [cut] }

        const learnt = cutHistory(samples, plan)
        const learntOfChanged = cutHistory(changed, plan)

        for (const model of models) {
          const one = predictFrom(model, learnt[0]!.y, plan)
          const two = predictFrom(model, learntOfChanged[0]!.y, plan)
          expect(two).toEqual(one)
        }
      }),
    )
  })

  it('fills a gap before the cut from before the cut only', () => {
    const samples = hours(96, (hour) => (hour >= 40 && hour < 48 ? Number.NaN : hour))

    const [origin] = cutHistory(samples, { period, horizon: 48, cuts: [48] })

    expect(origin?.y).toEqual(fillGaps(samples.slice(0, 48), period).y)
    expect(Math.max(...(origin?.y ?? []))).toBeLessThan(48)
  })

  it('judges by real samples only', () => {
    const samples = rhythm(96).map((value, step) => (step >= 60 ? Number.NaN : value))
    const [origin] = cutHistory(samples, { period, horizon: 48, cuts: [48] })

    const errors = errorsAt(forecastModels['seasonal-naive'], origin!, period)

    expect(errors.length).toBe(12)
  })

  it('leaves out an origin behind which nothing was measured', () => {
    const samples = rhythm(96).map((value, step) => (step >= 48 && step < 72 ? Number.NaN : value))

    const origins = cutHistory(samples, { period, horizon: 24, cuts: [72, 48] })

    expect(origins.map(({ cut }) => cut)).toEqual([72])
  })
})
