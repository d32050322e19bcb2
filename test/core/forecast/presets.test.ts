import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import { sizeByHours, sizeBySamples, sizingRule, type Samples } from '../../../src/core/forecast/presets.ts'
import { sizingPresetIds, sizingPresets } from '../../../src/model/sizing-preset.ts'
import { aGrid, hours } from './series.ts'

const MINUTE = 60_000
const start = Date.UTC(2026, 0, 5)

/** One sample every `minutes`. */
const samplesEvery = (minutes: number, values: readonly number[]): Samples => ({
  at: Float64Array.from(values, (_, place) => start + place * minutes * MINUTE),
  values: Float64Array.from(values),
})
const steady = (value: number, days = 14): Samples =>
  samplesEvery(
    5,
    Array.from({ length: days * 288 }, () => value),
  )

describe('the percentile of peaks times a comfort factor', () => {
  it('sizes ten cores that are used to 20 % as 2 cores, and as 4 with a factor of 2', () => {
    const used = samplesEvery(
      1,
      Array.from({ length: 1440 }, () => 10 * 0.2),
    )

    expect(sizeBySamples(used, sizingRule('azure-migrate', { factor: 1 })).required).toBe(2)
    expect(sizeBySamples(used, sizingRule('azure-migrate', { factor: 2 })).required).toBe(4)
  })

  it('sizes four cores that are used to 50 % as 2.6 cores with the factor of 1.3', () => {
    expect(sizeBySamples(steady(4 * 0.5), sizingRule('azure-migrate')).required).toBeCloseTo(2.6, 12)
  })

  it('takes the peak of each ten minutes as one point, or of each five for physical servers', () => {
    const samples = samplesEvery(2, [1, 9, 1, 1, 1, 2, 2, 2, 2, 8])

    const ten = sizeBySamples(samples, sizingRule('azure-migrate', { percentile: 0.5 }))
    const five = sizeBySamples(samples, sizingRule('azure-migrate', { percentile: 0.5, pointMinutes: 5 }))

    expect(ten).toMatchObject({ used: 8, points: 2, basis: 'samples' })
    expect(five).toMatchObject({ used: 2, points: 4 })
  })

  it('takes the nearest rank: of twenty points at the 95th percentile the nineteenth', () => {
    const samples = samplesEvery(
      10,
      Array.from({ length: 20 }, (_, place) => 20 - place),
    )

    expect(sizeBySamples(samples, sizingRule('azure-migrate')).used).toBe(19)
  })

  it('looks back only as far as its history, from the last sample or from the stated end', () => {
    const samples = samplesEvery(
      10,
      Array.from({ length: 3 * 144 }, (_, place) => 3 - Math.floor(place / 144)),
    )
    const day = sizingRule('azure-migrate', { historyDays: 1 })

    expect(sizeBySamples(samples, day)).toMatchObject({ used: 1, points: 144 })
    expect(sizeBySamples(samples, day, { endMs: start + 287 * 10 * MINUTE })).toMatchObject({ used: 2, points: 144 })
    expect(sizeBySamples(samples, sizingRule('azure-migrate', { historyDays: 7 }))).toMatchObject({ used: 3 })
  })

  it('applies the factor to the allocation where there is no history', () => {
    const rule = sizingRule('azure-migrate')
    const nothing = samplesEvery(10, [Number.NaN])

    expect(sizeBySamples(nothing, rule, { allocated: 4 })).toMatchObject({
      required: 5.2,
      used: null,
      basis: 'allocation',
      points: 0,
    })
    expect(sizeBySamples(nothing, rule)).toMatchObject({ required: null, basis: 'none' })
  })
})

describe('the threshold with headroom', () => {
  it('divides by what the headroom leaves: 20 % ask for 1.25 times the use', () => {
    expect(sizeBySamples(steady(2), sizingRule('compute-optimizer'))).toMatchObject({ required: 2.5, used: 2 })
    expect(sizeBySamples(steady(2), sizingRule('compute-optimizer', { headroom: 0 })).required).toBe(2)
  })

  it('leaves half a percent of the samples of 14 days out', () => {
    const samples = samplesEvery(
      5,
      Array.from({ length: 14 * 288 }, (_, place) => (place % 200 === 0 ? 9 : 1)),
    )

    expect(sizeBySamples(samples, sizingRule('compute-optimizer')).used).toBe(9)
    expect(sizeBySamples(samples, sizingRule('compute-optimizer', { percentile: 0.95 })).used).toBe(1)
  })

  it('says nothing of less than 30 hours, whatever is allocated', () => {
    const hoursOf = (count: number): Samples =>
      samplesEvery(
        60,
        Array.from({ length: count }, () => 1),
      )

    expect(sizeBySamples(hoursOf(29), sizingRule('compute-optimizer'), { allocated: 4 })).toMatchObject({
      required: null,
      basis: 'none',
    })
    expect(sizeBySamples(hoursOf(30), sizingRule('compute-optimizer')).required).toBe(1.25)
  })
})

