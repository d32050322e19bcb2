import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookFail extends RunbookCommand {
  static override summary = 'Say that a step failed, or that somebody does not agree.'
  static override description =
    'A step that stops the run when it fails stops it until somebody tries it again, leaves it out, or ends the run.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> reserve.quotas --note "two vCPUs short"',
    '<%= config.bin %> <%= command.id %> decide.agree --note "not during the sale"',
  ]
  static override args = { step: Args.string({ required: true, description: 'its id, such as decide.agree' }) }
  static override flags = {
    ...runFlags,
    note: Flags.string({ required: true, description: 'what happened' }),
  }

  async run(): Promise<RunView> {
    const { args, flags } = await this.parse(RunbookFail)
    const actor = this.actorOf(flags)
    const ask = { step: args.step, note: flags.note }
    const run = await askRun({ place: this.placeOf(flags), actor, kind: 'fail', ask })
    return this.tellNext(`${args.step} failed.`, viewRun(run, actor().nowMs), flags['log-level'])
  }
}
