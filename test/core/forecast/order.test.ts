import fc from 'fast-check'
import { median } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { medianOfRange, selectSmallest } from '../../../src/core/forecast/order.ts'
import { marginedLevel, quantilesOf } from '../../../src/core/forecast/pool-quantiles.ts'
import { freshMemory } from '../../../src/core/forecast/memory.ts'
import { medianCourse } from '../../../src/core/forecast/weighted-median.ts'

/** Many of them equal; no negative zero, which is no other number. */
const numbers = fc.array(
  fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 3 })).map((value) => value + 0),
  { minLength: 1, maxLength: 120 },
)

const nearly = (value: number): number => expect.closeTo(value, 6) as number

describe('order statistics', () => {
  it('select what sorting would', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, at) => {
        const rank = at % values.length

        expect(selectSmallest(Float64Array.from(values), values.length, rank)).toBe(
          values.toSorted((a, b) => a - b)[rank],
        )
      }),
    )
  })

  it('have the median of a library, and leave the values as they are', () => {
    fc.assert(
      fc.property(numbers, numbers, (before, values) => {
        const all = Float64Array.from([...before, ...values])
        const copy = all.slice()

        expect(medianOfRange(all, before.length, all.length)).toEqual(nearly(median(values)))
        expect(all).toEqual(copy)
      }),
    )
  })
})

describe('quantiles of a pool', () => {
  const levels = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }).map((some) =>
    Float64Array.from(
      some.toSorted((a, b) => a - b),
      (level) => level / 1000,
    ),
  )

  it('stand at the rank ceil((n + 1) tau), mirrored under one half', () => {
    fc.assert(
      fc.property(numbers, levels, (values, asked) => {
        const found = new Float64Array(asked.length)
        quantilesOf({ values: Float64Array.from([...values, 7e77]), count: values.length }, asked, found)

        const sorted = values.toSorted((a, b) => a - b)
        const upper = (level: number): number =>
          Math.min(sorted.length - 1, Math.max(0, Math.ceil((sorted.length + 1) * level - 1e-9) - 1))
        const rankOf = (level: number): number => (level >= 0.5 ? upper(level) : sorted.length - 1 - upper(1 - level))
        expect([...found]).toEqual([...asked].map((level) => sorted[rankOf(level)]))
      }),
    )
  })

  it('are asked for nearer to the ends of the scale than they are promised, more so further ahead', () => {
    expect(marginedLevel(0.95, 2)).toBeCloseTo(0.96, 12)
    expect(marginedLevel(0.05, 2)).toBeCloseTo(0.04, 12)
    expect(marginedLevel(0.95, 7)).toBeCloseTo(0.9775, 12)
    expect(marginedLevel(0.5, 7)).toBe(0.5)
  })
})

const medianOf = (paths: readonly (readonly number[])[], weights: readonly number[]): Float64Array =>
  medianCourse(
    paths.map((path, place) => ({ path: Float64Array.from(path), weight: weights[place] ?? 1 })),
    freshMemory,
  )

describe('the weighted median of courses', () => {
  it('is between the two whose middles of weight straddle one half', () => {
    const paths = [[10], [0], [4]]

    // In order: 0 (weight 1, middle .5), 4 (weight 1, middle 1.5), 10 (weight 2, middle 3); half of 4 is 2.
    expect(medianOf(paths, [2, 1, 1])[0]).toBeCloseTo(4 + (10 - 4) * ((2 - 1.5) / 1.5), 12)
  })

  it('is the median where weights are equal and odd in number', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 3, maxLength: 9 }), (columns) => {
        const steps = Math.min(...columns.map(({ length }) => length))
        const odd = columns.slice(0, columns.length - ((columns.length + 1) % 2))
        const course = medianOf(
          odd.map((column) => column.slice(0, steps)),
          odd.map(() => 1),
        )

        for (const [step, value] of course.entries())
          expect(value).toEqual(nearly(median(odd.map((column) => column[step] ?? NaN))))
      }),
    )
  })

  it('does not depend on the order of the courses, and never leaves their range', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 12,
          selector: ([value]) => value,
        }),
        (voters) => {
          const run = (some: typeof voters): number =>
            medianOf(
              some.map(([value]) => [value]),
              some.map(([, weight]) => weight),
            )[0] ?? NaN

          const result = run(voters)

          expect(run(voters.toReversed())).toBeCloseTo(result, 9)
          expect(result).toBeGreaterThanOrEqual(Math.min(...voters.map(([value]) => value)))
          expect(result).toBeLessThanOrEqual(Math.max(...voters.map(([value]) => value)))
        },
      ),
    )
  })
})
