import { describe, expect, it } from 'vitest'
import { findConversion } from '../../src/sources/conversion.ts'
import { findMetric, findMetricInFileName, findUnit, metricNames } from '../../src/sources/metric-names.ts'
import { aVm } from '../builders.ts'

const vm = aVm({
  vcpus: 4,
  memoryGiB: 16,
  accelerators: [{ kind: 'gpu', model: 'L4', count: 2, memoryGiB: 24 }],
})

describe('the table of metric names', () => {
  it('has a conversion for every name that implies its unit', () => {
    const faults = metricNames.filter((name) => {
      const metric = findMetric(name)
      return metric?.unit && 'fault' in findConversion({ ...metric, unit: metric.unit, vm, mhzPerVcpu: 2500 })
    })

    expect(faults).toEqual([])
  })

  it.each([
    ['cpu_percent', { factor: 0.04, perPeriod: false, isShare: true }],
    ['cpu_mhz', { factor: 1 / 2500, perPeriod: false, isShare: false }],
    ['memory_percent', { factor: 0.16 * 1024 ** 3, perPeriod: false, isShare: true }],
    ['memory_kb', { factor: 1024, perPeriod: false, isShare: false }],
    ['network_kbps', { factor: 1024, perPeriod: false, isShare: false }],
    ['disk_iops', { factor: 1, perPeriod: false, isShare: false }],
    ['NetworkIn', { factor: 1, perPeriod: true, isShare: false }],
    ['gpu_percent', { factor: 0.02, perPeriod: false, isShare: true }],
    ['gpu_memory_percent', { factor: 0.48 * 1024 ** 3, perPeriod: false, isShare: true }],
  ])('converts %s', (name, expected) => {
    const metric = findMetric(name)

    const conversion = metric?.unit && findConversion({ ...metric, unit: metric.unit, vm, mhzPerVcpu: 2500 })

    expect(conversion).toEqual({ ...expected, factor: expect.closeTo(expected.factor, 6) })
  })

  it('compares names without case and punctuation', () => {
    expect(findMetric('CPU utilization percentage')).toEqual({ metric: 'cpu', unit: 'percent' })
    expect(findMetric('CPU %')).toEqual({ metric: 'cpu', unit: 'percent' })
    expect(findMetric('Disk-Write-Bytes')).toEqual({ metric: 'disk-written-bytes', unit: 'bytes/s' })
    expect(findMetric('constructor')).toBeNull()
  })

  it('knows units by several spellings', () => {
    expect(['Percent', '%', 'Bytes/Second', 'KiB', 'toString', ''].map(findUnit)).toEqual([
      'percent',
      'percent',
      'bytes/s',
      'kb',
      null,
      null,
    ])
  })

  it('finds the longest name in the name of a file', () => {
    expect(findMetricInFileName('ec2_cpu_utilization_24ae8d')).toEqual({ name: 'ec2_cpu_utilization', rest: '24ae8d' })
    expect(findMetricInFileName('web-1.CPUUtilization')).toEqual({ name: 'CPUUtilization', rest: 'web-1' })
    expect(findMetricInFileName('cpu_mhz_mean')).toEqual({ name: 'cpu_mhz', rest: 'mean' })
    expect(findMetricInFileName('export-2026')).toBeNull()
  })
})
