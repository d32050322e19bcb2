import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/model/address.ts'
import type { NetworkObject } from '../../../../src/model/network-objects.ts'
import { aHost, aSubnet } from '../../../builders-network.ts'
import {
  aBalancer,
  aListener,
  aNetworkBalancer,
  aPool,
  anEndpoint,
  aTcpPool,
  atSubnets,
  leftOf,
  openRoutes,
  serving,
} from '../../../builders-serving.ts'

const fates = (objects: readonly NetworkObject[], more = {}) =>
  serving(objects, more).translation.objects.map(({ kind, fate }) => `${kind} ${fate}`)

describe('a load balancer', () => {
  it('is made again with its subnets, groups, listeners and pools', () => {
    const result = serving([aBalancer({ crossZone: true }), aPool()])

    expect(result.translation.balancers).toEqual([
      {
        key: 'shop-0xqhil5',
        from: 'lb-1',
        name: 'shop',
        role: 'application',
        internal: true,
        vpcKey: 'vpc-1',
        subnetKeys: ['subnet-1', 'subnet-2'],
        addresses: [],
        securityGroupKeys: ['sg-web'],
        crossZone: true,
        listeners: [
          {
            key: 'shop-0xqhil5-https-443',
            protocol: 'https',
            port: 443,
            poolKey: result.translation.targetPools?.[0]?.key,
          },
        ],
      },
    ])
    expect(leftOf(result)).toEqual([])
    expect(fates([aBalancer(), aPool()])).toEqual(['load-balancer built', 'target-pool built'])
  })

  it('keeps the places of fixed addresses, where it is internal and of the network', () => {
    const objects = [aNetworkBalancer({ addresses: atSubnets('10.0.0.7', '10.0.1.7') }), aTcpPool()]

    const { translation } = serving(objects)

    expect(translation.balancers?.[0]?.addresses).toEqual([
      { subnetKey: 'subnet-1', from: parseAddress('10.0.0.7'), to: parseAddress('10.9.0.7') },
      { subnetKey: 'subnet-2', from: parseAddress('10.0.1.7'), to: parseAddress('10.9.1.7') },
    ])
  })

  it('gives up an address that a planned VM gets', () => {
    const policy = { blocks: [['10.0.0.0/16', '10.9.0.0/16']] as const, hosts: [['10.0.0.10', '10.9.0.7']] as const }
    const result = serving([aNetworkBalancer({ addresses: atSubnets('10.0.0.7') }), aTcpPool()], { policy })

    expect(result.translation.balancers?.[0]?.addresses).toEqual([])
    expect(leftOf(result)).toEqual([
      '1 address not built, because the load balancer cannot have the address that takes its place: 10.0.0.7 of shop.',
    ])
  })

  it.each<[string, Parameters<typeof aBalancer>[0], string]>([
    ['of another network', { vpcId: 'vpc-9' }, 'its network is not planned, or not known'],
    ['without subnets', { subnetIds: [] }, 'its subnets are not known'],
    ['with a subnet that is gone', { subnetIds: ['subnet-1', 'subnet-9'] }, 'a subnet of it is not planned'],
    [
      'in one zone',
      { subnetIds: ['subnet-1'] },
      'its subnets are in 1 of the 2 zones that an application balancer needs',
    ],
    ['that is public behind NAT', { internal: false }, 'it is public, and a subnet of it has no route to the internet'],
    ['with an unknown group', { securityGroupIds: ['sg-9'] }, 'a security group of it is not in the inventory'],
    ['that listens to nothing', { listeners: [] }, 'none of its listeners can be made'],
  ])('%s is left, with the reason', (_, over, why) => {
    const result = serving([aBalancer(over), aPool()])

    expect(result.translation.balancers).toBeUndefined()
    expect(result.translation.objects.map(({ fate }) => fate)).toEqual(['rebuild', 'rebuild'])
    expect(leftOf(result)).toContainEqual(`1 load balancer not built, because ${why}: shop.`)
  })

  it('of appliances is left with its endpoints, and people are told what to build by hand', () => {
    const objects = [aBalancer({ role: 'gateway' }), anEndpoint({ role: 'load-balancer', service: 'inspection' })]

    const { findings } = serving(objects)

    expect(findings.filter(({ code }) => code === 'network.not-built')).toMatchObject([
      { subject: 'endpoints of appliances', affected: ['vpce-1'], suggestion: expect.stringContaining('by hand') },
      { subject: 'gateway load balancers', affected: ['lb-1'], suggestion: expect.stringContaining('by hand') },
    ])
  })

  it('that is public is made where its subnets lead to the internet', () => {
    expect(fates([aBalancer({ internal: false }), aPool()], { network: openRoutes })[0]).toBe('load-balancer built')
  })

  it('of the network may be in one zone, but not twice', () => {
    const twice = [aSubnet('subnet-1', '10.0.0.0/24', { zone: 'a' }), aSubnet('subnet-2', '10.0.1.0/24', { zone: 'a' })]

    expect(fates([aNetworkBalancer({ subnetIds: ['subnet-1'] }), aTcpPool()])[0]).toBe('load-balancer built')
    expect(leftOf(serving([aNetworkBalancer(), aTcpPool()], { network: { subnets: twice } }))).toContainEqual(
      '1 load balancer not built, because two of its subnets are in one zone of the recovery region: shop.',
    )
  })

  it.each<[string, Parameters<typeof aListener>[0], string]>([
    ['with rules', { conditional: true }, 'it redirects, answers by itself, or forwards by rules'],
    ['without a pool', { poolIds: [] }, 'it forwards to nothing that the inventory names'],
    ['with an unknown pool', { poolIds: ['pool-9'] }, 'what it forwards to is not in the inventory'],
    ['of every port', { port: null }, 'it listens on every port'],
    ['of another protocol', { protocol: 'GENEVE' }, 'it speaks GENEVE'],
    ['named as a trick', { protocol: '__proto__' }, 'it speaks __proto__'],
    ['with direct return', { keepsAddress: true }, "its targets hold the front's own address"],
    ['of the port of another', { id: 'again', port: 443 }, 'another one of the same load balancer has its port'],
  ])('is made without a listener %s', (_, over, why) => {
    const listeners = [aListener(), aListener({ port: 8443, ...over })]
    const result = serving([aBalancer({ listeners }), aPool()])

    expect(result.translation.balancers?.[0]?.listeners).toHaveLength(1)
    expect(leftOf(result)).toEqual([expect.stringContaining(why)])
  })

  it('does not forward to a pool of another protocol', () => {
    const result = serving([aNetworkBalancer({ listeners: [aListener({ protocol: 'UDP' })] }), aTcpPool()])

    expect(leftOf(result).join()).toContain('its target pool speaks tcp')
  })

  it('of the classic sort becomes what its listeners ask for', () => {
    const classic = (protocol: string) =>
      serving([
        aBalancer({ role: 'classic', listeners: [aListener({ protocol, port: 80 })] }),
        aPool({ protocol: null, port: 80, healthCheck: 'HTTP:80/up' }),
      ])

    const web = classic('HTTP')

    expect(web.translation.balancers?.[0]?.role).toBe('application')
    expect(web.translation.targetPools?.[0]).toMatchObject({
      protocol: 'http',
      healthCheck: { protocol: 'http', port: 80, path: '/up' },
    })
    expect(classic('TCP').translation.balancers?.[0]?.role).toBe('network')
    expect(leftOf(classic('SSL')).join()).toContain('whether it encrypts what it passes on is not known')
  })

  it('is nobody to a target that makes none, and all of it is said', () => {
    const result = serving([aBalancer(), aPool()], { limits: { serving: null } })

    expect(result.translation.balancers).toBeUndefined()
    expect(leftOf(result)).toEqual([
      '1 load balancer not built, because the plan makes none for this target: shop.',
      '1 target pool not built, because the plan makes none for this target: shop-web.',
    ])
  })

  it('has the same key whatever else there is, and whatever its name', () => {
    const hostile = aBalancer({ id: 'lb-2', name: '${file("/etc/passwd")}\n' })
    const alone = serving([hostile, aPool()]).translation.balancers
    const beside = serving([aBalancer(), hostile, aPool()]).translation.balancers

    expect(beside).toContainEqual(alone?.[0])
    expect(alone?.[0]?.key).toMatch(/^[a-z][a-z0-9-]+$/)
  })

  it('does not depend on the order of the inventory', () => {
    const objects = [aBalancer(), aNetworkBalancer({ id: 'lb-2' }), aPool(), aTcpPool({ id: 'pool-2' })]
    const vms = [aHost('vm-1', 'subnet-1', ['10.0.0.10'])]

    const straight = serving(objects, { vms }).translation
    const turned = serving(objects.toReversed(), { vms }).translation

    expect(turned).toEqual(straight)
  })
})
