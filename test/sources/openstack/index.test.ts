import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { openstackSource } from '../../../src/sources/openstack/index.ts'
import { testSource } from '../../contracts/source.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/openstack')

testSource({
  name: 'openstack',
  source: openstackSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'servers.json',
})

const read = async (path: string): Promise<SiteReading> => (await openstackSource.readSite?.(aRequest(path)))!
const readDumps = async (dumps: Readonly<Record<string, unknown>>): Promise<SiteReading> =>
  read(await aFolder(Object.fromEntries(Object.entries(dumps).map(([name, dump]) => [name, JSON.stringify(dump)]))))
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

describe('servers/detail of the API', () => {
  test('gives sizes from the flavor, disks from flavor and volumes, nouns from metadata, facts of the image', async () => {
    const [vm] = (await read(recorded)).vms

    expect(vm).toMatchObject({
      id: 'srv-1',
      name: 'tide-db',
      power: 'on',
      vcpus: 4,
      memoryGiB: 8,
      sourceType: 'm1.large',
      architecture: 'x86_64',
      firmware: 'uefi',
      os: { family: 'linux' },
      placement: { zone: 'az1', host: 'node-3' },
      tier: '1',
      application: 'tide',
    })
    expect(vm?.disks).toMatchObject([
      { id: 'root', capacityGiB: 40, boot: true, attachment: 'exclusive' },
      { id: 'ephemeral0', capacityGiB: 20, boot: false, attachment: 'ephemeral' },
      { name: '/dev/vdb', capacityGiB: 200, boot: false, attachment: 'shared', sourceClass: 'ssd' },
    ])
  })

  test('gives a NIC for each network; a floating address is not on it', async () => {
    const [vm] = (await read(recorded)).vms

    expect(
      vm?.nics.map(({ id, subnetId, addresses, hasPublicAddress }) => [
        id,
        subnetId,
        addresses.map(formatAddress),
        hasPublicAddress,
      ]),
    ).toEqual([
      ['fa:16:3e:00:00:01', 'backend', ['10.90.1.10'], true],
      ['fa:16:3e:00:00:02', 'storage', ['10.91.1.10'], false],
    ])
  })

  test('looks a flavor up by its id, and boots from a volume where there is no image', async () => {
    const reading = await read(recorded)

    expect(reading.vms[1]).toMatchObject({ power: 'off', vcpus: 1, memoryGiB: 2, sourceType: 'm1.small' })
    expect(reading.vms[1]?.disks).toMatchObject([{ name: '/dev/vda', capacityGiB: 30, boot: true }])
    expect(findingsOf(reading, 'site.disks-missing')).toMatchObject([{ subject: 'disk sizes', affected: ['srv-2'] }])
  })

  test('says of deleted and unreadable servers, further pages and other files', async () => {
    const reading = await read(recorded)

    expect(reading.vms.map(({ id }) => id)).toEqual(['srv-1', 'srv-2'])
    expect(findingsOf(reading, 'site.not-a-vm')).toMatchObject([{ affected: ['srv-3'] }])
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/servers.json#servers[3]' }])
    expect(findingsOf(reading, 'site.dump-incomplete')).toMatchObject([{ place: 'estate/servers.json' }])
    expect(findingsOf(reading, 'site.file-unread')).toMatchObject([{ place: 'estate/other.json' }])
  })

  test('takes the block of a network from its one IPv4 subnet', async () => {
    const { subnets } = (await read(recorded)).network

    expect(subnets.map(({ id, block }) => [id, block && formatCidr(block)])).toEqual([
      ['backend', '10.90.0.0/22'],
      ['storage', '10.91.1.0/24'],
    ])
  })
})

describe('lists of the command line', () => {
  const row = { ID: 'a', Name: 'one', Status: 'ACTIVE', Image: 'CentOS 9', Flavor: 'm1.tiny' }
  const flavors = [{ ID: '1', Name: 'm1.tiny', RAM: 512, Disk: 1, VCPUs: 1 }]

  test.for([[{ Net: ['10.1.0.5', '198.51.100.5', 'fd00::5'] }], ['Net=10.1.0.5, 198.51.100.5, fd00::5']])(
    'with networks as %j tell floating addresses by their range, and say so',
    async ([networks]) => {
      const reading = await readDumps({ 'servers.json': [{ ...row, Networks: networks }], 'flavors.json': flavors })
      const [vm] = reading.vms

      expect(vm).toMatchObject({ vcpus: 1, memoryGiB: 0.5, os: { name: 'CentOS 9', family: 'linux' } })
      expect(vm?.nics).toMatchObject([{ id: 'Net', subnetId: 'Net', hasPublicAddress: true }])
      expect(vm?.nics[0]?.addresses.map(formatAddress)).toEqual(['10.1.0.5', 'fd00::5'])
      expect(findingsOf(reading, 'site.guessed').map(({ subject }) => subject)).toContain('floating addresses')
    },
  )

  test('of old clients print volumes and properties as text', async () => {
    const id = '22222222-aaaa-4aaa-8aaa-000000000001'
    const reading = await readDumps({
      'server.json': {
        id: 'a',
        name: 'one',
        status: 'ACTIVE',
        addresses: 'lan=10.1.0.5',
        flavor: 'm1.tiny (1)',
        image: 'N/A (booted from volume)',
        volumes_attached: `id='${id}'`,
        properties: "tier='2', owner='net, ops'",
      },
      'flavors.json': flavors,
      'volumes.json': [{ ID: id, Name: '', Status: 'in-use', Size: 9, 'Attached to': 'Attached to a on /dev/vda ' }],
    })

    expect(reading.vms[0]).toMatchObject({
      tier: '2',
      tags: { owner: 'net, ops' },
      vcpus: 1,
      os: null,
      disks: [{ id, capacityGiB: 9, boot: true }],
    })
  })

  test('without flavors leave sizes unknown and say which list is missing', async () => {
    const reading = await readDumps({ 'servers.json': [{ ...row, Networks: {} }] })

    expect(reading.vms).toMatchObject([{ vcpus: null, memoryGiB: null, sourceType: 'm1.tiny', disks: [] }])
    expect(findingsOf(reading, 'site.size-missing')).toMatchObject([
      { suggestion: expect.stringContaining('flavor list') as string },
    ])
  })
})

test('a folder without servers is another format', async () => {
  await expect(readDumps({ 'a.json': { flavors: [] } })).rejects.toMatchObject({ code: 'source.shape-unknown' })
})
