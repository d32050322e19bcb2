import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { approvalFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookApprove extends RunbookCommand {
  static override summary = 'Agree, in a role that has a say.'
  static override description =
    'Each role agrees once, and nobody for two of them. drplan does not check who sits at the keyboard: the account is kept beside the name.'
  static override examples = ['<%= config.bin %> <%= command.id %> decide.agree --as "incident lead" --by ana']
  static override args = { step: Args.string({ required: true, description: 'its id, such as decide.agree' }) }
  static override flags = {
    ...approvalFlags,
    as: Flags.string({ required: true, helpValue: '<role>', description: 'the role that agrees' }),
  }

  async run(): Promise<RunView> {
    const { args, flags } = await this.parse(RunbookApprove)
    const actor = this.actorOf(flags)
    const ask = { step: args.step, role: flags.as }
    const run = await askRun({ place: this.placeOf(flags), actor, kind: 'approve', ask })
    return this.tellNext(`${flags.as} agreed to ${args.step}.`, viewRun(run, actor().nowMs), flags['log-level'])
  }
}
