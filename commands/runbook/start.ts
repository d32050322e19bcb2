import * as Args from '@oclif/core/args'
import { parseSets, RunbookCommand, setFlag, startFlags } from '../../src/cli/runbook-command.ts'
import { nextScreen } from '../../src/cli/screens/run.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { runbookNames } from '../../src/model/runbook-name.ts'
import { startRun } from '../../src/pipeline/runbook/start-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookStart extends RunbookCommand {
  static override summary = 'Start to walk a runbook: a drill, a failover, the way home.'
  static override description =
    'Writes the journal of a run to runs/ beside plan.json, with a copy of the runbook. Refuses when plan.json is not the plan that the runbook was made from, and when another failover or failback of the site is open.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> drill',
    '<%= config.bin %> <%= command.id %> failover --as ana',
    '<%= config.bin %> <%= command.id %> prepare --set vault_name=site-vault',
  ]
  static override args = {
    runbook: Args.string({ required: true, options: [...runbookNames], description: 'which runbook' }),
  }
  static override flags = { ...startFlags, ...setFlag }

  async run(): Promise<RunView> {
    const { args, flags } = await this.parse(RunbookStart)
    const name = runbookNames.find((one) => one === args.runbook) ?? 'drill'
    const actor = this.actorOf(flags)()
    const { out } = this.placeOf(flags)
    const run = await startRun({ out, name, parameters: parseSets(flags.set), ...actor })
    const view = viewRun(run, actor.nowMs)
    this.print([`  ${run.id} is open.`, '', ...nextScreen(view, this.width)])
    return view
  }
}
