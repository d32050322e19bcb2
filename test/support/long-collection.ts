/**
 * A collection that goes on for days, cut into rounds as `drplan monitor` cuts it: each round asks again for a little of
 * what the last one gave, some samples come late, some come twice, one is corrected. As a process, for the crash test, it
 * goes on from what the store holds and prints each round that is done. Arguments: the folder, the number of rounds.
 */
import type { SampleBatch } from '../../src/model/source.ts'
import { appendSection, readHeldUntil } from '../../src/workspace/metrics/store.ts'

const START = Date.UTC(2026, 9, 12)
const STEP = 300_000
const STEPS_A_ROUND = 30
const VMS = 12
export const collectionAsking = { key: 'live', inputsHash: 'asked' }

/** Epoch milliseconds; of round -1 the beginning of all. */
export const endOfRound = (round: number): number => START + (round + 1) * STEPS_A_ROUND * STEP

const valueOf = (vm: number, step: number): number => ((vm * 7919 + step * 104_729) % 1000) / 8

/** What the source says of one VM from one step to another: every fifth sample comes two hours late, if ever it is asked again. */
function batchOf(vm: number, [from, until]: readonly [number, number], isLast: boolean): SampleBatch {
  const steps = Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index)
  const known = steps.filter((step) => isLast || step % 5 !== 0 || step < until - 24)
  return {
    vmId: `vm-${vm}`,
    metric: 'cpu',
    at: Float64Array.from(known, (step) => START + step * STEP),
    values: Float64Array.from(known, (step) => valueOf(vm, step)),
    covers: { from: START + from * STEP, until: START + until * STEP },
  }
}

/** Rounds up to `last`, each from where the store ends, three hours earlier; the last round asks for its whole reach. */
export async function collectRound(folder: string, round: number, last: number): Promise<void> {
  const heldUntil = await readHeldUntil(folder, collectionAsking)
  async function* batches(): AsyncGenerator<SampleBatch> {
    for (let vm = 0; vm < VMS; vm++) {
      const held = heldUntil(`vm-${vm}`, 'cpu')
      const from = held === null ? 0 : Math.max(0, (held - START) / STEP - 36)
      yield batchOf(vm, [from, (round + 1) * STEPS_A_ROUND], round === last)
    }
  }
  const retention = { rawDays: null, hourlyDays: null }
  await appendSection(folder, { ...collectionAsking, batches: batches(), retention, samplesPerPart: 150 })
}

const [folder, rounds] = process.argv.slice(2)
if (folder !== undefined && import.meta.main) {
  const last = Number(rounds) - 1
  const heldUntil = await readHeldUntil(folder, collectionAsking)
  const held = Array.from({ length: VMS }, (_, vm) => heldUntil(`vm-${vm}`, 'cpu') ?? START)
  const first = Math.floor((Math.min(...held) - START) / STEP / STEPS_A_ROUND)
  process.stdout.write('begins\n')
  for (let round = Math.min(first, last); round <= last; round++) {
    await collectRound(folder, round, last)
    process.stdout.write(`${round}\n`)
  }
}
