/** Watching: rounds of monitor that outlive a source that is down, each going on where the store ends. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DrplanError, SourceError } from '../../src/errors.ts'
import { createFinding } from '../../src/model/finding.ts'
import { emptyNetwork } from '../../src/model/network.ts'
import type { Source, SourceRequest } from '../../src/model/source.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { watch, type Round } from '../../src/pipeline/watch.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

const START = Date.UTC(2026, 10, 20)
const MINUTE = 60_000
const inventory = {
  schema: 'drplan/inventory@1',
  vms: [{ id: 'web', vcpus: 2, memoryGiB: 4, disks: [{ capacityGiB: 20 }] }],
}
const config = `
schema: drplan/config@1
site: { id: watched }
sources:
  - { kind: inventory, path: inventory.json }
  - { kind: prometheus, url: "http://127.0.0.1:9090", historyDays: 3 }
target: { platform: aws, region: eu-central-1 }
`

let folder = ''
let asked: number[] = []
/** Rounds, from 1, in which the source is down. */
let down: readonly number[] = []
let round = 0
/** Does Prometheus give a part of the site too, as a cloud does? */
let siteIsLive = false
/** What drplan.yaml becomes before a round. */
let configs: Readonly<Record<number, string>> = {}

/** A sample a minute of one VM; what a request is asked from is noted in minutes since the start. */
const prometheus: Source = {
  listFiles: async () => [],
  async readSite() {
    if (siteIsLive && down.includes(round)) throw new SourceError('source.unreachable', 'nobody answers')
    return { capturedAt: null, region: null, vms: [], network: emptyNetwork, findings: [] }
  },
  async readMetrics(request: SourceRequest) {
    if (down.includes(round)) throw new SourceError('source.unreachable', 'nobody answers at 127.0.0.1:9090')
    const until = Date.parse(request.until)
    const from = Math.max(START, (request.heldUntil?.('web', 'cpu') ?? START) - 10 * MINUTE)
    asked.push((from - START) / MINUTE)
    const at = Float64Array.from({ length: (until - from) / MINUTE }, (_, minute) => from + minute * MINUTE)
    async function* batches() {
      yield { vmId: 'web', metric: 'cpu' as const, at, values: at.map(() => 1), covers: { from, until } }
    }
    const missing = { subject: 'memory', message: 'No samples of memory.', suggestion: 'Measure it.' }
    return { batches: batches(), findings: [createFinding('source.metric-missing', missing)] }
  },
}

async function watchRounds(rounds: number): Promise<Round[]> {
  let now = START + 60 * MINUTE
  const told: Round[] = []
  await watch({
    open: async () => {
      round++
      await writeFile(
        join(folder, 'drplan.yaml'),
        configs[round] ?? (await readFile(join(folder, 'drplan.yaml'), 'utf8')),
      )
      return openContext({
        configFile: join(folder, 'drplan.yaml'),
        folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
        madeBy: 'drplan test',
        threads: 0,
        now: new Date(now).toISOString(),
        loadSource: async (id) => (id === 'prometheus' ? prometheus : loadSource(id)),
        loadTarget,
        report: () => {},
      })
    },
    intervalMs: 5 * MINUTE,
    rounds,
    clock: () => now,
    wait: async (ms) => {
      now += ms
      return true
    },
    told: (each) => told.push(each),
  })
  return told
}

const samplesOf = ({ outcome }: Round) => (outcome instanceof DrplanError ? outcome.code : outcome.metrics.samples)

describe('watching', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drplan-watch-'))
    ;[asked, down, round, configs, siteIsLive] = [[], [], 0, {}, false]
    await writeFile(join(folder, 'inventory.json'), JSON.stringify(inventory))
    await writeFile(join(folder, 'drplan.yaml'), config)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('goes on where the store ends, an interval later', async () => {
    const rounds = await watchRounds(3)

    expect(asked).toEqual([0, 50, 55])
    expect(rounds.map(samplesOf)).toEqual([60, 65, 70])
    expect(rounds.map(({ added }) => added)).toEqual([60, 5, 5])
  })

  test('outlives a source that is down, says so, and asks for what it missed', async () => {
    down = [2, 3]

    const rounds = await watchRounds(4)

    expect(rounds.map(samplesOf)).toEqual([60, 60, 60, 75])
    expect(asked).toEqual([0, 50])
    const findings = rounds.map(({ outcome }) =>
      outcome instanceof DrplanError ? [] : outcome.site.stored.content.findings,
    )
    expect(findings[1]?.filter(({ code }) => code === 'source.partial')).toMatchObject([
      { subject: 'prometheus', message: expect.stringContaining('127.0.0.1:9090') },
    ])
    expect(findings[3]?.filter(({ code }) => code === 'source.partial')).toEqual([])
  })

  test('waits for a source that is down from the beginning', async () => {
    down = [1]

    const rounds = await watchRounds(2)

    expect(rounds.map(samplesOf)).toEqual([0, 65])
  })

  test('stops at once when a file of drplan.yaml is not there from the beginning', async () => {
    await rm(join(folder, 'inventory.json'))

    await expect(watchRounds(2)).rejects.toMatchObject({ code: 'source.file-missing' })
  })

  test('takes the site as it was while that is down, and says each thing once', async () => {
    down = [2, 3]
    siteIsLive = true

    const rounds = await watchRounds(3)

    const codes = rounds.map(({ outcome }) =>
      outcome instanceof DrplanError ? [] : outcome.site.stored.content.findings.map(({ code }) => code).toSorted(),
    )
    expect(codes[0]).toContain('source.metric-missing')
    expect(codes[1]).toEqual([...(codes[0] ?? []), 'source.partial', 'source.partial'].toSorted())
    expect(codes[2]).toEqual(codes[1])
  })

  test('stops at once when drplan.yaml is wrong from the beginning', async () => {
    await writeFile(join(folder, 'drplan.yaml'), 'schema: drplan/config@1')

    await expect(watchRounds(2)).rejects.toMatchObject({ code: expect.stringMatching(/^config\./) })
  })

  test('goes on when drplan.yaml is wrong for a while', async () => {
    configs = { 2: 'schema: drplan/config@1', 3: config }

    const rounds = await watchRounds(3)

    expect(rounds.map(samplesOf)).toEqual([60, expect.stringMatching(/^config\./), 70])
  })
})
