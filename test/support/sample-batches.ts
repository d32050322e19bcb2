/** Batches of samples as a source gives them; a test states only what it is about. */
import type { SampleBatch } from '../../src/model/source.ts'

export type Samples = readonly (readonly [ms: number, value: number])[]

/** Of the CPU of one VM, unless `over` says more. */
export const aBatch = (samples: Samples, over: Partial<SampleBatch> = {}): SampleBatch => ({
  vmId: 'vm-1',
  metric: 'cpu',
  at: Float64Array.from(samples, ([ms]) => ms),
  values: Float64Array.from(samples, ([, value]) => value),
  ...over,
})

export async function* stream(batches: readonly SampleBatch[]): AsyncGenerator<SampleBatch> {
  yield* batches
}
