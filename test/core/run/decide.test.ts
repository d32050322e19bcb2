import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import * as decide from '../../../src/core/run/decide.ts'
import { isFinished, isOpen, standings } from '../../../src/core/run/standing.ts'
import type { Run, Standing } from '../../../src/model/run-state.ts'
import { after, aRun, aRunbook, aRunStep, anActor, minuteMs, startMs } from '../../builders-run.ts'

const ana = anActor()
const ben = anActor({ by: 'ben' })
const at = (minutes: number, over: Parameters<typeof anActor>[0] = {}): ReturnType<typeof anActor> =>
  anActor({ nowMs: startMs + minutes * minuteMs, ...over })

const standing = (run: Run, step: string, minutes = 0): Standing | undefined =>
  standings(run, startMs + minutes * minuteMs).find((one) => one.step.id === step)?.standing

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof InputError ? error.code : String(error)
  }
  return 'allowed'
}

describe('the order of steps', () => {
  const run = aRun(aRunbook([aRunStep({ id: 'one' }), aRunStep({ id: 'two', after: ['one'] })]))

  test('lets nothing begin before what it waits for is settled', () => {
    expect(codeOf(() => decide.done(run, ana, { step: 'two' }))).toBe('run.not-ready')

    const later = after(run, decide.done(run, ana, { step: 'one', minutes: 4 }))

    expect(standing(later, 'one')).toBe('done')
    expect(standing(later, 'two')).toBe('ready')
  })

  test('is at its end when every step is settled', () => {
    const one = after(run, decide.done(run, ana, { step: 'one' }))
    const two = after(one, decide.skip(one, ana, { step: 'two', reason: 'not needed', waivedBy: null }))

    expect([isOpen(one), isFinished(two)]).toEqual([true, true])
  })

  test('names steps that are like one that is not there', () => {
    expect(codeOf(() => decide.done(run, ana, { step: 'three' }))).toBe('run.step-unknown')
  })
})

describe('a claim', () => {
  const run = aRun(aRunbook([aRunStep({ id: 'one' })]))
  const claimed = after(run, decide.claim(run, ana, { step: 'one' }))

  test('is for one at a time', () => {
    expect(codeOf(() => decide.claim(claimed, ben, { step: 'one' }))).toBe('run.held')
    expect(codeOf(() => decide.done(claimed, ben, { step: 'one' }))).toBe('run.taken-over')
  })

  test('measures the step from then on', () => {
    const ended = after(claimed, decide.done(claimed, at(7), { step: 'one' }))

    expect(ended.state.steps.get('one')?.end).toMatchObject({ how: 'done', minutes: 7, attempt: 1 })
  })

  test('of a person who did not say when it began measures nothing', () => {
    const ended = after(run, decide.done(run, at(7), { step: 'one' }))

    expect(ended.state.steps.get('one')?.end?.minutes).toBeNull()
  })

  test('is overdue after the timeout, and lapses after the lease', () => {
    expect(standings(claimed, startMs + 11 * minuteMs)).toMatchObject([{ standing: 'held', overdue: true }])
    expect(standing(claimed, 'one', 12)).toBe('lapsed')
  })

  test('that lapsed is taken over as another attempt, and the late end of the first is refused', () => {
    const taken = after(claimed, decide.claim(claimed, at(12, { by: 'ben' }), { step: 'one' }))

    expect(taken.state.steps.get('one')?.claim).toMatchObject({ by: 'ben', attempt: 2 })
    expect(codeOf(() => decide.done(taken, at(13), { step: 'one', attempt: 1 }))).toBe('run.taken-over')
  })

  test('that lapsed still counts while nobody took it over', () => {
    expect(codeOf(() => decide.done(claimed, at(30), { step: 'one' }))).toBe('allowed')
  })

  test('is given up before its lease ends only with a reason', () => {
    const given = after(claimed, decide.takeOver(claimed, ben, { step: 'one', reason: 'her laptop died' }))

    expect(standing(given, 'one')).toBe('ready')
    expect(codeOf(() => decide.done(given, ana, { step: 'one', attempt: 1 }))).toBe('run.taken-over')
  })

  test('of a program is not ended by a person of the same name', () => {
    const byProgram = after(run, decide.claim(run, anActor({ runner: 'p1' }), { step: 'one' }))

    expect(codeOf(() => decide.done(byProgram, ana, { step: 'one' }))).toBe('run.taken-over')
  })

  test('that lapsed is released when somebody resumes the run', () => {
    expect(decide.resume(claimed, at(12), null)).toMatchObject([{ kind: 'resumed' }, { kind: 'released', attempt: 1 }])
    expect(decide.resume(claimed, at(1), null)).toMatchObject([{ kind: 'resumed' }])
  })
})

