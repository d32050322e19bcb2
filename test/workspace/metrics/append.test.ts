import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Grid } from '../../../src/model/metric-series.ts'
import type { SampleBatch } from '../../../src/model/source.ts'
import {
  appendSection,
  arrangeSections,
  isMetricStoreWhole,
  readGrids,
  readHeldUntil,
  readMetricSummary,
  replaceSection,
} from '../../../src/workspace/metrics/store.ts'
import { readManifest } from '../../../src/workspace/metrics/manifest.ts'
import { collect } from '../../support/collect.ts'
import { aBatch, stream, type Samples } from '../../support/sample-batches.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const DAY = 24 * HOUR
const START = Date.UTC(2026, 9, 12)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const keepAll = { rawDays: null, hourlyDays: null }

const append = async (batches: readonly SampleBatch[], over: object = {}) => {
  const { into = folder, ...rest } = over as { into?: string }
  await appendSection(into, { key: 'live', inputsHash: 'asked', batches: stream(batches), retention: keepAll, ...rest })
  return readMetricSummary(into)
}

const gridOf = async (from = folder): Promise<Grid | undefined> => (await collect(readGrids(from)))[0]

const partsIn = async (kind: string): Promise<string[]> =>
  (await readdir(join(folder, kind), { recursive: true })).filter((file) => file.endsWith('.parquet')).sort()

describe('appending to the metric store', () => {
  it('adds to what was there', async () => {
    await append([aBatch([[START, 1]])])
    const summary = await append([aBatch([[START + HOUR, 2]]), aBatch([[START, 5]], { vmId: 'vm-0' })])

    expect(summary?.series.map(({ vmId, count }) => [vmId, count])).toEqual([
      ['vm-0', 1],
      ['vm-1', 2],
    ])
    expect((await collect(readGrids(folder))).map(({ mean }) => [...mean])).toEqual([[5], [1, 2]])
  })

  it('changes nothing when the same samples come again', async () => {
    const batches = [
      aBatch([
        [START, 1],
        [START + MINUTE, 2],
      ]),
    ]
    const before = await append(batches)

    const again = await append(batches)

    expect(again).toEqual(before)
  })

  it('rolls an hour up anew when a sample of it comes later, with those that were held', async () => {
    await append([
      aBatch([
        [START, 1],
        [START + 10 * MINUTE, 3],
        [START + HOUR, 9],
      ]),
    ])

    const summary = await append([aBatch([[START + 5 * MINUTE, 11]])])

    expect(summary?.samples).toBe(4)
    expect(await gridOf()).toMatchObject({ mean: Float64Array.of(5, 9), max: Float64Array.of(11, 9) })
  })

  it('takes the later one of two samples of one time', async () => {
    await append([
      aBatch([
        [START, 1],
        [START + MINUTE, 1],
      ]),
    ])

    const summary = await append([aBatch([[START, 3]])])

    expect(summary?.samples).toBe(2)
    expect((await gridOf())?.mean).toEqual(Float64Array.of(2))
  })

  it('does not matter over how many runs and in which order samples came: hours have the same bits', async () => {
    const minute = fc.integer({ min: 0, max: 400 })
    const samples = fc.uniqueArray(fc.tuple(minute, fc.double({ min: 0, max: 1e12, noNaN: true })), {
      selector: ([at]) => at,
      minLength: 1,
      maxLength: 60,
    })
    const cut = samples.chain((all) =>
      fc.tuple(fc.constant(all), fc.array(fc.nat({ max: 3 }), { minLength: all.length, maxLength: all.length })),
    )

    await fc.assert(
      fc.asyncProperty(cut, async ([all, runs]) => {
        const [once, often] = await Promise.all(['once-', 'often-'].map((name) => mkdtemp(join(folder, name))))
        const timed = all.map(([at, value]) => [START + at * MINUTE, value] as const)
        await append([aBatch(timed)], { into: once })
        for (const run of [0, 1, 2, 3]) {
          await append([aBatch(timed.filter((_, index) => runs[index] === run))], { into: often })
        }

        expect(await gridOf(often)).toEqual(await gridOf(once))
        expect((await readMetricSummary(often as string))?.series).toEqual(
          (await readMetricSummary(once as string))?.series,
        )
      }),
      { numRuns: 12 },
    )
  })

  it('keeps what came before the source failed', async () => {
    async function* failing(): AsyncGenerator<SampleBatch> {
      yield aBatch([[START, 2]])
      throw new Error('the connection was reset')
    }

    const writing = appendSection(folder, { key: 'live', inputsHash: 'asked', batches: failing(), retention: keepAll })

    await expect(writing).rejects.toThrow('reset')
    expect((await gridOf())?.mean).toEqual(Float64Array.of(2))
  })
})

