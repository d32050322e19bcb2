import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPeaks, poolFor, shortageProbability } from '../../../src/core/forecast/fleet-peaks.ts'
import { InputError } from '../../../src/errors.ts'
import type { FleetDemand } from '../../../src/model/fleet-demand.ts'
import { aMember, fleetOf, fleets, scaled } from './fleets.ts'
import { hours } from './series.ts'

/** One VM of 1 and one whose days peak at the given heights, both around noon. */
const daysOf = (heights: readonly number[]): FleetDemand =>
  fleetOf([
    aMember(
      'flat',
      hours(heights.length * 24, () => 1),
    ),
    aMember(
      'days',
      hours(heights.length * 24, (hour) => (hour % 24 === 12 ? (heights[Math.floor(hour / 24)] ?? 0) : 0)),
    ),
  ])

const options = { horizonDays: 3, seed: 11 }

/** Every course of days that blocks can be drawn to, all as likely: the share of them with a peak above `pool`. */
function enumerate(fleet: FleetDemand, { horizonDays, blockDays, pool }: Record<string, number>): number {
  const { dayPeaks, historyDays } = fleet
  const [horizon, block] = [horizonDays ?? 1, blockDays ?? 1]
  const blocks = Math.ceil(horizon / block)
  let short = 0
  for (let course = 0; course < historyDays ** blocks; course++) {
    const drawn = Array.from({ length: horizon }, (_, day) => {
      const start = Math.floor(course / historyDays ** Math.floor(day / block)) % historyDays
      return dayPeaks[(start + (day % block)) % historyDays] as number
    })
    if (Math.max(...drawn) > (pool ?? 0)) short++
  }
  return short / historyDays ** blocks
}

describe('the highest hour of a horizon', () => {
  it.each([1, 2, 3])('is as high as all courses of days in blocks of %i say', (blockDays) => {
    const fleet = daysOf([2, 5, 3, 8, 1])
    const drawn = drawPeaks(fleet, { horizonDays: 4, seed: 3, draws: 40_000, blockDays })

    for (const pool of [2.5, 3, 4, 6, 8.5]) {
      const expected = enumerate(fleet, { horizonDays: 4, blockDays, pool })
      const { probability, lower, upper } = shortageProbability(drawn, pool)

      expect(Math.abs(probability - expected)).toBeLessThanOrEqual(Math.max(1e-12, 2 * (upper - lower)))
    }
  })

  it('of single days is above a pool with one minus the share of days below it, to the power of the horizon', () => {
    const drawn = drawPeaks(daysOf([2, 5, 3, 8, 1]), { horizonDays: 7, seed: 5, draws: 40_000 })

    expect(shortageProbability(drawn, 6).probability).toBeCloseTo(1 - (4 / 5) ** 7, 1.9)
  })

  it('is the same for the same seed, and says what history cannot know', () => {
    const fleet = daysOf([2, 5, 3, 8, 1])

    expect(drawPeaks(fleet, options)).toEqual(drawPeaks(fleet, options))
    expect(drawPeaks(fleet, { ...options, seed: 12 }).peaks).not.toEqual(drawPeaks(fleet, options).peaks)
    expect(drawPeaks(fleet, options)).toMatchObject({ historyDays: 5, draws: 10_000, recordProbability: 3 / 8 })
  })

  it.each([{ horizonDays: 0 }, { draws: 0 }, { blockDays: 1.5 }, { seed: Number.NaN }])('is not drawn by %j', (odd) => {
    expect(() => drawPeaks(daysOf([1]), { ...options, ...odd })).toThrow(InputError)
  })
})

describe('the probability of a shortage', () => {
  const drawn = drawPeaks(daysOf([2, 5, 3, 8, 1]), options)

  it('is none above all that was seen, but not beyond doubt', () => {
    const { probability, lower, upper } = shortageProbability(drawn, 9)

    expect([probability, lower]).toEqual([0, 0])
    expect(upper).toBeCloseTo(3.8416 / 10_003.8416, 6)
  })

  it('is certain below every day', () => {
    expect(shortageProbability(drawn, 1)).toMatchObject({ probability: 1, upper: 1 })
  })

  it('has an interval of 95 % that holds the truth about 95 times in a hundred', () => {
    const truth = 1 - (4 / 5) ** 3
    const held = Array.from({ length: 400 }, (_, seed) => {
      const few = drawPeaks(daysOf([2, 5, 3, 8, 1]), { horizonDays: 3, seed: 1000 * seed, draws: 200 })
      const { lower, upper } = shortageProbability(few, 6)
      return lower <= truth && truth <= upper
    }).filter(Boolean).length

    expect(held / 400).toBeGreaterThan(0.91)
    expect(held / 400).toBeLessThan(0.985)
  })
})

const draws = { horizonDays: 5, seed: 1, draws: 200 }
const probability = fc.double({ min: 0, max: 1, noNaN: true })

describe('every pool', () => {
  it('is short less often the larger it is', () => {
    fc.assert(
      fc.property(fleets, fc.double({ min: 0, max: 1, noNaN: true }), probability, (members, a, b) => {
        const fleet = fleetOf(members)
        const drawn = drawPeaks(fleet, draws)
        const [small, large] = [Math.min(a, b) * fleet.sumOfPeaks, Math.max(a, b) * fleet.sumOfPeaks]

        expect(shortageProbability(drawn, large).probability).toBeLessThanOrEqual(
          shortageProbability(drawn, small).probability,
        )
      }),
    )
  })

  it('keeps its promise, is the smallest that does, and lies from the largest VM to the sum of peaks', () => {
    fc.assert(
      fc.property(fleets, probability, (members, allowed) => {
        const fleet = fleetOf(members)
        const drawn = drawPeaks(fleet, draws)
        const pool = poolFor(drawn, allowed)

        expect(shortageProbability(drawn, pool).probability).toBeLessThanOrEqual(allowed)
        expect(pool).toBeGreaterThanOrEqual(fleet.largestPeak)
        expect(pool).toBeLessThanOrEqual(fleet.sumOfPeaks)
        const smaller = [...drawn.peaks].filter((peak) => peak < pool && peak >= fleet.largestPeak)
        expect(smaller.filter((peak) => shortageProbability(drawn, peak).probability <= allowed)).toEqual([])
      }),
    )
  })

  it('is twice as large when every VM needs twice as much, and does not mind their order', () => {
    fc.assert(
      fc.property(fleets, probability, (members, allowed) => {
        const [once, twice, turned] = [members, scaled(members, 2), members.toReversed()].map((vms) =>
          poolFor(drawPeaks(fleetOf(vms), draws), allowed),
        )

        expect(twice).toBe(2 * (once as number))
        expect(turned).toBe(once)
      }),
    )
  })

  it('is asked for with a probability', () => {
    expect(() => poolFor(drawPeaks(daysOf([1]), options), 1.5)).toThrow(InputError)
    expect(() => poolFor(drawPeaks(daysOf([1]), options), Number.NaN)).toThrow(InputError)
  })
})
