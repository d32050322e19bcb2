/** Some series at a time, judged over their own history. */
import { backtestHistory, type BacktestOutcome } from '../core/forecast/history-backtest.ts'
import type { HistoryBacktestSettings } from '../model/history-backtest.ts'
import { viewGrids, type SharedGrids } from './shared-grids.ts'

export interface BacktestLot {
  readonly kind: 'backtest'
  readonly grids: SharedGrids
  readonly settings: HistoryBacktestSettings
}

export const backtestLot = ({ grids, settings }: BacktestLot): readonly BacktestOutcome[] =>
  viewGrids(grids).map((grid) => backtestHistory(grid, settings))
