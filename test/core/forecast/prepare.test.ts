import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillGaps, findWildSteps, trimHistory } from '../../../src/core/forecast/prepare.ts'
import { gappyHistories, hours, rhythm } from './series.ts'

const nothing = Number.NaN

describe('trimming a history', () => {
  it('starts at the first sample and ends at the last, and says what was left out', () => {
    const history = trimHistory(Float64Array.of(nothing, nothing, 4, nothing, nothing, 6, 7, nothing))

    expect(history).toEqual({
      samples: Float64Array.of(4, nothing, nothing, 6, 7),
      trimmed: { leading: 2, trailing: 1 },
      coverage: 0.6,
      longestGap: 2,
    })
  })

  it('counts what is not finite as missing', () => {
    const history = trimHistory(Float64Array.of(1, Infinity, 3))

    expect(history?.samples).toEqual(Float64Array.of(1, nothing, 3))
  })

  it('is null where nothing was ever measured', () => {
    expect(trimHistory(new Float64Array(0))).toBeNull()
    expect(trimHistory(new Float64Array(50).fill(nothing))).toBeNull()
  })
})

describe('filling gaps', () => {
  it('holds the last sample for a short while', () => {
    expect(fillGaps(Float64Array.of(1, 5, nothing, nothing, nothing, 9), 24)).toEqual(Float64Array.of(1, 5, 5, 5, 5, 9))
  })

  it('takes the median of the same hour of the days before for longer', () => {
    const samples = hours(24 * 5, (hour) => (hour >= 24 * 4 ? nothing : (hour % 24) + 100 * (hour < 24 ? 1 : 0)))

    const filled = fillGaps(samples, 24)

    expect(filled.slice(-24)).toEqual(hours(24, (hour) => Math.max(hour, hour < 3 ? 23 : hour)))
  })

  it('holds the last sample where no day before knows the hour', () => {
    expect(fillGaps(Float64Array.of(1, nothing, nothing, nothing, nothing, nothing), 24)).toEqual(
      new Float64Array(6).fill(1),
    )
  })

  it('keeps every sample, leaves no gap, and stays within what was seen', () => {
    fc.assert(
      fc.property(gappyHistories, (values) => {
        const history = trimHistory(values)
        fc.pre(history !== null)

        const filled = fillGaps(history.samples, 24)

        const real = [...history.samples].filter((value) => !Number.isNaN(value))
        expect(filled.filter((_, step) => !Number.isNaN(history.samples[step] ?? NaN))).toEqual(Float64Array.from(real))
        expect(Math.min(...filled)).toBeGreaterThanOrEqual(Math.min(...real))
        expect(Math.max(...filled)).toBeLessThanOrEqual(Math.max(...real))
      }),
    )
  })

  it('knows nothing of what comes later: the filled part is the part of the filled', () => {
    fc.assert(
      fc.property(gappyHistories, fc.nat(), (values, at) => {
        const history = trimHistory(values)
        fc.pre(history !== null)
        const cut = 1 + (at % history.samples.length)

        expect(fillGaps(history.samples.slice(0, cut), 24)).toEqual(fillGaps(history.samples, 24).slice(0, cut))
      }),
    )
  })
})

describe('a wild step', () => {
  it('lies thirty ranges above all before it, for one step', () => {
    const y = rhythm(200).with(100, 1000)

    expect(findWildSteps(y, 24)).toEqual([100])
    expect(findWildSteps(rhythm(200), 24)).toEqual([])
  })

  it('is only the first step of a level that stays', () => {
    expect(
      findWildSteps(
        hours(200, (hour) => (hour < 100 ? hour % 2 : 500)),
        24,
      ),
    ).toEqual([100])
  })

  it('is not told from two days, from a constant, or from what comes later', () => {
    expect(findWildSteps(rhythm(40).with(30, 1000), 24)).toEqual([])
    expect(findWildSteps(new Float64Array(200).fill(3).with(100, 1000), 24)).toEqual([])
    fc.assert(
      fc.property(fc.integer({ min: 49, max: 190 }), (cut) => {
        const y = rhythm(200).with(100, 1000).with(150, 30_000)

        expect(findWildSteps(y.slice(0, cut), 24)).toEqual(findWildSteps(y, 24).filter((step) => step < cut))
      }),
    )
  })
})
