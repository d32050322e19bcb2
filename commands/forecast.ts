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

interface ForecastFlags {
  readonly all: boolean
  readonly metric?: readonly MetricId[] | undefined
}

export default class Forecast extends BaseCommand {
  static override summary = 'Forecast what every VM will need, and say which models were best.'
  static override description = `${modelIds.length} models of three families (seasonal, trend, baseline) compete on a rolling-origin backtest of each series. The course is the median of the best, weighted by how good they were; quantiles around it are calibrated on what the backtests missed by. The demand is a quantile of forecast and history (demand.quantile of drplan.yaml), with growth to come and headroom kept free. MASE is the error in units of the change from one day to the next: below 1 is better than repeating the last day.

With --horizon, --model or --quantile the result is what would be: it is shown and not saved.`
  static override examples = [
    { description: 'Every series and every demand, as many as fit', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Every row', command: '<%= config.bin %> <%= command.id %> --all' },
    {
      description: 'One VM: history, course and band of CPU and memory, the models, how the demand follows',
      command: '<%= config.bin %> <%= command.id %> --vm db-01',
    },
    {
      description: 'Its disk writes, with every model that competed',
      command: '<%= config.bin %> <%= command.id %> --vm db-01 --metric disk-written-bytes --all',
    },
    {
      description: 'What if the plan had to hold for a week only?',
      command: '<%= config.bin %> <%= command.id %> --horizon 7d',
    },
    {
      description: 'What if the single best model, or one by its name, were trusted?',
      command: '<%= config.bin %> <%= command.id %> --vm db-01 --model best',
    },
    {
      description: 'What if components had to hold 99 % of the hours?',
      command: '<%= config.bin %> <%= command.id %> --quantile 0.99',
    },
    {
      description: 'Courses, quantiles and scores of one VM for another program',
      command: '<%= config.bin %> <%= command.id %> --vm db-01 --json',
    },
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'every row, and with --vm every model' }),
    vm: Flags.string({ description: 'one VM, by id or name, with its history and models' }),
    metric: Flags.custom<MetricId>({
      description: 'which series of --vm, such as disk-operations; may be given several times [default: cpu, memory]',
      multiple: true,
      dependsOn: ['vm'],
      parse: async (text) => parseMetric(text),
    })(),
    horizon: Flags.string({ description: 'what if the demand must hold so long: 48h, 7d', helpGroup: 'WHAT IF' }),
    model: Flags.string({
      description: 'what if the course were made by combine, best, shares, or a model by its name',
      helpGroup: 'WHAT IF',
    }),
    quantile: Flags.string({ description: 'what if this quantile were needed: 0.5 to 0.999', helpGroup: 'WHAT IF' }),
  }

  async run(): Promise<SiteReport | WhatIfReport | VmForecastReport> {
    const { flags } = await this.parse(Forecast)
    const whatIf = parseWhatIf(flags)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    if (flags.vm !== undefined) return this.showVm(context, whatIf, { ...flags, vm: flags.vm })
    if (isTried(whatIf)) {
      const { site, demands } = await tryForecast(context, whatIf)
      this.show([...whatIfLines(whatIf, this.width), ...this.siteScreen(demands, site, flags)])
      return { schema: 'drplan/what-if@1', whatIf, ...demands }
    }
    const { monitored, demands } = await untilForecast(context)
    const { content } = demands.stored
    this.show(this.siteScreen(content, monitored.site.stored.content, flags))
    return { schema: schemaId('demands'), ...content }
  }

  private async showVm(
    context: StepContext,
    whatIf: WhatIf,
    { vm: wanted, all, metric }: ForecastFlags & { readonly vm: string },
  ): Promise<VmForecastReport> {
    const vm = await tryForecastVm(context, { pick: (planned) => pickVm(wanted, planned), whatIf })
    const screen = { width: this.width, all, metrics: metric ?? [] }
    const isDrawn = canDraw(process.env, process.stdout, process.platform)
    this.show([...whatIfLines(whatIf, this.width), ...vmForecastScreen(vm, { ...screen, canDraw: isDrawn })])
    return vmForecastReport(vm, isTried(whatIf) ? whatIf : null)
  }

  private siteScreen(demands: Demands, { vms }: Site, { all }: ForecastFlags): readonly string[] {
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
    this.print(['', ...(isPlain ? lines.map(inAscii) : lines)])
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
