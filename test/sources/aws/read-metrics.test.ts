import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { readMetrics } from '../../../src/sources/aws/read-metrics.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startAwsServer } from '../../support/aws-server.ts'
import { collect } from '../../support/collect.ts'
import { smallAws } from '../../support/small-aws.ts'
import { aSite, aVm } from '../../builders.ts'

beforeEach(withCredentials)
afterEach(() => vi.unstubAllEnvs())

test('samples come as amounts a second, of detailed monitoring every minute, with one finding about memory', async () => {
  const server = await startAwsServer(smallAws)
  onTestFinished(server.close)
  const request = anAwsRequest({ endpoint: server.endpoint, historyDays: 20 })
  const { vms } = await readSite(request)
  const stranger = aVm({ id: 'i-of-another-account' })

  const { batches, findings } = await readMetrics(request, aSite({ vms: [...vms, stranger] }))
  const read = await collect(batches)

  const of = (vmId: string, metric: string) => read.filter((batch) => batch.vmId === vmId && batch.metric === metric)
  const [detailed = '', basic = ''] = vms.map(({ id }) => id)
  const valuesOf = (vmId: string, metric: string) => new Set(of(vmId, metric).flatMap(({ values }) => [...values]))
  expect(valuesOf(basic, 'cpu')).toEqual(new Set([1]))
  expect(valuesOf(basic, 'network-received-bytes')).toEqual(new Set([200]))
  expect(valuesOf(detailed, 'network-received-bytes')).toEqual(new Set([200, 1000]))
  expect(valuesOf(basic, 'disk-operations')).toEqual(new Set([3]))
  const basicTimes = of(basic, 'cpu').flatMap(({ at }) => [...at])
  expect(basicTimes).toHaveLength(20 * 288)
  expect(new Set(basicTimes).size).toBe(basicTimes.length)
  expect(read.some(({ vmId }) => vmId === stranger.id)).toBe(false)
  expect(findings).toMatchObject([{ code: 'source.metric-missing', affected: vms.map(({ id }) => id) }])
})

test('a machine that another source calls otherwise is asked for by its instance id, and keeps its own', async () => {
  const server = await startAwsServer(smallAws)
  onTestFinished(server.close)
  const request = anAwsRequest({ endpoint: server.endpoint, historyDays: 2 })
  const { vms } = await readSite(request)
  const renamed = vms.map((vm, index) => ({ ...vm, id: `vm-${index}`, otherIds: [vm.id] }))

  const { batches } = await readMetrics(request, aSite({ vms: renamed }))
  const read = await collect(batches)

  expect(new Set(read.map(({ vmId }) => vmId))).toEqual(new Set(renamed.map(({ id }) => id)))
})

test('only what is not held is asked again, from an hour before, and what was answered is said to be covered', async () => {
  const server = await startAwsServer(smallAws)
  onTestFinished(server.close)
  const settings = { endpoint: server.endpoint, historyDays: 20 }
  const { vms } = await readSite(anAwsRequest(settings))
  const untilMs = Date.parse(anAwsRequest(settings).until)
  const [first = '', second = ''] = vms.map(({ id }) => id)
  const heldUntil = (vmId: string) => (vmId === second ? untilMs - 6 * 3_600_000 : null)

  const { batches } = await readMetrics(anAwsRequest(settings, { heldUntil }), aSite({ vms: [...vms] }))
  const read = await collect(batches)

  const cpuOf = (vmId: string) => read.filter((batch) => batch.vmId === vmId && batch.metric === 'cpu')
  const beginOf = (vmId: string) => Math.min(...cpuOf(vmId).flatMap(({ at }) => [...at]))
  expect((untilMs - beginOf(second)) / 3_600_000).toBeLessThanOrEqual(8)
  expect((untilMs - beginOf(first)) / 86_400_000).toBeGreaterThan(19)
  expect(cpuOf(second).map(({ covers }) => covers?.from)).toEqual([beginOf(second)])
  expect(untilMs - (cpuOf(second)[0]?.covers?.until ?? 0)).toBeLessThan(300_000)
})
