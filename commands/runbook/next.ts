import * as Flags from '@oclif/core/flags'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import type { RunView, StepView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { openRun } from '../../src/pipeline/runbook/open-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'
import { nextScreen } from '../../src/cli/screens/run.ts'

interface NextSteps {
  readonly schema: 'drplan/run-next@1'
  readonly run: string
  readonly state: RunView['state']
  readonly stoppedBy: readonly string[]
  readonly steps: readonly StepView[]
}

export default class RunbookNext extends RunbookCommand {
  static override summary = 'What may be done now; --take says that you do it.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --take recover.wave-1.check --as ana   it is yours until its lease runs out',
  ]
  static override flags = {
    ...runFlags,
    take: Flags.string({
      helpValue: '<step>',
      description: 'claim a step that is done by hand: its time counts from now',
    }),
  }

  async run(): Promise<NextSteps> {
    const { flags } = await this.parse(RunbookNext)
    const [place, actor] = [this.placeOf(flags), this.actorOf(flags)]
    const { take } = flags
    const run =
      take === undefined ? await openRun(place) : await askRun({ place, actor, kind: 'claim', ask: { step: take } })
    const view = viewRun(run, actor().nowMs)
    if (take === undefined) this.print(nextScreen(view, this.width))
    else this.tellNext(`${take} is yours.`, view, flags['log-level'])
    const { state, stoppedBy, steps, next } = view
    return {
      schema: 'drplan/run-next@1',
      run: run.id,
      state,
      stoppedBy,
      steps: steps.filter(({ id }) => next.includes(id)),
    }
  }
}
