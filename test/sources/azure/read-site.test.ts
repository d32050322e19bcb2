/** The live source, through the real SDK, against a stand-in that holds one of everything. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import { findingSchema } from '../../../src/model/finding.ts'
import { objectsOf, type NetworkObjectKind } from '../../../src/model/network-objects.ts'
import { networkSchema } from '../../../src/model/network.ts'
import { vmSchema } from '../../../src/model/site.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { actions } from '../../../src/sources/azure/actions.ts'
import { azureSource } from '../../../src/sources/azure/index.ts'
import { readMetrics } from '../../../src/sources/azure/read-metrics.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf, idOf, subscriptionId } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { startAzureServer, type AzureServer } from '../../support/azure-server.ts'
import { collect } from '../../support/collect.ts'
import { missingIn } from '../../support/missing-in.ts'
import { netId, quayAzure } from '../../support/quay-azure.ts'
import { aSite } from '../../builders.ts'

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
const object = <Kind extends NetworkObjectKind>(kind: Kind, name: string) => {
  const found = objectsOf(reading.network.objects, kind).filter((one) => one.name === name)
  expect(found).toHaveLength(1)
  return found[0]!
}
const last = (id: string | null | undefined): string => id?.split('/').at(-1) ?? ''
const texts = (addresses: readonly Parameters<typeof formatAddress>[0][]) => addresses.map(formatAddress)
const blocks = (cidrs: readonly Parameters<typeof formatCidr>[0][]) => cidrs.map(formatCidr)

describe('the reading', () => {
  test('has nouns of the shapes of the model, each with an id of its own, in order', () => {
    const { vms, network, findings } = reading

    expect(() => z.encode(z.array(vmSchema), structuredClone(vms) as z.output<typeof vmSchema>[])).not.toThrow()
    expect(() => z.encode(networkSchema, structuredClone(network) as z.output<typeof networkSchema>)).not.toThrow()
    expect(() => z.array(findingSchema).parse(findings)).not.toThrow()
    const { vpcs, subnets, routes, routeTables, dnsRecords, objects } = network
    for (const nouns of [vms, vpcs, subnets, routes, routeTables, dnsRecords, objects]) {
      const ids: readonly string[] = nouns.map(({ id }) => id)
      expect(ids.length).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
    }
  })

  test('is the same when it is made again', async () => {
    expect(await readSite(anAzureRequest({ endpoint: server.endpoint }))).toEqual(reading)
  })

  test('refers to nothing that it does not have, but for what nobody made', () => {
    expect(missingIn(reading)).toEqual([])
  })

  test('says when and where it was made, and reads no files', async () => {
    expect(reading).toMatchObject({ capturedAt: '2026-11-21T00:00:00Z', region: 'westeurope' })
    expect(await azureSource.listFiles(anAzureRequest({ endpoint: server.endpoint }))).toEqual([])
  })

  test('says of every finding what it touches, loses nothing, and shows no secret', () => {
    expect(reading.findings.filter(({ place, affected }) => place === null && affected.length === 0)).toEqual([])
    expect(reading.findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['site.value-invalid', idOf('Microsoft.Sql/servers', 'books').toLowerCase()],
      ['site.value-invalid', idOf('Microsoft.Storage/storageAccounts', 'ledger').toLowerCase()],
      ['site.not-planned', 'custom-DNS interfaces'],
      ['site.not-planned', 'propagation-free route tables'],
      ['site.not-a-vm', 'idle route tables'],
      ['site.not-a-vm', 'uniform scale sets'],
      ['site.vm-powered-off', 'powered-off VMs'],
    ])
    const all = JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(all).not.toContain('must-not-be-seen')
  })

  test('asks with GET, with POST only for lists, and for nothing but what the role allows; the role allows nothing that is not asked', async () => {
    const { batches } = await readMetrics(
      anAzureRequest({ endpoint: server.endpoint, historyDays: 1 }),
      aSite({ vms: [...reading.vms] }),
    )
    await collect(batches)

    const asked = new Set(server.asked.map(({ action }) => action.toLowerCase()))
    expect([...asked].sort()).toEqual([...new Set(Object.values(actions).map((action) => action.toLowerCase()))].sort())
    expect(
      server.asked.filter(({ method, path }) => method !== 'GET' && !/metrics:getBatch$|\/list[A-Z]\w+$/.test(path)),
    ).toEqual([])
  })
})

describe('machines', () => {
  test('have the vCPUs that a constrained size leaves, memory and disks, and what they share', () => {
    expect(reading.vms.find(({ name }) => name === 'till')).toMatchObject({
      source: 'azure',
      power: 'on',
      vcpus: 2,
      memoryGiB: 32,
      architecture: 'x86_64',
      firmware: 'uefi',
      application: 'shop',
      placement: { zone: '2', cluster: expect.stringMatching(/\/near$/) as string },
      disks: [
        { name: 'till-os', capacityGiB: 64, iops: 240, sourceClass: 'Premium_LRS', boot: true },
        { name: 'till-data', capacityGiB: 512, attachment: 'shared' },
      ],
    })
  })

  test('have their accelerators, whose model is in the name of the size', () => {
    expect(reading.vms.find(({ name }) => name === 'vision')).toMatchObject({
      power: 'off',
      accelerators: [{ kind: 'gpu', model: 'A100', count: 1 }],
    })
  })

  test('have their primary interface and address first', () => {
    const nics = reading.vms.find(({ name }) => name === 'till')?.nics ?? []

    expect(nics.map(({ id, addresses, hasPublicAddress }) => [last(id), texts(addresses), hasPublicAddress])).toEqual([
      ['till-front', ['10.20.1.4', '10.20.1.5'], true],
      ['till-back', ['10.20.2.4'], false],
    ])
    expect(nics[0]?.macAddress).toBe('00:0d:3a:aa:00:01')
  })
})

describe('the network', () => {
  test('has all blocks, and subnets whose special names stay', () => {
    expect(reading.network.vpcs.map((vpc) => blocks(vpc.blocks))).toEqual([
      ['10.20.0.0/16', '100.64.8.0/24'],
      ['10.21.0.0/16'],
    ])
    expect(reading.network.subnets.map(({ name }) => name)).toEqual([
      'AzureBastionSubnet',
      'AzureFirewallSubnet',
      'back',
      'free',
      'GatewaySubnet',
      'shop',
      'yard',
    ])
    expect(object('name-service', 'quay-vnet')).toMatchObject({ vpcIds: [lowId('virtualNetworks', 'quay-vnet')] })
  })

  test('has a route table once for each network that uses it, with the hop of every route', () => {
    const { routeTables, routes, subnets } = reading.network
    const tableOf = (name: string) => subnets.find((subnet) => subnet.name === name)?.routeTableId

    expect(routeTables.map(({ id, vpcId }) => [last(id), last(vpcId)])).toEqual([
      ['through-firewall', 'quay-vnet'],
      ['through-firewall@yard-vnet', 'yard-vnet'],
    ])
    expect([tableOf('shop'), tableOf('yard'), tableOf('free')]).toEqual([...routeTables.map(({ id }) => id), null])
    expect(
      routes
        .filter(({ tableId }) => tableId === tableOf('shop'))
        .map(({ destination, hop }) => [
          'prefixListId' in destination ? destination.prefixListId : formatCidr(destination),
          hop.kind,
          hop.id,
        ]),
    ).toEqual([
      ['0.0.0.0/0', 'address', '10.20.254.4'],
      ['172.30.0.0/16', 'vpn-gateway', lowId('virtualNetworkGateways', 'quay-vpn')],
      ['203.0.113.0/24', 'blackhole', null],
      ['Storage.WestEurope', 'internet-gateway', null],
    ])
    expect(routes.filter(({ hop }) => hop.kind === 'vpn-gateway').map(({ hop }) => last(hop.id))).toEqual([
      'quay-vpn',
      '',
    ])
  })

  test('has every security group as an ordered list with its defaults, also where permissions cannot say it', () => {
    const filter = object('packet-filter', 'shop-nsg')

    expect(reading.network.rulesKnown).toBe(false)
    expect(filter).toMatchObject({ stateful: true, vpcId: lowId('virtualNetworks', 'quay-vnet') })
    expect(filter.subnetIds.map(last)).toEqual(['shop'])
    expect(filter.entries.map(({ order, direction, action, name }) => [order, direction, action, name])).toEqual([
      [100, 'ingress', 'allow', 'https'],
      [110, 'ingress', 'allow', 'to-tills'],
      [200, 'ingress', 'deny', 'no-neighbours'],
      [65_000, 'ingress', 'allow', 'AllowVnetInBound'],
      [65_001, 'ingress', 'allow', 'AllowAzureLoadBalancerInBound'],
      [65_500, 'ingress', 'deny', 'DenyAllInBound'],
      [65_000, 'egress', 'allow', 'AllowVnetOutBound'],
      [65_001, 'egress', 'allow', 'AllowInternetOutBound'],
      [65_500, 'egress', 'deny', 'DenyAllOutBound'],
    ])
    expect(filter.entries[1]?.sources).toEqual([lowId('applicationSecurityGroups', 'tills')])
    expect(filter.entries[0]).toMatchObject({ protocol: 'tcp', ports: ['443'], sources: [], destinations: [] })
    expect(object('packet-filter', 'back-nsg').nicIds.map(last)).toEqual(['vision-nic'])
    expect(object('packet-filter', 'back-nsg').entries.find(({ name }) => name === 'database')).toMatchObject({
      ports: ['5432', '6000-6010'],
      sources: ['10.20.1.0/24', '10.21.0.0/24'],
    })
  })

  test('has members of groups, and only the tags of the platform that rules name', () => {
    expect(object('member-group', 'tills').nicIds.map(last)).toEqual(['ledger-nic', 'till-front'])
    expect(blocks(object('prefix-list', 'Storage.WestEurope').blocks)).toEqual(['192.0.2.0/25', '2001:db8::/48'])
    expect(blocks(object('prefix-list', 'shops').blocks)).toEqual(['10.20.1.0/24', '10.21.0.7/32'])
    expect(objectsOf(reading.network.objects, 'prefix-list')).toHaveLength(2)
  })

  test('has peerings with their flags', () => {
    const peering = object('peering', 'to-yard')

    expect(peering).toMatchObject({ forwards: true, usesPeerGateway: false, peerAccount: null })
    expect([last(peering.vpcId), last(peering.peerVpcId), blocks(peering.peerBlocks)]).toEqual([
      'quay-vnet',
      'yard-vnet',
      ['10.21.0.0/16'],
    ])
  })

  test('has private names with the networks that see them', () => {
    const id = lowId('privateDnsZones', 'quay.internal')

    expect(objectsOf(reading.network.objects, 'dns-zone').find((zone) => zone.id === id)).toMatchObject({
      private: true,
      vpcIds: [lowId('virtualNetworks', 'quay-vnet')],
    })
    // Those of public zones say which zone it is; names.test.ts has them.
    expect(
      reading.network.dnsRecords
        .filter(({ zoneId }) => zoneId === undefined)
        .map(({ name, type, ttlSeconds, values }) => [name, type, ttlSeconds, values]),
    ).toEqual([
      ['_ldap._tcp.quay.internal', 'SRV', 60, ['1 2 389 dc.quay.internal']],
      ['note.quay.internal', 'TXT', 60, ['one text']],
      ['quay.internal', 'SOA', 3600, []],
      ['till.quay.internal', 'A', 300, ['10.20.1.4']],
    ])
  })
})

describe('ways in and out', () => {
  test('are public addresses with their owners, names and the block that was brought', () => {
    const address = object('public-address', 'till-ip')

    expect(address).toMatchObject({
      ownerId: lowId('networkInterfaces', 'till-front'),
      isStatic: true,
      pool: lowId('customIPPrefixes', 'brought'),
      dnsName: 'till.quay.example',
      reverseName: 'till.example.',
    })
    expect(formatCidr(object('public-address', 'own-prefix').block!)).toBe('198.51.100.0/28')
    expect(formatCidr(object('public-address', 'brought').block!)).toBe('198.51.100.0/24')
  })

  test.each([
    { name: 'back-nat', role: 'nat', subnets: ['back'], addresses: [], publicAddresses: ['198.51.100.10'] },
    { name: 'quay-vpn', role: 'vpn', subnets: ['gatewaysubnet'], addresses: [], publicAddresses: ['198.51.100.12'] },
    {
      name: 'wall',
      role: 'firewall',
      subnets: ['azurefirewallsubnet'],
      addresses: ['10.20.254.4'],
      publicAddresses: ['198.51.100.13'],
    },
    {
      name: 'door',
      role: 'bastion',
      subnets: ['azurebastionsubnet'],
      addresses: [],
      publicAddresses: ['198.51.100.14'],
    },
    {
      name: 'routes',
      role: 'route-server',
      subnets: [],
      addresses: ['10.20.252.4', '10.20.252.5'],
      publicAddresses: [],
    },
    { name: 'hub', role: 'transit', subnets: [], addresses: [], publicAddresses: [] },
    { name: 'shop-lb/out', role: 'nat', subnets: [], addresses: [], publicAddresses: ['198.51.100.11'] },
  ])('are gateways: $name', ({ name, role, subnets, addresses, publicAddresses }) => {
    const gateway = object('gateway', name)

    expect(gateway.role).toBe(role)
    expect(gateway.subnetIds.map(last)).toEqual(subnets)
    expect(texts(gateway.addresses)).toEqual(addresses)
    expect(texts(gateway.publicAddresses)).toEqual(publicAddresses)
  })

  test('are connections with their traffic selectors and the translation of their gateway', () => {
    const vpn = object('connection', 'to-head-office')
    const line = object('connection', 'over-line')

    expect([last(vpn.gatewayId), last(vpn.remoteId), last(vpn.vpcId)]).toEqual(['quay-vpn', 'head-office', 'quay-vnet'])
    expect([blocks(vpn.blocks), blocks(vpn.localBlocks ?? [])]).toEqual([['172.30.8.0/24'], ['10.20.1.0/24']])
    expect(vpn.translations.map(({ from, to }) => [formatCidr(from), formatCidr(to)])).toEqual([
      ['10.20.1.0/24', '192.168.77.0/24'],
    ])
    expect([last(line.remoteId), line.dynamic, blocks(line.insideBlocks)]).toEqual([
      'line',
      true,
      ['172.29.0.0/30', '172.29.0.4/30'],
    ])
    expect(blocks(object('connection', 'quay-vpn clients').blocks)).toEqual(['172.31.0.0/24'])
    expect(last(object('connection', 'yard').vpcId)).toBe('yard-vnet')
    expect(blocks(object('connection', 'appliance').insideBlocks)).toEqual(['10.20.3.77/32'])
    expect(object('remote-gateway', 'line').asn).toBe(65_030)
    expect(blocks(object('remote-gateway', 'head-office').blocks)).toEqual(['172.30.0.0/16'])
  })

  test('pass the rules of the firewall in the order in which it reads them', () => {
    const filter = object('packet-filter', 'wall-policy')

    expect(filter.subnetIds.map(last)).toEqual(['azurefirewallsubnet'])
    expect(
      filter.entries.map(({ order, action, name, protocol, ports, sources, destinations }) => ({
        order,
        action,
        name,
        protocol,
        ports,
        sources,
        destinations,
      })),
    ).toEqual([
      {
        order: 1,
        action: 'deny',
        name: 'net/no-mail',
        protocol: 'tcp',
        ports: ['25'],
        sources: [lowId('ipGroups', 'shops')],
        destinations: [],
      },
      {
        order: 2,
        action: 'allow',
        name: 'web/updates',
        protocol: 'https',
        ports: ['443'],
        sources: ['10.20.0.0/16'],
        destinations: ['updates.example'],
      },
    ])
    expect(object('service', 'wall-policy').facts).toEqual({
      'private ranges without SNAT': '10.0.0.0/8',
      'translation till-web': 'TCP 198.51.100.13:8443 -> 10.20.1.4:443',
    })
  })
})

describe('what stands before machines and services', () => {
  test('a load balancer with pools by interface, by address and by port', () => {
    const balancer = object('load-balancer', 'shop-lb')
    const byAddress = object('target-pool', 'by-address')
    const pool = (id: string | undefined) =>
      objectsOf(reading.network.objects, 'target-pool').find((one) => one.id === id)

    expect(balancer).toMatchObject({ role: 'network', internal: false })
    expect(balancer.listeners.map(({ protocol, port, poolIds }) => [protocol, port, poolIds.map(last)])).toEqual([
      ['tcp', 443, ['tills']],
      ['all', null, ['by-address']],
      ['tcp', 50_022, ['ssh']],
    ])
    expect(pool(balancer.listeners[0]?.poolIds[0])).toMatchObject({
      port: 8443,
      healthCheck: 'Http :8080/alive',
      targets: [{ vmId: expect.stringMatching(/\/till$/) as string, port: 8443 }],
    })
    expect(texts(byAddress.targets.flatMap(({ address }) => address ?? []) ?? [])).toEqual(['10.20.2.30'])
    expect(object('target-pool', 'ssh').targets).toMatchObject([
      { vmId: expect.stringMatching(/\/till$/) as string, port: 22 },
    ])
  })

  test('an application gateway, whose paths lead to pools of addresses and names', () => {
    const gateway = object('load-balancer', 'shop-gw')
    const pools = objectsOf(reading.network.objects, 'target-pool').filter(({ id }) => id.startsWith(gateway.id))

    expect(gateway).toMatchObject({ role: 'application', internal: false })
    expect(gateway.listeners.map(({ protocol, port, poolIds }) => [protocol, port, poolIds.map(last)])).toEqual([
      ['https', 443, ['images', 'tills']],
    ])
    expect(
      pools.find(({ name }) => name === 'tills')?.targets.map(({ host, address }) => host ?? formatAddress(address!)),
    ).toEqual(['10.20.1.4', 'spare.quay.example'])
    expect(pools.map(({ port, healthCheck }) => [port, healthCheck])).toEqual([
      [8080, 'Http :/ok'],
      [8080, 'Http :/ok'],
    ])
  })

  test('private endpoints and offered services with their addresses', () => {
    const endpoint = object('endpoint', 'ledger')

    expect(endpoint).toMatchObject({
      role: 'interface',
      privateNames: true,
      service: expect.stringMatching(/ledger blob$/) as string,
    })
    expect(texts(endpoint.addresses)).toEqual(['10.20.2.9'])
    expect(object('endpoint', 'offered')).toMatchObject({ role: 'offered', service: 'offered.quay.example' })
  })

  test('service endpoints of subnets, and subnets that belong to a service', () => {
    expect(object('endpoint', 'Microsoft.Storage')).toMatchObject({ role: 'gateway', service: 'Microsoft.Storage' })
    expect(object('endpoint', 'Microsoft.Storage').subnetIds.map(last)).toEqual(['free'])
    expect(object('service', 'free')).toMatchObject({
      type: 'Microsoft.Web/serverFarms',
      vpcId: lowId('virtualNetworks', 'quay-vnet'),
    })
  })

  test('scale sets, with the machines of the flexible ones', () => {
    expect(object('service', 'flexible').vmIds.map(last)).toEqual(['vision'])
    expect(object('service', 'uniform').facts).toEqual({ size: 'Standard_D2s_v5', machines: '4' })
  })
})

describe('limits', () => {
  test('are those of the region of the machines that something is used of, and that have an end', () => {
    const place = (namespace: string, name: string) =>
      `/subscriptions/${subscriptionId}/providers/microsoft.${namespace}/locations/westeurope/usages/${name}`
    const where = { account: subscriptionId, region: 'westeurope' }

    expect(reading.limits).toEqual([
      { ...where, id: place('compute', 'cores'), name: 'Total Regional vCPUs', used: 26, limit: 100 },
      { ...where, id: place('compute', 'lowprioritycores'), name: 'Total Regional Spot vCPUs', used: 4, limit: 3 },
      { ...where, id: place('compute', 'standardesv5family'), name: 'Standard ESv5 Family vCPUs', used: 2, limit: 2 },
      { ...where, id: place('network', 'networkwatchers'), name: 'Network Watchers', used: 1, limit: 1 },
      { ...where, id: place('network', 'publicipaddresses'), name: 'Public IP Addresses', used: 8, limit: 10 },
      { ...where, id: place('network', 'virtualnetworks'), name: 'Virtual Networks', used: 2, limit: 50 },
    ])
  })
})
