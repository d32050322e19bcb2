import { describe, expect, test } from 'vitest'
import type { Measure } from '../../../src/sources/aws/metric-measures.ts'
import { measureSamples } from '../../../src/sources/aws/metric-samples.ts'

const aMeasure = (over: Partial<Measure> = {}): Measure => ({
  vmId: 'i-1',
  metric: 'network-received-bytes',
  stat: 'Sum',
  parts: [],
  factor: 1,
  isPerPeriod: true,
  ...over,
})

const minute = 60_000

describe('samples', () => {
  test('of two parts are added where both are known', () => {
    const reads = new Map([
      [0, 300],
      [300_000, 600],
    ])
    const writes = new Map([[300_000, 300]])

    const sums = measureSamples(aMeasure({ metric: 'disk-operations' }), [[reads], [writes]], 300)

    expect([...sums]).toEqual([[300_000, 3]])
  })

  test('of alternatives are those of the first that knows the time, in order of time', () => {
    const afterResize = new Map([[600_000, 40]])
    const beforeResize = new Map([
      [300_000, 30],
      [600_000, 99],
    ])

    const merged = measureSamples(aMeasure({ isPerPeriod: false, factor: 2 }), [[afterResize, beforeResize]], 300)

    expect([...merged]).toEqual([
      [300_000, 60],
      [600_000, 80],
    ])
  })

  test('of basic monitoring among minutes hold five minutes, and so are divided by five', () => {
    const basic = [0, 5, 10].map((at) => [at * minute, 3000] as const)
    const detailed = [15, 16, 17].map((at) => [at * minute, 600] as const)

    const rates = measureSamples(aMeasure(), [[new Map([...basic, ...detailed])]], 60)

    expect([...rates.values()]).toEqual([10, 10, 10, 10, 10, 10])
  })

  test('of nothing are nothing', () => {
    expect([...measureSamples(aMeasure(), [[new Map()]], 300)]).toEqual([])
  })
})
