import { expect, test } from 'vitest'
import { frameOf, linkSharesOf, traceOf } from '../../../src/core/replication/churn-trace.ts'
import { InputError } from '../../../src/errors.ts'
import type { Grid } from '../../../src/model/metric-series.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 0, 5, 6)
const vm = { vmId: 'db', tierId: '1', priority: 1, rpoMinutes: 5, compression: 2 }

const aGrid = (startHour: number, mean: readonly number[]): Grid => ({
  vmId: 'db',
  metric: 'disk-written-bytes',
  startMs: START + startHour * HOUR_MS,
  stepSeconds: 3600,
  mean: Float64Array.from(mean),
  p95: Float64Array.from(mean),
  max: Float64Array.from(mean),
})

test('a step without a sample counts with the largest one of the VM, inside and outside of its own history', () => {
  const frame = frameOf([aGrid(1, [10, Number.NaN, 40]), aGrid(0, [1, 1, 1, 1, 1])])!

  const trace = traceOf(vm, aGrid(1, [10, Number.NaN, 40]), frame)

  expect(frame).toEqual({ startMs: START, stepSeconds: 3600, steps: 5 })
  expect([...trace!.bytesPerSecond]).toEqual([20, 5, 20, 20, 20])
  expect(trace!.gapSteps).toBe(3)
})

test('a VM without any sample has no trace, and no grids no frame', () => {
  const grid = aGrid(0, [Number.NaN])

  expect(traceOf(vm, grid, frameOf([grid])!)).toBeNull()
  expect(frameOf([])).toBeNull()
})

test('a grid that does not fall on the steps of the others is refused', () => {
  const frame = { startMs: START - HOUR_MS / 2, stepSeconds: 3600, steps: 2 }

  expect(() => traceOf(vm, aGrid(0, [1]), frame)).toThrow(InputError)
})

test('the link is what is not reserved, by the hour of the day; the later of two rules counts', () => {
  const schedule = [
    { fromHour: 0, toHour: 24, share: 0.8 },
    { fromHour: 7, toHour: 8, share: 0.5 },
  ]

  const shares = linkSharesOf({ startMs: START, stepSeconds: 1800, steps: 5 }, { reservedShare: 0.5, schedule })

  expect([...shares]).toEqual([0.4, 0.4, 0.25, 0.25, 0.4])
})

test('a schedule by the hour is refused for steps that are longer', () => {
  const frame = { startMs: START, stepSeconds: 7200, steps: 2 }
  const schedule = [{ fromHour: 7, toHour: 8, share: 0.5 }]

  expect(() => linkSharesOf(frame, { reservedShare: 0, schedule })).toThrow(InputError)
})
