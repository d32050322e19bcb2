/** The entry of a forecasting thread: lots come in, what is made of them goes out. */
import { parentPort } from 'node:worker_threads'
import { backtestLot, type BacktestLot } from './backtest-lot.ts'
import { deriveLot, type DeriveLot } from './forecast-lot.ts'

parentPort?.on('message', (lot: BacktestLot | DeriveLot) => {
  parentPort?.postMessage(lot.kind === 'derive' ? deriveLot(lot) : backtestLot(lot))
})
