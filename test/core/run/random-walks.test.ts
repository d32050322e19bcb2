/** Two runners and a clock do anything at any time; a model of a few lines says what must hold whatever they do. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as decide from '../../../src/core/run/decide.ts'
import { InputError } from '../../../src/errors.ts'
import type { Run } from '../../../src/model/run-state.ts'
import { after, aRun, aRunbook, aRunStep, anActor, minuteMs, startMs } from '../../builders-run.ts'

const size = 6
const runbooks = fc
  .tuple(
    ...Array.from({ length: size }, (_, index) =>
      fc.subarray(
        Array.from({ length: index }, (__, id) => id),
        { maxLength: Math.min(2, index) },
      ),
    ),
  )
  .map((all) =>
    aRunbook(
      all.map((needs, id) =>
        aRunStep({ id: `s${id}`, after: needs.map((need) => `s${need}`), tries: { most: 2, waitMinutes: 1 } }),
      ),
    ),
  )

const moves = fc.array(
  fc.record({
    runner: fc.constantFrom('p1', 'p2'),
    step: fc.nat(size - 1).map((id) => `s${id}`),
    what: fc.constantFrom('claim', 'claim', 'done', 'done', 'fail', 'takeOver', 'reopen', 'skip'),
    minutes: fc.constantFrom(0, 0, 1, 5, 13),
    /** Of its own last claim of the step, or of an older one: a late runner knows nothing of what came since. */
    stale: fc.boolean(),
  }),
  { maxLength: 60 },
)

interface Held {
  readonly runner: string
  readonly attempt: number
  readonly untilMs: number
}

type Move = typeof moves extends fc.Arbitrary<(infer One)[]> ? One : never

function decided(
  run: Run,
  { runner, step, what, stale }: Move,
  at: { readonly nowMs: number; readonly attempt: number },
): ReturnType<typeof decide.claim> | null {
  const actor = anActor({ by: runner, runner, nowMs: at.nowMs })
  const attempt = Math.max(1, stale ? at.attempt - 1 : at.attempt)
  const asks = {
    claim: () => decide.claim(run, actor, { step }),
    done: () => decide.done(run, actor, { step, attempt }),
    fail: () => decide.fail(run, actor, { step, attempt, note: 'no' }),
    takeOver: () => decide.takeOver(run, actor, { step, reason: 'gone' }),
    reopen: () => decide.reopen(run, actor, { step, reason: 'mended' }),
    skip: () => decide.skip(run, actor, { step, reason: 'not needed', waivedBy: null }),
  }
  try {
    return asks[what]()
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

test('no step has two holders, none ends before what it waits for, and nothing that was told is lost', () => {
  fc.assert(
    fc.property(runbooks, moves, (runbook, walk) => {
      let run = aRun(runbook)
      let nowMs = startMs
      const held = new Map<string, Held>()
      const settled = new Map<string, string>()
      for (const move of walk) {
        nowMs += move.minutes * minuteMs
        const attempt = run.state.steps.get(move.step)?.attempt ?? 0
        const events = decided(run, move, { nowMs, attempt })
        if (!events) continue
        const own = held.get(move.step)
        const needs = runbook.steps.find(({ id }) => id === move.step)?.after ?? []
        if (move.what === 'claim') {
          // Nobody has it, or had it for longer than the lease; all that it waits for is settled.
          expect(own === undefined || own.untilMs <= nowMs).toBe(true)
          expect(needs.every((need) => settled.has(need))).toBe(true)
          expect(settled.has(move.step)).toBe(false)
          held.set(move.step, { runner: move.runner, attempt: attempt + 1, untilMs: nowMs + 12 * minuteMs })
        } else if (move.what === 'done' || move.what === 'fail') {
          // Only the one who has it, as the attempt that has it.
          expect(own).toMatchObject({ runner: move.runner, attempt: move.stale ? attempt - 1 || 1 : attempt })
          held.delete(move.step)
          if (move.what === 'done') settled.set(move.step, 'done')
        } else if (move.what === 'takeOver') held.delete(move.step)
        else if (move.what === 'skip') {
          expect(own).toBeUndefined()
          settled.set(move.step, 'skipped')
        }
        run = after(run, events)
      }
      const ends = new Map([...run.state.steps].flatMap(([id, { end }]) => (end ? [[id, end.how] as const] : [])))
      expect(ends).toEqual(settled)
      for (const [id, { claim }] of run.state.steps) expect(claim?.attempt).toBe(held.get(id)?.attempt)
    }),
    { numRuns: 300 },
  )
})