describe('sizing by hours', () => {
  const grid = {
    ...aGrid(hours(48, () => 1)),
    p95: hours(48, () => 2),
    max: hours(48, () => 3),
  }

  it('says which figure of the hours it used', () => {
    expect(sizeByHours(grid, sizingRule('azure-migrate'))).toMatchObject({ used: 3, basis: 'hourly-max', points: 48 })
    expect(sizeByHours(grid, sizingRule('compute-optimizer'))).toMatchObject({ used: 2, basis: 'hourly-p95' })
    expect(sizeByHours(grid, sizingRule('azure-migrate'), { track: 'mean' })).toMatchObject({
      used: 1,
      basis: 'hourly-mean',
    })
  })

  it('looks back as far as by samples, from the last hour with one or from the stated end', () => {
    const falling = aGrid(hours(72, (hour) => (hour < 70 ? 100 - hour : Number.NaN)))
    const rule = sizingRule('azure-migrate', { historyDays: 1, percentile: 0.99 })
    const at = falling.max.map((_, hour) => start + hour * 60 * MINUTE)
    const figures = (endMs?: number) => {
      const options = endMs === undefined ? {} : { endMs }
      return [sizeByHours(falling, rule, options), sizeBySamples({ at, values: falling.max }, rule, options)].map(
        ({ used, points }) => ({ used, points }),
      )
    }

    expect(figures()).toEqual(Array.from({ length: 2 }, () => ({ used: 54, points: 24 })))
    expect(figures(start + 30 * 60 * MINUTE)).toEqual(Array.from({ length: 2 }, () => ({ used: 93, points: 24 })))
    expect(figures(start - 1)).toEqual(Array.from({ length: 2 }, () => ({ used: null, points: 0 })))
  })

  it('never asks for less by the peaks of hours than by those of ten minutes', () => {
    const percentiles = sizingPresets['azure-migrate'].choices.percentile
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.constantFrom(...percentiles),
        (points, percentile) => {
          const rule = sizingRule('azure-migrate', { percentile })
          const byHours = sizeByHours(aGrid(points.map((hour) => Math.max(...hour))), rule)
          const bySamples = sizeBySamples(samplesEvery(10, points.flat()), rule)

          expect(byHours.required).toBeGreaterThanOrEqual(bySamples.required ?? 0)
        },
      ),
    )
  })
})

describe('every rule', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 60, maxLength: 400 })
  const ids = fc.constantFrom(...sizingPresetIds)

  it('is twice as much for twice the use, and does not mind the order of samples', () => {
    fc.assert(
      fc.property(values, ids, (used, id) => {
        const once = samplesEvery(60, used)
        const twice = { at: once.at.toReversed(), values: once.values.map((value) => 2 * value).reverse() }

        const figures = [once, twice].map((samples) => sizeBySamples(samples, sizingRule(id)).required ?? Number.NaN)

        expect(figures[1]).toBe(2 * (figures[0] as number))
      }),
    )
  })

  it('picks one of its points, with no more than its share of them above', () => {
    fc.assert(
      fc.property(values, ids, (used, id) => {
        const rule = sizingRule(id, { historyDays: Math.max(...sizingPresets[id].choices.historyDays) })
        const picked = sizeBySamples(samplesEvery(60, used), rule).used ?? Number.NaN
        const above = used.filter((value) => value > picked).length

        expect(used).toContain(picked)
        expect(above).toBeLessThanOrEqual(used.length * (1 - rule.percentile) + 1e-9)
      }),
    )
  })

  it.each([
    ['azure-migrate', { percentile: 0.8 }],
    ['azure-migrate', { factor: 0.9 }],
    ['azure-migrate', { headroom: 0.2 }],
    ['compute-optimizer', { headroom: 0.25 }],
    ['compute-optimizer', { historyDays: 30 }],
  ] as const)('of %s offers no %j', (id, choices) => {
    expect(() => sizingRule(id, choices)).toThrow(InputError)
  })
})
