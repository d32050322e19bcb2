import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findVm } from '../src/cli/find-vm.ts'
import { demandTable, seriesTable } from '../src/cli/screens/forecast-table.ts'
import { schemaId, type ArtifactOf } from '../src/model/artifact.ts'
import type { Immutable } from '../src/model/immutable.ts'
import type { Site } from '../src/model/site.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilForecast } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type Demands = Immutable<ArtifactOf<'demands'>>

export default class Forecast extends BaseCommand {
  static override summary = 'Forecast what every VM will need, and say which model was best.'
  static override description =
    'Seasonal, trend and baseline models compete on a rolling-origin backtest of each series; the most accurate is used. MASE is its error in units of a seasonal naive forecast: below 1 is better than repeating last day.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --vm db-01',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = { ...workspaceFlags, vm: Flags.string({ description: 'one VM, by id or name' }) }

  async run(): Promise<Demands & { readonly schema: string }> {
    const { flags } = await this.parse(Forecast)
    const { monitored, demands } = await untilForecast(
      await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }),
    )
    const site = monitored.site.stored.content
    const shown = flags.vm === undefined ? demands.stored.content : only(flags.vm, demands.stored.content, site)
    const screen = { names: new Map(site.vms.map(({ id, name }) => [id, name])), width: this.width }
    this.print(['', ...seriesTable(shown, screen), '', ...demandTable(shown, screen)])
    return { schema: schemaId('demands'), ...shown }
  }
}

function only(wanted: string, { demands, forecasts, findings }: Demands, site: Site): Demands {
  const vm = findVm(wanted, site.vms, 'at the primary site')
  return {
    demands: demands.filter(({ vmId }) => vmId === vm.id),
    forecasts: forecasts.filter(({ vmId }) => vmId === vm.id),
    findings: findings.filter(({ affected }) => affected.includes(vm.id)),
  }
}
