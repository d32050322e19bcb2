import { describe, expect, it } from 'vitest'
import { totalDiskBytes, totalTraffic } from '../../../src/core/forecast/traffic.ts'
import { aGrid, gridsOf } from './series.ts'

const start = Date.UTC(2026, 0, 5)
const received = (values: number[]) => aGrid(values, { metric: 'network-received-bytes' })

describe('the total traffic of a VM', () => {
  it('is what was measured as a whole, where it was', () => {
    const whole = aGrid([5], { metric: 'network-bytes' })

    expect(totalTraffic(gridsOf(whole, received([1])))).toBe(whole)
  })

  it('adds steps of the same time, and leaves unknown what one direction lacks', () => {
    const sent = aGrid([10, 20, Number.NaN], { metric: 'network-sent-bytes', startMs: start + 3_600_000 })

    const total = totalTraffic(gridsOf(received([1, 2, 3, 4]), sent))

    expect(total?.metric).toBe('network-bytes')
    expect(total?.mean).toEqual(Float64Array.of(Number.NaN, 12, 23, Number.NaN))
  })

  it('takes the finer direction by its mean within the coarser step', () => {
    const sent = aGrid([10, 30, 50, 50], { metric: 'network-sent-bytes', stepSeconds: 1800 })

    expect(totalTraffic(gridsOf(received([1, 2]), sent))?.mean).toEqual(Float64Array.of(21, 52))
  })

  it('is one direction where only that is measured, and nothing where none is', () => {
    const one = received([1])

    expect(totalTraffic(gridsOf(one))).toBe(one)
    expect(totalTraffic(new Map())).toBeUndefined()
  })
})

describe('what the disks of a VM carry', () => {
  it('is the sum of reads and writes, and unknown where only one of them is measured', () => {
    const read = aGrid([1, 2], { metric: 'disk-read-bytes' })
    const written = aGrid([10, 20], { metric: 'disk-written-bytes' })

    expect(totalDiskBytes(gridsOf(read, written))).toMatchObject({
      metric: 'disk-bytes',
      mean: Float64Array.of(11, 22),
    })
    expect(totalDiskBytes(gridsOf(written))).toBeUndefined()
  })

  it('is what was measured as a whole, where it was', () => {
    const whole = aGrid([5], { metric: 'disk-bytes' })

    expect(totalDiskBytes(gridsOf(whole, aGrid([1], { metric: 'disk-read-bytes' })))).toBe(whole)
  })
})
