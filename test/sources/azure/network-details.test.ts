/** What virtual networks, interfaces, balancers and hubs say beside addresses: by the live source, and from files. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf, type NetworkObject, type NetworkObjectKind } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { aResource, answerOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { startAzureServer, type AzureServer } from '../../support/azure-server.ts'
import { netId, quayAzure } from '../../support/quay-azure.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

let server: AzureServer
let reading: SiteReading

beforeAll(async () => {
  server = await startAzureServer((asked) => answerOf(quayAzure, asked))
  withAzureCredentials(server.endpoint)
  reading = await readSite(anAzureRequest({ endpoint: server.endpoint }))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

const lowId = (type: string, name: string): string => netId(type, name).toLowerCase()
const last = (id: string | null | undefined): string => id?.split('/').at(-1) ?? ''
const texts = (addresses: readonly Parameters<typeof formatAddress>[0][]) => addresses.map(formatAddress)
const blocks = (cidrs: readonly Parameters<typeof formatCidr>[0][]) => cidrs.map(formatCidr)
const object = <Kind extends NetworkObjectKind>(kind: Kind, name: string) =>
  objectsOf(reading.network.objects, kind).find((one) => one.name === name)!
const nic = (name: string) => reading.vms.flatMap(({ nics }) => nics).find(({ id }) => last(id) === name)
const subnet = (name: string) => reading.network.subnets.find((one) => one.name === name)

describe('virtual networks', () => {
  test('say whether they encrypt, and the communities of their routes; silence is no statement', () => {
    const [quay, yard] = reading.network.vpcs

    expect(quay).toMatchObject({ encryption: 'where-possible', bgpCommunities: ['12076:20010', '12076:50004'] })
    expect(Object.keys(yard ?? {}).toSorted()).toEqual(['blocks', 'id', 'name', 'platformRoutes'])
  })

  test('have subnets that lend a way out or not, and whose rules hold for endpoints or not', () => {
    expect(['shop', 'free', 'back'].map((name) => subnet(name)?.lendsWayOut)).toEqual([false, true, undefined])
    expect(subnet('back')).toMatchObject({
      filtersEndpoints: true,
      routesEndpoints: false,
      filtersOfferedServices: false,
    })
    expect(subnet('shop')).not.toHaveProperty('filtersEndpoints')
  })

  test('limit what service endpoints reach, service by service', () => {
    expect(object('endpoint', 'Microsoft.Storage')).toMatchObject({
      hasPolicy: true,
      limits: [
        {
          id: lowId('serviceEndpointPolicies', 'ledger-only'),
          subnetIds: [lowId('virtualNetworks/subnets', 'quay-vnet/free')],
          resources: [expect.stringMatching(/storageaccounts\/ledger$/)],
        },
      ],
    })
    expect(object('endpoint', 'Microsoft.Sql')).toMatchObject({ hasPolicy: false })
    expect(object('endpoint', 'Microsoft.Sql')).not.toHaveProperty('limits')
  })

  test('have peerings with all four flags', () => {
    expect(object('peering', 'to-yard')).toMatchObject({
      passes: true,
      forwards: true,
      lendsGateway: true,
      usesPeerGateway: false,
    })
  })
})

describe('interfaces', () => {
  test('say what of them was chosen, whom they ask for names, how they reach hardware and the internet', () => {
    expect(nic('till-front')).toMatchObject({ forwards: true, accelerated: true, borrowsWayOut: false })
    expect(texts(nic('till-front')?.pickedAddresses ?? [])).toEqual(['10.20.1.5'])
    expect(texts(nic('till-back')?.nameServers ?? [])).toEqual(['10.20.2.99'])
    expect(nic('vision-nic')).toMatchObject({ accelerated: false, borrowsWayOut: true })
    expect(Object.keys(nic('till-back') ?? {})).not.toContain('accelerated')
  })
})

describe('balancers and addresses', () => {
  test('have fronts with their zones, and rules for all ports or with the address of the front', () => {
    const { fronts = [], listeners } = object('load-balancer', 'shop-lb')

    expect(
      fronts.map(({ id, zones, addresses, publicAddresses }) => [
        last(id),
        zones,
        texts([...addresses, ...publicAddresses]),
      ]),
    ).toEqual([
      ['outside', ['1', '2', '3'], ['198.51.100.11']],
      ['inside', ['2'], ['10.20.1.100']],
    ])
    expect(listeners.map(({ frontId, allPorts, keepsAddress }) => [last(frontId), allPorts, keepsAddress])).toEqual([
      ['outside', undefined, undefined],
      ['inside', true, true],
      ['', undefined, undefined],
    ])
  })

  test('have their class and zones where Azure states them', () => {
    expect(object('public-address', 'till-ip')).toMatchObject({ sourceClass: 'Standard', zones: [] })
    expect(object('public-address', 'lb-ip')).toMatchObject({ zones: ['1', '2', '3'] })
    expect(object('public-address', 'vpn-ip')).not.toHaveProperty('zones')
  })
})

describe('hubs of a virtual WAN', () => {
  test('have VPN gateways, whose connections lead to sites with several lines', () => {
    const gateway = object('gateway', 'hub-vpn')
    const connection = object('connection', 'to-depot')
    const site = object('remote-gateway', 'depot')

    expect(gateway).toMatchObject({ role: 'vpn', asn: 65_515, hubId: lowId('virtualHubs', 'hub') })
    expect([texts(gateway.publicAddresses), texts(gateway.addresses)]).toEqual([['198.51.100.60'], ['10.90.0.4']])
    expect(connection).toMatchObject({ gatewayId: gateway.id, remoteId: site.id, vpcId: null, dynamic: true })
    expect(blocks(connection.blocks)).toEqual(['172.28.0.0/16'])
    expect(connection.translations.map(({ from, to }) => [formatCidr(from), formatCidr(to)])).toEqual([
      ['10.21.0.0/24', '192.168.78.0/24'],
    ])
    expect(site).toMatchObject({ asn: 65_040 })
    expect([site.publicAddress!, ...(site.morePublicAddresses ?? [])].map(formatAddress)).toEqual([
      '203.0.113.20',
      '203.0.113.21',
    ])
  })

  test('have firewalls, whose addresses the hub gives', () => {
    const wall = object('gateway', 'hub-wall')

    expect(wall).toMatchObject({ role: 'firewall', hubId: lowId('virtualHubs', 'hub') })
    expect([texts(wall.addresses), texts(wall.publicAddresses)]).toEqual([['10.90.0.68'], ['198.51.100.70']])
  })

  test('have gateways of private lines, whose connections lead to circuits', () => {
    const connection = object('connection', 'hub-over-line')

    expect(object('gateway', 'hub-line')).toMatchObject({ role: 'private-line', hubId: lowId('virtualHubs', 'hub') })
    expect([last(connection.gatewayId), last(connection.remoteId)]).toEqual(['hub-line', 'line'])
    expect(blocks(connection.insideBlocks)).toEqual(['172.29.0.0/30', '172.29.0.4/30'])
  })
})

const readFiles = async (folder: string): Promise<SiteReading> => (await azureCliSource.readSite?.(aRequest(folder)))!

describe('what a plan would not carry of it', () => {
  test('is said: borrowed ways out, and targets that hold the address of their front', () => {
    const findings = objectsNotPlanned(reading.network, reading.vms)
    const affected = (subject: string) => findings.find((one) => one.subject === subject)?.affected.map(last)

    expect(affected('interfaces without a way out of their own')).toEqual(['vision-nic'])
    expect(affected('listeners with direct server return')).toEqual(['all-ports'])
  })
})

test('hubs, sites and policies of which Azure says next to nothing are read as they are', async () => {
  const bare = ['vpnGateways a', 'vpnSites b', 'expressRouteGateways c', 'serviceEndpointPolicies d'].map((what) =>
    aResource(`Microsoft.Network/${what}`, {}),
  )
  const parts = [
    aResource('Microsoft.Network/vpnGateways e', { connections: [{ id: '/e/1', name: 'one' }], natRules: [{}] }),
    aResource('Microsoft.Network/expressRouteGateways c2', { expressRouteConnections: [{ id: '/c/1', name: 'x' }] }),
    aResource('Microsoft.Network/vpnSites f', { vpnSiteLinks: [{ name: 'line' }] }),
    aResource('Microsoft.Network/loadBalancers g', { frontendIPConfigurations: [{ name: 'bare' }] }),
    aResource('Microsoft.Network/virtualNetworks h', { encryption: {}, bgpCommunities: {}, subnets: [] }),
  ]
  const machine = quayAzure.resources.filter(({ name }) => name === 'vision')
  const estate = { ...quayAzure, resources: [...machine, ...bare, ...parts] }
  const other = await startAzureServer((asked) => answerOf(estate, asked))

  const { network, findings } = await readSite(anAzureRequest({ endpoint: other.endpoint }))

  await other.close()
  expect(findings.filter(({ code }) => code === 'source.partial' || code === 'site.row-unreadable')).toEqual([])
  expect(network.objects.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
    'connection one',
    'connection x',
    'gateway a',
    'gateway c',
    'gateway c2',
    'gateway e',
    'load-balancer g',
    'remote-gateway b',
    'remote-gateway f',
  ])
  expect(network.vpcs.map((vpc) => Object.keys(vpc).toSorted())).toEqual([['blocks', 'id', 'name', 'platformRoutes']])
})

/** As `az` shows it: `properties` beside the rest, everywhere. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat)
  if (typeof value !== 'object' || value === null) return value
  const { properties, ...rest } = value as Record<string, unknown>
  const own = { ...(typeof properties === 'object' ? properties : {}), ...rest }
  return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, key === 'tags' ? item : flat(item)]))
}

/** Service tags, and the rules of network managers, are answers without what they belong to; no list of a folder has them. */
const isInFiles = ({ id }: NetworkObject): boolean =>
  id !== 'Storage.WestEurope' && !id.includes('/securityadminrules/')

