import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Vm } from '../../../src/model/site.ts'
import { sadfSource } from '../../../src/sources/sadf/index.ts'
import { aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/sadf')
const vm: Vm = aVm({ id: 'vm-1', name: 'reed-db', vcpus: 2 })

async function readSamples(path: string, vms: readonly Vm[] = [vm], timeZone?: string) {
  const reading = (await sadfSource.readMetrics?.(aRequest(path, { timeZone }), aSite({ vms: [...vms] })))!
  const batches = await collect(reading.batches)
  return { batches, findings: reading.findings }
}
const readJson = async (value: unknown) => readSamples(await aFolder({ 'a.json': JSON.stringify(value) }))

test('records become base units, each at the start of the interval that it covers', async () => {
  const { batches } = await readSamples(recorded)

  expect(Object.fromEntries(batches.map(({ metric, values }) => [metric, [...values]]))).toEqual({
    cpu: [1.2, 0],
    memory: [5_000_000 * 1024, 3000 * 1024],
    'disk-operations': [15],
    'disk-read-bytes': [100 * 1024 + 20 * 512],
    'disk-written-bytes': [50 * 1024 + 4 * 512],
    'network-received-bytes': [2048],
    'network-sent-bytes': [1024],
  })
  expect([...(batches[0]?.at ?? [])]).toEqual([Date.UTC(2026, 10, 1, 0, 0, 1), Date.UTC(2026, 10, 1, 0, 10, 1)])
  expect(new Set(batches.map(({ vmId }) => vmId))).toEqual(new Set(['vm-1']))
})

test('hosts that no VM is, hosts without a name and records without a time are said', async () => {
  const { findings } = await readSamples(recorded)

  expect(findings.map(({ code, affected, place }) => [code, affected[0] ?? place])).toEqual([
    ['site.row-unreadable', 'estate/reed-db.json#hosts[2]'],
    ['store.series-unmatched', 'stranger'],
    ['store.value-dropped', 'estate/reed-db.json#hosts[0].statistics[2]'],
  ])
})

test('a local time is read as UTC and said', async () => {
  const timestamp = { date: '2026-11-01', time: '00:10:00', tz: 'CET', interval: 600 }
  const { batches, findings } = await readJson({
    sysstat: {
      hosts: [{ nodename: 'reed-db', statistics: [{ timestamp, 'cpu-load': [{ cpu: 'all', idle: 50 }] }] }],
    },
  })

  expect([...(batches[0]?.values ?? [])]).toEqual([1])
  expect(findings).toMatchObject([{ code: 'store.time-zone-missing', affected: ['estate/a.json'] }])
})

test('a local time is read in the zone of drplan.yaml', async () => {
  const timestamp = { date: '2026-07-01', time: '00:10:00', tz: 'CEST', interval: 600 }
  const folder = await aFolder({
    'a.json': JSON.stringify({
      sysstat: {
        hosts: [{ nodename: 'reed-db', statistics: [{ timestamp, 'cpu-load': [{ cpu: 'all', idle: 50 }] }] }],
      },
    }),
  })

  const { batches, findings } = await readSamples(folder, [vm], 'Europe/Berlin')

  expect([...(batches[0]?.at ?? [])]).toEqual([Date.UTC(2026, 5, 30, 22)])
  expect(findings).toEqual([])
})

test('two VMs of one name are nobody, which is another finding than no VM', async () => {
  const { batches, findings } = await readSamples(recorded, [vm, aVm({ id: 'vm-2', name: 'reed-db' })])

  expect(batches).toEqual([])
  expect(findings.filter(({ code }) => code === 'store.series-unmatched')).toMatchObject([
    { affected: ['stranger'], suggestion: expect.stringContaining('mapping:') },
    { affected: ['reed-db.example.org'], suggestion: expect.stringContaining('by its id') },
  ])
})

test('a mapping file says which VM a host is', async () => {
  const twin = aVm({ id: 'vm-2', name: 'reed-db' })
  const folder = await aFolder({ 'hosts.csv': 'series,vm\nreed-db.example.org,vm-2\nstranger,vm-7\n' })
  const request = aRequest(recorded, { mappingPath: join(folder, 'hosts.csv') })
  const reading = (await sadfSource.readMetrics?.(request, aSite({ vms: [vm, twin] })))!
  const batches = await collect(reading.batches)

  expect(new Set(batches.map(({ vmId }) => vmId))).toEqual(new Set(['vm-2']))
  expect(reading.findings).toContainEqual(
    expect.objectContaining({ code: 'store.series-unmatched', affected: ['stranger (mapped to vm-7)'] }),
  )
  expect(await sadfSource.listFiles(request)).toContain(join(folder, 'hosts.csv'))
})

test('a mapping file that is not there stops', async () => {
  const request = aRequest(recorded, { mappingPath: join(recorded, 'no.csv') })

  await expect(sadfSource.listFiles(request)).rejects.toMatchObject({ code: 'source.file-missing' })
})

test('other JSON, damaged files and missing paths stop', async () => {
  await expect(readJson({ other: 1 })).rejects.toMatchObject({ code: 'source.shape-unknown' })
  await expect(readSamples(await aFolder({ 'a.json': '{"sysstat": {' }))).rejects.toMatchObject({
    code: 'source.file-damaged',
  })
  await expect(readSamples(join(recorded, 'nowhere'))).rejects.toMatchObject({ code: 'source.file-missing' })
  await expect(sadfSource.listFiles(aRequest(await aFolder()))).rejects.toMatchObject({
    code: 'source.nothing-readable',
  })
})
