import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { googleMigrationCenterSource } from '../../../src/sources/google-migration-center/index.ts'
import { aNic, aSite, aVm } from '../../builders.ts'
import { testSource } from '../../contracts/source.ts'
import { collect } from '../../support/collect.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/google-migration-center')

testSource({
  name: 'google-migration-center',
  source: googleMigrationCenterSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'vmInfo.csv',
})

const read = async (path: string): Promise<SiteReading> =>
  (await googleMigrationCenterSource.readSite?.(aRequest(path)))!
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

async function readSamples(path: string) {
  const { vms, network } = await read(recorded)
  const site = aSite({ vms: [...vms], network })
  const reading = (await googleMigrationCenterSource.readMetrics?.(aRequest(path), site))!
  const batches = await collect(reading.batches)
  const series = Object.fromEntries(batches.map(({ vmId, metric, values }) => [`${vmId} ${metric}`, [...values]]))
  return { batches, series, findings: reading.findings }
}

describe('the tables of machines', () => {
  test('are joined by the machine; a public address is not on its NIC', async () => {
    const vm = (await read(recorded)).vms[0]

    expect(vm).toMatchObject({
      id: 'm-1',
      name: 'reed-db',
      power: 'on',
      vcpus: 4,
      memoryGiB: 16,
      os: { name: 'Ubuntu 22.04', family: 'linux' },
      sourceType: 'n2-standard-4',
      placement: { datacenter: 'hall-1' },
      tier: '1',
      application: 'reed',
      disks: [
        { id: 'sda', capacityGiB: 50, usedGiB: 20, sourceClass: 'ssd', boot: true },
        { id: 'sdb', capacityGiB: 100, usedGiB: 60, boot: false },
      ],
    })
    expect(vm?.nics.map(({ addresses, hasPublicAddress }) => [addresses.map(formatAddress), hasPublicAddress])).toEqual(
      [
        [['10.55.1.10'], true],
        [['10.55.2.10'], false],
      ],
    )
  })

  test('fall back to the total of the disks, and report a row without a machine', async () => {
    const reading = await read(recorded)

    expect(reading.vms[1]).toMatchObject({
      power: 'off',
      vcpus: null,
      disks: [{ id: 'all', capacityGiB: 40, usedGiB: 10 }],
    })
    expect(findingsOf(reading, 'site.guessed').map(({ subject }) => subject)).toContain('disk sizes from vmInfo')
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/vmInfo.csv:4' }])
  })

  test('without vmInfo are no site', async () => {
    await expect(read(join(recorded, 'diskInfo.csv'))).rejects.toMatchObject({ code: 'source.shape-unknown' })
  })
})

describe('perfInfo', () => {
  test('becomes base units: vCPUs, bytes in use, operations and bytes a second', async () => {
    const { series } = await readSamples(recorded)

    expect(series).toMatchObject({
      'm-1 cpu': [2, 1],
      'm-1 memory': [8 * 2 ** 30],
      'm-1 disk-operations': [15, 7],
      'm-1 network-sent-bytes': [1000, 1000],
      'm-1 network-received-bytes': [2000],
      'm-2 disk-operations': [2],
    })
    expect(series).not.toHaveProperty('m-2 cpu')
  })

  test('says of unknown machines, times, zones, values and allocations', async () => {
    const { findings } = await readSamples(recorded)

    expect(findings.map(({ code, affected }) => [code, ...affected])).toEqual([
      ['store.series-unmatched', 'm-9'],
      ['store.value-dropped', 'estate/perfInfo.csv (row 3)'],
      ['store.value-dropped', 'm-1'],
      ['store.time-zone-missing', 'estate/perfInfo.csv'],
      ['store.allocation-unknown', 'm-2'],
      ['store.allocation-unknown', 'm-2'],
    ])
  })

  test('finds a machine that became a VM of another source by the id it had', async () => {
    const vms = [aVm({ id: 'vm-1', name: 'elsewhere', vcpus: 4, memoryGiB: 16, otherIds: ['m-1'] })]
    const reading = (await googleMigrationCenterSource.readMetrics?.(aRequest(recorded), aSite({ vms })))!
    const batches = await collect(reading.batches)

    expect(new Set(batches.map(({ vmId }) => vmId))).toEqual(new Set(['vm-1']))
  })

  test('finds a machine by the mapping file, which is no table of its own', async () => {
    const folder = await aFolder({
      'perfInfo.csv': 'MachineId,TimeStamp,NetworkBytesPerSecSent\nm-1,2026-10-12T00:00:00Z,5\n',
      'vmInfo.csv': 'MachineId,MachineName\nm-1,a\n',
      'machines.csv': 'series,vm,metric\nm-1,vm-9,cpu\nm-1,10.9.0.9,\n',
    })
    const request = aRequest(folder, { mappingPath: join(folder, 'machines.csv') })
    const vms = [aVm({ id: 'vm-2', nics: [aNic({ addresses: [parseAddress('10.9.0.9')] })] })]
    const reading = (await googleMigrationCenterSource.readMetrics?.(request, aSite({ vms })))!

    const batches = await collect(reading.batches)
    const site = await googleMigrationCenterSource.readSite?.(request)

    expect(batches).toMatchObject([{ vmId: 'vm-2', metric: 'network-sent-bytes' }])
    expect(reading.findings).toEqual([])
    expect(site?.findings.map(({ code }) => code)).not.toContain('site.file-unread')
    expect(await googleMigrationCenterSource.listFiles(request)).toEqual(
      ['machines.csv', 'perfInfo.csv', 'vmInfo.csv'].map((name) => join(folder, name)),
    )
  })

  test('that is not there gives no samples', async () => {
    const { batches, findings } = await readSamples(await aFolder({ 'vmInfo.csv': 'MachineId,MachineName\nm-1,a\n' }))

    expect([batches, findings]).toEqual([[], []])
  })
})
