import { describe, expect, it } from 'vitest'
import { sizePool } from '../../../src/core/forecast/size-pool.ts'
import { aMember, fleetOf } from './fleets.ts'
import { hours } from './series.ts'

/** Ten days that peak at 1, 2, … 10. */
const fleet = fleetOf([
  aMember(
    'web',
    hours(240, (hour) => (hour % 24 === 12 ? Math.floor(hour / 24) + 1 : 0)),
  ),
])
const options = { horizonDays: 1, seed: 1 }

describe('the size of a pool', () => {
  it('is answered with the shortage of the one asked about, and the pools of three shortages', () => {
    const { shortage, pools, drawn } = sizePool(fleet, 8, options)

    expect(shortage.pool).toBe(8)
    expect(shortage.probability).toBeGreaterThan(0.18)
    expect(shortage.probability).toBeLessThan(0.22)
    expect(pools).toEqual([0.05, 0.01, 0.001].map((probability) => ({ probability, pool: 10 })))
    expect(drawn).toMatchObject({ draws: 10_000, seed: 1, horizonDays: 1, historyDays: 10, recordProbability: 1 / 11 })
  })

  it('carries no curves, and is the same for the same seed', () => {
    const sizing = sizePool(fleet, 8, options)

    expect(sizing.fleet).not.toHaveProperty('sum')
    expect(sizing.fleet).not.toHaveProperty('dayPeaks')
    expect(sizing.drawn).not.toHaveProperty('peaks')
    expect(sizePool(fleet, 8, options)).toEqual(sizing)
    expect(sizePool(fleet, 8, { ...options, seed: 2 }).shortage).not.toEqual(sizing.shortage)
  })
})
