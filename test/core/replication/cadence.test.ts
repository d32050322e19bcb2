import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cheapestCadence,
  compareCadences,
  evaluateCadence,
  keepsObjectives,
} from '../../../src/core/replication/cadence.ts'
import type { Cadence, CadenceQuestion } from '../../../src/model/cadence.ts'
import { aQuestion } from './cadences.ts'

/** A second opinion: all of them. */
const enumerate = (question: CadenceQuestion): Cadence | null =>
  question.snapshotIntervals
    .flatMap((snapshotMinutes) => [
      evaluateCadence(question, { snapshotMinutes, logMinutes: null, takenEvery: 1 }),
      ...question.logIntervals.flatMap((logMinutes) =>
        question.takenEvery.map((takenEvery) => evaluateCadence(question, { snapshotMinutes, logMinutes, takenEvery })),
      ),
    ])
    .filter((one) => one !== null && keepsObjectives(one, question))
    .sort((a, b) => compareCadences(a!, b!))[0] ?? null

const anyQuestion: fc.Arbitrary<CadenceQuestion> = fc
  .record({
    sizeGiB: fc.integer({ min: 1, max: 4000 }),
    churnGiBPerHour: fc.integer({ min: 0, max: 200 }),
    rtoMinutes: fc.option(fc.integer({ min: 20, max: 900 })),
    rpoMinutes: fc.option(fc.integer({ min: 2, max: 1500 })),
    restoreMiBps: fc.integer({ min: 20, max: 800 }),
    replayMiBps: fc.integer({ min: 5, max: 200 }),
    copyMiBps: fc.integer({ min: 1, max: 200 }),
    snapshotIntervals: fc.uniqueArray(fc.integer({ min: 10, max: 3000 }), { minLength: 1, maxLength: 6 }),
    logIntervals: fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { maxLength: 4 }),
    takenEvery: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    missedSnapshots: fc.integer({ min: 0, max: 2 }),
    perSyntheticSnapshot: fc.integer({ min: 0, max: 3 }),
    perLog: fc.constantFrom(0, 0.01),
  })
  .map(({ perSyntheticSnapshot, perLog, ...over }) =>
    aQuestion({ ...over, prices: { perGiBMonth: 0.05, perSnapshot: 1, perSyntheticSnapshot, perLog } }),
  )

test('the cheapest is that of trying all of them', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const [found, tried] = [cheapestCadence(question), enumerate(question)]

      expect(found === null || keepsObjectives(found, question)).toBe(true)
      expect(found?.costPerMonth ?? -1).toBeCloseTo(tried?.costPerMonth ?? -1, 8)
    }),
    { numRuns: 2000 },
  )
})

test('without logs the RPO is the interval and the copy of what changed', () => {
  const cadence = evaluateCadence(aQuestion(), { snapshotMinutes: 240, logMinutes: null, takenEvery: 1 })

  // 10 GiB an hour for 4 h at 100 MiB/s: 409.6 s.
  expect(cadence?.rpoMinutes).toBeCloseTo(240 + 409.6 / 60, 9)
  expect(cadence?.rtoMinutes).toBeCloseTo(15 + (500 * 1024) / 200 / 60, 9)
})

test('with logs the RPO is theirs, and the log since the snapshot that is there is replayed', () => {
  const cadence = evaluateCadence(aQuestion(), { snapshotMinutes: 240, logMinutes: 15, takenEvery: 1 })

  expect(cadence?.rpoMinutes).toBeCloseTo(15 + 25.6 / 60, 9)
  // The snapshot arrives 409.6 s after its moment, so up to 240 min and 409.6 s are replayed, at 50 MiB/s.
  expect(cadence?.replayMinutes).toBeCloseTo((((240 + 409.6 / 60) / 60) * 10 * 1024) / 50 / 60, 9)
})

test('a snapshot that cannot be taken is made up for by its log, and that time is in the RTO', () => {
  const rhythm = { snapshotMinutes: 240, logMinutes: 15, takenEvery: 1 }

  const [good, missed] = [0, 1].map((missedSnapshots) => evaluateCadence(aQuestion({ missedSnapshots }), rhythm))

  expect(missed!.rtoMinutes - good!.rtoMinutes).toBeCloseTo((40 * 1024) / 50 / 60, 9)
  expect(missed!.rpoMinutes).toBe(good!.rpoMinutes)
})

test('snapshots that are copied more slowly than they come cannot be kept up', () => {
  const question = aQuestion({ churnGiBPerHour: 100, copyMiBps: 10 })

  expect(evaluateCadence(question, { snapshotMinutes: 60, logMinutes: null, takenEvery: 1 })).toBeNull()
  expect(evaluateCadence(question, { snapshotMinutes: 1440, logMinutes: null, takenEvery: 1 })).not.toBeNull()
})
