import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { MetricId } from '../../../src/model/metric-series.ts'
import type { SampleBatch, SourceRequest } from '../../../src/model/source.ts'
import { readMetrics } from '../../../src/sources/azure/read-metrics.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { startAzureServer, type Answer, type Asked, type AzureServer } from '../../support/azure-server.ts'
import { collect } from '../../support/collect.ts'
import { smallAzure } from '../../support/small-azure.ts'
import { aSite, aVm } from '../../builders.ts'

afterEach(() => vi.unstubAllEnvs())

const until = Date.parse('2026-11-21T00:00:00Z')
const day = 86_400_000
const hour = 3_600_000

async function aServer(change: (asked: Asked) => Answer | null = () => null): Promise<AzureServer> {
  const server = await startAzureServer((asked) => change(asked) ?? answerOf(smallAzure(), asked))
  onTestFinished(() => server.close())
  withAzureCredentials(server.endpoint)
  return server
}

async function readAll(request: SourceRequest) {
  const { vms } = await readSite(request)
  const { batches, findings } = await readMetrics(request, aSite({ vms: [...vms, aVm({ id: 'elsewhere' })] }))
  return { vms, read: await collect(batches), findings }
}

const valuesOf = (read: readonly SampleBatch[], metric: MetricId) =>
  new Set(read.filter((batch) => batch.metric === metric).flatMap(({ values }) => [...values]))

/** Changes what one machine's metric holds. */
function changing(metric: string, change: (entry: Record<string, unknown>) => object) {
  return (asked: Asked): Answer | null => {
    if (!asked.action.endsWith('/metrics/read')) return null
    const body = answerOf(smallAzure(), asked).body as {
      values: { resourceid: string; value: Record<string, unknown>[] }[]
    }
    const values = body.values.map((own) =>
      own.resourceid.endsWith('host-1')
        ? {
            ...own,
            value: own.value.map((entry) => (String(entry['id']).endsWith(`/${metric}`) ? change(entry) : entry)),
          }
        : own,
    )
    return { body: { values } }
  }
}

