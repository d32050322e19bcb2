import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../../src/errors.ts'
import { askYes } from '../../src/cli/ask-yes.ts'
import { listenForInterrupt } from '../../src/cli/interrupt.ts'
import { parseSets, runFlags, RunbookCommand, setFlag } from '../../src/cli/runbook-command.ts'
import { nextScreen } from '../../src/cli/screens/run.ts'
import { ranScreen } from '../../src/cli/screens/run-step.ts'
import type { Standing } from '../../src/model/run-state.ts'
import { openRun, type OpenedRun } from '../../src/pipeline/runbook/open-run.ts'
import { dryRunStep, runStep, type RunStep } from '../../src/pipeline/runbook/run-step.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

interface Ran {
  readonly schema: 'drplan/run-step@1'
  readonly run: string
  readonly step: string
  readonly dryRun: boolean
  /** Null: a dry run, of which nothing is written down. */
  readonly standing: Standing | null
  readonly attempt: number | null
  readonly exitCode: number | null
  readonly failure: string | null
  readonly minutes: number | null
  readonly tail: readonly string[]
}

export default class RunbookRun extends RunbookCommand {
  static override summary =
    'Run the program of a step: claims it, runs it in the output folder, and writes down how it ended.'
  static override description =
    'No shell reads the command. What the program prints goes to stderr; its last lines are kept, without values of variables that look secret. It gets DRPLAN_IDEMPOTENCY_KEY, which names run, step and attempt. Ends with exit code 1 when the step failed.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> reserve.foundation-plan',
    '<%= config.bin %> <%= command.id %> recover.wave-1.apply --dry-run',
    '<%= config.bin %> <%= command.id %> recover.wave-1.apply --yes   it cannot be undone, and nobody is asked',
  ]
  static override args = {
    step: Args.string({ required: true, description: 'its id, such as reserve.foundation-plan' }),
  }
  static override flags = {
    ...runFlags,
    ...setFlag,
    'dry-run': Flags.boolean({ description: 'show what it would do; nothing is claimed or written down' }),
    yes: Flags.boolean({ description: 'go on with what cannot be undone, without a question' }),
  }

  async run(): Promise<Ran> {
    const { args, flags } = await this.parse(RunbookRun)
    const { out, run: named } = this.placeOf(flags)
    const run = await openRun({ out, run: named })
    this.tellTorn(run.torn, flags['log-level'])
    if (!flags['dry-run'] && !flags.yes) await agreed(run, args.step)
    const interrupt = listenForInterrupt((line) => this.progress(`  ${line}`, 'warn', flags['log-level']))
    const asked: RunStep = {
      out,
      run,
      step: args.step,
      parameters: parseSets(flags.set),
      actor: this.actorOf(flags, randomUUID()),
      environment: process.env,
      signal: interrupt.signal,
      onOutput: (text) => process.stderr.write(text),
      onTry: (attempt) => this.progress(`  ${args.step}, attempt ${attempt}`, 'info', flags['log-level']),
      wait: (ms) => pause(ms, undefined, { signal: interrupt.signal }).catch(() => undefined),
    }
    try {
      return flags['dry-run'] ? await this.tryDry(asked) : await this.runNow(asked)
    } finally {
      interrupt.end()
    }
  }

  private async tryDry(asked: RunStep): Promise<Ran> {
    const { exitCode, failure, tail } = await dryRunStep(asked)
    const { step } = asked
    this.print(ranScreen({ step, dryRun: true, failure, minutes: null, tail }, this.width))
    if (failure !== null) process.exitCode = 1
    const told = { schema: 'drplan/run-step@1', run: asked.run.id, step, dryRun: true } as const
    return { ...told, standing: null, attempt: null, exitCode, failure, minutes: null, tail }
  }

  private async runNow(asked: RunStep): Promise<Ran> {
    const { run, standing, attempt, exitCode, failure, minutes, tail } = await runStep(asked)
    const { step } = asked
    const next = nextScreen(viewRun(run, asked.actor().nowMs), this.width)
    this.print([...ranScreen({ step, dryRun: false, failure, minutes, tail }, this.width), '', ...next])
    if (failure !== null) process.exitCode = 1
    const told = { schema: 'drplan/run-step@1', run: run.id, step, dryRun: false } as const
    return { ...told, standing, attempt, exitCode, failure, minutes, tail }
  }
}

/** Throws InputError `cli.usage` where there is nobody to ask, and `run.refused` where the answer is no. */
async function agreed({ runbook }: OpenedRun, id: string): Promise<void> {
  const step = runbook.steps.find((one) => one.id === id)
  if (!step?.irreversible) return
  if (await askYes(`${id} (${step.title}) cannot be undone.`, 'yes')) return
  throw new InputError('run.refused', `${id} was not begun.`)
}
