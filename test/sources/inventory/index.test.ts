import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { inventorySource } from '../../../src/sources/inventory/index.ts'
import { inventorySchema } from '../../../src/sources/inventory/schema.ts'
import { testSource } from '../../contracts/source.ts'
import { missingIn } from '../../support/missing-in.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/inventory')

for (const fileName of ['estate.json', 'estate.csv'])
  testSource({
    name: `inventory ${fileName}`,
    source: inventorySource,
    request: () => Promise.resolve(aRequest(join(recorded, fileName))),
    fileName,
  })

const readText = async (name: string, text: string, over: Partial<SourceRequest> = {}): Promise<SiteReading> => {
  const folder = await aFolder({ [name]: text })
  return (await inventorySource.readSite?.(aRequest(join(folder, name), { shownPath: name, ...over })))!
}
const readRecorded = async (name: string): Promise<SiteReading> =>
  (await inventorySource.readSite?.(aRequest(join(recorded, name))))!
const inventory = (vms: readonly unknown[], rest: object = {}): string =>
  JSON.stringify({ schema: 'drplan/inventory@1', vms, ...rest }, null, 2)
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

describe('JSON', () => {
  test('takes what a recovery site may not have as it is stated', async () => {
    const traits = { tpm: true, passthrough: ['a card'] }

    const { vms } = await readText('a.json', inventory([{ id: 'one', traits }, { id: 'two' }]))

    expect(vms[0]?.traits).toEqual(traits)
    expect(vms[1]?.traits).toBeUndefined()
  })

  test('needs nothing of a VM but its id; what is left out is unknown', async () => {
    const { vms } = await readText('a.json', inventory([{ id: 'one' }]))

    expect(vms).toMatchObject([
      {
        id: 'one',
        name: 'one',
        source: 'inventory',
        kind: 'workload',
        power: 'on',
        vcpus: null,
        memoryGiB: null,
        disks: [],
        nics: [],
        os: null,
        tier: null,
      },
    ])
  })

  test('counts unnamed disks and adapters, and boots from the first disk', async () => {
    const reading = await readRecorded('estate.json')

    const mail = reading.vms[1]
    expect(mail?.disks).toMatchObject([
      { id: 'disk-1', boot: true },
      { id: 'disk-2', boot: false, usedGiB: 90 },
    ])
    expect(mail?.nics).toMatchObject([{ id: 'nic-1', subnetId: 'office' }])
    expect(mail?.nics[0]?.addresses.map(formatAddress)).toEqual(['10.60.0.25', 'fd60::25'])
    expect(reading).toMatchObject({
      capturedAt: '2025-03-01T06:00:00Z',
      region: 'dc-north',
      network: { rulesKnown: false },
    })
  })

  test('with a misspelt key of a VM says where and what was meant, and keeps the others', async () => {
    const reading = await readText(
      'a.json',
      inventory([{ id: 'one', vcpu: 2 }, { id: 'two', memoryGiB: -1 }, { id: 'three' }]),
    )

    expect(reading.vms.map(({ id }) => id)).toEqual(['three'])
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([
      { message: expect.stringContaining('unknown key "vcpu"; did you mean "vcpus"?'), place: 'a.json:4' },
      { message: expect.stringContaining('memoryGiB'), place: 'a.json:10' },
    ])
  })

  test.for([
    ['{"schema": "drplan/inventory@1",\n "vms": [],\n}', 'source.file-damaged', 3],
    ['{"schema": "drplan/inventory@1",\n "vms": [', 'source.file-damaged', 2],
    ['{"schema": "drplan/inventory@1",\n "vms": [], "netwrok": {}}', 'source.shape-unknown', 1],
    [
      '{"schema": "drplan/inventory@1", "vms": [], "network": {"vpcs": [\n{"id": "v", "name": "v", "blocks": [\n"10.0.0.1/8"]}]}}',
      'source.shape-unknown',
      3,
    ],
  ] as const)('that is not an inventory stops with the line: %s', async ([text, code, line]) => {
    await expect(readText('a.json', text)).rejects.toMatchObject({ code, place: { file: 'a.json', line } })
  })

  test('reports ids given twice and subnets that are not described', async () => {
    const reading = await readText(
      'a.json',
      inventory([{ id: 'one' }, { id: 'one', nics: [{ subnetId: 'x' }] }, { id: 'two', nics: [{ subnetId: 'x' }] }]),
    )

    expect(findingsOf(reading, 'site.duplicate-vm')).toMatchObject([
      { message: expect.stringMatching(/vms\[0\].*vms\[1\]/) },
    ])
    expect(missingIn(reading)).toMatchObject([
      { affected: ['two'], suggestion: 'Add the subnet under network, or correct its id.' },
    ])
  })

  test('has a JSON Schema of what may be written', () => {
    const published = z.toJSONSchema(inventorySchema, { io: 'input' })

    expect(published).toMatchObject({ required: ['schema', 'vms'], additionalProperties: false })
    expect(JSON.stringify(published)).toContain('"required":["id"]')
  })
})

