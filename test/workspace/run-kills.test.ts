/**
 * Two runners walk a run together and are killed again and again, at any moment: while they claim, between what a step does
 * and the line that says so, while they append. A step whose runner dies between the two is done again, under a new attempt:
 * nobody can know better than the step itself, which is told its idempotency key.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isFinished, standings } from '../../src/core/run/standing.ts'
import type { RunEvent } from '../../src/model/run.ts'
import { loadRun, type OpenedRun } from '../../src/pipeline/runbook/open-run.ts'
import { createRun } from '../../src/workspace/runs.ts'
import { hashText } from '../../src/workspace/files.ts'
import { aRunbook, aRunStep, aStart } from '../builders-run.ts'

/** A kill costs a start of Node, about a tenth of a second of processor time; `npm run test:crash` asks for more. */
const KILLS = process.env['DRPLAN_CRASHES'] === 'all' ? 500 : 80
const STEPS = 60
const PATIENCE_MS = 30

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-run-kills-'))
  await mkdir(join(folder, 'holding'))
  const bundle = await rolldown({ input: join(import.meta.dirname, '../support/run-walker.ts'), platform: 'node' })
  await bundle.write({ file: join(folder, 'walker.cjs'), format: 'cjs', codeSplitting: false })
  execFileSync(process.execPath, [
    '--snapshot-blob',
    join(folder, 'blob'),
    '--build-snapshot',
    join(folder, 'walker.cjs'),
  ])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A row of five, five times three side by side, and so on: some wait, some do not. */
async function beginRun(number: number): Promise<string> {
  const steps = Array.from({ length: STEPS }, (_, index) =>
    aRunStep({
      id: `step-${index}`,
      after:
        index === 0
          ? []
          : index % 7 === 0
            ? [`step-${index - 1}`, `step-${index - 3}`]
            : [`step-${index - (index % 7)}`],
    }),
  )
  const text = JSON.stringify({ schema: 'drplan/runbook@1', plan: '0'.repeat(64), ...aRunbook(steps) })
  const run = `drill-${number}`
  const at = new Date().toISOString()
  expect(await createRun(folder, { text }, aStart({ run, at, runbookSha256: hashText(text) }))).toBe(true)
  return run
}

let kills = 0
/** More are allowed as long as none of them came between an effect and its line, as on a machine with much to do. */
let allowed = KILLS
const MOST_KILLS = 6 * KILLS

/** Whether it was killed; at the end nobody is, so that the run comes to its end. */
async function live(run: string, name: string): Promise<boolean> {
  const child = spawn(process.execPath, ['--snapshot-blob', join(folder, 'blob'), folder, run, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), ended])
  await Promise.race([wait(Math.random() * PATIENCE_MS), ended])
  if (kills < allowed && child.kill('SIGKILL')) kills++
  const [code] = (await ended) as [number | null]
  expect(code ?? 0).toBe(0)
  return code === null
}

async function outlive(run: string, name: string): Promise<void> {
  while (await live(run, name));
}

/** The attempts of each step that took effect, in their order. */
async function effectsOf(run: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const lines = (await readFile(join(folder, `${run}.effects`), 'utf8')).trim().split('\n')
  expect(lines.filter((line) => line.includes('met somebody'))).toEqual([])
  const rows = lines.map((line) => line.split('/').slice(1))
  const grouped = Map.groupBy(rows, ([step = '']) => step)
  return new Map([...grouped].map(([step, own]) => [step, own.map(([, attempt]) => Number(attempt))]))
}

/** Claims of a step follow one another: each ends, or is given up, before the next. The events that break this. */
function overlapping({ events }: OpenedRun): readonly RunEvent[] {
  const held = new Map<string, number>()
  return events.filter((event) => {
    if (event.kind !== 'claimed' && event.kind !== 'done' && event.kind !== 'released') return false
    const before = held.get(event.step)
    if (event.kind === 'claimed') held.set(event.step, event.attempt)
    else held.delete(event.step)
    return before !== (event.kind === 'claimed' ? undefined : event.attempt)
  })
}

test(
  `a run outlives ${KILLS} kills of its two runners: nothing is lost, and each step is done once`,
  { timeout: 600_000 },
  async () => {
    let repeated = 0
    // Other functions count the kills.
    // oxlint-disable-next-line no-unmodified-loop-condition
    for (let number = 1; kills < allowed; number++) {
      const run = await beginRun(number)

      await Promise.all([outlive(run, 'a'), outlive(run, 'b')])

      const walked = await loadRun(folder, run)
      const effects = await effectsOf(run)
      expect(isFinished(walked)).toBe(true)
      expect(overlapping(walked)).toEqual([])
      for (const { step } of standings(walked, Date.now())) {
        const ends = walked.events.filter((event) => event.kind === 'done' && event.step === step.id)
        const attempts = effects.get(step.id) ?? []
        expect(ends).toHaveLength(1)
        // What is written down as done did happen, in that attempt, and nothing happened after it.
        expect(ends).toMatchObject([{ attempt: attempts.at(-1) }])
        // No attempt took effect twice, nor after a later one.
        expect(attempts).toEqual([...new Set(attempts)].sort((a, b) => a - b))
        repeated += attempts.length - 1
      }
      if (kills >= allowed && repeated === 0 && allowed < MOST_KILLS) allowed += KILLS / 4
    }
    // Otherwise no kill came between an effect and its line, and the test would say nothing about that.
    expect(repeated).toBeGreaterThan(0)
  },
)
