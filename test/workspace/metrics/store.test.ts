import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import type { SampleBatch } from '../../../src/model/source.ts'
import { readGrids, readMetricSummary, replaceSection } from '../../../src/workspace/metrics/store.ts'
import { collect } from '../../support/collect.ts'
import { aBatch, stream } from '../../support/sample-batches.ts'
import { crashHours, crashSeries, uniformBatches } from '../../support/write-forever.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 9, 12)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** As if the files of the store were an hour old. */
async function age(store: string): Promise<void> {
  const then = new Date(Date.now() - HOUR)
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then)
  }
}

const write = async (batches: readonly SampleBatch[], into = folder) => {
  await replaceSection(into, { key: 'files', batches: stream(batches), inputsHash: 'hash' })
  return readMetricSummary(into)
}

const partsIn = async (store: string, kind: string): Promise<string[]> =>
  (await readdir(join(store, kind), { recursive: true })).filter((file) => file.endsWith('.parquet'))

/** Every file below the store, by its path, with its bytes as hexadecimal text. */
async function filesOf(store: string): Promise<Record<string, string>> {
  const entries = await readdir(store, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = files.sort().map(async (file) => [file.slice(store.length), await readFile(file, 'hex')] as const)
  return Object.fromEntries(await Promise.all(contents))
}

describe('the metric store', () => {
  it('is null before anything was written, and has no grids', async () => {
    expect(await readMetricSummary(join(folder, 'metrics'))).toBeNull()
    expect(await collect(readGrids(join(folder, 'metrics')))).toEqual([])
  })

  it('says what it holds by VM and metric', async () => {
    const written = await write([
      aBatch([[START + HOUR, 2]], { vmId: 'vm-2' }),
      aBatch([[START, 1]], { metric: 'memory' }),
      aBatch([
        [START + 5 * HOUR, 3],
        [START, 1],
      ]),
      aBatch([], { vmId: 'vm-0' }),
    ])

    expect(written).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      generation: 1,
      samples: 4,
      duplicates: 0,
      sections: [{ key: 'files', live: false, inputsHash: 'hash', samples: 4, findings: [] }],
      doubled: [],
      series: [
        { vmId: 'vm-1', metric: 'cpu', firstMs: START, lastMs: START + 5 * HOUR, count: 2 },
        { vmId: 'vm-1', metric: 'memory', firstMs: START, lastMs: START, count: 1 },
        { vmId: 'vm-2', metric: 'cpu', firstMs: START + HOUR, lastMs: START + HOUR, count: 1 },
      ],
    })
    expect(await readMetricSummary(folder)).toEqual(written)
  })

  it('gives regular hourly grids with NaN where an hour has no sample', async () => {
    await write([
      aBatch([
        [START + 2 * HOUR + 1, 7],
        [START + 30 * 60_000, 41],
        [START + 10 * 60_000, 1],
      ]),
    ])

    const [grid] = await collect(readGrids(folder))

    // 95 % of the way from 1 to 41.
    expect(grid?.p95[0]).toBeCloseTo(39)
    expect(grid).toMatchObject({
      vmId: 'vm-1',
      metric: 'cpu',
      startMs: START,
      stepSeconds: 3600,
      mean: Float64Array.of(21, NaN, 7),
      max: Float64Array.of(41, NaN, 7),
    })
  })

  it('merges samples of one series and time, the last one given wins', async () => {
    const summary = await write([
      aBatch([[START, 1]]),
      aBatch([
        [START, 5],
        [START, 4],
        [START + HOUR, 6],
      ]),
      aBatch([[START, 9]], { vmId: 'vm-2' }),
      aBatch([[START, 2]]),
    ])
    const grids = await collect(readGrids(folder))

    expect(summary).toMatchObject({ samples: 3, duplicates: 3 })
    expect(grids.map(({ mean }) => [...mean])).toEqual([[2, 6], [9]])
  })

  it('gives the series of one VM alone when it is named', async () => {
    await write([
      aBatch([[START, 1]]),
      aBatch([[START, 2]], { metric: 'memory' }),
      aBatch([[START, 3]], { vmId: 'vm-2' }),
      aBatch([[START, 4]], { vmId: "vm'3" }),
    ])

    const of = async (vmId: string) => (await collect(readGrids(folder, vmId))).map(({ mean }) => [...mean])

    expect(await of('vm-1')).toEqual([[1], [2]])
    expect(await of("vm'3")).toEqual([[4]])
    expect(await of('vm-9')).toEqual([])
  })

  it('leaves out samples that are not finite', async () => {
    const summary = await write([
      aBatch([
        [START, NaN],
        [START + HOUR, Infinity],
        [NaN, 1],
        [START + 2 * HOUR, 1],
      ]),
    ])

    expect(summary?.series).toEqual([
      { vmId: 'vm-1', metric: 'cpu', firstMs: START + 2 * HOUR, lastMs: START + 2 * HOUR, count: 1 },
    ])
  })

  it('replaces what was there, and keeps the old parts for readers for some minutes', async () => {
    await write([aBatch([[START, 1]])])
    await age(folder)
    await write([aBatch([[START, 2]])])
    await write([aBatch([[START, 3]])])
    expect(await partsIn(folder, 'raw')).toHaveLength(3)
    await age(folder)

    const fourth = await write([aBatch([[START, 4]])])

    expect(fourth?.generation).toBe(4)
    expect(await partsIn(folder, 'raw')).toHaveLength(2)
    expect((await collect(readGrids(folder)))[0]?.mean).toEqual(Float64Array.of(4))
  })

  it('holds nothing after a write of no samples', async () => {
    await write([aBatch([[START, 1]])])

    await write([])

    expect(await readMetricSummary(folder)).toMatchObject({ samples: 0, series: [] })
    expect(await collect(readGrids(folder))).toEqual([])
  })

  it('does not change a byte when the same samples are written again', async () => {
    await write([aBatch([[START, 1]])])
    const before = await filesOf(folder)

    const again = await write([aBatch([[START, 1]])])

    expect(again?.generation).toBe(1)
    expect(await filesOf(folder)).toEqual(before)
  })

  it('keeps ids with quotes, line breaks and other scripts apart', async () => {
    const ids = ["o'hara", 'a"b', 'line\nbreak', '港-1', '\u{1F600}', '\uFFFD', 'x; DROP TABLE arrival']

    await write(ids.map((vmId, index) => aBatch([[START, index]], { vmId })))
    const grids = await collect(readGrids(folder))

    expect(grids.map(({ vmId }) => vmId)).toEqual([...ids].sort())
    expect(grids.map(({ vmId, mean }) => ids[mean[0] ?? -1] === vmId)).not.toContain(false)
  })

  it('works in a folder whose name looks like a pattern', async () => {
    const odd = join(folder, "it's [a]{b}*?")

    await write([aBatch([[START, 1]])], odd)

    expect(await collect(readGrids(odd))).toHaveLength(1)
  })

  it('keeps the old content when the source of the samples fails', async () => {
    await write([aBatch([[START, 1]])])
    async function* failing(): AsyncGenerator<SampleBatch> {
      yield aBatch([[START, 2]])
      throw new InputError('source.file-damaged', 'the file ends early')
    }

    const writing = replaceSection(folder, { key: 'files', batches: failing(), inputsHash: 'other' })

    await expect(writing).rejects.toMatchObject({ code: 'source.file-damaged' })
    expect((await collect(readGrids(folder)))[0]?.mean).toEqual(Float64Array.of(1))
  })

  it('says that a folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')

    const writing = write([aBatch([[START, 1]])], join(folder, 'file', 'metrics'))

    await expect(writing).rejects.toMatchObject({ code: 'workspace.unwritable' })
  })
})