describe('where a live source goes on', () => {
  const until = async (inputsHash = 'asked') =>
    (await readHeldUntil(folder, { key: 'live', inputsHash }))('vm-1', 'cpu')
  const covering = (from: number, to: number): SampleBatch =>
    aBatch([], { covers: { from: START + from, until: START + to } })

  it('is nowhere before the first run', async () => {
    expect(await until()).toBeNull()
  })

  it('is the end of what was asked, even where there was no sample', async () => {
    await append([covering(0, HOUR), covering(HOUR, 2 * HOUR)])

    expect(await until()).toBe(START + 2 * HOUR)
  })

  it('is the end of the ranges before the first hole', async () => {
    await append([covering(0, HOUR), covering(2 * HOUR, 3 * HOUR)])

    expect(await until()).toBe(START + HOUR)
  })

  it('jumps where the source has nothing left of the time between two runs', async () => {
    await append([covering(0, HOUR)])
    await append([covering(5 * HOUR, 6 * HOUR)])

    expect(await until()).toBe(START + 6 * HOUR)
  })

  it('is the beginning when the source is asked in another way', async () => {
    await append([covering(0, HOUR)])

    expect(await until('asked for more')).toBeNull()
  })
})

describe('sections of several sources', () => {
  const file = (samples: Samples, key = 'files') =>
    replaceSection(folder, { key, inputsHash: key, batches: stream([aBatch(samples)]) })

  it('make one series, each hour from the source with more samples, the later one where equal', async () => {
    await append([
      aBatch([
        [START, 1],
        [START + MINUTE, 1],
        [START + HOUR, 1],
        [START + 2 * HOUR, 1],
      ]),
    ])
    await file([
      [START, 7],
      [START + HOUR, 7],
      [START + 3 * HOUR, 7],
    ])

    expect((await gridOf())?.mean).toEqual(Float64Array.of(1, 7, 1, 7))
    expect((await readMetricSummary(folder))?.doubled).toHaveLength(1)
  })

  it('go with their files, and rest while drplan.yaml does not name a live source', async () => {
    await append([aBatch([[START, 1]])])
    await file([[START, 7]])

    await arrangeSections(folder, [])
    expect((await readMetricSummary(folder))?.sections).toEqual([])
    await arrangeSections(folder, ['live', 'files'])

    expect((await readMetricSummary(folder))?.sections.map(({ key }) => key)).toEqual(['live'])
    expect((await gridOf())?.mean).toEqual(Float64Array.of(1))
  })
})

describe('many small parts', () => {
  it('become few, and say the same', async () => {
    for (let step = 0; step < 40; step++) await append([aBatch([[START + step * 20 * MINUTE, step]])])

    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      sections: { raw: unknown[]; hourly: unknown[] }[]
    }
    expect(manifest.sections[0]?.raw.length).toBeLessThan(8)
    expect(manifest.sections[0]?.hourly.length).toBeLessThan(8)
    expect((await readMetricSummary(folder))?.samples).toBe(40)
    expect((await gridOf())?.mean).toEqual(
      Float64Array.from({ length: 14 }, (_, hour) => (hour === 13 ? 39 : hour * 3 + 1)),
    )
  })
})

