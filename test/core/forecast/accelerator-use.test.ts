import { expect, test } from 'vitest'
import { describeAcceleratorUse } from '../../../src/core/forecast/accelerator-use.ts'
import { aGrid, hours } from './series.ts'

test('GPUs and framebuffer are told by mean, P95 of the hours and peak; other metrics and gaps are left out', () => {
  const gpu = aGrid(
    hours(101, (hour) => (hour === 100 ? Number.NaN : hour / 100)),
    { metric: 'gpu' },
  )
  const memory = aGrid(
    hours(10, () => 4 * 2 ** 30),
    { metric: 'gpu-memory' },
  )

  expect(describeAcceleratorUse([aGrid(hours(3, () => 1)), memory, gpu])).toEqual([
    { metric: 'gpu', unit: 'GPU', mean: expect.closeTo(0.495), p95: expect.closeTo(0.945), peak: 0.99 },
    { metric: 'gpu-memory', unit: 'GiB', mean: 4, p95: 4, peak: 4 },
  ])
})

test('what was never measured is not there', () => {
  expect(
    describeAcceleratorUse([
      aGrid(
        hours(3, () => Number.NaN),
        { metric: 'gpu' },
      ),
    ]),
  ).toEqual([])
})
