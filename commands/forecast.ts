import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findVm } from '../src/cli/find-vm.ts'
import { isTried, parseMetric, parsePool, parseWhatIf } from '../src/cli/forecast-flags.ts'
import {
  fleetReport,
  vmForecastReport,
  type BacktestReport,
  type PoolReport,
  type SiteReport,
  type VmForecastReport,
  type WhatIfReport,
} from '../src/cli/forecast-report.ts'
import type { ProgressLine } from '../src/cli/progress-line.ts'
import { backtestScreen } from '../src/cli/screens/forecast-backtest.ts'
import { demandTable } from '../src/cli/screens/forecast-demand.ts'
import { poolScreen } from '../src/cli/screens/forecast-pool.ts'
import { seriesTable, seriesTotals, type Demands } from '../src/cli/screens/forecast-table.ts'
import { togetherLines } from '../src/cli/screens/forecast-together.ts'
import { vmForecastScreen } from '../src/cli/screens/forecast-vm.ts'
import { whatIfLines } from '../src/cli/screens/forecast-what-if.ts'
import { canDraw, hasUnicode, inAscii } from '../src/cli/terminal.ts'
import { schemaId } from '../src/model/artifact.ts'
import type { FleetSummary } from '../src/model/fleet-demand.ts'
import { modelIds } from '../src/model/forecast.ts'
import type { MetricId } from '../src/model/metric-series.ts'
import type { ScopedVm } from '../src/model/scoped-vm.ts'
import type { Site } from '../src/model/site.ts'
import type { WhatIf } from '../src/model/vm-forecast.ts'
import { backtest } from '../src/pipeline/backtest.ts'
import type { StepContext } from '../src/pipeline/context.ts'
import { askPool, type PoolWish } from '../src/pipeline/fleet.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilForecast } from '../src/pipeline/steps.ts'
import { tryForecast, tryForecastVm } from '../src/pipeline/try-forecast.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

interface Wanted {
  readonly vm: string
  readonly all: boolean
  readonly metrics: readonly MetricId[]
}

interface WantedBacktest extends Omit<Wanted, 'vm'> {
  readonly vm: string | undefined
  readonly whatIf: WhatIf
  readonly progress: ProgressLine
}

interface WantedSite {
  readonly site: Site
  readonly together: readonly FleetSummary[]
  readonly all: boolean
}