describe('a failure', () => {
  const steps = [
    aRunStep({ id: 'one', tries: { most: 2, waitMinutes: 1 } }),
    aRunStep({ id: 'two' }),
    aRunStep({ id: 'three', onFailure: 'go-on' }),
    aRunStep({ id: 'four', after: ['three'] }),
  ]
  const run = aRun(aRunbook(steps))
  const once = after(run, decide.fail(run, ana, { step: 'one', note: 'no answer' }))

  test('with tries left is tried again after a while', () => {
    expect([standing(once, 'one'), standing(once, 'one', 1)]).toEqual(['pausing', 'ready'])
  })

  test('for good stops all of the run until somebody decides', () => {
    const twice = after(once, decide.fail(once, at(1), { step: 'one', note: 'still none' }))

    expect(standing(twice, 'one', 2)).toBe('failed')
    expect(codeOf(() => decide.claim(twice, at(2), { step: 'two' }))).toBe('run.not-ready')
    const again = after(twice, decide.reopen(twice, at(2), { step: 'one', reason: 'mended' }))
    expect([standing(again, 'one', 2), codeOf(() => decide.claim(again, at(2), { step: 'two' }))]).toEqual([
      'ready',
      'allowed',
    ])
  })

  test('that may be is noted, and the run goes on', () => {
    const noted = after(run, decide.fail(run, ana, { step: 'three', note: 'no matter' }))

    expect([standing(noted, 'three'), standing(noted, 'four')]).toEqual(['noted', 'ready'])
  })
})

describe('leaving out', () => {
  const steps = [
    aRunStep({ id: 'agree', kind: 'approval', approval: { required: 1, of: ['lead'] } }),
    aRunStep({ id: 'fence', stage: 'fence' }),
    aRunStep({ id: 'look', after: ['agree'] }),
    aRunStep({ id: 'make', after: ['look'], irreversible: true }),
    aRunStep({ id: 'tidy', after: ['make'] }),
  ]
  const run = aRun(aRunbook(steps))

  test.each([
    ['an approval', 'agree', 'run.refused'],
    ['a fence', 'fence', 'run.refused'],
    ['what something irreversible waits for', 'look', 'run.refused'],
    ['anything else', 'tidy', 'allowed'],
  ])('%s takes somebody who answers for it, or does not', (_, step, code) => {
    expect(codeOf(() => decide.skip(run, ana, { step, reason: 'no time', waivedBy: null }))).toBe(code)
    expect(codeOf(() => decide.skip(run, ana, { step, reason: 'no time', waivedBy: 'cara' }))).toBe('allowed')
  })
})

describe('an approval', () => {
  const approval = { required: 2, of: ['lead', 'owner', 'board'] }
  const run = aRun(
    aRunbook([aRunStep({ id: 'agree', kind: 'approval', approval }), aRunStep({ id: 'go', after: ['agree'] })]),
  )
  const one = after(run, decide.approve(run, at(3), { step: 'agree', role: 'lead' }))

  test('is done when so many people agreed, and took until the last of them did', () => {
    const two = after(one, decide.approve(one, at(5, { by: 'ben' }), { step: 'agree', role: 'owner' }))

    expect(standing(one, 'agree')).toBe('ready')
    expect(two.state.steps.get('agree')?.end).toMatchObject({ how: 'done', minutes: 5, by: 'ana, ben' })
    expect(standing(two, 'go')).toBe('ready')
  })

  test.each([
    ['the same person in another role', ana, 'owner'],
    ['another person in the same role', ben, 'lead'],
    ['somebody without a say', ben, 'guest'],
  ])('does not count %s', (_, actor, role) => {
    expect(codeOf(() => decide.approve(one, actor, { step: 'agree', role }))).toBe('run.refused')
  })

  test('is neither claimed nor done by hand, and a refusal stops the run', () => {
    const refused = after(one, decide.fail(one, ben, { step: 'agree', note: 'not today' }))

    expect(codeOf(() => decide.done(run, ana, { step: 'agree' }))).toBe('run.refused')
    expect(standing(refused, 'agree')).toBe('failed')
  })
})

describe('an aborted run', () => {
  const run = aRun(aRunbook([aRunStep({ id: 'one' }), aRunStep({ id: 'two' })]))
  const claimed = after(run, decide.claim(run, ana, { step: 'one' }))
  const aborted = after(claimed, decide.abort(claimed, ben, { reason: 'it is over' }))

  test('begins nothing more, and still hears how what was begun ended', () => {
    expect(codeOf(() => decide.claim(aborted, ana, { step: 'two' }))).toBe('run.closed')
    expect(codeOf(() => decide.done(aborted, ana, { step: 'one' }))).toBe('allowed')
  })
})

describe('values of the day', () => {
  const command = { argv: ['tool', { before: 'id=', parameter: 'vault' }], outputTo: null, call: null }
  const parameters = [{ name: 'vault', what: 'the vault', found: null }]
  const run = aRun(aRunbook([aRunStep({ id: 'one', kind: 'command', command })], { parameters }))

  test('are those of the runbook, and are set once', () => {
    const set = after(run, decide.setParameters(run, ana, { parameters: { vault: 'v-1' } }))

    expect(set.state.parameters).toEqual({ vault: 'v-1' })
    expect(codeOf(() => decide.setParameters(set, ana, { parameters: { vault: 'v-2' } }))).toBe('run.refused')
    expect(codeOf(() => decide.setParameters(run, ana, { parameters: { other: 'x' } }))).toBe('run.parameter-unknown')
  })
})

test('the time of an event never goes back, whatever a clock says', () => {
  const run = aRun(aRunbook([aRunStep({ id: 'one' })]))
  const late = after(run, decide.claim(run, at(5), { step: 'one' }))

  expect(decide.done(late, at(-60), { step: 'one' })).toMatchObject([
    { at: new Date(startMs + 5 * minuteMs).toISOString() },
  ])
})
