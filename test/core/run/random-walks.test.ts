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

interface At {
  readonly nowMs: number
  /** Of the last claim of the step. */
  readonly attempt: number
  /** The attempt that the runner names. */
  readonly told: number
  readonly needs: readonly string[]
}

function decided(run: Run, { runner, step, what }: Move, at: At): ReturnType<typeof decide.claim> | null {
  const actor = anActor({ by: runner, runner, nowMs: at.nowMs })
  const attempt = at.told
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

interface Model {
  readonly held: Map<string, Held>
  readonly settled: Map<string, string>
}

/** Does the model agree that this was allowed? */
const agrees: Record<Move['what'], (move: Move, at: At, model: Model) => boolean> = {
  // Nobody has it, or had it for longer than the lease; all that it waits for is settled.
  claim: ({ step }, { nowMs, needs }, { held, settled }) =>
    (held.get(step)?.untilMs ?? 0) <= nowMs && needs.every((need) => settled.has(need)) && !settled.has(step),
  // Only the one who has it, as the attempt that has it.
  done: ({ step, runner }, { told }, { held }) => held.get(step)?.runner === runner && held.get(step)?.attempt === told,
  fail: ({ step, runner }, { told }, { held }) => held.get(step)?.runner === runner && held.get(step)?.attempt === told,
  takeOver: ({ step }, _, { held }) => held.has(step),
  reopen: ({ step }, _, { held, settled }) => !held.has(step) && !settled.has(step),
  skip: ({ step }, _, { held, settled }) => !held.has(step) && !settled.has(step),
}

function follow({ what, step, runner }: Move, { nowMs, attempt }: At, { held, settled }: Model): void {
  held.delete(step)
  if (what === 'claim') held.set(step, { runner, attempt: attempt + 1, untilMs: nowMs + 12 * minuteMs })
  if (what === 'done') settled.set(step, 'done')
  if (what === 'skip') settled.set(step, 'skipped')
}

test('no step has two holders, none begins before what it waits for, and nothing that was told is lost', () => {
  fc.assert(
    fc.property(runbooks, moves, (runbook, walk) => {
      const model: Model = { held: new Map(), settled: new Map() }
      let [run, nowMs] = [aRun(runbook), startMs]
      const disputed = walk.filter((move) => {
        nowMs += move.minutes * minuteMs
        const attempt = run.state.steps.get(move.step)?.attempt ?? 0
        const told = Math.max(1, move.stale ? attempt - 1 : attempt)
        const at = { nowMs, attempt, told, needs: runbook.steps.find(({ id }) => id === move.step)?.after ?? [] }
        const events = decided(run, move, at)
        if (!events) return false
        const agreed = agrees[move.what](move, at, model)
        follow(move, at, model)
        run = after(run, events)
        return !agreed
      })

      const steps = [...run.state.steps]
      expect(disputed).toEqual([])
      expect(new Map(steps.flatMap(([id, { end }]) => (end ? [[id, end.how] as const] : [])))).toEqual(model.settled)
      expect(new Map(steps.flatMap(([id, { claim }]) => (claim ? [[id, claim.attempt] as const] : [])))).toEqual(
        new Map([...model.held].map(([id, { attempt }]) => [id, attempt])),
      )
    }),
    { numRuns: 300 },
  )
})
