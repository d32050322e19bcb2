/** What comes into the metric store, of which source, and what is said of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import type { MetricReading, SampleBatch, Source } from '../../src/model/source.ts'
import { metricFolder } from '../../src/pipeline/metric-folder.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { monitorOnly } from '../../src/pipeline/steps.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'
import { readGrids } from '../../src/workspace/metrics/store.ts'
import { collect } from '../support/collect.ts'

const NOW = '2026-11-20T12:00:00.000Z'
const HOUR = 3_600_000
const START = Date.parse(NOW) - 24 * HOUR

const aVm = (vcpus: number) => ({ id: 'web', vcpus, memoryGiB: 4, disks: [{ capacityGiB: 20 }] })
const live = '{ kind: prometheus, url: "http://127.0.0.1:9090" }'
const other = '{ kind: prometheus, url: "http://127.0.0.1:9091" }'
const files = '{ kind: metrics-csv, path: samples.csv }'

let folder = ''
let given: SampleBatch[] = []

const prometheus: Source = {
  listFiles: async () => [],
  async readMetrics(): Promise<MetricReading> {
    async function* batches() {
      yield* given
    }
    return { batches: batches(), findings: [] }
  },
}

const samples = (hours: readonly number[], value = 1): SampleBatch => ({
  vmId: 'web',
  metric: 'cpu',
  at: Float64Array.from(hours, (hour) => START + hour * HOUR),
  values: new Float64Array(hours.length).fill(value),
})

const writeConfig = (...sources: readonly string[]) =>
  writeFile(
    join(folder, 'drplan.yaml'),
    `schema: drplan/config@1
site: { id: site }
sources:
${['{ kind: inventory, path: inventory.json }', ...sources].map((source) => `  - ${source}`).join('\n')}
target: { platform: aws, region: eu-central-1 }
`,
  )

const writeInventory = (vcpus: number) =>
  writeFile(join(folder, 'inventory.json'), JSON.stringify({ schema: 'drplan/inventory@1', vms: [aVm(vcpus)] }))

const writeSamples = (percent: number) =>
  writeFile(
    join(folder, 'samples.csv'),
    `vm,timestamp,metric,value\nweb,${new Date(START).toISOString()},cpu_percent,${percent}\n`,
  )

async function monitor(source: Source = prometheus) {
  const context = await openContext({
    configFile: join(folder, 'drplan.yaml'),
    folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
    madeBy: 'drplan test',
    threads: 0,
    now: NOW,
    loadSource: async (id) => (id === 'prometheus' ? source : loadSource(id)),
    loadTarget,
    report: () => {},
  })
  const { site, metrics } = await monitorOnly(context)
  const [grid] = await collect(readGrids(metricFolder(context)))
  const store = site.stored.content.findings.filter(({ code }) => code.startsWith('store.'))
  return { metrics, mean: [...(grid?.mean ?? [])], findings: store.map(({ code, message }) => ({ code, message })) }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-collect-'))
  given = []
  await writeInventory(2)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('samples of a live source', () => {
  test('more than an hour in the future are left out, and said', async () => {
    await writeConfig(live)
    given = [samples([0, 1, 24.5, 30, 1000])]

    const { metrics, findings } = await monitor()

    expect(metrics.series).toMatchObject([{ count: 3, lastMs: START + 24.5 * HOUR }])
    expect(findings).toEqual([{ code: 'store.value-dropped', message: expect.stringMatching(/^2.samples .*future/) }])
  })

  test('stay when the source has forgotten them', async () => {
    await writeConfig(live)
    given = [samples([0, 1])]
    await monitor()
    given = [samples([2])]

    expect((await monitor()).mean).toEqual([1, 1, 1])
  })

  test('rest while drplan.yaml names another server, and are there again when it is named', async () => {
    await writeConfig(live)
    given = [samples([0])]
    await monitor()
    given = [samples([5], 7)]
    await writeConfig(other)

    expect((await monitor()).mean).toEqual([7])

    given = []
    await writeConfig(live)
    expect((await monitor()).mean).toEqual([1])
  })

  test('that came before the source failed are kept, and the failure is thrown', async () => {
    await writeConfig(live)
    given = [samples([0])]
    await monitor()
    const failing: Source = {
      ...prometheus,
      async readMetrics() {
        async function* batches() {
          yield samples([1], 3)
          throw new SourceError('source.unreachable', 'the connection was reset')
        }
        return { batches: batches(), findings: [] }
      },
    }

    await expect(monitor(failing)).rejects.toMatchObject({ code: 'source.unreachable' })

    given = []
    expect((await monitor()).mean).toEqual([1, 3])
  })
})

describe('samples of files', () => {
  test('are read again when the files change, and replace what was read', async () => {
    await writeConfig(files)
    await writeSamples(50)
    expect((await monitor()).mean).toEqual([1])

    await writeSamples(100)

    expect((await monitor()).mean).toEqual([2])
  })

  test('are read again when the VM that their percentages are of changes', async () => {
    await writeConfig(files)
    await writeSamples(50)
    await monitor()

    await writeInventory(8)

    expect((await monitor()).mean).toEqual([4])
  })

  test('go when drplan.yaml no longer names them', async () => {
    await writeConfig(files)
    await writeSamples(50)
    await monitor()

    await writeConfig()

    expect((await monitor()).metrics.series).toEqual([])
  })
})

test('a series of two sources is one, hour by hour from the source with more samples, and a finding', async () => {
  await writeConfig(live, files)
  await writeSamples(100)
  given = [samples([0, 0.5, 1])]

  const { mean, findings } = await monitor()

  expect(mean).toEqual([1, 1])
  expect(findings).toEqual([{ code: 'store.series-doubled', message: expect.stringContaining('several sources') }])
})
