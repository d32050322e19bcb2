import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyOf, recordLag, totalSeconds, type LagRecord } from './lag.ts'
import { runQueue } from './queue.ts'
import { aReplay, aTrace, MIB } from '../traces.ts'

const lagOf = (mibps: readonly number[], linkMiBps: number, stepSeconds = 3600): LagRecord => {
  const replay = aReplay([aTrace('vm', mibps)], { stepSeconds })
  const recorder = recordLag(replay)
  runQueue(replay, linkMiBps * MIB, recorder.observe)
  return recorder.records[0]!
}

describe('constant writes', () => {
  test('below what the link carries nothing is late', () => {
    expect(lagOf([9, 9, 9], 10)).toEqual({ late: [], worstSeconds: 0, backlogPeak: 0 })
  })

  test('above it the lag grows: by the backlog, which is (written - sent) x t, over what is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 60 }), fc.integer({ min: 1, max: 5 }), (mibps, steps) => {
        const { worstSeconds, backlogPeak } = lagOf(
          Array.from({ length: steps }, () => mibps),
          10,
        )

        // The head moves at 10 / mibps seconds a second; in units of what is sent that is (mibps / 10 - 1) x t.
        const seconds = steps * 3600
        expect(worstSeconds).toBeCloseTo(seconds * (1 - 10 / mibps), 6)
        expect(backlogPeak / (10 * MIB)).toBeCloseTo((mibps / 10 - 1) * seconds, 4)
      }),
    )
  })

  test('the time that the backlog then takes to drain is known', () => {
    const { late } = lagOf([15, 5, 5, 5], 10)

    // 5 MiB/s too much for an hour, 5 MiB/s to spare afterwards: late from 300 s x 3 on, until the lag is 300 s again.
    expect(late).toHaveLength(1)
    expect(late[0]![0]).toBeCloseTo(900, 4)
    expect(late[0]![1]).toBeCloseTo(7200 - 300, 4)
  })

  test('is the same whatever the steps are', () => {
    const hours = lagOf([30, 5, 0, 12], 10)
    const minutes = lagOf(
      [30, 5, 0, 12].flatMap((rate) => Array.from({ length: 60 }, () => rate)),
      10,
      60,
    )

    expect(minutes.worstSeconds).toBeCloseTo(hours.worstSeconds, 6)
    expect(totalSeconds(minutes.late)).toBeCloseTo(totalSeconds(hours.late), 5)
  })
})

test('hours in which nothing was written are not waited for', () => {
  const { worstSeconds } = lagOf([20, 0, 0, 20], 10)

  expect(worstSeconds).toBeCloseTo(1800 * 2, 6)
})

test('over a link that is shut the lag is the time since the first byte', () => {
  const { worstSeconds, late } = lagOf([0, 3, 0], 0)

  expect(worstSeconds).toBeCloseTo(2 * 3600, 6)
  expect(late).toEqual([[3600 + 300 + 1e-6, 3 * 3600]])
})

test('times of several VMs that overlap are one time', () => {
  const late = (...times: [number, number][]): LagRecord => ({ late: times, worstSeconds: 0, backlogPeak: 0 })

  expect(anyOf([late([0, 5], [20, 30]), late([4, 8], [30, 31])])).toEqual([
    [0, 8],
    [20, 31],
  ])
})