describe('CSV', () => {
  test('reads titles without regard to case, spaces and hyphens, and lists with semicolons', async () => {
    const { vms, network } = await readRecorded('estate.csv')

    expect(vms.map(({ id }) => id)).toEqual(['erp-app', 'erp-db', 'render'])
    expect(vms[1]).toMatchObject({
      name: 'ERP database',
      vcpus: 8,
      memoryGiB: 64,
      disks: [{ capacityGiB: 100, boot: true }, { capacityGiB: 500 }],
      os: { family: 'linux' },
      application: 'erp',
      tier: '1',
      tags: { owner: 'Ada', cost: '12' },
    })
    expect(vms[0]).toMatchObject({ name: 'erp-app', dependsOn: ['erp-db'] })
    expect(vms[2]).toMatchObject({
      power: 'off',
      accelerators: [{ kind: 'gpu', model: 'L40S', count: 2, memoryGiB: 48 }],
    })
    expect(network.subnets.map(({ id, block }) => [id, block && formatCidr(block)])).toEqual([
      ['app', '10.61.2.0/24'],
      ['data', '10.61.1.0/24'],
    ])
  })

  test('keeps a row whose cells cannot be, with its line', async () => {
    const reading = await readText(
      'a.csv',
      'id,vcpus,memory_gib,ip,subnet,subnet_cidr,tags\na,two,-4,10.0.0.300,s,10.0.0.1/24,loose\n',
    )

    expect(reading.vms).toMatchObject([{ id: 'a', vcpus: null, memoryGiB: null }])
    expect(findingsOf(reading, 'site.value-invalid').map(({ place }) => place)).toEqual(Array(5).fill('a.csv:2'))
    expect(findingsOf(reading, 'network.subnet-unknown')).toMatchObject([{ subject: 's' }])
  })

  test('says which columns it does not read, and which may have been meant', async () => {
    const reading = await readText('a.csv', 'id,vcpu,colour\na,2,red\n')

    expect(findingsOf(reading, 'site.column-unknown').map(({ message }) => message)).toEqual([
      'drplan does not read the column "colour".',
      'drplan does not read the column "vcpu"; did you mean "vcpus"?',
    ])
  })

  test('takes a comma for the decimal mark where semicolons part the cells', async () => {
    const { vms } = await readText('a.csv', 'id;memory_gib;os\na;1,5;"Debian; stable"\n')

    expect(vms).toMatchObject([{ memoryGiB: 1.5, os: { name: 'Debian; stable' } }])
  })

  test('never gives two subnets overlapping blocks', async () => {
    const reading = await readText('a.csv', 'id,subnet,subnet_cidr\na,x,10.0.0.0/24\nb,y,10.0.0.128/25\n')

    expect(reading.network.subnets.map(({ block }) => block && formatCidr(block))).toEqual(['10.0.0.0/24', null])
    expect(findingsOf(reading, 'network.subnet-unknown')).toMatchObject([{ subject: 'y' }])
  })

  test('gives the same site whatever the order of its rows', async () => {
    const header = 'id,vcpus,subnet,subnet_cidr,ip'
    const rows = [
      'a,1,x,10.0.0.0/24,10.0.0.1',
      'b,2,x,,10.0.0.2',
      'c,3,y,10.0.0.0/25,',
      'd,,z,10.1.0.0/24,10.1.0.1;10.1.0.2',
    ]
    const plain = await readText('a.csv', [header, ...rows].join('\n'))

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        const other = await readText('a.csv', [header, ...shuffled].join('\n'))

        expect(other.vms).toEqual(plain.vms)
        expect(other.network).toEqual(plain.network)
      }),
    )
  })
})

test('a folder with two inventories asks which is meant', async () => {
  const folder = await aFolder({ 'a.json': inventory([]), 'b.csv': 'id\n' })

  await expect(inventorySource.listFiles(aRequest(folder))).rejects.toMatchObject({ code: 'source.shape-unknown' })
})
