/** A question about a database of 500 GiB that writes 10 GiB an hour. */
import { cadenceQuestionSchema, type CadenceQuestion } from '../../../src/model/cadence.ts'

export const aQuestion = (over: Partial<CadenceQuestion> = {}): CadenceQuestion =>
  cadenceQuestionSchema.parse({
    sizeGiB: 500,
    churnGiBPerHour: 10,
    rtoMinutes: 240,
    rpoMinutes: 60,
    fixedMinutes: 15,
    restoreMiBps: 200,
    replayMiBps: 50,
    copyMiBps: 100,
    snapshotIntervals: [60, 240, 720, 1440],
    logIntervals: [5, 15, 60],
    keptDays: 7,
    hoursPerMonth: 730,
    prices: { perGiBMonth: 0.05, perSnapshot: 0.5, perSyntheticSnapshot: 0.1, perLog: 0.001 },
    ...over,
  })
