import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { testSource } from '../../contracts/source.ts'
import { missingIn } from '../../support/missing-in.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/azure-cli')

testSource({
  name: 'azure-cli',
  source: azureCliSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'vms.json',
})

const read = async (path: string): Promise<SiteReading> => (await azureCliSource.readSite?.(aRequest(path)))!
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)
const vmOf = (reading: SiteReading, name: string) => reading.vms.find((vm) => vm.name === name)
const lastPart = (id: string | null | undefined): string => id?.split('/').at(-1) ?? ''

/** The recording with one file changed. */
async function readChanged(name: string, change: (text: string) => string): Promise<SiteReading> {
  const folder = await aFolder()
  await cp(recorded, folder, { recursive: true })
  await writeFile(join(folder, name), change(await readFile(join(folder, name), 'utf8')))
  return read(folder)
}

describe('virtual machines', () => {
  test('take sizes from list-sizes, disks and their performance from the disks, nouns from tags', async () => {
    const vm = vmOf(await read(recorded), 'marsh-db')

    expect(vm).toMatchObject({
      power: 'on',
      vcpus: 4,
      memoryGiB: 16,
      architecture: 'x86_64',
      firmware: 'uefi',
      sourceType: 'Standard_D4s_v5',
      os: { name: 'Canonical ubuntu-24_04-lts server', family: 'linux' },
      placement: { zone: '2' },
      tier: '1',
      application: 'marsh',
      disks: [
        { name: 'marsh-db_os', capacityGiB: 64, iops: 240, sourceClass: 'Premium_LRS', boot: true },
        { name: 'marsh-db_data', capacityGiB: 1024, iops: 5000, attachment: 'shared', boot: false },
      ],
    })
    expect(vm?.disks[0]?.throughputMiBps).toBeCloseTo(47.68, 2)
  })

  test('have their primary interface and address first', async () => {
    const vm = vmOf(await read(recorded), 'marsh-db')

    expect(
      vm?.nics.map(({ id, subnetId, addresses, hasPublicAddress }) => [
        lastPart(id),
        lastPart(subnetId),
        addresses.map(formatAddress),
        hasPublicAddress,
      ]),
    ).toEqual([
      ['marsh-db-nic', 'db', ['10.30.1.10', '10.30.1.11'], true],
      ['marsh-db-nic2', 'back', ['10.30.2.10'], false],
    ])
    expect(vm?.nics[0]?.macAddress).toBe('00:0d:3a:00:00:01')
  })

  test('of the REST API are the same with `properties`; what is missing is said', async () => {
    const reading = await read(recorded)
    const vm = vmOf(reading, 'marsh-web')

    expect(vm).toMatchObject({ power: 'off', vcpus: null, os: { family: 'linux' }, disks: [], nics: [] })
    for (const code of ['site.disks-missing', 'site.interface-missing', 'site.size-missing'])
      expect(findingsOf(reading, code)).toMatchObject([{ affected: [vm?.id] }])
    expect(findingsOf(reading, 'site.dump-incomplete')).toMatchObject([{ place: 'estate/arm.json' }])
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/vms.json[1]' }])
    expect(findingsOf(reading, 'site.file-unread')).toMatchObject([{ place: 'estate/other.json' }])
    expect(reading.region).toBe('westeurope')
  })

  test('keep the addresses that `az vm list -d` shows where there are no interfaces', async () => {
    const vms = await readFile(join(recorded, 'vms.json'), 'utf8')
    const reading = await read(await aFolder({ 'vms.json': vms }))

    expect(reading.vms[0]?.nics).toMatchObject([{ id: 'primary', subnetId: null, addresses: [{ family: 4 }] }])
  })
})

describe('the network', () => {
  test('has the IPv4 block of each subnet, and the rules of its groups', async () => {
    const { network } = await read(recorded)

    expect(network.subnets.map(({ name, block }) => [name, block && formatCidr(block)])).toEqual([
      ['back', '10.30.2.0/24'],
      ['db', '10.30.1.0/24'],
    ])
    expect(network.rulesKnown).toBe(true)
    expect(network.securityRules.filter(({ ports }) => ports !== null)).toHaveLength(2 + 4)
  })

  test('has no permissions where one group denies a part of what it allows, but its whole filter', async () => {
    const reading = await readChanged('nsgs.json', (text) =>
      text.replace('"Allow"', '"Deny"').replace('"Internet"', '"*"'),
    )

    expect(reading.network).toMatchObject({ rulesKnown: false, securityRules: [] })
    expect(reading.network.objects.some(({ kind }) => kind === 'packet-filter')).toBe(true)
    expect(findingsOf(reading, 'network.rules-unknown')).toEqual([])
  })

  test('has no permissions where an interface and its subnet both have a group', async () => {
    const reading = await readChanged('nics.json', (text) =>
      text.replace('"networkSecurityGroup": null', '"networkSecurityGroup": {"id": "/other"}'),
    )

    expect(reading.network.rulesKnown).toBe(false)
    expect(findingsOf(reading, 'network.rules-unknown')).toEqual([])
    expect(missingIn(reading)).toMatchObject([
      { subject: 'security groups', message: expect.stringContaining('"/other"') as string },
    ])
  })
})

test('a folder without VMs is another format', async () => {
  await expect(read(await aFolder({ 'a.json': '[{"id": "/x", "name": "kv"}]' }))).rejects.toMatchObject({
    code: 'source.shape-unknown',
  })
})

describe('what else stands in the network', () => {
  const id = (type: string, name: string): string =>
    `/subscriptions/s/resourceGroups/RG/providers/Microsoft.Network/${type}/${name}`

  test('is read from files of any name, as az and as the REST API write it', async () => {
    const folder = await aFolder()
    await cp(recorded, folder, { recursive: true })
    await writeFile(
      join(folder, 'a.json'),
      JSON.stringify([
        {
          id: id('routeTables', 'udr'),
          name: 'udr',
          routes: [{ name: 'all', addressPrefix: '0.0.0.0/0', nextHopType: 'None' }],
        },
        {
          id: '/subscriptions/s/providers/Microsoft.Network/locations/westeurope/usages/RouteTables',
          name: { localizedValue: 'Route Tables', value: 'RouteTables' },
          currentValue: '3',
          limit: '200',
        },
        { id: id('natGateways', 'nat'), name: 'nat', publicIpAddresses: [{ id: id('publicIPAddresses', 'out') }] },
      ]),
    )
    await writeFile(
      join(folder, 'b.json'),
      JSON.stringify({
        value: [
          { id: id('publicIPAddresses', 'out'), name: 'out', properties: { ipAddress: '198.51.100.7' } },
          {
            id: `${id('privateDnsZones', 'marsh.internal')}/A/db`,
            name: 'db',
            properties: { ttl: 60, aRecords: [{ ipv4Address: '10.30.1.10' }] },
          },
        ],
      }),
    )

    const { network, limits, findings } = await read(folder)

    const gateway = network.objects.find((object) => object.kind === 'gateway')
    expect(gateway?.publicAddresses.map(formatAddress)).toEqual(['198.51.100.7'])
    expect(network.objects.filter(({ kind }) => kind === 'packet-filter').length).toBeGreaterThan(0)
    expect(network.dnsRecords).toMatchObject([{ name: 'db.marsh.internal', type: 'A', values: ['10.30.1.10'] }])
    expect(limits).toMatchObject([{ name: 'Route Tables', account: 's', region: 'westeurope', used: 3, limit: 200 }])
    expect(findings.filter(({ code, place }) => code === 'site.file-unread' && place !== 'estate/other.json')).toEqual(
      [],
    )
  })
})
