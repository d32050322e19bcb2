import * as Args from '@oclif/core/args'
import { InputError } from '../../src/errors.ts'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import { timesScreen } from '../../src/cli/screens/run-times.ts'
import { measuredTimesSchemaId, type MeasuredTimes } from '../../src/model/measured-times.ts'
import { measureRun } from '../../src/pipeline/runbook/measure-run.ts'
import { loadRuns, loadRun } from '../../src/pipeline/runbook/open-run.ts'

export default class RunbookTimes extends RunbookCommand {
  static override summary = 'What the steps of a run took, for the simulation: they replace the times of the model.'
  static override description =
    'Writes runs/<run>.times.json: steps whose time is known and stands for a term of the recovery model. Its list `recorded` has the shape of simulation.recorded in drplan.yaml.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> drill-20261122-080000 --json',
  ]
  static override args = { run: Args.string({ description: 'which run [default: the last one]' }) }
  static override flags = runFlags

  async run(): Promise<MeasuredTimes & { readonly schema: typeof measuredTimesSchemaId }> {
    const { args, flags } = await this.parse(RunbookTimes)
    const { out, run: named } = this.placeOf(flags)
    const id = args.run ?? named
    const run = id === null || id === undefined ? (await loadRuns(out)).at(-1) : await loadRun(out, id)
    if (!run)
      throw new InputError('run.missing', 'There is no run yet.', { suggestions: ['drplan runbook start drill'] })
    const { times, file } = await measureRun(out, run)
    this.print(timesScreen(times, this.shown(file), this.width))
    return { schema: measuredTimesSchemaId, ...times }
  }
}
