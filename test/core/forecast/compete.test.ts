import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combine, weigh } from '../../../src/core/forecast/combine.ts'
import { planBacktests, rankEntrants, runModels, type Ranked } from '../../../src/core/forecast/compete.ts'
import { forecastModels } from '../../../src/core/forecast/models/index.ts'
import { selectCourses } from '../../../src/core/forecast/select.ts'
import { createSeries } from '../../../src/core/forecast/series.ts'
import { hours, noise, rhythm } from './series.ts'

const period = 24
const models = Object.values(forecastModels)

function compete(y: Float64Array, horizon = 48, samples = y) {
  const plan = planBacktests(y.length, { period, horizon })
  const series = createSeries(y, { period, cuts: plan.cuts })
  const entrants = runModels(models, series, { ahead: horizon, backtest: plan.horizon })
  return { plan, series, entrants, ranked: rankEntrants(entrants, series, samples) }
}
const ranked = (y: Float64Array): readonly Ranked[] => compete(y).ranked

describe('the plan of backtests', () => {
  it('has four cuts a horizon apart in a month', () => {
    expect(planBacktests(720, { period, horizon: 48 })).toEqual({ horizon: 48, cuts: [720, 672, 624, 576, 528] })
  })

  it('leaves ten days before the oldest cut, or three where there are not so many', () => {
    expect(planBacktests(336, { period, horizon: 48 }).cuts).toEqual([336, 288, 240])
    expect(planBacktests(130, { period, horizon: 48 }).cuts).toEqual([130, 82])
  })

  it('tests with whole days, at most a week, and with a shorter horizon where the history is short', () => {
    expect(planBacktests(720, { period, horizon: 30 }).horizon).toBe(48)
    expect(planBacktests(900, { period, horizon: 672 })).toEqual({ horizon: 168, cuts: [900, 732, 564, 396] })
    expect(planBacktests(100, { period, horizon: 48 })).toEqual({ horizon: 24, cuts: [100, 76] })
  })

  it('has no backtest in less than four days', () => {
    expect(planBacktests(95, { period, horizon: 48 }).cuts).toEqual([95])
  })

  it('keeps cuts whole days apart and horizons inside the history, whatever is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 1000 }), (length, horizon) => {
        const plan = planBacktests(length, { period, horizon })

        expect(plan.cuts[0]).toBe(length)
        for (const cut of plan.cuts.slice(1)) {
          expect((length - cut) % period).toBe(0)
          expect(cut).toBeGreaterThanOrEqual(3 * period)
          expect(cut + plan.horizon).toBeLessThanOrEqual(length)
        }
      }),
    )
  })
})

describe('a backtest', () => {
  it('is not changed by anything that comes behind its cut', () => {
    const original = compete(rhythm(720))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (place, other) => {
        const cut = original.plan.cuts[place] ?? 0
        const changed = compete(rhythm(720).map((value, step) => (step < cut ? value : other)))

        const pathAt = (entrants: typeof original.entrants, id: string) =>
          entrants.find(({ model }) => model.id === id)?.paths[place]
        const both = original.entrants.filter(({ model }) => pathAt(changed.entrants, model.id) !== undefined)
        expect(both.length).toBeGreaterThan(20)
        for (const { model, paths } of both) expect(pathAt(changed.entrants, model.id)).toEqual(paths[place])
      }),
      { numRuns: 20 },
    )
  })

  it('believes no path that leaves half the range outside the range, or zero downwards', () => {
    const y = hours(480, (hour) => Math.max(0, 100 - hour / 4))

    const { entrants } = compete(y)

    for (const { paths } of entrants) {
      for (const path of paths) {
        expect(Math.min(...path)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...path)).toBeLessThanOrEqual(150)
      }
    }
  })

  it('judges by real samples only', () => {
    const y = rhythm(480)
    const samples = y.map((value, step) => (step > 440 ? NaN : value))

    const [first] = compete(y, 48, samples).ranked

    expect(first?.errors).toHaveLength(4)
    expect(first?.errors.every(Number.isFinite)).toBe(true)
  })
})

