/** The way home is the way there, turned round. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../src/model/address.ts'
import { compareText } from '../../src/model/text-order.ts'
import type { JsonValue } from '../../src/model/target.ts'
import type { TargetId } from '../../src/model/target-id.ts'
import { awsFailbackRoot } from '../../src/targets/aws/terraform-failback.ts'
import { azureFailbackRoot } from '../../src/targets/azure/terraform-failback.ts'
import { aFailbackPlan, aPrimaryDisk } from '../builders-failback.ts'
import { aMappedDisk, aPlan } from '../builders-plan.ts'

interface Server {
  readonly [attribute: string]: JsonValue
  readonly interfaces: { readonly [index: string]: { readonly addresses: readonly string[]; subnet_key: string } }
}

const rootsOf = { aws: awsFailbackRoot, azure: azureFailbackRoot }
const serversOf = (plan: ReturnType<typeof aPlan>, platform: TargetId): Readonly<Record<string, Server>> =>
  (rootsOf[platform](plan)?.variables['servers'] ?? {}) as unknown as Readonly<Record<string, Server>>
const pairs = [
  ['aws', 'aws'],
  ['aws', 'azure'],
  ['azure', 'aws'],
  ['azure', 'azure'],
] as const

test.each(pairs)('to %s from %s every server has the addresses and subnets that the plan moved it from', (...pair) => {
  const [platform, target] = pair
  const plan = aFailbackPlan(platform, { target })

  const servers = serversOf(plan, platform)

  expect(Object.keys(servers)).toHaveLength(plan.vms.length)
  for (const { vmId, key } of plan.vms) {
    const own = plan.network.addresses.filter((address) => address.vmId === vmId)
    const cards = Object.values(servers[key]?.interfaces ?? {})
    expect(cards.flatMap(({ addresses }) => addresses)).toEqual(
      own.flatMap(({ from }) => (from ? [formatAddress(from)] : [])),
    )
    expect(new Set(cards.map((card) => card.subnet_key))).toEqual(new Set(own.map(({ subnetKey }) => subnetKey)))
  }
})

test.each(['aws', 'azure'] as const)('to %s whatever address a card had, it gets back, and no other', (platform) => {
  const plan = aFailbackPlan(platform)
  const { addresses } = plan.network
  const address = fc.option(
    fc.bigInt({ min: 0x0a000000n, max: 0x0affffffn }).map((value) => ({ family: 4 as const, value })),
  )
  const some = fc.array(address, { minLength: addresses.length, maxLength: addresses.length })
  fc.assert(
    fc.property(some, (before) => {
      const moved = addresses.map((entry, index) => ({ ...entry, from: before[index] ?? null }))

      const servers = serversOf({ ...plan, network: { ...plan.network, addresses: moved } }, platform)

      const got = Object.values(servers).flatMap(({ interfaces }) =>
        Object.values(interfaces).flatMap((card) => card.addresses),
      )
      const had = moved.flatMap(({ from }) => (from ? [formatAddress(from)] : []))
      expect(got.toSorted(compareText)).toEqual(had.toSorted(compareText))
    }),
    { numRuns: 30 },
  )
})

test.each(['aws', 'azure'] as const)('names subnets and groups of %s by their ids there', (platform) => {
  const plan = aFailbackPlan(platform)

  const { subnets, ...variables } = rootsOf[platform](plan)?.variables ?? {}

  for (const [key, id] of Object.entries(subnets as Record<string, string>))
    expect(id).toBe(plan.network.subnets.find((subnet) => subnet.key === key)?.from)
  expect(variables).toMatchObject(
    platform === 'aws'
      ? { region: 'eu-central-1', security_groups: { web: 'sg-1', 'sg-0abc': 'sg-0abc' } }
      : { location: 'germanywestcentral' },
  )
})

test.each(['aws', 'azure'] as const)(
  'gives no root for %s where the primary site is no cloud, or another one',
  (id) => {
    const other = id === 'aws' ? 'azure' : 'aws'

    expect(rootsOf[id](aPlan())).toBeNull()
    expect(rootsOf[id](aFailbackPlan(other))).toBeNull()
  },
)

test('leaves out a server whose size nobody knows, and no other one', () => {
  const plan = aFailbackPlan('aws')
  const [first, ...others] = plan.vms
  const vms = [{ ...first!, primary: { ...first!.primary!, size: null } }, ...others]

  const servers = serversOf({ ...plan, vms }, 'aws')

  expect(Object.keys(servers)).toEqual(others.map(({ key }) => key).toSorted())
})

test('a disk is never smaller than what it was, nor than what it became', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 16_000, noNaN: true }),
      fc.integer({ min: 1, max: 16_000 }),
      (was, became) => {
        const plan = aFailbackPlan('aws', { machine: { disks: [aPrimaryDisk({ capacityGiB: was })] } })
        const assignments = plan.mapping.assignments.map((each) => ({
          ...each,
          disks: [aMappedDisk({ sizeGiB: became })],
        }))

        const servers = serversOf({ ...plan, mapping: { ...plan.mapping, assignments } }, 'aws')

        const { size_gib: size } = servers['wiki']!['root_disk'] as { size_gib: number }
        expect(size).toBeGreaterThanOrEqual(was)
        expect(size).toBe(Math.max(Math.ceil(was), became))
      },
    ),
    { numRuns: 30 },
  )
})

describe('disks as they were', () => {
  const ofDisks = (
    platform: TargetId,
    disks: readonly Parameters<typeof aPrimaryDisk>[0][],
    zone: string | null = null,
  ) => serversOf(aFailbackPlan(platform, { machine: { zone, disks: disks.map(aPrimaryDisk) } }), platform)['wiki']

  test('on AWS keep their type, and the performance that it takes', () => {
    const server = ofDisks('aws', [
      { sourceClass: 'gp3', iops: 3000, throughputMiBps: 250 },
      { id: 'a', name: '/dev/sdb', boot: false, sourceClass: 'gp2', iops: 120, throughputMiBps: 128 },
      { id: 'b', name: '/dev/sdc', boot: false, sourceClass: 'io2', iops: 9000 },
      { id: 'c', name: '/dev/sdd', boot: false, sourceClass: 'io1', iops: null },
      { id: 'd', name: '/dev/sde', boot: false, sourceClass: null, iops: null },
    ])

    expect(server).toMatchObject({
      root_disk: { type: 'gp3', size_gib: 50, iops: 3000, throughput_mibs: 250 },
      data_disks: {
        a: { device_name: '/dev/sdb', type: 'gp2', size_gib: 40 },
        b: { type: 'io2', iops: 9000 },
        c: { type: 'gp3' },
        d: { type: 'gp3' },
      },
    })
    expect(JSON.stringify((server!['data_disks'] as { a: object }).a)).not.toMatch(/iops|throughput/)
  })

  test('on AWS keep their device names, and get free ones where they had none', () => {
    const server = ofDisks('aws', [
      { name: '/dev/sda1' },
      { id: 'kept', name: '/dev/sdf', boot: false },
      { id: 'odd', name: 'vol-0123', boot: false },
      { id: 'twice', name: '/dev/sdf', boot: false },
      { id: 'root-again', name: '/dev/sda1', boot: false },
    ])

    const names = Object.entries(server?.['data_disks'] as Record<string, { device_name: string }>)

    expect(Object.fromEntries(names.map(([key, { device_name: name }]) => [key, name]))).toEqual({
      kept: '/dev/sdf',
      odd: '/dev/sdg',
      twice: '/dev/sdh',
      'root-again': '/dev/sdi',
    })
  })

  test('on Azure keep their type; in a zone they are not spread over zones', () => {
    const disks = [
      { sourceClass: 'Premium_ZRS' },
      // 125 MB/s, as the source counts it.
      { id: 'a', boot: false, sourceClass: 'PremiumV2_LRS', iops: 3000, throughputMiBps: 125e6 / 2 ** 20 },
      { id: 'b', boot: false, sourceClass: 'ultrafast' },
    ]

    const [spread, zonal] = [ofDisks('azure', disks), ofDisks('azure', disks, '2')]

    expect(spread).toMatchObject({
      disks: {
        os: { type: 'Premium_ZRS' },
        a: { lun: 0, type: 'PremiumV2_LRS', iops: 3000, throughput_mibs: 125 },
        b: { lun: 1, type: 'StandardSSD_LRS' },
      },
    })
    expect(zonal).toMatchObject({ zone: '2', disks: { os: { type: 'Premium_LRS' } } })
  })
})

test('a server of AWS acts as what it acted as', () => {
  const platformRole = 'arn:aws:iam::111122223333:instance-profile/apps/web'

  const servers = serversOf(aFailbackPlan('aws', { machine: { platformRole } }), 'aws')

  expect(servers['wiki']).toMatchObject({ instance_profile_name: 'web' })
  expect(serversOf(aFailbackPlan('aws'), 'aws')['wiki']).not.toHaveProperty('instance_profile_name')
})
