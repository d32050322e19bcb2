import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { testSource } from '../../contracts/source.ts'
import { missingIn } from '../../support/missing-in.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/aws-describe/harbour')

testSource({
  name: 'aws describe',
  source: awsDescribeSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'instances.json',
})

const readPath = async (path: string): Promise<SiteReading> =>
  (await awsDescribeSource.readSite?.(aRequest(path, { shownPath: 'dumps' })))!
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)
const readDumps = async (dumps: Readonly<Record<string, unknown>>): Promise<SiteReading> =>
  readPath(await aFolder(Object.fromEntries(Object.entries(dumps).map(([name, dump]) => [name, JSON.stringify(dump)]))))

/** Values as JSON takes them: addresses hold large integers. */
const shown = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)))

describe('instances', () => {
  test('take their sizes from instance types, disks from volumes, nouns from tags', async () => {
    const [vm] = (await readPath(recorded)).vms

    expect(vm).toMatchObject({
      id: 'i-0aaa0000000000001',
      name: 'crane-db',
      power: 'on',
      vcpus: 4,
      memoryGiB: 16,
      firmware: 'uefi',
      sourceType: 'm6i.xlarge',
      os: { name: 'Windows with SQL Server Standard', family: 'windows' },
      placement: { zone: 'eu-west-1a', cluster: null },
      tier: '1',
      application: 'cranes',
      dependsOn: ['crane-ad', 'crane-dns'],
      disks: [
        {
          id: 'vol-0aaa1',
          name: '/dev/sda1',
          capacityGiB: 100,
          sourceClass: 'gp3',
          iops: 3000,
          throughputMiBps: 125,
          boot: true,
        },
        { id: 'vol-0aaa2', capacityGiB: 500, attachment: 'shared', boot: false },
      ],
    })
    expect(vm?.nics[0]?.addresses.map(formatAddress)).toEqual(['10.40.1.10', '10.40.1.11'])
    expect(vm?.nics[0]?.hasPublicAddress).toBe(true)
  })

  test('show instance store and GPUs of their type', async () => {
    const vm = (await readPath(recorded)).vms[1]

    expect(vm?.disks).toMatchObject([{ attachment: 'ephemeral', sourceClass: 'instance-store' }])
    expect(vm?.disks[0]?.capacityGiB).toBeCloseTo(232.83, 2)
    expect(vm?.accelerators).toEqual([{ kind: 'gpu', model: 'A10G', count: 1, memoryGiB: 22888 / 1024 }])
  })

  test('that are terminated or unreadable are left out and said, the others stay', async () => {
    const reading = await readPath(recorded)

    expect(reading.vms.map(({ id }) => id)).toEqual(['i-0aaa0000000000001', 'i-0aaa0000000000002'])
    expect(findingsOf(reading, 'site.not-a-vm').flatMap(({ affected }) => affected)).toContain('i-0aaa0000000000003')
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([
      { place: 'dumps/instances.json#Reservations[1].Instances[2]' },
    ])
  })

  test('keep memory unknown without a dump of types, and their type for whoever knows it', async () => {
    const reading = await readDumps({
      'a.json': {
        Reservations: [
          {
            Instances: [
              { InstanceId: 'i-1', InstanceType: 'm5.large', CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 } },
            ],
          },
        ],
      },
    })

    expect(reading.vms).toMatchObject([{ vcpus: 2, memoryGiB: null, sourceType: 'm5.large', disks: [] }])
    expect(findingsOf(reading, 'site.size-missing')).toMatchObject([{ affected: ['i-1'] }])
  })

  test('listed twice are one VM and a finding with both places', async () => {
    const dump = { Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }] }
    const reading = await readDumps({ 'a.json': dump, 'b.json': dump })

    expect(reading.vms).toHaveLength(1)
    expect(findingsOf(reading, 'site.duplicate-vm')[0]?.message).toMatch(/a\.json.*b\.json/)
  })
})

