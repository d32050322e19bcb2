import { describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../../src/model/network.ts'
import { aRecord } from '../../../builders-network.ts'
import {
  aBalancer,
  aNetworkBalancer,
  aPool,
  aTcpPool,
  aZone,
  atSubnets,
  leftOf,
  openRoutes,
  serving,
} from '../../../builders-serving.ts'

const withRecords = (records: readonly DnsRecord[], zones = [aZone()]) =>
  serving([...zones, aBalancer(), aPool()], { network: { dnsRecords: records } })

describe('a zone of names', () => {
  it('that is private is made for the networks that see it, and its records know it', () => {
    const { translation } = withRecords([aRecord('web.example.test', ['10.0.0.10'])])

    expect(translation.dnsZones).toEqual([
      {
        key: expect.stringMatching(/^example-test-/),
        from: 'Z1',
        name: 'example.test',
        private: true,
        vpcKeys: ['vpc-1'],
      },
    ])
    expect(translation.dnsRecords[0]).toMatchObject({ values: ['10.9.0.10'], zoneKey: translation.dnsZones?.[0]?.key })
    expect(translation.objects.find(({ kind }) => kind === 'dns-zone')?.fate).toBe('built')
  })

  it('that is public is known as such, and never made', () => {
    const { translation } = withRecords([], [aZone({ private: false, vpcIds: [] })])

    expect(translation.dnsZones).toMatchObject([{ private: false, vpcKeys: [] }])
    expect(translation.objects.find(({ kind }) => kind === 'dns-zone')?.fate).toBe('rebuild')
  })

  it('that no planned network sees is left, with the reason', () => {
    const result = withRecords([], [aZone({ vpcIds: ['vpc-9'] })])

    expect(result.translation.dnsZones).toBeUndefined()
    expect(leftOf(result)).toEqual([
      '1 DNS zone not built, because it is private, and no planned network sees it: example.test.',
    ])
  })

  it('of two with one name is the one that the record names, or none', () => {
    const zones = [aZone(), aZone({ id: 'Z2', private: false, vpcIds: [] })]
    const { translation } = withRecords(
      [aRecord('a.example.test', ['10.0.0.10'], { zoneId: 'Z2' }), aRecord('b.example.test', ['10.0.0.10'])],
      zones,
    )

    const keyOf = (from: string) => translation.dnsZones?.find((zone) => zone.from === from)?.key
    expect(translation.dnsRecords.map(({ zoneKey }) => zoneKey)).toEqual([keyOf('Z2'), undefined])
  })
})

describe('a record', () => {
  it.each<[string, Partial<DnsRecord>]>([
    ['an alias', { type: 'ALIAS', values: ['dualstack.SHOP-1.lb.example.'] }],
    ['another name', { type: 'CNAME', values: ['shop-1.lb.example'] }],
  ])('that is %s of a balancer names the one of the plan', (_, over) => {
    const result = withRecords([aRecord('shop.example.test', [], over)])

    expect(result.translation.dnsRecords[0]?.balancerKey).toBe(result.translation.balancers?.[0]?.key)
    expect(leftOf(result)).toEqual([])
  })

  it('with the public addresses of a balancer names it too', () => {
    const balancer = aNetworkBalancer({ internal: false, publicAddresses: atSubnets('203.0.113.7', '203.0.113.8') })
    const { translation } = serving([balancer, aTcpPool()], {
      network: {
        ...openRoutes,
        dnsRecords: [
          aRecord('x.example.test', ['203.0.113.8', '203.0.113.7']),
          aRecord('y.example.test', ['203.0.113.7', '203.0.113.9']),
        ],
      },
    })

    expect(translation.dnsRecords.map(({ balancerKey }) => balancerKey)).toEqual([
      translation.balancers?.[0]?.key,
      undefined,
    ])
  })

  it.each<[string, Partial<DnsRecord>, string]>([
    [
      'an alias of something else',
      { type: 'ALIAS', values: ['cdn.example'] },
      'it stands for something that the plan does not make',
    ],
    ['one of several', { routing: 'weighted 10' }, 'the platform picks among records of its name'],
  ])('of a private zone that is %s is left, with the reason', (_, over, why) => {
    const result = withRecords([aRecord('x.example.test', ['10.0.0.10'], over)])

    expect(leftOf(result)).toEqual([`1 DNS record not built, because ${why}: x.example.test (${over.type ?? 'A'}).`])
  })

  it('about an address that moves to another zone is in none that is known', () => {
    const zone = aZone({ name: '0.0.10.in-addr.arpa' })
    const pointer = aRecord('10.0.0.10.in-addr.arpa', ['web.example.test'], {
      type: 'PTR',
      zone: '0.0.10.in-addr.arpa',
    })

    expect(withRecords([pointer], [zone]).translation.dnsRecords[0]?.zoneKey).toBeUndefined()
  })
})
