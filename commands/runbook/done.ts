import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { parseMinutes, runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookDone extends RunbookCommand {
  static override summary = 'Say that a step is done.'
  static override description =
    'A step that nobody had is claimed in the same moment; its time is then known only if --minutes tells it. A step that somebody else has is refused.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> decide.confirm --minutes 12',
    '<%= config.bin %> <%= command.id %> recover.wave-1.check --note "all answer" --as ana',
  ]
  static override args = { step: Args.string({ required: true, description: 'its id, such as decide.agree' }) }
  static override flags = {
    ...runFlags,
    note: Flags.string({ description: 'what is worth keeping' }),
    minutes: Flags.custom<number>({
      description: 'how long it took [default: since it was claimed]',
      parse: parseMinutes,
    })(),
  }

  async run(): Promise<RunView> {
    const { args, flags } = await this.parse(RunbookDone)
    const actor = this.actorOf(flags)
    const ask = { step: args.step, note: flags.note ?? null, minutes: flags.minutes ?? null }
    const run = await askRun({ place: this.placeOf(flags), actor, kind: 'done', ask })
    return this.tellNext(`${args.step} is done.`, viewRun(run, actor().nowMs), flags['log-level'])
  }
}
