import { describe, expect, test } from 'vitest'
import { findInstancesIn, findMetricIn, findStatisticIn } from '../../../src/sources/aws/metric-names.ts'

describe('the metric', () => {
  test.each([
    ['CPUUtilization', 'CPUUtilization'],
    ['i-0abc12345 m5.large networkin Sum', 'NetworkIn'],
    ['m_EBSReadOps_1', 'EBSReadOps'],
    ['web Memory % Committed Bytes In Use', 'Memory % Committed Bytes In Use'],
    ['mem_used_percent', 'mem_used_percent'],
  ])('of %j is %s', (text, name) => {
    expect(findMetricIn([text])?.name).toBe(name)
  })

  test.each(['NetworkPacketsIn', 'EngineCPUUtilization', 'NetworkIn + NetworkOut', 'disk_used_percent', ''])(
    'of %j is none',
    (text) => {
      expect(findMetricIn([text])).toBeNull()
    },
  )

  test('is that of the first text that names any, even if it names several', () => {
    expect(findMetricIn(['cpu', 'CPUUtilization', 'NetworkIn'])?.name).toBe('CPUUtilization')
    expect(findMetricIn(['NetworkIn + NetworkOut', 'NetworkIn'])).toBeNull()
  })
})

describe('instances', () => {
  test.each([
    ['i-0aaa0000000000001', ['i-0aaa0000000000001']],
    ['cpu_i_0AAA0000', ['i-0aaa0000']],
    ['i-0aaa0000 of i-0bbb0000 and i-0aaa0000', ['i-0aaa0000', 'i-0bbb0000']],
    ['eni-0aaa0000 ami-0aaa0000 i-0aaa i-0aaa00000000000012 i-0aaa000g', []],
  ])('in %j are %j', (text, ids) => {
    expect(findInstancesIn(['', text, 'i-0ccc0000'])).toEqual(ids.length === 0 ? ['i-0ccc0000'] : ids)
  })
})

describe('the statistic', () => {
  test.each([
    ['CPUUtilization Average', 'Average'],
    ['avg_cpu', 'Average'],
    ['NetworkIn Sum', 'Sum'],
    ['cpuMax', 'other'],
    ['CPUUtilization p99.9', 'other'],
    ['SampleCount', 'other'],
    ['Sum of Average', 'other'],
    ['mem_used_percent', null],
    ['Memory % Committed Bytes In Use', null],
    ['i-0aaa0000000000001 CPUUtilization', null],
    ['summary', null],
  ])('in %j is %s', (text, statistic) => {
    expect(findStatisticIn([text])).toBe(statistic)
  })
})