describe('the ranking', () => {
  it('takes the simplest where all are perfect', () => {
    expect(ranked(new Float64Array(480).fill(0.1))[0]?.model.id).toBe('repeat-day')
  })

  it('puts a seasonal model first where days repeat', () => {
    const [first] = ranked(hours(480, (hour) => (hour % 24) ** 2))

    expect(first?.model.family).toBe('seasonal')
    expect(first?.errors).toEqual([0, 0, 0, 0])
  })

  it('puts a trend first where a machine grows', () => {
    const jitter = noise(720)
    const [first] = ranked(hours(720, (hour) => 100 + hour / 2 + jitter[hour]! * 20))

    expect(first?.model.family).toBe('trend')
  })

  it('does not take yesterday for a pattern where there is only noise', () => {
    const winners = Array.from({ length: 20 }, (_, seed) => ranked(noise(720, seed))[0]?.model.id)

    expect(winners).not.toContain('repeat-day')
  })

  it('asks the models with a handicap to win clearly', () => {
    const all = ranked(rhythm(720))
    const geometric = (errors: readonly number[]): number =>
      Math.exp(errors.reduce((sum, error) => sum + Math.log(error), 0) / errors.length)

    const factors = all
      .filter(({ errors }) => geometric(errors) > 0.05)
      .map(({ model, errors, score }) => [model.handicap ?? 1, score / geometric(errors)])

    expect(new Set(factors.map(([handicap]) => handicap))).toEqual(new Set([1, 1.4]))
    for (const [handicap = 0, factor] of factors) expect(factor).toBeCloseTo(handicap, 1)
  })

  it('does not depend on the unit', () => {
    const ids = (y: Float64Array): string[] => ranked(y).map(({ model }) => model.id)

    expect(ids(rhythm(720).map((value) => value * 2 ** 30))).toEqual(ids(rhythm(720)))
  })
})

describe('the selection', () => {
  const { ranked: some, series } = compete(rhythm(720))

  it('combines at most thirteen, the better ones with more weight', () => {
    const voters = weigh(some)

    expect(voters).toHaveLength(13)
    expect(voters[0]?.weight).toBe(1)
    expect(voters.map(({ weight }) => weight)).toEqual(voters.map(({ weight }) => weight).toSorted((a, b) => b - a))
    expect(combine(voters, 0, series.memory)).toHaveLength(48)
  })

  it('gives votes that add up to one', () => {
    const votes = selectCourses(some, series, 'combine')?.votes ?? new Map<string, number>()

    expect([...votes.values()].reduce((sum, vote) => sum + vote, 0)).toBeCloseTo(1, 12)
  })

  it('takes the best alone, or the one that is named', () => {
    expect(selectCourses(some, series, 'best')?.courses).toEqual(some[0]?.paths)
    expect([...(selectCourses(some, series, 'theta')?.votes ?? [])]).toEqual([['theta', 1]])
  })

  it('combines the best where the named model does not suit', () => {
    expect(selectCourses(some, series, 'croston')).toEqual(selectCourses(some, series, 'combine'))
  })

  it('is null without a model', () => {
    expect(selectCourses([], series, 'combine')).toBeNull()
  })

  it('spreads a baseline by shares: the days keep their totals, the hours take the best shape', () => {
    const shares = selectCourses(some, series, 'shares')

    const totals = some.map(({ paths }) => [...(paths[0] ?? [])].slice(0, 24).reduce((sum, value) => sum + value, 0))
    const ofShares = [...(shares?.courses[0] ?? [])].slice(0, 24).reduce((sum, value) => sum + value, 0)
    expect(Math.min(...totals.map((total) => Math.abs(total - ofShares)))).toBeLessThan(1e-9 * ofShares)
    expect(shares?.votes.size).toBe(1)
  })

  it('spreads a day of zeros evenly', () => {
    const zeros = compete(new Float64Array(480))

    expect(selectCourses(zeros.ranked, zeros.series, 'shares')?.courses[0]).toEqual(new Float64Array(48))
  })
})
