import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookSkip extends RunbookCommand {
  static override summary = 'Leave a step out, with the reason.'
  static override description =
    'Approvals, fences, and what something irreversible waits for are left out only if --waive says who answers for it.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> reserve.quotas --reason "asked by phone"',
    '<%= config.bin %> <%= command.id %> fence.network --reason "site burnt down" --waive "head of operations"',
  ]
  static override args = { step: Args.string({ required: true, description: 'its id, such as decide.agree' }) }
  static override flags = {
    ...runFlags,
    reason: Flags.string({ required: true, description: 'why' }),
    waive: Flags.string({ description: 'who answers for leaving out what guards something irreversible' }),
  }

  async run(): Promise<RunView> {
    const { args, flags } = await this.parse(RunbookSkip)
    const actor = this.actorOf(flags)
    const ask = { step: args.step, reason: flags.reason, waivedBy: flags.waive ?? null }
    const run = await askRun({ place: this.placeOf(flags), actor, kind: 'skip', ask })
    return this.tellNext(`${args.step} is left out.`, viewRun(run, actor().nowMs), flags['log-level'])
  }
}
