import { describe, expect, test } from 'vitest'
import { evidenceRun } from '../../../src/core/run/evidence-run.ts'
import type { ApplicationPromise } from '../../../src/model/plan.ts'
import type { RunEvent } from '../../../src/model/run.ts'
import { aRun, aRunbook, aRunStep, minuteMs, startMs } from '../../builders-run.ts'

const at = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString()
const who = { by: 'ana', user: 'operator' }
const done = (step: string, minutes: number): readonly RunEvent[] => [
  { kind: 'claimed', at: at(0), ...who, step, attempt: 1, runner: null, leaseUntil: at(500) },
  {
    kind: 'done',
    at: at(minutes),
    ...who,
    step,
    attempt: 1,
    runner: null,
    note: null,
    minutes: null,
    exitCode: null,
    tail: [],
  },
]
const aPromise = (application: string, vmIds: readonly string[], rtoMinutes: number | null): ApplicationPromise => ({
  application,
  tierId: '1',
  vmIds,
  promised: { rtoMinutes, rpoMinutes: null },
  achieved: { rtoMinutes: 20, rpoMinutes: 0 },
  verdict: 'kept',
  because: '',
})
const planSha256 = 'b'.repeat(64)
const runbook = aRunbook([
  aRunStep({ id: 'web', wave: 1, vmIds: ['vm-1'] }),
  aRunStep({ id: 'db', wave: 2, vmIds: ['vm-2'] }),
])
const promises = [aPromise('shop', ['vm-1'], 30), aPromise('slow', ['vm-1'], 10), aPromise('all', ['vm-1', 'vm-2'], 30)]

describe('a run as evidence', () => {
  test('says what each application took beside what is promised, and nothing where a step was left out', () => {
    const skipped: RunEvent = { kind: 'skipped', at: at(25), ...who, step: 'db', reason: 'no time', waivedBy: 'head' }
    const run = aRun(runbook, [...done('web', 20), skipped])

    const evidence = evidenceRun('drill-1', run, { promises, planSha256 })

    expect(evidence).toMatchObject({
      state: 'finished',
      ofThisPlan: true,
      steps: { all: 2, done: 1, leftOut: 1, open: 0 },
    })
    expect(evidence.applications.map(({ measuredMinutes, within }) => [measuredMinutes, within])).toEqual([
      [20, true],
      [20, false],
      [null, null],
    ])
    expect(evidence.leftOut).toMatchObject([{ step: 'db', by: 'ana', waivedBy: 'head' }])
  })

  test('that is not at its end measures nothing, and one of another plan says so', () => {
    const evidence = evidenceRun('drill-1', aRun(runbook, done('web', 20)), { promises, planSha256: 'c'.repeat(64) })

    expect(evidence).toMatchObject({ state: 'open', ofThisPlan: false, applications: [] })
  })
})
