/** Balancers for a target whose own pass packets on from one front. */
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/model/address.ts'
import type { NetworkObject } from '../../../../src/model/network-objects.ts'
import {
  aBalancer,
  aListener,
  aNetworkBalancer,
  anEndpoint,
  aPool,
  aTarget,
  aTcpPool,
  atSubnets,
  leftOf,
  serving as zonal,
} from '../../../builders-serving.ts'

const limits = {
  serving: { balancers: 'fronted' as const, applicationZones: null, valuesPerListenerRule: null, endpointPrefixes: [] },
}
const serving = (objects: readonly NetworkObject[], more: Parameters<typeof zonal>[1] = {}) =>
  zonal(objects, { limits, ...more })

const tcp = (port: number, over: Parameters<typeof aListener>[0] = {}) => aListener({ protocol: 'TCP', port, ...over })

describe('a load balancer with one front', () => {
  it('stands in one subnet, with its known address, and says what it gives up', () => {
    const objects = [aNetworkBalancer({ addresses: atSubnets('10.0.1.7') }), aTcpPool()]

    const result = serving(objects)

    expect(result.translation.balancers).toMatchObject([
      {
        subnetKeys: ['subnet-2'],
        addresses: [{ subnetKey: 'subnet-2', to: parseAddress('10.9.1.7') }],
        listeners: [{ protocol: 'tcp', port: 443, targetPort: 8443 }],
      },
    ])
    expect(leftOf(result)).toEqual([])
    expect(leftOf(serving([aNetworkBalancer({ addresses: atSubnets('10.0.0.7', '10.0.1.7') }), aTcpPool()]))).toEqual([
      '1 address not built, because the load balancer cannot have the address that takes its place: 10.0.1.7 of shop.',
    ])
  })

  it('stands nowhere where it is public, and belongs to the network of who is behind it', () => {
    const objects = [aNetworkBalancer({ internal: false, subnetIds: [], vpcId: null }), aTcpPool({ vpcId: null })]

    expect(serving(objects).translation.balancers).toMatchObject([{ internal: false, vpcKey: 'vpc-1', subnetKeys: [] }])
  })

  it('leads its listeners to the ports that they say, also behind one pool', () => {
    const listeners = [tcp(80, { targetPort: 8080 }), tcp(443, { targetPort: 8443 })]
    const pool = aTcpPool({ port: null, targets: [aTarget({ port: null })] })

    const { translation } = serving([aNetworkBalancer({ listeners }), pool])

    expect(translation.balancers?.[0]?.listeners.map(({ port, targetPort }) => [port, targetPort])).toEqual([
      [443, 8443],
      [80, 8080],
    ])
  })

  it('keeps that targets see the address of the front', () => {
    const { translation } = serving([aNetworkBalancer({ listeners: [tcp(443, { keepsAddress: true })] }), aTcpPool()])

    expect(translation.balancers?.[0]?.listeners).toMatchObject([{ keepsAddress: true }])
  })

  it('names the card of a target by its address', () => {
    const { translation } = serving([aNetworkBalancer(), aTcpPool({ targets: [aTarget({ nicId: 'nic-vm-1' })] })])

    expect(translation.targetPools?.[0]?.targets).toMatchObject([{ vmId: 'vm-1', address: parseAddress('10.9.0.10') }])
  })

  it.each<[string, readonly NetworkObject[], string]>([
    ['looks into requests', [aBalancer(), aPool()], 'an application gateway takes its place'],
    [
      'looks into requests of plain HTTP',
      [aBalancer({ listeners: [aListener({ protocol: 'HTTP', port: 80 })] }), aPool({ protocol: 'HTTP' })],
      'its listeners (HTTP 80)',
    ],
    ['has groups', [aNetworkBalancer({ securityGroupIds: ['sg-web'] }), aTcpPool()], 'guarded by security groups'],
    [
      'has several fronts',
      [aNetworkBalancer({ listeners: [tcp(1, { frontId: 'a' }), tcp(2, { frontId: 'b' })] }), aTcpPool()],
      'several fronts',
    ],
    [
      'decrypts',
      [aNetworkBalancer({ listeners: [aListener({ protocol: 'TLS' })] }), aTcpPool()],
      'it decrypts, and balancers of the target pass on what comes',
    ],
    [
      'has targets at several ports',
      [aNetworkBalancer(), aTcpPool({ targets: [aTarget(), aTarget({ vmId: 'vm-2', port: 1 })] })],
      'its targets answer at several ports',
    ],
    ['has an unknown subnet', [aNetworkBalancer({ subnetIds: ['subnet-9'] }), aTcpPool()], 'a subnet of it is not'],
    ['has no subnet', [aNetworkBalancer({ subnetIds: [] }), aTcpPool()], 'its subnets are not known'],
  ])('is left where it %s', (_, objects, why) => {
    const result = serving(objects)

    expect(result.translation.balancers).toBe(undefined)
    expect(leftOf(result).join('\n')).toContain(why)
  })

  it('is one finding each where people make it', () => {
    const second = aBalancer({ id: 'lb-2', name: 'till', listeners: [aListener({ port: 8443 })] })

    const left = leftOf(serving([aBalancer(), second, aPool()])).filter((text) => text.includes('gateway'))

    expect(left).toHaveLength(2)
  })

  it('leaves a listener that leads where another one does', () => {
    const listeners = [tcp(80), tcp(443)]

    const result = serving([aNetworkBalancer({ listeners }), aTcpPool()])

    expect(result.translation.balancers?.[0]?.listeners).toHaveLength(1)
    expect(leftOf(result)).toEqual([
      '1 listener not built, because another one of the same load balancer has its port, or that of its targets: shop TCP 443.',
    ])
  })

  it('is the only one of its sort before a card', () => {
    const objects = [
      aNetworkBalancer(),
      aNetworkBalancer({ id: 'lb-2', name: 'second' }),
      aNetworkBalancer({ id: 'lb-3', name: 'outside', internal: false }),
      aTcpPool(),
    ]

    const result = serving(objects)

    expect(result.translation.balancers?.map(({ name }) => name)).toEqual(['outside', 'shop'])
    expect(leftOf(result)).toEqual([
      '1 load balancer not built, because who is behind it is behind another one of its sort already: second.',
    ])
  })
})

it('makes no endpoints where the target has none', () => {
  expect(leftOf(serving([anEndpoint()]))).toEqual([
    '1 endpoint not built, because the plan makes none for this target: vpce-1 (com.cloud.eu-west-1.queue).',
  ])
})
