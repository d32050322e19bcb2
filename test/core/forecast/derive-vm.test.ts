import { describe, expect, it } from 'vitest'
import { deriveVm } from '../../../src/core/forecast/derive-vm.ts'
import { configSchema } from '../../../src/model/config.ts'
import type { Grid } from '../../../src/model/metric-series.ts'
import { aVm } from '../../builders.ts'
import { aGrid, hours, rhythm } from './series.ts'

const policy = configSchema.shape.demand.parse({})
const GIB = 2 ** 30

describe('what is derived of a VM', () => {
  it('has a forecast for every series with a sample, and the demand that follows', () => {
    const silent = aGrid(new Float64Array(50).fill(NaN), { metric: 'gpu' })

    const { demand, forecasts } = deriveVm(aVm(), [aGrid(rhythm(400)), silent], policy)

    expect(forecasts.map(({ metric }) => metric)).toEqual(['cpu'])
    expect(demand.vcpus).toMatchObject({ basis: 'forecast', model: forecasts[0]?.model })
  })

  it('takes zeros of memory for gaps while the machine computes, and for what they are while it is off', () => {
    const gib = aGrid(
      hours(400, (hour) => (hour % 4 === 1 ? 0 : 3 * GIB)),
      { metric: 'memory' },
    )
    const busy = aGrid(
      hours(500, () => 1),
      { startMs: gib.startMs - 100 * 3_600_000 },
    )
    const off = aGrid(hours(400, (hour) => (hour % 4 === 1 ? 0 : 3)))

    const coverage = (cpu: Grid): number | undefined =>
      deriveVm(aVm({ memoryGiB: 8 }), [cpu, gib], policy).forecasts.find(({ metric }) => metric === 'memory')?.history
        .coverage

    expect(coverage(busy)).toBe(0.75)
    expect(coverage(off)).toBe(1)
  })

  it('follows a clock that was set forward five days ago', () => {
    const office = (hour: number): number => (hour % 24 >= 8 && hour % 24 < 18 ? 4 : 1)
    const y = hours(28 * 24, (hour) => office(hour < 23 * 24 ? hour : hour + 1))

    const { forecasts } = deriveVm(aVm(), [aGrid(y)], policy)

    const point = forecasts[0]?.point ?? new Float64Array(0)
    expect(point[7]).toBeGreaterThan(3)
    expect(point[17]).toBeLessThan(2)
  })
})