describe('the network', () => {
  test('splits every permission into one rule a peer, with stable ids', async () => {
    const { network } = await readPath(recorded)

    const rules = network.securityRules.map(({ id, protocol, ports }) => [
      id,
      protocol,
      ports && `${ports.from}-${ports.to}`,
    ])
    expect(rules).toEqual([
      ['sg-0db/egress/any/all/0.0.0.0/0', 'any', null],
      ['sg-0db/ingress/icmp/8--1/10.40.0.0/16', 'icmp', '8--1'],
      ['sg-0db/ingress/tcp/1433-1433/pl-0ops', 'tcp', '1433-1433'],
      ['sg-0db/ingress/tcp/1433-1433/sg-0web', 'tcp', '1433-1433'],
      ['sg-0db/ingress/udp/all/fd00::/8', 'udp', null],
      ['sgr-0one', 'tcp', '1433-1433'],
    ])
    expect(network.rulesKnown).toBe(true)
  })

  test('has live blocks only, subnets with their table, and routes by hop', async () => {
    const { network } = await readPath(recorded)

    expect(network.vpcs.map(({ name, blocks }) => [name, blocks.map(formatCidr)])).toEqual([
      ['harbour', ['10.40.0.0/16']],
    ])
    expect(network.subnets.map(({ id, routeTableId }) => [id, routeTableId])).toEqual([
      ['subnet-0aaa', 'rtb-0aaa'],
      ['subnet-0bbb', null],
    ])
    expect(network.routeTables).toMatchObject([{ id: 'rtb-0aaa', main: true }])
    expect(network.routes.map(({ id, hop }) => [id, hop.kind, hop.id])).toEqual([
      ['rtb-0aaa/0.0.0.0/0', 'nat-gateway', 'nat-0aaa'],
      ['rtb-0aaa/10.40.0.0/16', 'local', null],
      ['rtb-0aaa/10.90.0.0/16', 'blackhole', 'pcx-0aaa'],
      ['rtb-0aaa/pl-0s3', 'endpoint', 'vpce-0aaa'],
    ])
  })

  test('reads records with their zone, aliases by name', async () => {
    const { network } = await readPath(recorded)

    expect(network.dnsRecords.map(({ name, zone, type, values }) => [name, zone, type, values[0]])).toEqual([
      ['*.harbour.example', 'harbour.example', 'A', '10.40.1.10'],
      ['harbour.example', 'harbour.example', 'SOA', 'ns.example. admin.example. 1 2 3 4 5'],
      ['www.harbour.example', 'harbour.example', 'ALIAS', 'harbour-lb.example'],
    ])
  })

  test('names what it refers to and does not hold', async () => {
    const reading = await readPath(recorded)

    expect(findingsOf(reading, 'site.reference-missing').map(({ message }) => message)).toEqual([
      '2 prefix lists referred to and not among what was read: "pl-0ops", "pl-0s3".',
    ])
    expect(missingIn(reading)).toMatchObject([
      {
        message: '1 security group referred to, and in no source: "sg-0web".',
        suggestion: 'Add: aws ec2 describe-security-groups --output json',
      },
    ])
  })
})

test('what is no VM is named by kind, and nothing else of it is shown', async () => {
  const reading = await readPath(recorded)

  expect(findingsOf(reading, 'site.not-a-vm').map(({ subject }) => subject)).toEqual([
    'terminated instances',
    'unattached volumes',
  ])
  expect(reading.network.objects.map(({ kind, id }) => [kind, id])).toEqual([
    ['load-balancer', 'harbour-lb'],
    ['service', 'ledger'],
    ['gateway', 'nat-0aaa'],
  ])
  expect(JSON.stringify([reading.findings, shown(reading.network.objects)])).not.toContain('never-shown')
})

test('a page and a file of another kind are said', async () => {
  const reading = await readPath(recorded)

  expect(findingsOf(reading, 'site.dump-incomplete')).toMatchObject([{ place: 'dumps/network.json' }])
  expect(findingsOf(reading, 'site.file-unread')).toMatchObject([{ place: 'dumps/unrelated.json' }])
})

test('a single file is read as well, and the region comes from the zones', async () => {
  const reading = await readPath(join(recorded, 'instances.json'))

  expect(reading.vms).toHaveLength(2)
  expect(reading.region).toBe('eu-west-1')
})

test('a dump cut short says where it ends', async () => {
  const folder = await aFolder({ 'cut.json': '{\n  "Reservations": [\n    {"Instances": [' })

  await expect(readPath(folder)).rejects.toMatchObject({
    code: 'source.file-damaged',
    place: { file: 'dumps/cut.json', line: 3 },
  })
})

test('the names and the order of files and entries make no difference', async () => {
  const texts = await Promise.all(
    ['instances.json', 'network.json', 'storage-and-types.json'].map((name) => readFile(join(recorded, name), 'utf8')),
  )
  const plain = await readPath(recorded)

  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(texts, { minLength: 3 }), async (shuffled) => {
      const turned = shuffled.map((text) => {
        const dump = JSON.parse(text) as Record<string, unknown>
        return Object.fromEntries(
          Object.entries(dump).map(([key, value]) => [key, Array.isArray(value) ? value.toReversed() : value]),
        )
      })
      const other = await readDumps({ 'x.json': turned[0], 'y.json': turned[1], 'z.json': turned[2] })

      expect(other.vms).toEqual(plain.vms)
      expect(other.network).toEqual(plain.network)
    }),
    { numRuns: 6 },
  )
})
