import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFleet } from '../../../src/core/forecast/fleet.ts'
import { BugError, InputError } from '../../../src/errors.ts'
import { fleetSummarySchema } from '../../../src/model/fleet-demand.ts'
import { aMember, fleetOf, fleets, scaled } from './fleets.ts'
import { hours } from './series.ts'

const day = (hour: number): boolean => hour % 24 >= 8 && hour % 24 < 20
const office = hours(96, (hour) => (day(hour) ? 4 : 1))
const batch = hours(96, (hour) => (day(hour) ? 1 : 3))

describe('the demand of a fleet', () => {
  it('is the peak of the sums: machines that work at different hours share their capacity', () => {
    const { sum: _sum, dayPeaks, ...summary } = fleetOf([aMember('office', office), aMember('batch', batch)])

    fleetSummarySchema.parse(summary)
    expect(summary).toMatchObject({
      start: '2026-01-05T00:00:00.000Z',
      historyDays: 4,
      peakOfSums: 5,
      sumOfPeaks: 7,
      largestPeak: 4,
      filledShare: 0,
      unknown: [],
    })
    expect([...dayPeaks]).toEqual([5, 5, 5, 5])
  })

  it('gives quantiles of the sum by nearest rank', () => {
    const { quantiles } = fleetOf([aMember('office', office), aMember('batch', batch)], { levels: [0.25, 0.5, 0.75] })

    expect(quantiles).toEqual([
      { level: 0.25, value: 4 },
      { level: 0.5, value: 4 },
      { level: 0.75, value: 5 },
    ])
  })

  it('adds the part of the hours that is asked for', () => {
    const bursting = { ...aMember('web', office), grid: { ...aMember('web', office).grid!, max: hours(96, () => 9) } }

    expect(fleetOf([bursting]).peakOfSums).toBe(4)
    expect(fleetOf([bursting], { track: 'max' }).peakOfSums).toBe(9)
  })

  it('looks back only as far as the history that is asked for, over whole days from the end', () => {
    const fallen = hours(100, (hour) => (hour < 28 ? 50 : hour))

    const fleet = fleetOf([aMember('web', fallen)], { historyDays: 3 })

    expect(fleet).toMatchObject({ start: '2026-01-06T04:00:00.000Z', historyDays: 3, peakOfSums: 99 })
    expect(fleet.sum).toHaveLength(72)
  })
})

describe('a missing hour', () => {
  const gappy = hours(14 * 24, (hour) => (hour === 13 * 24 + 10 ? Number.NaN : hour % 24))

  it('is the high quantile of the same hour of day, and is counted', () => {
    const fleet = fleetOf([aMember('web', gappy)])

    expect(fleet.sum[13 * 24 + 10]).toBe(10)
    expect(fleet.members).toEqual([{ vmId: 'web', peak: 23, filledSteps: 1, basis: 'samples' }])
    expect(fleet.filledShare).toBeCloseTo(1 / 336, 12)
  })

  it('is the P95 of all samples where the hour was seen for less than a week and asks for less', () => {
    const fleet = fleetOf([aMember('web', gappy.slice(9 * 24))])

    expect(fleet.sum[4 * 24 + 10]).toBe(22)
  })

  it('counts for a VM that is younger than the others, by hours of day and not by their places in the series', () => {
    const young = aMember(
      'young',
      hours(7 * 24, (hour) => (hour + 5) % 24),
      {
        startMs: Date.UTC(2026, 0, 5, 5) + 3 * 86_400_000,
      },
    )
    const fleet = fleetOf([
      aMember(
        'old',
        hours(10 * 24 + 5, () => 0),
      ),
      young,
    ])

    expect(fleet.members[1]).toMatchObject({ vmId: 'young', filledSteps: 72 })
    expect([...fleet.sum]).toEqual([...hours(240, (hour) => (hour + 5) % 24)])
  })

  it('is all of a VM without samples: its allocation counts, and only what has none is left out and named', () => {
    const silent = { vmId: 'silent', grid: undefined, allocated: 8 }
    const empty = {
      ...aMember(
        'empty',
        hours(24, () => Number.NaN),
      ),
      allocated: 2,
    }
    const unknown = { vmId: 'unknown', grid: undefined, allocated: null }

    const fleet = fleetOf([aMember('office', office), silent, empty, unknown])

    expect(fleet).toMatchObject({ peakOfSums: 14, sumOfPeaks: 14, unknown: ['unknown'], filledShare: 2 / 3 })
    expect(fleet.members.map(({ vmId, basis }) => [vmId, basis])).toEqual([
      ['empty', 'allocation'],
      ['office', 'samples'],
      ['silent', 'allocation'],
    ])
  })

  it('may be every hour: a fleet of allocations is flat, one of nothing is nothing', () => {
    const silent = { vmId: 'silent', grid: undefined, allocated: 8 }

    expect(fleetOf([silent])).toMatchObject({ start: null, historyDays: 1, peakOfSums: 8, filledShare: 1 })
    expect(addFleet([{ ...silent, allocated: null }], { metric: 'cpu' })).toBeNull()
  })
})

describe('every fleet', () => {
  it('has a peak of sums from the largest peak to the sum of peaks, and no hour missing', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        const fleet = fleetOf(members)

        expect(fleet.peakOfSums).toBeLessThanOrEqual(fleet.sumOfPeaks)
        expect(fleet.peakOfSums).toBeGreaterThanOrEqual(fleet.largestPeak)
        expect(fleet.sum.every((value) => value >= 0)).toBe(true)
        expect(fleet.members).toHaveLength(members.length)
        expect(Math.max(...fleet.dayPeaks)).toBe(Math.max(...fleet.sum))
      }),
    )
  })

  it('does not mind the order of its VMs', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        expect(fleetOf(members.toReversed())).toEqual(fleetOf(members))
      }),
    )
  })

  it('needs twice as much when every VM does', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        const [once, twice] = [fleetOf(members), fleetOf(scaled(members, 2))]

        expect(twice.sum).toEqual(once.sum.map((value) => 2 * value))
        expect(twice.sumOfPeaks).toBe(2 * once.sumOfPeaks)
      }),
    )
  })

  it('refuses a VM that comes twice, series of different kinds, and parts of days', () => {
    const [web, memory] = [aMember('web', office), aMember('db', office, { metric: 'memory' })]

    expect(() => fleetOf([web, web])).toThrow(BugError)
    expect(() => fleetOf([web], { historyDays: 1.5 })).toThrow(InputError)
    expect(() => fleetOf([web, memory])).toThrow('A fleet of cpu got memory of db.')
    expect(() => fleetOf([web, aMember('db', office, { stepSeconds: 300 })])).toThrow(BugError)
  })
})
