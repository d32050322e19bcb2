/** The entry of a simulating thread: ranges of runs come in, what came of them goes out. */
import { parentPort } from 'node:worker_threads'
import { simulateLot, type SimulateLot } from './simulate-lot.ts'

parentPort?.on('message', (lot: SimulateLot) => {
  parentPort?.postMessage(simulateLot(lot))
})
