import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillGaps, trimHistory } from '../../../src/core/forecast/prepare.ts'
import { gappyHistories, hours } from './series.ts'

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
  it('takes the median of the same hour of up to two days to each side', () => {
    const samples = Float64Array.of(1, 50, 2, 50, nothing, 50, 4, 50, 9, 50)

    const { y, counts } = fillGaps(samples, 2)

    expect(y[4]).toBe(3)
    expect(counts).toEqual({ real: 9, fromNeighbouringDays: 1, fromLine: 0 })
  })

  it('draws a line where no neighbouring day knows the hour', () => {
    const { y, counts } = fillGaps(Float64Array.of(1, nothing, nothing, nothing, 9), 24)

    expect(y).toEqual(Float64Array.of(1, 3, 5, 7, 9))
    expect(counts).toEqual({ real: 2, fromNeighbouringDays: 0, fromLine: 3 })
  })

  it('holds the last sample towards an open end', () => {
    expect(fillGaps(Float64Array.of(nothing, 2, 5, nothing, nothing), 24).y).toEqual(Float64Array.of(2, 2, 5, 5, 5))
  })

  it('keeps every sample, leaves no gap, and stays within what was seen', () => {
    fc.assert(
      fc.property(gappyHistories, (values) => {
        const history = trimHistory(values)
        fc.pre(history !== null)

        const { y, counts } = fillGaps(history.samples, 24)

        const real = history.samples.filter((value) => !Number.isNaN(value))
        const [least, most] = [Math.min(...real), Math.max(...real)]
        expect(counts.real).toBe(real.length)
        expect(counts.real + counts.fromNeighbouringDays + counts.fromLine).toBe(y.length)
        for (const [step, value] of y.entries()) {
          const sample = history.samples[step] ?? nothing
          expect(Number.isNaN(sample) || value === sample).toBe(true)
          expect(value >= least - 1e-9 * most && value <= most * (1 + 1e-9)).toBe(true)
        }
      }),
    )
  })

  it('changes nothing that has no gaps', () => {
    const whole = hours(60, (hour) => hour % 7)

    expect(fillGaps(whole, 24).y).toEqual(whole)
  })
})
