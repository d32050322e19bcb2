import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findVm } from '../src/cli/find-vm.ts'
import { isTried, parseMetric, parseWhatIf } from '../src/cli/forecast-flags.ts'
import { vmForecastReport, type VmForecastReport, type WhatIfReport } from '../src/cli/forecast-report.ts'
import { demandTable } from '../src/cli/screens/forecast-demand.ts'
import { seriesTable, seriesTotals, type Demands } from '../src/cli/screens/forecast-table.ts'
import { vmForecastScreen } from '../src/cli/screens/forecast-vm.ts'
import { whatIfLines } from '../src/cli/screens/forecast-what-if.ts'
import { canDraw, hasUnicode, inAscii } from '../src/cli/terminal.ts'
import { schemaId } from '../src/model/artifact.ts'
import { modelIds } from '../src/model/forecast.ts'
import type { MetricId } from '../src/model/metric-series.ts'
import type { ScopedVm } from '../src/model/scoped-vm.ts'
import type { Site } from '../src/model/site.ts'
import type { WhatIf } from '../src/model/vm-forecast.ts'
import type { StepContext } from '../src/pipeline/context.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilForecast } from '../src/pipeline/steps.ts'
import { tryForecast, tryForecastVm } from '../src/pipeline/try-forecast.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type SiteReport = Demands & { readonly schema: string }

interface WantedVm {
  readonly vm: string
  readonly all: boolean
  readonly metrics: readonly MetricId[]
}

export default class Forecast extends BaseCommand {
  static override summary = 'Forecast what every VM will need, and say which models were best.'
  static override description = `${modelIds.length} models of three families (seasonal, trend, baseline) compete on a rolling-origin backtest of each series. The course is the median of the best, weighted by how good they were; quantiles around it are calibrated on what the backtests missed by. The demand is a quantile of forecast and history (demand.quantile of drplan.yaml), with growth to come and headroom kept free. MASE is the error in units of the change from one day to the next: below 1 is better than repeating the last day.

With --horizon, --model or --quantile the result is what would be: it is shown and not saved.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all   every row',
    '<%= config.bin %> <%= command.id %> --vm db-01   history, course and band, all models, how the demand follows',
    '<%= config.bin %> <%= command.id %> --vm db-01 --metric disk-operations --metric network-bytes',
    '<%= config.bin %> <%= command.id %> --horizon 7d   what if the plan had to hold for a week?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --model best   what if the best model alone were believed?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --model repeat-week',
    '<%= config.bin %> <%= command.id %> --quantile 0.99   what if 99 % of all hours had to be held?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --json   with courses, quantiles and scores',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'every row, and with --vm every model' }),
    vm: Flags.string({ description: 'one VM, by id or name, with its history and models' }),
    metric: Flags.string({
      description: 'which series of --vm, such as disk-operations; may be given several times [default: cpu, memory]',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['vm'],
    }),
    horizon: Flags.string({ description: 'what if the demand must hold so long: 48h, 7d', helpGroup: 'WHAT IF' }),
    model: Flags.string({
      description: 'what if the course were made so: combine, best, shares, or a model by its name',
      helpGroup: 'WHAT IF',
    }),
    quantile: Flags.string({ description: 'what if this quantile were needed: 0.5 to 0.999', helpGroup: 'WHAT IF' }),
  }

  async run(): Promise<SiteReport | WhatIfReport | VmForecastReport> {
    const { flags } = await this.parse(Forecast)
    const { all } = flags
    const whatIf = parseWhatIf(flags)
    const metrics = (flags.metric ?? []).map(parseMetric)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    if (flags.vm !== undefined) return this.showVm(context, whatIf, { vm: flags.vm, all, metrics })
    if (isTried(whatIf)) {
      const { site, demands } = await tryForecast(context, whatIf)
      this.show([...whatIfLines(whatIf, this.width), ...this.siteScreen(demands, site, all)])
      return { schema: 'drplan/what-if@1', whatIf, ...demands }
    }
    const { monitored, demands } = await untilForecast(context)
    const { content } = demands.stored
    this.show(this.siteScreen(content, monitored.site.stored.content, all))
    return { schema: schemaId('demands'), ...content }
  }

  private async showVm(
    context: StepContext,
    whatIf: WhatIf,
    { vm: wanted, all, metrics }: WantedVm,
  ): Promise<VmForecastReport> {
    const vm = await tryForecastVm(context, { pick: (planned) => pickVm(wanted, planned), whatIf })
    const screen = { width: this.width, all, metrics }
    const isDrawn = canDraw(process.env, process.stdout, process.platform)
    this.show([...whatIfLines(whatIf, this.width), ...vmForecastScreen(vm, { ...screen, canDraw: isDrawn })])
    return vmForecastReport(vm, isTried(whatIf) ? whatIf : null)
  }

  private siteScreen(demands: Demands, { vms }: Site, all: boolean): readonly string[] {
    const screen = { names: new Map(vms.map(({ id, name }) => [id, name])), width: this.width, all }
    return [
      ...seriesTable(demands, screen),
      '',
      ...demandTable(demands, screen),
      '',
      ...seriesTotals(demands, this.width),
    ]
  }

  private show(lines: readonly string[]): void {
    const isPlain = !hasUnicode(process.env, process.platform)
    const kept = lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
    this.print(['', ...(isPlain ? kept.map(inAscii) : kept)])
  }
}

function pickVm(wanted: string, planned: readonly ScopedVm[]): ScopedVm {
  const { id } = findVm(
    wanted,
    planned.map(({ vm }) => vm),
    'that the plan covers',
  )
  return planned.find(({ vm }) => vm.id === id) as ScopedVm
}
