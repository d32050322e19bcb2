/** How good forecasts would have been over the history of the site itself. Reads the metric store; writes no artefact. */
import { defaultBacktestSettings, type BacktestOutcome } from '../core/forecast/history-backtest.ts'
import { summariseBacktests } from '../core/forecast/history-summary.ts'
import type { DemandPolicy } from '../model/config.ts'
import type { HistoryBacktest, HistoryBacktestSettings } from '../model/history-backtest.ts'
import type { Grid, MetricId } from '../model/metric-series.ts'
import { count } from '../model/quantity.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { WhatIf } from '../model/vm-forecast.ts'
import { backtestAll } from '../workers/backtest-pool.ts'
import { withLock } from '../workspace/lock.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor } from './monitor.ts'
import { scopeOf } from './scope.ts'

export interface BacktestWish {
  /** Picks one of the VMs that the plan covers; null = all of them. */
  readonly pick: ((planned: readonly ScopedVm[]) => ScopedVm) | null
  /** None = all. */
  readonly metrics: readonly MetricId[]
  /** What is null: 48 hours, and quantile and selection as in drplan.yaml. */
  readonly whatIf: WhatIf
  /** Told after each series. */
  readonly onSeries: (done: number, total: number) => void
}

/** Every series of the planned VMs that is wished for. What `pick` throws passes through. */
export const backtest = (context: StepContext, wish: BacktestWish): Promise<HistoryBacktest> =>
  withLock(context.folders.workspace, async () => {
    const { site, metrics } = await monitor(context)
    const { planned } = scopeOf(site.stored.content, context.config)
    const vmId = wish.pick?.(planned).vm.id
    const ids = new Set(planned.map(({ vm }) => vm.id).filter((id) => vmId === undefined || id === vmId))
    const isWanted = (one: Pick<Grid, 'vmId' | 'metric'>): boolean =>
      ids.has(one.vmId) && (wish.metrics.length === 0 || wish.metrics.includes(one.metric))
    const total = metrics.series.filter(isWanted).length
    const settings = settingsOf(context.config.demand, wish.whatIf)
    const grids = only(readGrids(metricFolder(context), vmId), isWanted)
    const outcomes: BacktestOutcome[] = []
    for await (const outcome of backtestAll(grids, { settings, threads: context.threads })) {
      outcomes.push(outcome)
      wish.onSeries(outcomes.length, total)
    }
    const summary = summariseBacktests(outcomes, settings)
    const judged = outcomes.length - summary.skipped.length
    context.report({
      step: 'backtest',
      summary: `${count(judged, 'series', 'series')} judged, ${summary.skipped.length} left out`,
      reused: false,
    })
    return summary
  })

const settingsOf = (
  { quantile: level, selection }: DemandPolicy,
  { horizonHours, ...tried }: WhatIf,
): HistoryBacktestSettings => ({
  ...defaultBacktestSettings,
  horizonHours: horizonHours ?? defaultBacktestSettings.horizonHours,
  level: tried.quantile ?? level,
  selection: tried.selection ?? selection,
})

async function* only(grids: AsyncIterable<Grid>, isWanted: (grid: Grid) => boolean): AsyncGenerator<Grid> {
  for await (const grid of grids) if (isWanted(grid)) yield grid
}
