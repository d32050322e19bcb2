import { describe, expect, test } from 'vitest'
import { expectedOf, inSizingUnit, needOf, sizingUnitOf } from '../../src/model/metric-units.ts'
import { metricIds } from '../../src/model/metric-series.ts'
import { aDemand, aNeed } from '../builders.ts'

test.each([
  ['cpu', 2, '2 vCPU'],
  ['memory', 2 ** 31, '2 GiB'],
  ['disk-operations', 300, '300 IOPS'],
  ['disk-written-bytes', 2 ** 20, '1 MiB/s'],
  ['network-bytes', 125_000, '1 Mbit/s'],
  ['gpu', 1, '1 GPU'],
] as const)('%s: %d of the base unit are %s', (metric, amount, expected) => {
  expect(`${inSizingUnit(metric, amount)} ${sizingUnitOf(metric)}`).toBe(expected)
})

describe('the need of a demand that a metric speaks for', () => {
  const demand = aDemand({
    vcpus: aNeed(4, { expected: 3 }),
    memoryGiB: aNeed(8),
    iops: aNeed(500, { expected: 500 }),
    diskMiBps: aNeed(20, { expected: 20 }),
    networkMbps: aNeed(80, { expected: 80 }),
    churnGiBPerHour: { median: 1, high: 3.515625 },
    gpuMemoryGiB: 12,
  })

  test('is of the metric itself, before headroom', () => {
    const all = new Set(metricIds)

    const expected = metricIds.map((metric) => expectedOf(demand, metric, all))

    expect(Object.fromEntries(metricIds.map((metric, place) => [metric, expected[place]]))).toEqual({
      cpu: 3,
      memory: null,
      'disk-operations': 500,
      'disk-bytes': 20,
      'disk-read-bytes': null,
      'disk-written-bytes': 1,
      'network-bytes': 80,
      'network-received-bytes': null,
      'network-sent-bytes': null,
      gpu: null,
      'gpu-memory': 12,
    })
  })

  test('one direction of the network stands for it where it is the only one', () => {
    expect(needOf(demand, 'network-sent-bytes', new Set(['network-sent-bytes']))).toBe(demand.networkMbps)
    expect(needOf(demand, 'network-sent-bytes', new Set(['network-sent-bytes', 'network-received-bytes']))).toBe(null)
  })

  test('is null where nobody measures it', () => {
    expect(expectedOf(aDemand(), 'disk-written-bytes', new Set())).toBe(null)
    expect(needOf(aDemand(), 'disk-operations', new Set())).toBe(null)
  })
})