describe('the bytes of the metric store', () => {
  it('do not depend on the order of the batches', async () => {
    const batch = fc.record({
      vmId: fc.constantFrom('a', 'b', 'c'),
      metric: fc.constantFrom('cpu' as const, 'memory' as const),
      samples: fc.uniqueArray(
        fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ min: 0, max: 1e9, noNaN: true })),
        {
          selector: ([minute]) => minute,
          maxLength: 30,
        },
      ),
    })
    const key = ({ vmId, metric }: { vmId: string; metric: string }) => `${vmId} ${metric}`
    const order = fc
      .uniqueArray(batch, { selector: key, maxLength: 6 })
      .chain((batches) => fc.tuple(fc.constant(batches), fc.shuffledSubarray(batches, { minLength: batches.length })))

    await fc.assert(
      fc.asyncProperty(order, async (orders) => {
        const stores = await Promise.all(orders.map(() => mkdtemp(join(folder, 'store-'))))
        for (const [index, batches] of orders.entries()) {
          const given = batches.map(({ samples, ...name }) =>
            aBatch(
              samples.map(([minute, value]) => [START + minute * 60_000, value] as const),
              name,
            ),
          )
          await write(given, stores[index])
        }
        const [one, two] = await Promise.all(stores.map(filesOf))

        expect(one).toEqual(two)
      }),
      { numRuns: 12 },
    )
  })

  it('do not depend on where a series is cut into batches', async () => {
    const samples = Array.from({ length: 5000 }, (_, step) => [START + step * 300_000, step % 97] as const)
    const cut = (size: number) =>
      Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
        aBatch(samples.slice(index * size, (index + 1) * size)),
      )

    await write(cut(5000), join(folder, 'one'))
    await write(cut(77).toReversed(), join(folder, 'two'))

    expect(await filesOf(join(folder, 'one'))).toEqual(await filesOf(join(folder, 'two')))
  })

  it('are cut into hourly parts of whole series, which read as one', async () => {
    const samples = Array.from({ length: 100 }, (_, hour) => [START + hour * HOUR, hour % 9] as const)
    const batches = ['a', 'b', 'c', 'd', 'e'].map((vmId) => aBatch(samples, { vmId }))
    const [one, many] = [join(folder, 'one'), join(folder, 'many')]

    await write(batches, one)
    await replaceSection(many, { key: 'files', batches: stream(batches), inputsHash: 'hash', samplesPerPart: 150 })

    expect(await partsIn(many, 'hourly')).toHaveLength(3)
    expect(await collect(readGrids(many))).toEqual(await collect(readGrids(one)))
    expect((await readMetricSummary(many))?.series).toEqual((await readMetricSummary(one))?.series)
  })

  it('are named after their content and listed with their checksum', async () => {
    await write([aBatch([[START, 1]])])

    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))

    const [part] = manifest.sections[0].raw
    expect(part.file).toBe(`raw/2026-10-12/part-${part.sha256.slice(0, 16)}.parquet`)
    expect(part).toMatchObject({ rows: 1, firstMs: START, lastMs: START, firstSeries: 0, lastSeries: 0 })
  })
})

