/** Live sources: asked by `monitor`, and whenever something else changed; never by the other steps on their own. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SourceRequest, Source } from '../../src/model/source.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { monitorOnly } from '../../src/pipeline/steps.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

const inventory = {
  schema: 'drplan/inventory@1',
  vms: [{ id: 'web', vcpus: 2, memoryGiB: 4, disks: [{ capacityGiB: 20 }] }],
}
const config = (url: string): string => `
schema: drplan/config@1
site: { id: live }
sources:
  - { kind: inventory, path: inventory.json }
  - { kind: prometheus, url: "${url}", historyDays: 3 }
target: { platform: aws, region: eu-central-1 }
`

let folder = ''
const asked: SourceRequest[] = []

/** Two days of one VM, hour by hour. */
const prometheus: Source = {
  listFiles: async () => [],
  async readMetrics(request) {
    asked.push(request)
    const at = Float64Array.from({ length: 48 }, (_, hour) => Date.UTC(2026, 10, 19) + hour * 3_600_000)
    async function* batches() {
      yield { vmId: 'web', metric: 'cpu' as const, at, values: at.map(() => 1) }
    }
    return { batches: batches(), findings: [] }
  },
}

const open = (now: string) =>
  openContext({
    configFile: join(folder, 'drplan.yaml'),
    folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
    madeBy: 'drplan test',
    threads: 0,
    now,
    loadSource: async (id) => (id === 'prometheus' ? prometheus : loadSource(id)),
    loadTarget,
    report: () => {},
  })

describe('a live source', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drplan-live-'))
    asked.length = 0
    await writeFile(join(folder, 'inventory.json'), JSON.stringify(inventory))
    await writeFile(join(folder, 'drplan.yaml'), config('http://127.0.0.1:9090'))
  })

  test('is given its settings and the end of the history, and no path', async () => {
    await monitorOnly(await open('2026-11-21T00:00:00.000Z'))

    expect(asked).toMatchObject([
      {
        path: '',
        until: '2026-11-21T00:00:00.000Z',
        live: { kind: 'prometheus', url: 'http://127.0.0.1:9090', historyDays: 3, stepSeconds: 300 },
      },
    ])
  })

  test('is asked by the first plan, and not by the next ones, so that they give the same bytes', async () => {
    const first = await plan(await open('2026-11-21T00:00:00.000Z'))
    const second = await plan(await open('2026-11-22T00:00:00.000Z'))

    expect(asked).toHaveLength(1)
    expect(second.stored.hash).toBe(first.stored.hash)
    expect(first.stored.content.demands[0]?.vcpus.basis).toBe('forecast')
  })

  test('is asked again by monitor, and when its settings change', async () => {
    await plan(await open('2026-11-21T00:00:00.000Z'))
    await monitorOnly(await open('2026-11-22T00:00:00.000Z'))
    await writeFile(join(folder, 'drplan.yaml'), config('http://127.0.0.1:9091'))
    await plan(await open('2026-11-22T00:00:00.000Z'))

    expect(asked.map(({ until }) => until)).toEqual([
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
    ])
  })
})