describe('the same estate in files', () => {
  test.each([
    { shape: 'as az writes it', write: (value: unknown) => flat(value) },
    { shape: 'as the REST API writes it', write: (value: unknown) => value },
  ])('has the same network, $shape', async ({ write }) => {
    const folder = await aFolder({ 'estate.json': JSON.stringify(quayAzure.resources.map(write)) })

    const { network, vms } = await readFiles(folder)

    const { objects, ...rest } = reading.network
    expect(network).toEqual({ ...rest, objects: objects.filter(isInFiles) })
    expect(vms.map(({ nics }) => nics)).toEqual(reading.vms.map(({ nics }) => nics))
  })

  test('loses nothing to hostile or broken details', async () => {
    const hostile = quayAzure.resources.map((resource) =>
      JSON.parse(
        JSON.stringify(resource)
          .replaceAll('"AllowUnencrypted"', '"__proto__"')
          .replaceAll('"NetworkSecurityGroupEnabled"', '"constructor"')
          .replaceAll('"12076:20010"', '"$(reboot) | `x`"')
          .replaceAll('"10.20.2.99"', '"10.20.2.999"')
          .replaceAll('"203.0.113.20"', '"not-an-address"'),
      ),
    )
    const folder = await aFolder({ 'estate.json': JSON.stringify(hostile) })

    const { network, vms } = await readFiles(folder)

    expect(network.vpcs[0]).toMatchObject({ bgpCommunities: ['$(reboot) | `x`', '12076:50004'] })
    expect(network.subnets.find(({ name }) => name === 'back')).not.toHaveProperty('filtersEndpoints')
    expect(vms.flatMap(({ nics }) => nics).filter(({ nameServers }) => nameServers)).toEqual([])
    expect(network.objects).toHaveLength(reading.network.objects.filter(isInFiles).length)
  })
})
