import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import { statusScreen } from '../../src/cli/screens/run.ts'
import { runListScreen } from '../../src/cli/screens/run-list.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { loadRuns, openRun } from '../../src/pipeline/runbook/open-run.ts'
import { viewRun } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookStatus extends RunbookCommand {
  static override summary = 'How far a run is: stage by stage, who is at work, what is overdue, what comes next.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> drill-20261122-080000 --all',
    '<%= config.bin %> <%= command.id %> --runs   all runs of this plan',
  ]
  static override args = { run: Args.string({ description: 'which run [default: the only one that is open]' }) }
  static override flags = {
    ...runFlags,
    all: Flags.boolean({ description: 'every step' }),
    runs: Flags.boolean({ description: 'list all runs', exclusive: ['all', 'run'] }),
  }

  async run(): Promise<RunView | { readonly schema: 'drplan/runs@1'; readonly runs: readonly RunView[] }> {
    const { args, flags } = await this.parse(RunbookStatus)
    const { out, run } = this.placeOf(flags)
    const { nowMs } = this.actorOf(flags)()
    if (flags.runs) {
      const runs = (await loadRuns(out)).map((one) => viewRun(one, nowMs))
      this.print(runListScreen(runs, this.width))
      return { schema: 'drplan/runs@1', runs }
    }
    const opened = await openRun({ out, run: args.run ?? run })
    this.tellTorn(opened.torn, flags['log-level'])
    const view = viewRun(opened, nowMs)
    this.print(statusScreen(view, { width: this.width, all: flags.all }))
    return view
  }
}
