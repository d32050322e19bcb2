import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Replay } from '../../../../src/core/replication/churn-trace.ts'
import { recordLag } from './lag.ts'
import { runQueue } from './queue.ts'
import { bruteForce } from '../brute-force.ts'
import { aReplay, anyReplay, aTrace, MIB } from '../traces.ts'

const anyLink = fc.integer({ min: 1, max: 120 }).map((mibps) => mibps * MIB)

const backlogAtEnds = (replay: Replay, link: number): number[][] => {
  const ends: number[][] = []
  runQueue(replay, link, ({ step, toSeconds, backlog }) => {
    if (toSeconds === (step + 1) * replay.stepSeconds) ends.push([...backlog])
  })
  return ends
}

const lagsOf = (replay: Replay, link: number) => {
  const recorder = recordLag(replay)
  runQueue(replay, link, recorder.observe)
  return recorder.records
}

test('what is sent and what waits is what was written, to a billionth', () => {
  fc.assert(
    fc.property(anyReplay, anyLink, (replay, link) => {
      const { sent, backlog } = runQueue(replay, link, () => undefined)

      for (const [at, trace] of replay.traces.entries()) {
        const written = trace.bytesPerSecond.reduce((sum, rate) => sum + rate * replay.stepSeconds, 0)
        expect(Math.abs(sent[at]! + backlog[at]! - written)).toBeLessThanOrEqual(1e-9 * Math.max(1, written))
      }
    }),
  )
})

test('the link never carries more than it can, and is never idle while something waits', () => {
  fc.assert(
    fc.property(anyReplay, anyLink, (replay, link) => {
      runQueue(replay, link, ({ step, sent, backlog }) => {
        const [capacity, used] = [link * replay.linkShares[step]!, sent.reduce((sum, rate) => sum + rate, 0)]

        expect(used).toBeLessThanOrEqual(capacity * (1 + 1e-12))
        expect(used >= capacity * (1 - 1e-12) || backlog.every((bytes) => bytes === 0)).toBe(true)
      })
    }),
  )
})

test('a stronger tier does not depend on what a weaker one writes', () => {
  fc.assert(
    fc.property(anyReplay, anyLink, fc.integer({ min: 0, max: 9 }), (replay, link, factor) => {
      const strong = (trace: { priority: number }): boolean => trace.priority === 0
      const changed = replay.traces.map((trace) =>
        strong(trace) ? trace : { ...trace, bytesPerSecond: trace.bytesPerSecond.map((rate) => rate * factor) },
      )

      const before = lagsOf(replay, link).filter((_, at) => strong(replay.traces[at]!))
      const after = lagsOf({ ...replay, traces: changed }, link).filter((_, at) => strong(replay.traces[at]!))

      for (const [at, { worstSeconds, backlogPeak }] of before.entries()) {
        expect(after[at]!.worstSeconds).toBeCloseTo(worstSeconds, 6)
        expect(after[at]!.backlogPeak).toBeCloseTo(backlogPeak, 2)
      }
    }),
  )
})

test('a wider link never makes any backlog or lag longer', () => {
  fc.assert(
    fc.property(anyReplay, anyLink, fc.double({ min: 1, max: 3, noNaN: true }), (replay, link, factor) => {
      const [narrow, wide] = [backlogAtEnds(replay, link), backlogAtEnds(replay, link * factor)]
      const [slow, fast] = [lagsOf(replay, link), lagsOf(replay, link * factor)]

      for (const [step, backlogs] of wide.entries())
        for (const [at, bytes] of backlogs.entries()) expect(bytes).toBeLessThanOrEqual(narrow[step]![at]! + 1)
      for (const [at, record] of fast.entries()) {
        expect(record.worstSeconds).toBeLessThanOrEqual(slow[at]!.worstSeconds + 1e-4)
        for (const [from, to] of record.late)
          expect(slow[at]!.late.some(([start, end]) => start <= from + 1e-4 && to <= end + 1e-4)).toBe(true)
      }
    }),
  )
})

test('a simulation at small steps of time says the same to within its step', () => {
  fc.assert(
    fc.property(anyReplay, anyLink, (replay, link) => {
      const tick = 40
      const brute = bruteForce(replay, link, tick)
      const exact = lagsOf(replay, link)
      const ends = backlogAtEnds(replay, link)

      const perStep = replay.stepSeconds / tick
      for (const [step, backlogs] of ends.entries())
        for (const [at, bytes] of backlogs.entries())
          expect(Math.abs(bytes - brute[(step + 1) * perStep - 1]!.backlog[at]!)).toBeLessThanOrEqual(link * tick + 1)
      for (const [at, { worstSeconds }] of exact.entries()) {
        const worst = Math.max(...brute.map(({ lag }) => lag[at]!))
        expect(Math.abs(worst - worstSeconds)).toBeLessThanOrEqual(2 * tick)
      }
    }),
    { numRuns: 400 },
  )
})

test('within a tier a small writer is not held up by a large one, and large ones share evenly', () => {
  const replay = aReplay([aTrace('small', [1]), aTrace('large', [50]), aTrace('larger', [90])])

  const { sent } = runQueue(replay, 11 * MIB, () => undefined)

  expect([...sent].map((bytes) => bytes / 3600 / MIB)).toEqual([1, 5, 5])
})

test('a weaker tier gets what the stronger ones leave', () => {
  const replay = aReplay([aTrace('weak', [50], { priority: 3 }), aTrace('strong', [8], { priority: 0 })])

  const { sent } = runQueue(replay, 10 * MIB, () => undefined)

  expect([...sent].map((bytes) => bytes / 3600 / MIB)).toEqual([2, 8])
})