describe('retention', () => {
  const days = (count: number): Samples =>
    Array.from({ length: count * 24 }, (_, hour) => [START + hour * HOUR, hour] as const)

  it('drops whole days of hourly figures, counted from the latest sample', async () => {
    const summary = await append([aBatch(days(10))], { retention: { rawDays: null, hourlyDays: 3 } })

    expect(summary?.series).toEqual([
      { vmId: 'vm-1', metric: 'cpu', firstMs: START + 7 * DAY, lastMs: START + 10 * DAY - HOUR, count: 72 },
    ])
    expect((await gridOf())?.mean).toHaveLength(72)
  })

  it('drops raw samples and hourly figures of the same days together', async () => {
    const retention = { rawDays: 3, hourlyDays: 3 }
    await append([aBatch(days(10))], { retention })

    const summary = await append([aBatch([[START + 10 * DAY, 1]])], { retention })

    expect(summary?.series).toMatchObject([{ firstMs: START + 8 * DAY, lastMs: START + 10 * DAY, count: 49 }])
    const manifest = await readManifest(folder)
    const firsts = manifest?.sections.map(({ raw, hourly, rawFromMs }) => ({
      raw: Math.min(...raw.map(({ firstMs }) => firstMs)),
      hourly: Math.min(...hourly.map(({ firstMs }) => firstMs)),
      rawFromMs,
    }))
    expect(firsts).toEqual([{ raw: START + 8 * DAY, hourly: START + 8 * DAY, rawFromMs: START + 8 * DAY }])
    expect(await isMetricStoreWhole(folder)).toBe(true)
  })

  it('keeps hourly figures whose raw samples are gone, and says so of samples that come too late for them', async () => {
    await append([aBatch(days(10))], { retention: { rawDays: 2, hourlyDays: null } })
    const before = await gridOf()

    const summary = await append(
      [
        aBatch([
          [START + 30 * MINUTE, 1e6],
          [START + 10 * DAY, 5],
        ]),
      ],
      {
        retention: { rawDays: 2, hourlyDays: null },
      },
    )

    expect((await gridOf())?.mean.slice(0, -1)).toEqual(before?.mean)
    expect(summary?.sections[0]?.findings).toMatchObject([
      { code: 'store.value-dropped', message: expect.stringMatching(/^1.sample /) },
    ])
  })
})

describe('a damaged section of a live source', () => {
  const partFile = async (kind: string) => join(folder, kind, (await partsIn(kind))[0] ?? '')

  it('is rolled up anew from its raw samples', async () => {
    await append([
      aBatch([
        [START, 1],
        [START + MINUTE, 2],
      ]),
    ])
    await append([aBatch([[START + HOUR, 3]])])
    await rm(await partFile('hourly'))

    const summary = await append([])

    expect((await gridOf())?.mean).toEqual(Float64Array.of(1.5, 3))
    expect(summary?.sections[0]?.findings).toMatchObject([{ code: 'store.part-lost' }])
  })

  it('keeps the rest when raw samples are gone, and asks again for all there is', async () => {
    await append([aBatch([[START, 1]], { covers: { from: START, until: START + HOUR } })])
    await append([aBatch([[START + HOUR, 3]])])
    await truncate(await partFile('raw'), 10)

    await append([])

    expect((await readHeldUntil(folder, { key: 'live', inputsHash: 'asked' }))('vm-1', 'cpu')).toBeNull()
    expect((await gridOf())?.mean).toEqual(Float64Array.of(1, 3))
  })

  it('keeps the figures of an hour of which only some raw samples are left', async () => {
    await append([aBatch([[START, 1]])])
    await append([aBatch([[START + MINUTE, 3]])])
    await truncate(await partFile('raw'), 10)

    await append([])

    expect((await gridOf())?.mean).toEqual(Float64Array.of(2))
  })

  it('is told of as its own, also after another section was written first', async () => {
    await append([aBatch([[START, 1]])], { key: 'broken' })
    await truncate(await partFile('raw'), 10)

    await append([aBatch([[START, 5]], { vmId: 'vm-2' })], { key: 'other' })
    const summary = await append([], { key: 'broken' })

    expect(summary?.sections.map(({ key, findings }) => [key, findings.map(({ code }) => code)])).toEqual([
      ['broken', ['store.part-lost']],
      ['other', []],
    ])
  })

  it('that rests does not make the store unreadable', async () => {
    await append([aBatch([[START, 1]])])
    await arrangeSections(folder, [])
    await truncate(await partFile('raw'), 10)

    expect(await isMetricStoreWhole(folder)).toBe(true)
    await arrangeSections(folder, ['live'])
    expect(await isMetricStoreWhole(folder)).toBe(false)
  })

  it('is set aside when the manifest cannot be read', async () => {
    const store = join(folder, 'metrics')
    await append([aBatch([[START, 1]])], { into: store })
    const manifest = await readFile(join(store, 'manifest.json'), 'utf8')
    await writeFile(join(store, 'manifest.json'), manifest.slice(0, -9))

    await append([aBatch([[START, 2]])], { into: store })

    expect((await gridOf(store))?.mean).toEqual(Float64Array.of(2))
    expect(await readdir(join(folder, 'metrics-damaged', 'raw'))).toEqual(['2026-10-12'])
  })
})

