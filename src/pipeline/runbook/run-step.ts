/** Runs the program of a step: claims the step, runs it, and writes down how it ended. */
import { isAbsolute, join } from 'node:path'
import { argvOf } from '../../core/run/argv.ts'
import { claim, done, fail, setParameters, stepOf, type Actor } from '../../core/run/decide.ts'
import { stateOf, standings } from '../../core/run/standing.ts'
import { secretValues, tailOf } from '../../core/run/tail.ts'
import { InputError } from '../../errors.ts'
import { idempotencyKey } from '../../model/run.ts'
import type { Standing } from '../../model/run-state.ts'
import type { RunbookCommand, RunbookStep } from '../../model/runbook.ts'
import { runProgram, type ProgramEnd } from '../../workspace/run-program.ts'
import { planHash } from '../../workspace/runs.ts'
import { appendToRun, type OpenedRun } from './open-run.ts'

const MINUTE_MS = 60_000

export interface RunStep {
  readonly out: string
  readonly run: OpenedRun
  readonly step: string
  readonly parameters: Readonly<Record<string, string>>
  readonly actor: () => Actor
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly onOutput: (text: string) => void
  readonly onTry: (attempt: number) => void
  /** Milliseconds until a step that failed is tried again. */
  readonly wait: (ms: number) => Promise<void>
}

export interface StepRun {
  readonly run: OpenedRun
  readonly step: RunbookStep
  readonly standing: Standing
  readonly attempt: number
  readonly exitCode: number | null
  readonly failure: string | null
  readonly minutes: number | null
  readonly tail: readonly string[]
}

/**
 * Until it ends well, or failed as often as it may. Throws the refusals of a claim, `run.parameter-missing`,
 * `run.plan-changed`, and `run.taken-over` where somebody took the step meanwhile.
 */
export async function runStep(asked: RunStep): Promise<StepRun> {
  const { command, step } = await prepare(asked, ({ command }) => command)
  let run = await appendToRun(asked, (run, actor) => setParameters(run, actor, { parameters: asked.parameters }))
  for (;;) {
    run = await appendToRun({ ...asked, run }, (run, actor) => {
      argvOf(command, run)
      return claim(run, actor, { step: step.id })
    })
    const ended = await runOnce(asked, run, { step, command })
    run = ended.run
    if (ended.standing !== 'pausing' && ended.standing !== 'ready') return ended
    if (asked.signal.aborted) return ended
    await asked.wait(step.tries.waitMinutes * MINUTE_MS)
    if (asked.signal.aborted) return ended
  }
}

/** Shows what the step would do. Nothing is claimed, and nothing is written down. */
export async function dryRunStep(asked: RunStep): Promise<Omit<StepRun, 'run' | 'standing' | 'attempt' | 'minutes'>> {
  const { command, step } = await prepare(asked, ({ dryRun }) => dryRun)
  const parameters = { ...asked.run.state.parameters, ...asked.parameters }
  const run = { ...asked.run, state: { ...asked.run.state, parameters } }
  const end = await execute({ ...asked, run }, { step, command: { ...command, outputTo: null } }, 0)
  return {
    step,
    exitCode: end.exitCode,
    failure: end.failure,
    tail: tailOf(end.output, secretValues(asked.environment)),
  }
}

interface Prepared {
  readonly step: RunbookStep
  readonly command: RunbookCommand
}

async function prepare(
  { run, step: id, out }: RunStep,
  commandOf: (step: RunbookStep) => RunbookCommand | null,
): Promise<Prepared> {
  const step = stepOf(run, id)
  const command = commandOf(step)
  if (!command) throw noCommand(step)
  if ((await planHash(out)) !== run.state.started.planSha256)
    throw new InputError('run.plan-changed', `plan.json is not the plan that ${run.id} was started with.`, {
      suggestions: [
        'Get back the output folder as it was, from version control or a backup.',
        'Or end this run with drplan runbook abort, and start another.',
      ],
    })
  if (command.outputTo !== null && (isAbsolute(command.outputTo) || command.outputTo.split(/[\\/]/).includes('..')))
    throw new InputError('run.refused', `${step.id} would write to ${command.outputTo}, outside of the output folder.`)
  return { step, command }
}

const noCommand = (step: RunbookStep): InputError =>
  new InputError('run.refused', `${step.id} has no program that could be run.`, {
    suggestions: step.approval
      ? [`drplan runbook approve ${step.id} --as <role>`]
      : [`drplan runbook done ${step.id}   once it is done by hand.`],
  })

async function runOnce(asked: RunStep, run: OpenedRun, prepared: Prepared): Promise<StepRun> {
  const { step } = prepared
  const { attempt } = stateOf(run.state, step.id)
  asked.onTry(attempt)
  const { exitCode, failure, output } = await execute({ ...asked, run }, prepared, attempt)
  const tail = tailOf(output, secretValues(asked.environment))
  const ask = { step: step.id, attempt, exitCode, tail }
  const after = await appendToRun({ ...asked, run }, (run, actor) =>
    failure === null ? done(run, actor, ask) : fail(run, actor, { ...ask, note: failure }),
  )
  const own = standings(after, asked.actor().nowMs).find((one) => one.step.id === step.id)
  const minutes = own?.state.end?.minutes ?? null
  return { run: after, step, standing: own?.standing ?? 'waiting', attempt, exitCode, failure, minutes, tail }
}

/** It is told which attempt of what it is, so that it can tell a second try from a second effect. */
function execute(asked: RunStep, { step, command }: Prepared, attempt: number): Promise<ProgramEnd> {
  const { run, out } = asked
  return runProgram({
    argv: argvOf(command, run),
    cwd: out,
    environment: {
      DRPLAN_RUN: run.id,
      DRPLAN_STEP: step.id,
      DRPLAN_ATTEMPT: String(attempt),
      DRPLAN_IDEMPOTENCY_KEY: idempotencyKey(run.id, step.id, attempt),
    },
    outputTo: command.outputTo === null ? null : join(out, command.outputTo),
    timeoutMs: step.timeoutMinutes * MINUTE_MS,
    signal: asked.signal,
    onOutput: asked.onOutput,
  })
}
