import { describe, expect, it } from 'vitest'
import { backtestHistory, defaultBacktestSettings } from '../../../src/core/forecast/history-backtest.ts'
import type { BacktestOutcome } from '../../../src/core/forecast/history-backtest.ts'
import { summariseBacktests } from '../../../src/core/forecast/history-summary.ts'
import { estimatorIds, historyBacktestSchema, type HistoryCut } from '../../../src/model/history-backtest.ts'
import { aGrid, rhythm } from './series.ts'

const aCut = (over: Partial<HistoryCut> = {}): HistoryCut => ({
  start: '2026-01-31T00:00:00.000Z',
  judgedSteps: 48,
  model: 'repeat-day',
  family: 'seasonal',
  mae: 1,
  repeatDayMae: 1,
  relativeError: 1,
  estimates: [{ estimator: 'drplan-path', coverage: 0.75, pinball: 0.2, provision: 2 }],
  ...over,
})
const aSeries = (vmId: string, cuts: HistoryCut[]): BacktestOutcome => ({
  kind: 'judged',
  series: { vmId, metric: 'cpu', cuts },
})
const summarise = (...outcomes: BacktestOutcome[]) =>
  historyBacktestSchema.parse(summariseBacktests(outcomes, defaultBacktestSettings))

describe('the summary of many backtests', () => {
  it('gives every series one say in the error, whatever its number of cuts', () => {
    const { metrics } = summarise(
      aSeries('a', [aCut({ relativeError: 0.25 }), aCut({ relativeError: 1 })]),
      aSeries('b', [aCut({ relativeError: 2 })]),
    )

    expect(metrics[0]).toMatchObject({ metric: 'cpu', series: 2, cuts: 3, betterShare: 0.5 })
    expect(metrics[0]?.relativeError).toBeCloseTo(1, 12)
  })

  it('counts the cuts at which models and families ranked first, the most often first', () => {
    const seasonal = aCut()
    const trend = aCut({ model: 'theta', family: 'trend' })
    const { metrics } = summarise(
      aSeries('a', [seasonal, trend]),
      aSeries('b', [trend, aCut({ model: null, family: null })]),
    )

    expect(metrics[0]?.modelWins).toEqual([
      { model: 'theta', cuts: 2 },
      { model: 'repeat-day', cuts: 1 },
    ])
    expect(metrics[0]?.familyWins).toEqual([
      { family: 'trend', cuts: 2 },
      { family: 'seasonal', cuts: 1 },
    ])
  })

  it('pools coverage by steps, averages pinball by series, and takes the median of what is provided', () => {
    const score = (coverage: number, pinball: number | null, provision: number | null) => ({
      estimates: [{ estimator: 'drplan-path' as const, coverage, pinball, provision }],
    })
    const { metrics } = summarise(
      aSeries('a', [aCut({ judgedSteps: 40, ...score(1, 0.1, 1) }), aCut({ judgedSteps: 20, ...score(0.5, 0.3, 3) })]),
      aSeries('b', [aCut({ judgedSteps: 40, ...score(1, 0.6, 5) })]),
      aSeries('c', [aCut({ judgedSteps: 100, ...score(1, null, null) })]),
      aSeries('d', [aCut({ estimates: [] })]),
    )

    expect(metrics[0]?.estimators[0]).toEqual({
      estimator: 'drplan-path',
      series: 3,
      coverage: 0.95,
      underCoveredShare: 1 / 3,
      pinball: 0.4,
      provision: 3.5,
    })
    expect(metrics[0]?.estimators[1]).toEqual({
      estimator: 'drplan-size',
      series: 0,
      coverage: null,
      underCoveredShare: null,
      pinball: null,
      provision: null,
    })
  })

  it('lists every metric and every estimator in their order, and what was skipped by VM', () => {
    const grids = [
      aGrid(rhythm(480), { vmId: 'b', metric: 'memory' }),
      aGrid(rhythm(24), { vmId: 'z' }),
      aGrid(rhythm(480), { vmId: 'b' }),
      aGrid(rhythm(24), { vmId: 'a', metric: 'memory' }),
      aGrid(rhythm(24), { vmId: 'a' }),
    ]
    const outcomes = grids.map((grid) => backtestHistory(grid))

    const summary = summarise(...outcomes)

    expect(summary.metrics.map(({ metric }) => metric)).toEqual(['cpu', 'memory'])
    expect(summary.metrics[0]?.estimators.map(({ estimator }) => estimator)).toEqual(estimatorIds)
    expect(summary.skipped.map(({ vmId, metric }) => [vmId, metric])).toEqual([
      ['a', 'cpu'],
      ['a', 'memory'],
      ['z', 'cpu'],
    ])
    expect(summarise(...outcomes.toReversed())).toEqual(summary)
  })

  it('of nothing is empty', () => {
    expect(summarise()).toEqual({ settings: defaultBacktestSettings, metrics: [], skipped: [] })
  })
})