describe('a damaged metric store', () => {
  const partOf = async (kind: string) => join(folder, kind, (await partsIn(folder, kind))[0] ?? '')
  const remedy = { code: 'artifact.damaged', suggestions: [expect.stringContaining('`drplan monitor`')] }

  it('names the manifest when that cannot be read', async () => {
    const file = join(folder, 'manifest.json')
    for (const text of ['', '{"schema": "drplan/metrics@2"}', '[1, 2', 'null']) {
      await writeFile(file, text)

      await expect(readMetricSummary(folder)).rejects.toMatchObject({ ...remedy, place: { file } })
    }
  })

  it('names the part that was cut short, changed or removed', async () => {
    await write([aBatch([[START, 1]])])
    const part = await partOf('hourly')
    const whole = await readFile(part)

    await truncate(part, 10)
    await expect(collect(readGrids(folder))).rejects.toMatchObject({ ...remedy, place: { file: part } })
    whole[20] = (whole[20] ?? 0) ^ 1
    await writeFile(part, whole)
    await expect(collect(readGrids(folder))).rejects.toMatchObject({ ...remedy, place: { file: part } })
    await rm(part)
    await expect(collect(readGrids(folder))).rejects.toMatchObject({ ...remedy, place: { file: part } })
  })

  it('is repaired by the next write', async () => {
    await write([aBatch([[START, 1]])])
    await writeFile(join(folder, 'manifest.json'), '{')

    await age(folder)
    await write([aBatch([[START, 2]])])

    expect((await collect(readGrids(folder)))[0]?.mean).toEqual(Float64Array.of(2))
    expect(await partsIn(folder, 'hourly')).toHaveLength(1)
  })

  it('of a newer drplan is not called damaged', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"schema": "drplan/metrics@3"}')

    await expect(readMetricSummary(folder)).rejects.toMatchObject({ code: 'artifact.newer' })
  })
})

describe('a writer of files killed at a random moment', () => {
  it('leaves one whole generation, and the next write cleans up', async () => {
    const store = join(folder, 'metrics')
    const script = join(import.meta.dirname, '../../support/write-forever.ts')

    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, [script, store, String(1000 * round + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await wait(Math.random() * 150)
      child.kill('SIGKILL')
      await once(child, 'exit')

      const summary = await readMetricSummary(store)
      const values = new Set<number>()
      for await (const { mean, max } of readGrids(store)) for (const value of [...mean, ...max]) values.add(value)
      expect(summary).toMatchObject({ samples: crashSeries * crashHours })
      expect([...values]).toEqual([Number(summary?.sections[0]?.inputsHash)])
    }
    await age(store)
    await replaceSection(store, { key: 'files', batches: uniformBatches(1), inputsHash: '1' })
    await age(store)
    await replaceSection(store, { key: 'files', batches: uniformBatches(2), inputsHash: '2' })
    const files = await readdir(store, { recursive: true })

    // Two generations of two parts, a folder of each kind and its one day, and the manifest.
    expect(files.filter((file) => file.endsWith('.parquet'))).toHaveLength(4)
    expect(files).toHaveLength(9)
  })
})

describe('a reader beside a writer', () => {
  it('sees one generation', async () => {
    await replaceSection(folder, { key: 'files', batches: uniformBatches(1), inputsHash: '1' })

    const writing = replaceSection(folder, { key: 'files', batches: uniformBatches(2), inputsHash: '2' })
    const seen: (number | undefined)[] = []
    for await (const { mean } of readGrids(folder)) {
      await wait(1)
      seen.push(...mean)
    }
    await writing

    expect(seen).toHaveLength(crashSeries * crashHours)
    expect(new Set(seen).size).toBe(1)
    expect((await collect(readGrids(folder)))[0]?.mean[0]).toBe(2)
  })
})
