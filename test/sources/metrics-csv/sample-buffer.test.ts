import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenSeries } from '../../../src/sources/metrics-csv/open-series.ts'
import { createSampleBuffer, pendingSeries } from '../../../src/sources/metrics-csv/sample-buffer.ts'
import { noSeriesFaults } from '../../../src/sources/metrics-csv/series-faults.ts'

const aSeries = (vmId: string, perPeriod = false): OpenSeries => ({
  vmId,
  metric: 'network-sent-bytes',
  conversion: { factor: 2, perPeriod, isShare: false },
})

describe('a sample buffer', () => {
  it('gives every sample once and in order, and never holds more than it may', () => {
    const sequences = fc.array(fc.nat({ max: 4 }), { maxLength: 300 })

    fc.assert(
      fc.property(sequences, fc.integer({ min: 1, max: 40 }), (turns, most) => {
        const buffer = createSampleBuffer(noSeriesFaults(), most)
        const pending = [0, 1, 2, 3, 4].map((vm) => pendingSeries(aSeries(`${vm}`), `${vm}`))
        const given: Record<string, number[]> = {}
        let held = 0
        const take = (batches: ReturnType<typeof buffer.takeAll>) => {
          for (const { vmId, at, values } of batches) {
            expect([...values]).toEqual([...at].map((ms) => ms * 2))
            given[vmId] = [...(given[vmId] ?? []), ...at]
            held -= at.length
          }
        }
        for (const [ms, vm] of turns.entries()) {
          buffer.add(pending[vm] ?? pendingSeries(aSeries('x'), 'x'), ms, ms)
          held++
          take(buffer.takeFull())
          expect(held).toBeLessThan(most)
        }
        take(buffer.takeAll())

        expect(held).toBe(0)
        for (const [vm, times] of Object.entries(given))
          expect(times).toEqual(turns.flatMap((turn, ms) => (`${turn}` === vm ? [ms] : [])))
      }),
    )
  })

  it('keeps amounts per period until it knows the period, and then does not change it', () => {
    const faults = noSeriesFaults()
    const buffer = createSampleBuffer(faults, 1)
    const pending = pendingSeries(aSeries('vm', true), 'vm')
    const values: number[] = []
    for (const ms of [0, 60_000, 360_000, 420_000]) {
      buffer.add(pending, ms, 60)
      values.push(...buffer.takeFull().flatMap((batch) => [...batch.values]))
    }

    expect(values).toEqual([2, 2, 2, 2])
    expect(faults.unknownPeriods.size).toBe(0)
  })
})
