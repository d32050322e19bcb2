import * as Flags from '@oclif/core/flags'
import { InputError } from '../../src/errors.ts'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import { statusScreen } from '../../src/cli/screens/run.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookResume extends RunbookCommand {
  static override summary = 'Go on after a crash or a failure: who had what, and what may be taken over or tried again.'
  static override description =
    'Claims whose lease ran out count no more. --take-over ends one before that, if nobody works on it any more: a program that a dead runner started may still be at work, so look first. --again lets a step that failed be tried again.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --take-over recover.wave-1.apply --reason "laptop died, terraform is not running"',
    '<%= config.bin %> <%= command.id %> --again reserve.foundation-plan --reason "credentials renewed"',
  ]
  static override flags = {
    ...runFlags,
    'take-over': Flags.string({ helpValue: '<step>', description: 'a step that somebody has', dependsOn: ['reason'] }),
    again: Flags.string({
      helpValue: '<step>',
      description: 'a step that failed',
      dependsOn: ['reason'],
      exclusive: ['take-over'],
    }),
    reason: Flags.string({ description: 'why' }),
  }

  async run(): Promise<RunView> {
    const { flags } = await this.parse(RunbookResume)
    const [place, actor] = [this.placeOf(flags), this.actorOf(flags)]
    const { reason, again, 'take-over': takeOver } = flags
    if (reason !== undefined && again === undefined && takeOver === undefined)
      throw new InputError('cli.usage', '--reason goes with --take-over or --again.')
    if (takeOver !== undefined)
      await askRun({ place, actor, kind: 'takeOver', ask: { step: takeOver, reason: reason ?? '' } })
    if (again !== undefined) await askRun({ place, actor, kind: 'reopen', ask: { step: again, reason: reason ?? '' } })
    const run = await askRun({ place, actor, kind: 'resume', ask: null })
    const view = viewRun(run, actor().nowMs)
    this.tellTorn(view.torn, flags['log-level'])
    this.print(statusScreen(view, { width: this.width, all: false }))
    return view
  }
}
