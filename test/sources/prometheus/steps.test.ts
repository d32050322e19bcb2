import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkSteps, coarsenSteps, evaluationTimes, historySteps } from '../../../src/sources/prometheus/steps.ts'

const aHistory = fc.record({
  until: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  days: fc.integer({ min: 1, max: 455 }),
  stepSeconds: fc.integer({ min: 15, max: 3600 }),
})

test('chunks follow one another without overlap or hole, and end where the history ends', () => {
  fc.assert(
    fc.property(aHistory, fc.integer({ min: 500, max: 10_000 }), ({ until, days, stepSeconds }, mostSteps) => {
      const steps = historySteps(until.toISOString(), days, stepSeconds)

      const ranges = chunkSteps(steps, mostSteps).map(evaluationTimes)

      const whole = evaluationTimes(steps)
      expect(ranges[0]?.start).toBe(whole.start)
      expect(ranges.at(-1)?.end).toBe(whole.end)
      expect(ranges.slice(1).map(({ start }) => start)).toEqual(ranges.slice(0, -1).map(({ end }) => end + stepSeconds))
      expect(Math.max(...ranges.map(({ start, end }) => (end - start) / stepSeconds + 1))).toBeLessThanOrEqual(
        mostSteps,
      )
    }),
  )
})

test('a history is made of whole steps since the epoch, and has nothing of what comes after its end', () => {
  fc.assert(
    fc.property(aHistory, ({ until, days, stepSeconds }) => {
      const { start, end } = evaluationTimes(historySteps(until.toISOString(), days, stepSeconds))

      expect([start % stepSeconds, end % stepSeconds]).toEqual([0, 0])
      expect(until.getTime() / 1000 - end).toBeGreaterThanOrEqual(0)
      expect(until.getTime() / 1000 - end).toBeLessThan(stepSeconds)
    }),
  )
})

test('a coarser look ends at the same moment and begins less than one of its steps later', () => {
  fc.assert(
    fc.property(aHistory, ({ until, days, stepSeconds }) => {
      const steps = historySteps(until.toISOString(), days, stepSeconds)

      const coarse = coarsenSteps(steps, 240)

      expect(coarse.count).toBeLessThanOrEqual(240)
      expect(evaluationTimes(coarse).end).toBe(evaluationTimes(steps).end)
      expect(coarse.startMs).toBeGreaterThanOrEqual(steps.startMs)
      expect(coarse.startMs - steps.startMs).toBeLessThan(coarse.stepSeconds * 1000)
    }),
  )
})

test('an end that is no time is a mistake of the caller', () => {
  expect(() => historySteps('', 1, 300)).toThrow(/no|not a time/)
})
