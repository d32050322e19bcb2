import { expect, it } from 'vitest'
import { privateRecords, privateZones, unsaidRecords } from '../../../src/targets/azure/terraform-names.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import { anAzurePlan } from '../../builders-plan-azure.ts'

const aRecord = (over: Partial<NetworkTranslation['dnsRecords'][number]>) => ({
  from: 'record-1',
  zone: 'shop.test.',
  name: 'db.shop.test.',
  type: 'A',
  ttlSeconds: 60,
  fromValues: [],
  values: ['10.64.1.4'],
  rule: 'offset' as const,
  ...over,
})

const recordsOf = (...dnsRecords: readonly NetworkTranslation['dnsRecords'][number][]) =>
  privateRecords({ ...anAzurePlan().network, dnsZones: [], dnsRecords })

it('names are those within their zone, with the addresses of the recovery site', () => {
  const values = recordsOf(
    aRecord({}),
    aRecord({ name: 'shop.test', values: ['10.64.1.5'], ttlSeconds: null }),
    aRecord({ name: '*.Apps', values: ['10.64.1.6'] }),
  )

  expect(Object.values(values)).toEqual([
    {
      zone: 'shop.test',
      records: {
        db: { ttl_seconds: 60, addresses: ['10.64.1.4'] },
        '@': { ttl_seconds: 300, addresses: ['10.64.1.5'] },
        '*.apps': { ttl_seconds: 60, addresses: ['10.64.1.6'] },
      },
    },
  ])
})

it('joins the addresses of a name that is there twice', () => {
  const [zone] = Object.values(recordsOf(aRecord({}), aRecord({ values: ['10.64.1.3'], ttlSeconds: 30 })))

  expect(zone?.records).toEqual({ db: { ttl_seconds: 30, addresses: ['10.64.1.3', '10.64.1.4'] } })
})

it('leaves out other types, addresses of IPv6, and names that Azure does not take', () => {
  const values = recordsOf(
    aRecord({ type: 'CNAME', values: ['other.test'] }),
    aRecord({ values: ['2001:db8::1'] }),
    // oxlint-disable-next-line no-template-curly-in-string
    aRecord({ name: '${path.root}.shop.test' }),
  )

  expect(values).toEqual({})
})

it('makes zones that the source knows to be private, for who sees them, and answers for load balancers', () => {
  const { network } = anAzurePlan()

  expect(privateZones(network)).toEqual(['corp.example'])
  expect(Object.values(privateRecords(network))[0]).toEqual({
    zone: 'corp.example',
    vpc_keys: ['shop'],
    records: {
      db: { ttl_seconds: 60, addresses: ['10.64.1.10'] },
      orders: { ttl_seconds: 60, addresses: [], balancer_key: 'orders-lb' },
      open: { ttl_seconds: 60, addresses: [], balancer_key: 'open-lb' },
    },
  })
})

it('never puts a record of a public zone into a private one of the same name', () => {
  const { network } = anAzurePlan()
  const dnsRecords = [aRecord({ zone: 'corp.example', name: 'out.corp.example', zoneKey: 'public' })]

  expect(privateRecords({ ...network, dnsRecords })).toEqual({})
})

it('tells records of private zones that are not made', () => {
  const { network } = anAzurePlan()
  const own = { zone: 'corp.example', zoneKey: 'corp-example' }
  const text = aRecord({ ...own, name: 'corp.example', type: 'TXT', values: ['"x"'] })

  expect(unsaidRecords({ ...network, dnsRecords: [text, aRecord({ ...own, name: 'a.corp.example' })] })).toEqual([text])
})
