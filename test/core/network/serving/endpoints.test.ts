import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/model/address.ts'
import { someLimits, aSubnet } from '../../../builders-network.ts'
import { anEndpoint, atSubnets, leftOf, serving } from '../../../builders-serving.ts'

const endpointOf = (over: Parameters<typeof anEndpoint>[0], more = {}) => serving([anEndpoint(over)], more)

describe('an endpoint', () => {
  it('of interfaces is made under the name of the recovery region, in its subnets and groups', () => {
    const { translation } = endpointOf({})

    expect(translation.endpoints).toEqual([
      {
        key: expect.stringMatching(/^queue-/),
        from: 'vpce-1',
        name: 'queue',
        role: 'interface',
        service: 'com.cloud.eu-central-1.queue',
        vpcKey: 'vpc-1',
        routeTableKeys: [],
        subnetKeys: ['subnet-1', 'subnet-2'],
        addresses: [],
        securityGroupKeys: ['sg-web'],
        privateNames: true,
      },
    ])
    expect(translation.objects[0]?.fate).toBe('built')
  })

  it('keeps its addresses, all of them or none', () => {
    const all = endpointOf({ addresses: atSubnets('10.0.0.7', '10.0.1.7') })
    const one = endpointOf({ addresses: atSubnets('10.0.0.7') })

    expect(all.translation.endpoints?.[0]?.addresses).toEqual([
      { subnetKey: 'subnet-1', from: parseAddress('10.0.0.7'), to: parseAddress('10.9.0.7') },
      { subnetKey: 'subnet-2', from: parseAddress('10.0.1.7'), to: parseAddress('10.9.1.7') },
    ])
    expect(one.translation.endpoints?.[0]?.addresses).toEqual([])
  })

  it('of a gateway stands in the route tables that are planned', () => {
    const { translation } = endpointOf({
      role: 'gateway',
      routeTableIds: ['rtb-1', 'rtb-9'],
      service: 'com.cloud.eu-west-1.store',
    })

    expect(translation.endpoints?.[0]).toMatchObject({
      role: 'gateway',
      service: 'com.cloud.eu-central-1.store',
      routeTableKeys: ['rtb-1'],
      subnetKeys: [],
      privateNames: false,
    })
  })

  it.each<[string, Parameters<typeof anEndpoint>[0], string]>([
    ['of somebody else', { service: 'com.cloud.vpce.eu-west-1.svc-1' }, 'somebody else keeps it'],
    ['of another platform', { service: 'privatelink.example.net' }, 'somebody else keeps it'],
    ['of another region', { service: 'com.cloud.us-east-1.queue' }, 'somebody else keeps it'],
    ['with a trick for a name', { service: 'com.cloud.eu-west-1.${path.root}' }, 'somebody else keeps it'],
    ['that is offered', { role: 'offered' }, 'it is offered to others'],
    ['of appliances', { role: 'load-balancer' }, 'the appliances behind it'],
    ['with a policy', { hasPolicy: true }, 'its policy names networks or endpoints'],
    ['of another network', { vpcId: 'vpc-9' }, 'its network is not planned'],
    ['in a subnet that is gone', { subnetIds: ['subnet-1', 'subnet-9'] }, 'a subnet of it is not planned'],
    ['in no subnet', { subnetIds: [] }, 'none of its subnets is planned'],
    ['with an unknown group', { securityGroupIds: ['sg-9'] }, 'a security group of it'],
    ['in no table', { role: 'gateway' }, 'it is in no route table'],
  ])('%s is left, with the reason', (_, over, why) => {
    const result = endpointOf(over)

    expect(result.translation.endpoints).toBeUndefined()
    expect(result.translation.objects[0]?.fate).toBe('rebuild')
    expect(leftOf(result)).toEqual([expect.stringContaining(why)])
  })

  it('needs a zone for each of its subnets', () => {
    const subnets = ['10.0.0.0/24', '10.0.1.0/24'].map((block, index) =>
      aSubnet(`subnet-${index + 1}`, block, { zone: 'a' }),
    )

    expect(leftOf(endpointOf({}, { network: { subnets } })).join()).toContain('two of its subnets are in one zone')
  })

  it('is made for no target without such services', () => {
    const limits = {
      serving: { ...someLimits().serving, applicationZones: { value: 2, source: '', asOf: '' }, endpointPrefixes: [] },
    }

    expect(endpointOf({}, { limits }).translation.endpoints).toBeUndefined()
  })
})
