import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backtestHistory,
  defaultBacktestSettings,
  type BacktestOutcome,
} from '../../../src/core/forecast/history-backtest.ts'
import { sayBefore } from '../../../src/core/forecast/history-estimators.ts'
import { InputError } from '../../../src/errors.ts'
import { seriesBacktestSchema, type SeriesBacktest } from '../../../src/model/history-backtest.ts'
import { aGrid, gappyHistories, hours, noise, rhythm } from './series.ts'

function judged(outcome: BacktestOutcome): SeriesBacktest {
  if (outcome.kind === 'skipped') throw new Error(outcome.series.reason)
  return seriesBacktestSchema.parse(outcome.series)
}

const noisy = (length: number): Float64Array => {
  const chance = noise(length)
  return rhythm(length).map((value, hour) => value + (chance[hour] as number))
}

describe('a backtest over the own history', () => {
  it('holds the last three horizons out, the latest first', () => {
    const { cuts } = judged(backtestHistory(aGrid(noisy(28 * 24))))

    expect(cuts.map(({ start }) => start)).toEqual([
      '2026-01-31T00:00:00.000Z',
      '2026-01-29T00:00:00.000Z',
      '2026-01-27T00:00:00.000Z',
    ])
    expect(cuts.map(({ judgedSteps }) => judgedSteps)).toEqual([48, 48, 48])
  })

  it.each([
    [12 * 24, 1],
    [14 * 24 - 1, 1],
    [14 * 24, 2],
    [90 * 24, 3],
  ])('leaves ten days before each cut: %i hours carry %i', (length, cuts) => {
    expect(judged(backtestHistory(aGrid(noisy(length)))).cuts).toHaveLength(cuts)
  })

  it('judges every figure by what came, as a second count says', () => {
    const values = noisy(20 * 24)
    const [latest] = judged(backtestHistory(aGrid(values))).cuts
    const came = Array.from(values.subarray(18 * 24))
    const said = sayBefore(aGrid(values.slice(0, 18 * 24)), 48, defaultBacktestSettings)!
    const average = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
    const level = average([...values])
    const maeOf = (path: Float64Array): number => average(came.map((value, step) => Math.abs(value - path[step]!)))

    const floor = level / 1000
    const relative = (maeOf(said.course) + floor) / (maeOf(said.repeatedDay) + floor)
    expect(latest!.mae).toBeCloseTo(maeOf(said.course), 12)
    expect(latest!.relativeError).toBeCloseTo(relative, 12)
    for (const [place, { path }] of said.estimates.entries()) {
      const over = came.map((value, step) => value - path[step]!)
      const score = latest!.estimates[place]!
      expect(score.coverage).toBeCloseTo(over.filter((one) => one <= 0).length / 48, 12)
      expect(score.pinball).toBeCloseTo(average(over.map((one) => Math.max(0.95 * one, -0.05 * one))) / level, 12)
      expect(score.provision).toBeCloseTo(average([...path]) / level, 12)
    }
  })

  it('never sees what is held out: a cut says the same whatever comes later', () => {
    const values = noisy(30 * 24)
    const later = values.map((value, hour) => (hour < 28 * 24 ? value : 9 - value))

    const [before, after] = [values, later].map((one) => judged(backtestHistory(aGrid(one))).cuts[1])

    expect(after).toMatchObject({ model: before?.model, mae: before?.mae, repeatDayMae: before?.repeatDayMae })
    expect(after?.estimates.map(({ coverage }) => coverage)).toEqual(before?.estimates.map(({ coverage }) => coverage))
  })

  it('is as good as repeating the last day where nothing ever changes', () => {
    const { cuts } = judged(backtestHistory(aGrid(hours(480, () => 3))))

    expect(cuts[0]).toMatchObject({ mae: 0, repeatDayMae: 0, relativeError: 1 })
    expect(cuts[0]?.estimates[0]).toEqual({ estimator: 'drplan-path', coverage: 1, pinball: 0, provision: 1 })
  })

  it('gives no ratio to the mean of a series that is always 0', () => {
    const { cuts } = judged(backtestHistory(aGrid(hours(480, () => 0))))

    expect(cuts[0]).toMatchObject({ relativeError: 1 })
    expect(cuts[0]?.estimates[0]).toEqual({ estimator: 'drplan-path', coverage: 1, pinball: null, provision: null })
  })

  it('leaves out what has no samples, is too short or too sparse, and says what it needs', () => {
    const sparse = rhythm(480).map((value, hour) => (hour > 300 && hour % 5 > 0 ? Number.NaN : value))

    const outcomes = [hours(480, () => Number.NaN), rhythm(287), sparse].map((values) => backtestHistory(aGrid(values)))

    expect(outcomes).toEqual([
      { kind: 'skipped', series: expect.objectContaining({ reason: 'no-samples', historyDays: 0 }) },
      {
        kind: 'skipped',
        series: { vmId: 'vm-1', metric: 'cpu', reason: 'too-short', historyDays: 287 / 24, neededDays: 12 },
      },
      { kind: 'skipped', series: expect.objectContaining({ reason: 'too-sparse' }) },
    ])
  })

  it('takes any horizon and selection', () => {
    const settings = { ...defaultBacktestSettings, horizonHours: 168, selection: 'repeat-day' as const }
    const { cuts } = judged(backtestHistory(aGrid(noisy(28 * 24)), settings))

    expect(cuts.map(({ judgedSteps }) => judgedSteps)).toEqual([168, 168])
    expect(cuts.map(({ relativeError }) => relativeError)).toEqual([1, 1])
  })

  it.each([{ horizonHours: 0 }, { horizonHours: 1.5 }, { horizonHours: 10_000 }, { level: 0.3 }, { level: 1 }])(
    'refuses %j',
    (odd) => {
      expect(() => backtestHistory(aGrid(rhythm(480)), { ...defaultBacktestSettings, ...odd })).toThrow(InputError)
    },
  )

  it('takes a history that is nothing but negative and huge', () => {
    const outcome = backtestHistory(aGrid(hours(480, (hour) => (hour % 2 ? -1e12 : 1e12))))

    expect(seriesBacktestSchema.safeParse(outcome.series).success).toBe(true)
  })

  it('gives a result that its schema accepts, or a reason, for any history', () => {
    fc.assert(
      fc.property(gappyHistories, fc.integer({ min: 1, max: 72 }), (values, horizonHours) => {
        const grid = aGrid([...values, ...values])
        const outcome = backtestHistory(grid, { ...defaultBacktestSettings, horizonHours })

        expect(outcome.kind === 'skipped' || seriesBacktestSchema.safeParse(outcome.series).success).toBe(true)
        expect(outcome.series.vmId).toBe(grid.vmId)
      }),
      { numRuns: 40 },
    )
  })
})
