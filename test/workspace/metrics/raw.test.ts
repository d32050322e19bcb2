import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SampleBatch } from '../../../src/model/source.ts'
import { readSamples } from '../../../src/workspace/metrics/raw.ts'
import { arrangeSections, replaceSection } from '../../../src/workspace/metrics/store.ts'
import { aBatch, stream } from '../../support/sample-batches.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const START = Date.UTC(2026, 9, 12)
const MINUTE = 60_000

const write = (folder: string, batches: readonly SampleBatch[], key = 'files') =>
  replaceSection(folder, { key, batches: stream(batches), inputsHash: 'hash' })

describe('single samples', () => {
  it('are nothing before anything was written', async () => {
    expect(await readSamples(join(await temporaryFolder(), 'metrics'), 'vm-1', ['cpu'])).toEqual(new Map())
  })

  it('are those of one VM, by metric and in time, of the metrics that are asked for', async () => {
    const folder = await temporaryFolder()
    await write(folder, [
      aBatch([
        [START + MINUTE, 2],
        [START, 1],
      ]),
      aBatch([[START, 3]], { metric: 'memory' }),
      aBatch([[START, 4]], { metric: 'gpu' }),
      aBatch([[START, 5]], { vmId: "vm'2" }),
    ])

    expect(await readSamples(folder, 'vm-1', ['cpu', 'memory', 'disk-bytes'])).toEqual(
      new Map([
        ['cpu', { at: Float64Array.of(START, START + MINUTE), values: Float64Array.of(1, 2) }],
        ['memory', { at: Float64Array.of(START), values: Float64Array.of(3) }],
      ]),
    )
    expect((await readSamples(folder, "vm'2", ['cpu'])).get('cpu')?.values).toEqual(Float64Array.of(5))
  })

  it('are those of the source that has more of them', async () => {
    const folder = await temporaryFolder()
    await write(folder, [
      aBatch([
        [START, 1],
        [START + MINUTE, 1],
      ]),
    ])
    await write(folder, [aBatch([[START, 9]])], 'others')
    await arrangeSections(folder, ['files', 'others'])

    expect((await readSamples(folder, 'vm-1', ['cpu'])).get('cpu')?.values).toEqual(Float64Array.of(1, 1))
  })

  it('say so when their part is gone', async () => {
    const folder = await temporaryFolder()
    await write(folder, [aBatch([[START, 1]])])
    for (const day of await readdir(join(folder, 'raw'))) await rm(join(folder, 'raw', day), { recursive: true })

    await expect(readSamples(folder, 'vm-1', ['cpu'])).rejects.toMatchObject({ code: 'artifact.damaged' })
  })
})
