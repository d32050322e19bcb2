import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerCadence } from '../../../src/core/replication/cadence-answer.ts'
import { cheapestCadence } from '../../../src/core/replication/cadence.ts'
import { cadenceAnswerSchema, type CadenceChange, type CadenceQuestion } from '../../../src/model/cadence.ts'
import { aQuestion } from './cadences.ts'

const withChange = (question: CadenceQuestion, { what, needed }: CadenceChange): CadenceQuestion => {
  if (what === 'snapshotMinutes') return { ...question, snapshotIntervals: [needed] }
  if (what === 'logMinutes') return { ...question, logIntervals: [needed] }
  return { ...question, [what]: needed }
}

test('an objective binds by what its absence would save', () => {
  const { cadence, binds } = answerCadence(aQuestion({ rtoMinutes: 80 }))

  // Restore and the fixed terms leave some 22 minutes to replay: half a day of log does not fit, four hours do.
  expect(cadence).toMatchObject({ snapshotMinutes: 240, logMinutes: 15 })
  expect(binds.find(({ objective }) => objective === 'rto')!.savedPerMonth).toBeGreaterThan(0)
})

test('an objective that nothing is cheaper without does not bind', () => {
  const { binds } = answerCadence(aQuestion({ rtoMinutes: 2000, rpoMinutes: 2000 }))

  expect(binds.map(({ savedPerMonth }) => savedPerMonth)).toEqual([0, 0])
})

test('where none keeps the promises, every change that is named is enough by itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 60 }), fc.integer({ min: 1, max: 30 }), (rtoMinutes, rpoMinutes) => {
      const question = aQuestion({ rtoMinutes, rpoMinutes, replayMiBps: 8, copyMiBps: 4 })
      const { cadence, changes } = answerCadence(question)

      expect(cadence === null).toBe(cheapestCadence(question) === null)
      for (const change of changes) expect(cheapestCadence(withChange(question, change))).not.toBeNull()
    }),
  )
})

test('an RTO below the terms that nothing shortens leaves only the promise to change', () => {
  const { cadence, changes, best } = answerCadence(aQuestion({ rtoMinutes: 10 }))

  expect(cadence).toBeNull()
  expect(changes.map(({ what }) => what)).toEqual(['rtoMinutes'])
  expect(best!.rtoMinutes).toBeGreaterThan(15)
})

test('restore that is too slow names the rate that is needed', () => {
  const { changes } = answerCadence(aQuestion({ rtoMinutes: 40, snapshotIntervals: [60] }))

  const restore = changes.find(({ what }) => what === 'restoreMiBps')!
  // 25 minutes less the replay of an hour and its copy at 50 MiB/s are left for 500 GiB.
  const replay = (((60 + 102.4 / 60) / 60) * 10 * 1024) / 50
  expect(restore.needed).toBeGreaterThanOrEqual((500 * 1024) / (25 * 60 - replay))
  expect(restore.needed).toBeLessThan(((500 * 1024) / (25 * 60 - replay)) * 1.002)
})

test('an answer survives JSON', () => {
  for (const answer of [answerCadence(aQuestion()), answerCadence(aQuestion({ rtoMinutes: 10 }))])
    expect(cadenceAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
})
