/**
 * A process that the crash test kills: writes generation after generation of samples, all of one value, and
 * prints the value after each commit. Arguments: the folder, the first value.
 */
import type { SampleBatch } from '../../src/model/source.ts'
import { replaceSection } from '../../src/workspace/metrics/store.ts'

export const crashSeries = 40
export const crashHours = 200

/** `crashSeries` x `crashHours` samples of `value`. */
export async function* uniformBatches(value: number): AsyncGenerator<SampleBatch> {
  for (let vm = 0; vm < crashSeries; vm++) {
    const at = Float64Array.from({ length: crashHours }, (_, hour) => Date.UTC(2026, 9, 12, hour))
    yield { vmId: `vm-${vm}`, metric: 'cpu', at, values: new Float64Array(crashHours).fill(value) }
  }
}

const [folder, first] = process.argv.slice(2)
if (folder !== undefined && import.meta.main) {
  for (let value = Number(first); ; value++) {
    await replaceSection(folder, { key: 'files', batches: uniformBatches(value), inputsHash: String(value) })
    process.stdout.write(`${value}\n`)
  }
}