describe('samples', () => {
  test('are amounts in base units, every five minutes, of the VMs of the site alone', async () => {
    const { endpoint } = await aServer()

    const { vms, read, findings } = await readAll(anAzureRequest({ endpoint, historyDays: 3 }))

    expect(valuesOf(read, 'cpu')).toEqual(new Set([1]))
    expect(valuesOf(read, 'memory')).toEqual(new Set([7 * 2 ** 30]))
    expect(valuesOf(read, 'network-received-bytes')).toEqual(new Set([200]))
    expect(valuesOf(read, 'network-sent-bytes')).toEqual(new Set([100]))
    expect(valuesOf(read, 'disk-read-bytes')).toEqual(new Set([10_000]))
    expect(valuesOf(read, 'disk-written-bytes')).toEqual(new Set([20_000]))
    expect(valuesOf(read, 'disk-operations')).toEqual(new Set([3]))
    const times = read
      .filter(({ metric, vmId }) => metric === 'cpu' && vmId === vms[0]?.id)
      .flatMap(({ at }) => [...at])
    expect(times).toHaveLength(3 * 288)
    expect([times[0], times.at(-1)]).toEqual([until - 3 * day, until - 300_000])
    expect(new Set(read.map(({ vmId }) => vmId))).toEqual(new Set(vms.map(({ id }) => id)))
    expect(findings).toEqual([])
  })

  test('of what is older than 35 days are hourly, without gap or overlap, and an amount of the hour', async () => {
    const { endpoint, asked } = await aServer()

    const { read, vms } = await readAll(anAzureRequest({ endpoint, historyDays: 40 }))

    const own = read.filter(({ metric, vmId }) => metric === 'network-received-bytes' && vmId === vms[0]?.id)
    const times = own.flatMap(({ at }) => [...at])
    expect(times).toHaveLength(5 * 24 + 35 * 288)
    expect(new Set(times).size).toBe(times.length)
    expect(valuesOf(read, 'network-received-bytes')).toEqual(new Set([200, 60_000 / 3600]))
    const questions = asked.filter(({ action }) => action.endsWith('/metrics/read'))
    expect(new Set(questions.map(({ query }) => query.get('metricnamespace')))).toEqual(
      new Set(['Microsoft.Compute/virtualMachines']),
    )
    expect(
      questions.every(
        ({ query }) => Date.parse(query.get('endtime')!) - Date.parse(query.get('starttime')!) <= 30 * day,
      ),
    ).toBe(true)
  })

  test('are asked for from an hour before what the store holds, and cover what was asked', async () => {
    const { endpoint, asked } = await aServer()
    const held = until - 6 * hour

    const { read } = await readAll(anAzureRequest({ endpoint }, { heldUntil: () => held }))

    const starts = asked
      .filter(({ action }) => action.endsWith('/metrics/read'))
      .map(({ query }) => query.get('starttime'))
    expect(new Set(starts)).toEqual(new Set([new Date(held - hour).toISOString()]))
    expect(new Set(read.map(({ covers }) => JSON.stringify(covers)))).toEqual(
      new Set([JSON.stringify({ from: held - hour, until })]),
    )
  })

  test('of a machine that is new are asked for from the beginning, apart from the others', async () => {
    const { endpoint, asked } = await aServer()
    const isNew = (id: string): boolean => id.endsWith('/host-2')

    await readAll(
      anAzureRequest({ endpoint, historyDays: 2 }, { heldUntil: (id) => (isNew(id) ? null : until - 6 * hour) }),
    )

    const questions = asked.filter(({ action }) => action.endsWith('/metrics/read'))
    const whole = questions.filter(({ query }) => query.get('starttime') === new Date(until - 2 * day).toISOString())
    expect(whole.map(({ body }) => (JSON.parse(body) as { resourceids: string[] }).resourceids.every(isNew))).toEqual([
      true,
      true,
    ])
    expect(questions).toHaveLength(4)
  })

  test('that are not there are gaps', async () => {
    const { endpoint } = await aServer(
      changing('Percentage CPU', (entry) => ({
        ...entry,
        timeseries: [
          {
            metadatavalues: [],
            data: [{ timeStamp: '2026-11-20T10:00:00Z' }, { timeStamp: '2026-11-20T10:05:00Z', average: 25 }],
          },
        ],
      })),
    )

    const { read } = await readAll(anAzureRequest({ endpoint, historyDays: 1 }))

    const own = read.find(({ metric, vmId }) => metric === 'cpu' && vmId.endsWith('host-1'))
    expect([[...own!.at], [...own!.values], own!.covers]).toEqual([
      [Date.parse('2026-11-20T10:05:00Z')],
      [0.5],
      { from: until - day, until },
    ])
  })

  test('that Azure could not give are said, and not covered', async () => {
    const { endpoint } = await aServer(
      changing('Percentage CPU', (entry) => ({ ...entry, errorCode: 'InternalError', timeseries: [] })),
    )

    const { read, findings } = await readAll(anAzureRequest({ endpoint, historyDays: 1 }))

    expect(read.filter(({ metric, vmId }) => metric === 'cpu' && vmId.endsWith('host-1'))).toEqual([])
    expect(findings).toMatchObject([{ code: 'source.partial', message: expect.stringContaining('1 metric') as string }])
  })

  test('of memory that are nowhere are said once, for those that the store does not hold either', async () => {
    const { endpoint } = await aServer(changing('Available Memory Bytes', (entry) => ({ ...entry, timeseries: [] })))

    const { vms, findings } = await readAll(anAzureRequest({ endpoint, historyDays: 1 }))

    expect(findings).toMatchObject([{ code: 'source.metric-missing', affected: [vms[0]?.id] }])
  })
})

test('a machine that another source calls otherwise is asked for by its resource id, and keeps its own', async () => {
  const { endpoint } = await aServer()
  const request = anAzureRequest({ endpoint, historyDays: 1 })
  const { vms } = await readSite(request)
  const renamed = vms.map((vm, index) => ({ ...vm, id: `vm-${index}`, otherIds: [vm.id] }))

  const { batches } = await readMetrics(request, aSite({ vms: renamed }))

  expect(new Set((await collect(batches)).map(({ vmId }) => vmId))).toEqual(new Set(renamed.map(({ id }) => id)))
})
