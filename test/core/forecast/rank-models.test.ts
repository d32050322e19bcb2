import { describe, expect, it } from 'vitest'
import { cutHistory, planRanking } from '../../../src/core/forecast/backtest.ts'
import { rankModels } from '../../../src/core/forecast/rank-models.ts'
import { hours, noise } from './series.ts'

const period = 24
const ranked = (samples: Float64Array) => rankModels(cutHistory(samples, planRanking(samples.length, period)!), period)

describe('ranking models', () => {
  it('takes the simplest where all are perfect', () => {
    const scores = ranked(new Float64Array(240).fill(0.1))

    expect(scores[0]).toEqual({ model: 'median-baseline', family: 'baseline', mae: 0, mase: null })
  })

  it('puts a seasonal model first where days repeat', () => {
    const scores = ranked(hours(240, (hour) => (hour % 24) ** 2))

    expect(scores[0]).toEqual({ model: 'seasonal-naive', family: 'seasonal', mae: 0, mase: null })
    expect(scores.map(({ model }) => model)).toHaveLength(4)
  })

  it('puts the trend first where a machine grows', () => {
    const scores = ranked(hours(480, (hour) => 100 + hour / 2 + Math.sin((2 * Math.PI * hour) / 24)))

    expect(scores[0]?.family).toBe('trend')
  })

  it('never takes yesterday for a pattern where there is only noise', () => {
    const winners = Array.from({ length: 20 }, (_, seed) => ranked(noise(720, seed))[0]?.model)

    expect(winners).not.toContain('seasonal-naive')
    expect(winners).toContain('median-baseline')
  })

  it('is not misled by rounding errors of a perfect rhythm', () => {
    const scores = ranked(hours(672, (hour) => 1 + Math.sin((Math.PI * hour) / 12)))

    expect(scores[0]).toMatchObject({ model: 'seasonal-naive', mase: null })
  })

  it('states errors in the unit of the metric and in seasonal naive errors', () => {
    const scores = ranked(hours(240, (hour) => hour))

    const naive = scores.find(({ model }) => model === 'seasonal-naive')
    expect(naive?.mae).toBe(36)
    expect(naive?.mase).toBe(36 / 24)
  })

  it('leaves out a model that the oldest origin is too short for', () => {
    const scores = ranked(hours(48, (hour) => hour % 5))

    expect(scores.map(({ model }) => model).toSorted()).toEqual(['median-baseline', 'seasonal-naive'])
  })
})
