/** The entry of a forecasting thread: lots of VMs come in, what is derived of them goes out. */
import { parentPort } from 'node:worker_threads'
import { deriveLot, type Lot } from './forecast-lot.ts'

parentPort?.on('message', (lot: Lot) => {
  parentPort?.postMessage(deriveLot(lot))
})
