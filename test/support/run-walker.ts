/**
 * A runner that walks a run of cheap steps to its end, for the crash test. Each step appends a line to a side file; whoever
 * is at one holds a file of its own meanwhile, and says so in the side file when somebody else holds it too. Started again
 * under its name it knows that its earlier life is over, and gives up what that one had.
 * Arguments: the output folder, the run, the name of the runner.
 */
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startupSnapshot } from 'node:v8'
import { claim, done, takeOver, type Actor } from '../../src/core/run/decide.ts'
import { isOpen, standings } from '../../src/core/run/standing.ts'
import { InputError } from '../../src/errors.ts'
import { idempotencyKey } from '../../src/model/run.ts'
import { appendToRun, loadRun, type OpenedRun } from '../../src/pipeline/runbook/open-run.ts'

interface Runner {
  readonly out: string
  readonly id: string
  readonly name: string
  readonly actor: () => Actor
}

/** The files first: once a claim is given up, the other runner may be at the step. */
async function endEarlierLife({ out, name, actor }: Runner, run: OpenedRun): Promise<OpenedRun> {
  const holding = join(out, 'holding')
  for (const mark of readdirSync(holding)) if (mark.endsWith(`.${name}`)) rmSync(join(holding, mark))
  let now = run
  for (const { step, state } of standings(run, Date.now()))
    if (state.claim?.runner === name)
      now = await appendToRun({ out, run: now, actor }, (run, actor) =>
        takeOver(run, actor, { step: step.id, reason: 'its runner was killed' }),
      )
  return now
}

function takeEffect({ out, id, name }: Runner, step: string, attempt: number): void {
  const [holding, sideFile] = [join(out, 'holding'), join(out, `${id}.effects`)]
  // Its name says whose it is, so that a kill cannot leave one of nobody. Each looks after it made its own: one of two sees.
  const mark = join(holding, `${step}.${name}`)
  writeFileSync(mark, '')
  const others = readdirSync(holding).filter((one) => one.startsWith(`${step}.`) && !one.endsWith(`.${name}`))
  if (others.length > 0) appendFileSync(sideFile, `${name} met somebody at ${step}\n`)
  appendFileSync(sideFile, `${idempotencyKey(id, step, attempt)}\n`)
  rmSync(mark, { force: true })
}

async function walkOne(runner: Runner, run: OpenedRun, step: string): Promise<OpenedRun> {
  const { out, actor } = runner
  const claimed = await appendToRun({ out, run, actor }, (run, actor) => claim(run, actor, { step }))
  const attempt = claimed.state.steps.get(step)?.attempt ?? 0
  takeEffect(runner, step, attempt)
  return appendToRun({ out, run: claimed, actor }, (run, actor) => done(run, actor, { step, attempt }))
}

/** Until the run is finished. */
async function walk(runner: Runner): Promise<void> {
  const { out, id, name } = runner
  let run = await endEarlierLife(runner, await loadRun(out, id))
  process.stdout.write('begins\n')
  while (isOpen(run)) {
    const ready = standings(run, Date.now()).filter(({ standing }) => standing === 'ready')
    const next = name === 'a' ? ready[0] : ready.at(-1)
    try {
      run = next ? await walkOne(runner, run, next.step.id) : await loadRun(out, id)
    } catch (error) {
      // The other one was faster.
      if (!(error instanceof InputError && ['run.held', 'run.refused'].includes(error.code))) throw error
      run = await loadRun(out, id)
    }
  }
}

// Started five hundred times: from a snapshot of the heap that takes half as long.
startupSnapshot.setDeserializeMainFunction(() => {
  const [out = '', id = '', name = ''] = process.argv.slice(1)
  void walk({ out, id, name, actor: () => ({ by: name, user: 'tester', runner: name, nowMs: Date.now() }) })
})