describe('arranging sections over a damaged manifest', () => {
  const store = () => join(folder, 'metrics')
  const damage = async () => {
    const manifest = await readFile(join(store(), 'manifest.json'), 'utf8')
    await writeFile(join(store(), 'manifest.json'), manifest.slice(0, -9))
  }

  it('sets a store with live samples aside whole, and leaves an empty one that can be written', async () => {
    await append([aBatch([[START, 1]])], { into: store() })
    await damage()

    await arrangeSections(store(), ['live'])

    expect((await readdir(join(folder, 'metrics-damaged'))).toSorted()).toEqual(['hourly', 'manifest.json', 'raw'])
    expect((await readMetricSummary(store()))?.sections).toEqual([])
    expect(await isMetricStoreWhole(store())).toBe(true)
    await append([aBatch([[START, 2]])], { into: store() })
    expect((await gridOf(store()))?.mean).toEqual(Float64Array.of(2))
  })

  it('keeps what was set aside last', async () => {
    for (const value of [1, 2]) {
      await append([aBatch([[START + value * HOUR, value]])], { into: store() })
      await damage()
      await arrangeSections(store(), ['live'])
    }

    const aside = await readFile(join(folder, 'metrics-damaged', 'manifest.json'), 'utf8')
    expect(aside).toContain(String(START + 2 * HOUR))
    expect(aside).not.toContain(String(START + HOUR))
  })

  it('sets nothing aside of samples that are in files anyway', async () => {
    await mkdir(store())
    await writeFile(join(store(), 'manifest.json'), '{"schema":"drplan/metrics@2","sections":[{"live":false')

    await arrangeSections(store(), [])

    expect(await readdir(folder)).toEqual(['metrics'])
    expect((await readMetricSummary(store()))?.sections).toEqual([])
  })

  it('touches nothing of a newer drplan', async () => {
    await mkdir(store())
    await writeFile(join(store(), 'manifest.json'), '{"schema":"drplan/metrics@99","sections":[]}')

    await expect(arrangeSections(store(), [])).rejects.toMatchObject({ code: 'artifact.newer' })

    expect(await readdir(folder)).toEqual(['metrics'])
  })
})

describe('a reader beside a writer that commits often', () => {
  it('never sees anything but whole hours', async () => {
    await append([aBatch([[START, 1]])])
    const writing = (async () => {
      for (let hour = 1; hour < 30; hour++) await append([aBatch([[START + hour * HOUR, 1]])])
    })()

    const lengths: number[] = []
    for (let round = 0; round < 40; round++) {
      const mean = (await gridOf())?.mean ?? new Float64Array(0)
      expect(new Set(mean)).toEqual(new Set([1]))
      lengths.push(mean.length)
    }
    await writing

    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
  })
})
