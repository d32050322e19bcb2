/** Public zones and resolvers: by the live source through the real SDK, and from files. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type Asked, type AzureServer } from '../../support/azure-server.ts'
import { netId, quayAzure } from '../../support/quay-azure.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

let server: AzureServer
let reading: SiteReading
let wayward: (asked: Asked) => Answer | null = () => null

beforeAll(async () => {
  server = await startAzureServer((asked) => wayward(asked) ?? answerOf(quayAzure, asked))
  withAzureCredentials(server.endpoint)
  reading = await readSite(anAzureRequest({ endpoint: server.endpoint }))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

const readFiles = async (folder: string): Promise<SiteReading> => (await azureCliSource.readSite?.(aRequest(folder)))!

const lowId = (type: string, name: string): string => netId(type, name).toLowerCase()
const last = (id: string): string => id.split('/').at(-1) ?? ''
const publicRecords = ({ network }: SiteReading) => network.dnsRecords.filter(({ zoneId }) => zoneId !== undefined)
const resolvers = ({ network }: SiteReading) => objectsOf(network.objects, 'resolver')

async function readAgain(answer: typeof wayward): Promise<SiteReading> {
  wayward = answer
  try {
    return await readSite(anAzureRequest({ endpoint: server.endpoint }))
  } finally {
    wayward = () => null
  }
}

describe('public zones', () => {
  test('are told from private ones of the same name', () => {
    expect(
      objectsOf(reading.network.objects, 'dns-zone').map(({ id, private: isPrivate }) => [
        id.replace(/.*microsoft.network\//, ''),
        isPrivate,
      ]),
    ).toEqual([
      ['dnszones/quay.example', false],
      ['dnszones/quay.internal', false],
      ['privatednszones/quay.internal', true],
    ])
  })

  test('have their records with time to live, and aliases with what they stand for', () => {
    expect(
      publicRecords(reading).map(({ name, type, ttlSeconds, values }) => [name, type, ttlSeconds, values]),
    ).toEqual([
      ['quay.example', 'ALIAS', 3600, [lowId('publicIPAddresses', 'lb-ip')]],
      ['quay.example', 'CAA', 60, ['0 issue ca.example']],
      ['quay.example', 'NS', 172_800, ['ns1-01.azure-dns.com.']],
      ['till.quay.example', 'A', 600, ['198.51.100.9', '198.51.100.8']],
      ['till.quay.example', 'AAAA', 600, ['2001:db8::9']],
      ['www.quay.example', 'CNAME', 60, ['till.quay.example']],
      ['9.quay.internal', 'PTR', 60, ['till.quay.example']],
    ])
    expect(new Set(publicRecords(reading).map(({ zoneId }) => zoneId))).toEqual(
      new Set([lowId('dnsZones', 'quay.internal'), lowId('dnsZones', 'quay.example')]),
    )
  })

  test('are left out of the plan and named there', () => {
    const finding = objectsNotPlanned(reading.network, reading.vms).find(
      ({ subject }) => subject === 'public DNS zones',
    )

    expect(finding?.message).toContain('"quay.example", "quay.internal"')
  })
})

describe('resolvers', () => {
  test('answer at addresses that were chosen or not, and ask from a subnet', () => {
    expect(
      resolvers(reading)
        .filter(({ direction }) => direction !== 'rule')
        .map(({ name, direction, vpcIds, subnetIds, addresses, isStatic }) => [
          name,
          direction,
          vpcIds.map(last),
          subnetIds.map(last),
          addresses.map(formatAddress),
          isStatic,
        ]),
    ).toEqual([
      ['in', 'inbound', ['quay-vnet'], ['back'], ['10.20.2.53'], true],
      ['moves', 'inbound', ['quay-vnet'], ['free'], ['10.20.3.53'], false],
      ['out', 'outbound', ['quay-vnet'], ['back'], [], undefined],
    ])
  })

  test('forward by rules for the networks that are linked, from the subnets that they ask from', () => {
    expect(
      resolvers(reading)
        .filter(({ direction }) => direction === 'rule')
        .map(({ name, domain, forwardsTo, vpcIds, subnetIds }) => [
          name,
          domain,
          forwardsTo,
          vpcIds.map(last),
          subnetIds.map(last),
        ]),
    ).toEqual([
      [
        'offices',
        'office.quay.internal',
        ['172.30.0.53:5353', '[2001:db8::53]:53'],
        ['quay-vnet', 'yard-vnet'],
        ['back'],
      ],
      ['rest (disabled)', '.', ['172.30.0.54:53'], ['quay-vnet', 'yard-vnet'], ['back']],
    ])
  })

  test('are left out of the plan and named there', () => {
    const named = objectsNotPlanned(reading.network, reading.vms)
    const affectedBy = (sort: string): number => named.find(({ subject }) => subject === sort)?.affected.length ?? 0

    expect([affectedBy('DNS resolvers'), affectedBy('DNS forwarding rules')]).toEqual([3, 2])
  })
})

describe('what Azure refuses', () => {
  test('is a finding that names the permission, and costs nothing else', async () => {
    const again = await readAgain(({ action }) =>
      /\/(dnsResolvers|dnsZones\/recordsets)\/read$/i.test(action)
        ? armError(403, 'AuthorizationFailed: The client does not have authorization.')
        : null,
    )

    const partial = again.findings.filter(({ code }) => code === 'source.partial')
    expect(partial).toHaveLength(1)
    expect(partial[0]?.message).toContain(
      'Microsoft.Network/dnsResolvers/read, Microsoft.Network/dnsZones/recordsets/read',
    )
    expect(partial[0]?.message).toContain('AuthorizationFailed')
    expect(publicRecords(again)).toEqual([])
    expect(resolvers(again).map(({ direction }) => direction)).toEqual(['rule', 'rule'])
    expect(again.vms).toEqual(reading.vms)
  })

  test.each([
    { name: 'throttles once', answer: { ...armError(429, 'TooManyRequests: Later.', { 'retry-after': '0' }) } },
    { name: 'is out of order once', answer: armError(503, 'ServerBusy: Later.') },
    { name: 'breaks off once', answer: { body: { value: [{ id: 'x'.repeat(99) }] }, cut: 'reset' } as Answer },
    { name: 'ends too early once', answer: { body: { value: [{ id: 'x'.repeat(99) }] }, cut: 'short' } as Answer },
    { name: 'shows a page of a proxy once', answer: { body: '<html>Log in</html>', type: 'text/html' } },
  ])('is asked for again when it $name', async ({ answer }) => {
    const done = new Set<string>()

    const again = await readAgain(({ path, action }) => {
      if (!/dns(Zones|Resolvers|ForwardingRulesets)/.test(action) || /private/i.test(action) || done.has(path))
        return null
      done.add(path)
      return answer
    })

    expect(done.size).toBeGreaterThan(6)
    expect(again).toEqual(reading)
  })

  test('is a finding when entries are not what they should be, and the others stay', async () => {
    const again = await readAgain(({ action, path }) =>
      action.endsWith('inboundEndpoints/read')
        ? {
            body: {
              value: [
                null,
                'text',
                { id: `${path}/odd`, properties: { ipConfigurations: 'none' } },
                { id: `${path}/bare` },
              ],
            },
          }
        : null,
    )

    expect(resolvers(again).filter(({ direction }) => direction === 'outbound')).toHaveLength(1)
    expect(resolvers(again).filter(({ direction }) => direction === 'rule')).toHaveLength(2)
    expect(
      again.findings.filter(({ code }) => code === 'source.partial' || code === 'site.row-unreadable'),
    ).not.toEqual([])
  })
})

test('files of az hold the same', async () => {
  const id = (type: string, name: string): string =>
    `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/${type}/${name}`
  const folder = await aFolder({
    'vms.json': JSON.stringify([{ id: '/subscriptions/s/vm', name: 'till', hardwareProfile: { vmSize: 'B' } }]),
    'zones.json': JSON.stringify([{ id: id('dnszones', 'quay.example'), name: 'quay.example', zoneType: 'Public' }]),
    'records.json': JSON.stringify([
      { id: id('dnszones', 'quay.example/A/till'), name: 'till', TTL: 60, ARecords: [{ ipv4Address: '198.51.100.9' }] },
    ]),
    'resolver.json': JSON.stringify([{ id: id('dnsResolvers', 'asks'), virtualNetwork: { id: '/net' } }]),
    'inbound.json': JSON.stringify([
      {
        id: id('dnsResolvers/asks/inboundEndpoints', 'in'),
        name: 'in',
        ipConfigurations: [{ privateIpAddress: '10.20.2.53', privateIpAllocationMethod: 'Static' }],
      },
    ]),
  })

  const { network, findings } = await readFiles(folder)

  expect(network.dnsRecords).toMatchObject([{ name: 'till.quay.example', ttlSeconds: 60, values: ['198.51.100.9'] }])
  expect(objectsOf(network.objects, 'dns-zone')).toMatchObject([{ private: false }])
  expect(objectsOf(network.objects, 'resolver')).toMatchObject([{ name: 'in', isStatic: true, vpcIds: ['/net'] }])
  expect(findings.filter(({ code }) => code === 'site.file-unread')).toEqual([])
})
