import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeReadings } from '../../../src/core/identity/merge-readings.ts'
import { missingReferences } from '../../../src/core/identity/missing-references.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import type { Network } from '../../../src/model/network.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { aGroup, aNetwork, aRule, aSubnet, aTable, aVpc } from '../../builders-network.ts'
import { aNic } from '../../builders.ts'
import { aBareVm, aReading, at } from './builders.ts'

const missingOf = (...readings: readonly SiteReading[]) => missingReferences(mergeReadings(readings), readings)
const subjects = (...readings: readonly SiteReading[]) => missingOf(...readings).map(({ subject }) => subject)

const pool = (id: string, ...vmIds: readonly string[]): NetworkObject => ({
  kind: 'target-pool',
  id,
  name: id,
  vpcId: null,
  protocol: null,
  port: null,
  targets: vmIds.map((vmId) => ({ vmId, nicId: null, address: null, port: 443 })),
  healthCheck: null,
})

const endpoint: NetworkObject = {
  kind: 'endpoint',
  id: 'vpce-1',
  name: 'vpce-1',
  role: 'interface',
  service: 's3',
  vpcId: 'vpc-1',
  subnetIds: ['lan'],
  routeTableIds: ['rt-1'],
  securityGroupIds: ['sg-web'],
  nicIds: ['eni-of-nobody'],
  addresses: [],
  privateNames: null,
  hasPolicy: false,
}

const nic = aNic({ subnetId: 'lan', securityGroupIds: ['sg-web'] })
const whole: Partial<Network> = {
  vpcs: [aVpc('vpc-1', '10.0.0.0/16')],
  subnets: [aSubnet('lan', '10.0.0.0/24', { routeTableId: 'rt-1' })],
  routeTables: [aTable('rt-1')],
  securityGroups: [aGroup('sg-web')],
  securityRules: [aRule('r-1', { kind: 'group', groupId: 'sg-web' })],
  objects: [endpoint, pool('pool', 'web')],
}
const web = aBareVm('aws', 'web', { nics: [nic] })
const reading = (over: Partial<Network> = {}, vms = [web]) =>
  aReading(vms, { network: aNetwork({ ...whole, ...over }) })

describe('references', () => {
  test('that lead somewhere are no findings', () => {
    expect(missingOf(reading())).toEqual([])
  })

  test.each<[string, SiteReading, readonly string[]]>([
    ['VMs', reading({}, [aBareVm('aws', 'else')]), ['pool']],
    ['VPCs', reading({ vpcs: [] }), ['lan', 'rt-1', 'sg-web', 'vpce-1']],
    ['route tables', reading({ routeTables: [] }), ['lan', 'vpce-1']],
    ['security groups', reading({ securityGroups: [] }), ['sg-web', 'vpce-1', 'web']],
    ['subnets', reading({ subnets: [] }), ['vpce-1', 'web']],
  ])('to %s that nobody gave are one finding, about all who refer', (subject, site, affected) => {
    expect(missingOf(site)).toMatchObject([
      { code: 'site.reference-missing', severity: 'warning', subject, affected, place: null },
    ])
  })

  test('name what is missed, each once', () => {
    const [finding] = missingOf(reading({ objects: [pool('a', 'web', 'x', 'y'), pool('b', 'x')] }))

    expect(finding?.message).toBe('2 VMs referred to, and in no source: "x", "y".')
  })
})

describe('of several sources', () => {
  test('what one refers to, another may have', () => {
    const half = reading({ vpcs: [], subnets: [], securityGroups: [], routeTables: [] })
    const rest = aReading([], { network: aNetwork({ ...whole, securityRules: [], objects: [] }) })

    expect(subjects(half)).toEqual(['route tables', 'security groups', 'subnets', 'VPCs'])
    expect(missingOf(half, rest)).toEqual([])
    expect(missingOf(rest, half)).toEqual([])
  })

  test('a VM is found by what its own source calls it, and by what another one does', () => {
    const nics = [at('10.0.0.9')]
    const other = aReading([aBareVm('rvtools', 'vm-7', { name: 'web-a', nics })])
    const cloud = aReading([aBareVm('aws', 'i-7', { name: 'web-a', nics })], {
      network: aNetwork({ objects: [pool('own', 'i-7')] }),
    })
    const third = aReading([], { network: aNetwork({ objects: [pool('third', 'i-7')] }) })

    expect(missingOf(other, cloud, third)).toEqual([])
  })

  test('the same thing is missed once, with the advice of each source that refers to it', () => {
    const one = { ...aReading([web], { advice: { subnets: 'Add the subnets.' } }) }
    const two = aReading([aBareVm('inventory', 'db', { nics: [aNic({ subnetId: 'lan' })] })])
    const three = aReading([aBareVm('rvtools', 'idle')], { advice: { subnets: 'Not asked.' } })

    const found = missingOf(one, two, three).filter(({ subject }) => subject === 'subnets')

    expect(found).toMatchObject([
      { message: '1 subnet referred to, and in no source: "lan".', affected: ['db', 'web'] },
    ])
    expect(found[0]?.suggestion).toMatch(/^Add the subnets\. Let a source read them too/)
  })
})

test('the order of things inside a source changes nothing', () => {
  const vms = ['a', 'b', 'c'].map((id) => aBareVm('aws', id, { nics: [aNic({ subnetId: `lan-${id}` })] }))
  const objects = [pool('p-1', 'x'), pool('p-2', 'y'), endpoint]
  const site = (own: typeof vms, things: readonly NetworkObject[]) =>
    missingOf(aReading(own, { network: aNetwork({ objects: [...things] }) }))

  fc.assert(
    fc.property(
      fc.shuffledSubarray(vms, { minLength: 3 }),
      fc.shuffledSubarray(objects, { minLength: 3 }),
      (own, things) => {
        expect(site(own, things)).toEqual(site(vms, objects))
      },
    ),
  )
})
