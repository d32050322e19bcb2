/** Backtests over the own history on several threads, the same for any number of them (in-lots.ts). */
import type { BacktestOutcome } from '../core/forecast/history-backtest.ts'
import type { HistoryBacktestSettings } from '../model/history-backtest.ts'
import type { Grid } from '../model/metric-series.ts'
import { backtestLot, type BacktestLot } from './backtest-lot.ts'
import { workInLots } from './in-lots.ts'
import { shareGrids } from './shared-grids.ts'

export interface BacktestPoolSettings {
  readonly settings: HistoryBacktestSettings
  /** Threads beside the present one; 0 does all of it here. */
  readonly threads: number
}

/** A series takes several forecasts, so a lot is smaller than one of forecasts. */
const LOT_SERIES = 8

/**
 * What came of every series, in order.
 * @throws InputError `forecast.invalid` for settings that make no sense.
 */
export const backtestAll = (
  grids: AsyncIterable<Grid>,
  { settings, threads }: BacktestPoolSettings,
): AsyncGenerator<BacktestOutcome> =>
  workInLots<Grid, BacktestLot, BacktestOutcome>(
    grids,
    {
      series: LOT_SERIES,
      seriesOf: () => 1,
      pack: (some) => ({ kind: 'backtest', grids: shareGrids(some), settings }),
      work: backtestLot,
    },
    threads,
  )
