import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { azureMigrateSource } from '../../../src/sources/azure-migrate/index.ts'
import { testSource } from '../../contracts/source.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/azure-migrate')

testSource({
  name: 'azure-migrate',
  source: azureMigrateSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'servers.csv',
})

const read = async (path: string, over: Partial<SourceRequest> = {}): Promise<SiteReading> =>
  (await azureMigrateSource.readSite?.(aRequest(path, over)))!
const readCsv = async (text: string, over: Partial<SourceRequest> = {}): Promise<SiteReading> =>
  read(await aFolder({ 'servers.csv': text }), over)
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

describe('a row of the template', () => {
  test('is a VM with its sizes in GiB, its disks, and a NIC for each network of its addresses', async () => {
    const vm = (await read(recorded)).vms.find(({ id }) => id === 'quay-db')

    expect(vm).toMatchObject({
      vcpus: 8,
      memoryGiB: 32,
      architecture: 'x86_64',
      firmware: 'uefi',
      power: 'unknown',
      os: { name: 'Ubuntu 22.04', family: 'linux' },
      tier: '1',
      tags: { hypervisor: 'VMware', 'Cost centre': '4711' },
      disks: [
        { id: 'disk-1', capacityGiB: 100, usedGiB: null, iops: 500, throughputMiBps: 30, boot: true },
        { id: 'disk-2', capacityGiB: 300, iops: null, throughputMiBps: null, boot: false },
      ],
    })
    expect(vm?.nics.map(({ subnetId, addresses }) => [subnetId, ...addresses.map(formatAddress)])).toEqual([
      ['10.60.1.0/24', '10.60.1.10'],
      ['10.60.2.0/24', '10.60.2.10'],
    ])
  })

  test('with bad cells is kept, each cell reported with its line; a row without a name is left out', async () => {
    const reading = await read(recorded)

    expect(reading.vms.map(({ id }) => id)).toEqual(['quay-bad', 'quay-db', 'quay-web'])
    expect(reading.vms[0]).toMatchObject({ vcpus: null, memoryGiB: null, disks: [{ capacityGiB: 50 }], nics: [] })
    expect(findingsOf(reading, 'site.value-invalid').map(({ place }) => place)).toEqual(
      Array(3).fill('estate/servers.csv:4'),
    )
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/servers.csv:5' }])
  })

  test('says that single values of utilisation are not used for sizing', async () => {
    const subjects = findingsOf(await read(recorded), 'site.value-unused').map(({ subject }) => subject)

    expect(subjects).toEqual(['disk operations and throughput', 'utilisation'])
  })
})

describe('the versions of the template', () => {
  test('of 2020 have no brackets and other titles', async () => {
    const reading = await readCsv(
      [
        'Server name,IP address,Cores,Memory,OS name,Disk 1 size,Disk 1 read ops,Disk 1 write ops,Firmware type,MAC address',
        'a,10.1.0.4,2,2048,CentOS,20,5,6,bios,00-15-5D-00-00-01',
      ].join('\n'),
    )

    expect(reading.vms[0]).toMatchObject({
      memoryGiB: 2,
      firmware: 'bios',
      disks: [{ capacityGiB: 20, iops: 11 }],
      nics: [{ macAddress: '00:15:5d:00:00:01' }],
    })
  })

  test('state the unit of each size in its title', async () => {
    const reading = await readCsv(
      '*Server Name,*Cores,*Memory (In GB),*Storage allocated (In MB),Storage in use (In MB)\na,2,8,102400,51200',
    )

    expect(reading.vms[0]).toMatchObject({ memoryGiB: 8, disks: [{ id: 'all', capacityGiB: 100, usedGiB: 50 }] })
    expect(findingsOf(reading, 'site.guessed')).toMatchObject([{ subject: 'disks', affected: ['a'] }])
  })

  test('hold twenty disks, in semicolon files too', async () => {
    const sizes = Array.from({ length: 20 }, (_, index) => `Disk ${index + 1} size (In GB)`)
    const reading = await readCsv(
      `*Server name;*Cores;*Memory (In MB);${sizes.join(';')}\na;2;2048;${sizes.map((_, index) => `${index + 1},5`).join(';')}`,
    )

    expect(reading.vms[0]?.disks).toHaveLength(20)
    expect(reading.vms[0]?.disks.at(-1)).toMatchObject({ id: 'disk-20', capacityGiB: 20.5 })
  })
})

describe('addresses', () => {
  test('go into the blocks that drplan.yaml states, and never into a guess that overlaps one', async () => {
    const reading = await readCsv(
      'Server name,Cores,Memory,IP addresses\na,1,1024,10.1.0.4\nb,1,1024,10.1.0.200\nc,1,1024,"10.2.0.1, fd00::1"',
      {
        subnets: [
          { name: 'servers', block: '10.1.0.0/25' },
          { name: 'idle', block: '10.9.0.0/24' },
        ],
      },
    )

    expect(reading.vms.map(({ nics }) => nics.map(({ subnetId }) => subnetId))).toEqual([
      ['servers'],
      [null],
      ['10.2.0.0/24'],
    ])
    expect(reading.vms[2]?.nics[0]?.addresses.map(formatAddress)).toEqual(['10.2.0.1', 'fd00::1'])
    expect(findingsOf(reading, 'network.subnet-unknown')).toMatchObject([{ affected: ['10.1.0.0/24'] }])
    expect(findingsOf(reading, 'site.reference-missing')).toMatchObject([{ subject: 'idle' }])
  })
})

test('a CSV without names and sizes of servers is another format', async () => {
  await expect(readCsv('name,colour\na,red')).rejects.toMatchObject({ code: 'source.shape-unknown' })
  await expect(readCsv('constructor,__proto__\na,red')).rejects.toMatchObject({ code: 'source.shape-unknown' })
  await expect(readCsv('Server name,Cores\n')).rejects.toMatchObject({ code: 'source.nothing-readable' })
})