export default class Forecast extends BaseCommand {
  static override summary = 'Forecast what every VM will need, and say which models were best.'
  static override description = `${modelIds.length} models of three families (seasonal, trend, baseline) compete on a rolling-origin backtest of each series. The course is the median of the best, weighted by how good they were; quantiles around it are calibrated on what the backtests missed by. The demand is a quantile of forecast and history (demand.quantile of drplan.yaml), with growth to come and headroom kept free. MASE is the error in units of the change from one day to the next: below 1 is better than repeating the last day.

With --horizon, --model or --quantile the result is what would be: it is shown and not saved.

--backtest holds out the end of the own history and judges what would have been said before it, beside the rules of Azure Migrate and AWS Compute Optimizer; --horizon is 48h there. --pool asks how probable it is that so many vCPU are too few for all VMs that fail over together, by drawing days of the history.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all   every row',
    '<%= config.bin %> <%= command.id %> --vm db-01   history, course and band, all models, how the demand follows',
    '<%= config.bin %> <%= command.id %> --vm db-01 --metric disk-operations --metric network-bytes',
    '<%= config.bin %> <%= command.id %> --horizon 7d   what if the plan had to hold for a week?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --model best   what if the best model alone were believed?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --model repeat-week',
    '<%= config.bin %> <%= command.id %> --quantile 0.99   what if 99 % of all hours had to be held?',
    '<%= config.bin %> <%= command.id %> --backtest   how good would forecasts have been here, and those of others?',
    '<%= config.bin %> <%= command.id %> --backtest --metric cpu --horizon 7d --all   every model that ever ranked first',
    '<%= config.bin %> <%= command.id %> --pool 400 --horizon 28d   are 400 vCPU enough for all VMs together?',
    '<%= config.bin %> <%= command.id %> --vm db-01 --json   with courses, quantiles and scores',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'every row, and with --vm or --backtest every model' }),
    vm: Flags.string({ description: 'one VM, by id or name, with its history and models' }),
    metric: Flags.string({
      description:
        'which series of --vm or --backtest, such as disk-operations; may be given several times [default: cpu, memory; --backtest judges all]',
      multiple: true,
      multipleNonGreedy: true,
      relationships: [{ type: 'some', flags: ['vm', 'backtest'] }],
    }),
    backtest: Flags.boolean({ description: 'judge forecasts and sizes over the own history', exclusive: ['pool'] }),
    pool: Flags.string({
      description: 'how probable is it that so many vCPU are too few for all VMs together?',
      exclusive: ['vm', 'model', 'quantile'],
    }),
    seed: Flags.integer({ description: 'which draws --pool makes [default: 1]', dependsOn: ['pool'] }),
    horizon: Flags.string({ description: 'what if the demand must hold so long: 48h, 7d', helpGroup: 'WHAT IF' }),
    model: Flags.string({
      description: 'what if the course were made so: combine, best, shares, or a model by its name',
      helpGroup: 'WHAT IF',
    }),
    quantile: Flags.string({ description: 'what if this quantile were needed: 0.5 to 0.999', helpGroup: 'WHAT IF' }),
  }

  async run(): Promise<SiteReport | WhatIfReport | VmForecastReport | BacktestReport | PoolReport> {
    const { flags } = await this.parse(Forecast)
    const { all, vm } = flags
    const whatIf = parseWhatIf(flags)
    const metrics = (flags.metric ?? []).map(parseMetric)
    const vcpus = flags.pool === undefined ? null : parsePool(flags.pool)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    if (vcpus !== null) return this.showPool(context, { ...whatIf, vcpus, seed: flags.seed ?? 1 }, all)
    if (flags.backtest) {
      const progress = this.progressOf({ step: 'backtest', units: 'series' }, flags['log-level'])
      return this.showBacktest(context, { whatIf, vm, all, metrics, progress })
    }
    if (vm !== undefined) return this.showVm(context, whatIf, { vm, all, metrics })
    return this.showSite(context, whatIf, all)
  }

  private async showSite(context: StepContext, whatIf: WhatIf, all: boolean): Promise<SiteReport | WhatIfReport> {
    if (isTried(whatIf)) {
      const { site, demands, together } = await tryForecast(context, whatIf)
      this.show([...whatIfLines(whatIf, this.width), ...this.siteScreen(demands, { site, together, all })])
      return { schema: 'drplan/what-if@1', whatIf, ...demands, together: together.map(fleetReport) }
    }
    const { monitored, demands, together } = await untilForecast(context)
    const { content } = demands.stored
    this.show(this.siteScreen(content, { site: monitored.site.stored.content, together, all }))
    return { schema: schemaId('demands'), ...content, together: together.map(fleetReport) }
  }

  private async showBacktest(
    context: StepContext,
    { whatIf, vm, all, metrics, progress }: WantedBacktest,
  ): Promise<BacktestReport> {
    const pick = vm === undefined ? null : (planned: readonly ScopedVm[]) => pickVm(vm, planned)
    const judged = await backtest(context, {
      pick,
      metrics,
      whatIf,
      onSeries: (done, total) => (done < total ? progress.show(done, total) : progress.end()),
    }).finally(() => progress.end())
    this.show(backtestScreen(judged, { width: this.width, all, metrics }))
    return { schema: 'drplan/history-backtest@1', ...judged }
  }

  private async showPool(context: StepContext, wish: PoolWish, all: boolean): Promise<PoolReport> {
    const { site, sizing } = await askPool(context, wish)
    this.show(poolScreen(sizing, { names: namesOf(site), width: this.width, all }))
    return { schema: 'drplan/pool@1', ...sizing, fleet: fleetReport(sizing.fleet) }
  }

  private async showVm(
    context: StepContext,
    whatIf: WhatIf,
    { vm: wanted, all, metrics }: Wanted,
  ): Promise<VmForecastReport> {
    const vm = await tryForecastVm(context, { pick: (planned) => pickVm(wanted, planned), whatIf })
    const screen = { width: this.width, all, metrics }
    const isDrawn = canDraw(process.env, process.stdout, process.platform)
    this.show([...whatIfLines(whatIf, this.width), ...vmForecastScreen(vm, { ...screen, canDraw: isDrawn })])
    return vmForecastReport(vm, isTried(whatIf) ? whatIf : null)
  }

  private siteScreen(demands: Demands, { site, together, all }: WantedSite): readonly string[] {
    const screen = { names: namesOf(site), width: this.width, all }
    return [
      ...seriesTable(demands, screen),
      '',
      ...demandTable(demands, screen),
      '',
      ...togetherLines(together, this.width),
      ...seriesTotals(demands, this.width),
    ]
  }

  private show(lines: readonly string[]): void {
    const isPlain = !hasUnicode(process.env, process.platform)
    const kept = lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
    this.print(['', ...(isPlain ? kept.map(inAscii) : kept)])
  }
}

const namesOf = ({ vms }: Site): ReadonlyMap<string, string> => new Map(vms.map(({ id, name }) => [id, name]))

function pickVm(wanted: string, planned: readonly ScopedVm[]): ScopedVm {
  const { id } = findVm(
    wanted,
    planned.map(({ vm }) => vm),
    'that the plan covers',
  )
  return planned.find(({ vm }) => vm.id === id) as ScopedVm
}
