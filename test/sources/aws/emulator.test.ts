/** The live source, through the real SDK, against an emulator of AWS that holds an estate. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { isDeepStrictEqual } from 'node:util'
import type { MetricId } from '../../../src/model/metric-series.ts'
import { configSchema } from '../../../src/model/config.ts'
import { findingSchema } from '../../../src/model/finding.ts'
import { networkSchema } from '../../../src/model/network.ts'
import { vmSchema } from '../../../src/model/site.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr, parseCidr } from '../../../src/model/cidr.ts'
import { networkObjectKinds, objectsOf, type NetworkObjectKind } from '../../../src/model/network-objects.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { proveNetwork } from '../../../src/core/network/prove-network.ts'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { actions } from '../../../src/sources/aws/actions.ts'
import { awsQuotaSource } from '../../../src/sources/aws/quotas/read.ts'
import { readMetrics } from '../../../src/sources/aws/read-metrics.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { awsNetworkLimits } from '../../../src/targets/aws/limits.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import { openClients, seedEstate, seedMetrics, type Estate } from '../../support/aws-estate.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startProxy, type Answer, type Asked, type AwsServer } from '../../support/aws-server.ts'
import { balancerArn, policyArn, seedServices, serviceAnswers } from '../../support/aws-services.ts'
import { collect } from '../../support/collect.ts'
import { missingIn } from '../../support/missing-in.ts'
import { motoPath, startMoto, type Moto } from '../../support/moto.ts'
import { aSite } from '../../builders.ts'

const moto = motoPath()
const region = 'eu-west-1'
const instances = Number(process.env['DRPLAN_MOTO_INSTANCES'] ?? 120)
const otherRole = 'arn:aws:iam::222233334444:role/reader'
const until = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000)
const fiveMinutes = 300_000
const anAccountsConfig = {
  schema: 'drplan/config@1',
  site: { id: 'emulated' },
  sources: [{ kind: 'aws', regions: ['eu-west-1'] }],
  target: { platform: 'aws', region: 'eu-central-1' },
  network: { pool: ['10.128.0.0/9'] },
}

/** The emulator does not know this operation. */
const addressPools = ({ operation }: Asked): Answer | null =>
  operation === 'DescribePublicIpv4Pools'
    ? {
        body: `<DescribePublicIpv4PoolsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><publicIpv4PoolSet><item><poolId>ipv4pool-ec2-1</poolId><poolAddressRangeSet><item><firstAddress>198.51.100.0</firstAddress><lastAddress>198.51.100.255</lastAddress></item></poolAddressRangeSet></item></publicIpv4PoolSet></DescribePublicIpv4PoolsResponse>`,
      }
    : null

describe.skipIf(!moto)(`an emulated account${moto ? '' : ' (NOT RUN: set DRPLAN_MOTO to a moto_server)'}`, () => {
  let emulator: Moto
  let proxy: AwsServer
  let estate: Estate
  let other: Estate
  let request: SourceRequest
  let reading: SiteReading

  beforeAll(async () => {
    withCredentials()
    emulator = await startMoto(moto ?? '')
    proxy = await startProxy(emulator.endpoint, (asked) => addressPools(asked) ?? serviceAnswers(asked, estate))
    estate = await seedEstate({ endpoint: emulator.endpoint, region, instances })
    await seedServices({ endpoint: emulator.endpoint, region }, estate)
    other = await seedEstate({ endpoint: emulator.endpoint, region, instances: 6, role: otherRole })
    request = anAwsRequest({ endpoint: proxy.endpoint, historyDays: 1 }, { until: until.toISOString() })
    reading = await readSite(request)
  }, 600_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    await proxy.close()
    await emulator.stop()
  })

  const codes = (code: string) => reading.findings.filter((finding) => finding.code === code)
  const mine = (ids: readonly { readonly vpcId: string | null }[]) =>
    ids.filter(({ vpcId }) => estate.vpcs.some((vpc) => vpc.vpcId === vpcId))

  test('gives every instance once, over several pages', () => {
    expect(
      proxy.asked.filter(({ operation, body }) => operation === 'DescribeInstances' && /NextToken=/.test(body)),
    ).not.toEqual([])
    expect(reading.vms.map(({ id }) => id)).toEqual([...estate.instanceIds].sort())
    expect(reading).toMatchObject({ region, capturedAt: until.toISOString() })
    expect([...codes('source.partial'), ...codes('site.row-unreadable')]).toEqual([])
    expect(new Set(reading.vms.map(({ source }) => source))).toEqual(new Set(['aws']))
  })

  test('gives the quotas of which something is in use, and the same of an account where things come back', async () => {
    const { limits = [] } = reading
    const { live } = request
    const { account, quotas, findings } = await awsQuotaSource.readQuotas({
      region,
      account: null,
      live,
      ownSite: null,
    })

    expect(limits.map(({ account: owner, region: where }) => [owner, where])).toEqual(
      limits.map(() => ['123456789012', region]),
    )
    const usedBy = new Map(quotas.map(({ source, used }) => [source.replace('Service Quotas ', ''), used]))
    expect(limits.length).toBeGreaterThanOrEqual(3)
    for (const { id, used } of limits) expect(usedBy.get(id.replace(/^.*:/, ''))).toBe(used)
    expect({ account, findings }).toEqual({ account: '123456789012', findings: [] })
  })

  test('gives nouns of the shapes of the model, each with an id of its own', () => {
    const { vms, network, findings } = reading

    expect(() => z.encode(z.array(vmSchema), structuredClone(vms) as z.output<typeof vmSchema>[])).not.toThrow()
    expect(() => z.encode(networkSchema, structuredClone(network) as z.output<typeof networkSchema>)).not.toThrow()
    expect(() => z.array(findingSchema).parse(findings)).not.toThrow()
    for (const nouns of Object.values(network).filter((value) => Array.isArray(value))) {
      const ids: readonly string[] = nouns.map(({ id }) => id)
      expect(ids.length).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
    }
  })

  test('joins types, volumes, interfaces and groups to every instance', () => {
    const subnets = new Set(reading.network.subnets.map(({ id }) => id))
    const groups = new Set(reading.network.securityGroups.map(({ id }) => id))

    for (const vm of reading.vms) {
      expect(vm.vcpus).toBeGreaterThan(0)
      expect(vm.memoryGiB).toBeGreaterThan(0)
      expect(vm.disks.length).toBeGreaterThan(0)
      expect(vm.nics.length).toBeGreaterThan(0)
      expect(vm.nics.every((nic) => subnets.has(nic.subnetId ?? '') && nic.addresses.length > 0)).toBe(true)
      expect(vm.nics.every((nic) => nic.securityGroupIds.every((id) => groups.has(id)))).toBe(true)
      expect(vm.application).toMatch(/^app-\d$/)
    }
    const gpus = reading.vms.filter(({ accelerators }) => accelerators.some(({ kind }) => kind === 'gpu'))
    expect(gpus).toHaveLength(reading.vms.filter(({ sourceType }) => sourceType === 'g4dn.xlarge').length)
    const added = reading.vms.find(({ id }) => id === estate.instanceIds[0])?.disks
    expect(added).toContainEqual(
      expect.objectContaining({ capacityGiB: 500, sourceClass: 'gp3', name: '/dev/sdf', boot: false }),
    )
    expect(added?.some(({ boot }) => boot)).toBe(true)
  })

  test('gives the network, with references between groups and the blocks of a prefix list', () => {
    const { vpcs, subnets, securityRules, routes, rulesKnown } = reading.network

    expect(
      vpcs.filter(({ id }) => estate.vpcs.some(({ vpcId }) => vpcId === id)).map((vpc) => vpc.blocks.map(formatCidr)),
    ).toEqual(expect.arrayContaining([['10.0.0.0/16', '100.64.0.0/20'], ['10.1.0.0/16'], ['10.2.0.0/16']]))
    expect(mine(subnets)).toHaveLength(6)
    expect(rulesKnown).toBe(true)
    const { web, db } = estate.groups[0]!
    const rulesOf = (groupId: string) =>
      securityRules
        .filter((rule) => rule.groupId === groupId && rule.direction === 'ingress')
        .map(({ ports, peer }) => [
          ports?.from ?? 'all',
          peer.kind === 'cidr' ? formatCidr(peer.cidr) : peer.kind === 'group' ? peer.groupId : peer.prefixListId,
        ])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
    expect(rulesOf(web)).toEqual([
      [22, '192.0.2.0/25'],
      [22, '198.51.100.0/24'],
      [443, '0.0.0.0/0'],
      [9100, db],
    ])
    expect(rulesOf(db)).toEqual([
      [5432, web],
      ['all', db],
    ])
    expect(new Set(routes.map(({ hop }) => hop.kind))).toEqual(new Set(['internet-gateway', 'nat-gateway', 'local']))
    expect(routes.some(({ id }) => id.endsWith(`${estate.prefixListId}/192.0.2.0/25`))).toBe(true)
    expect(codes('site.reference-missing')).toEqual([])
    expect(missingIn(reading)).toEqual([])
  })

  test('gives the records of private and public zones, over several pages', () => {
    const addresses = reading.network.dnsRecords.filter(({ type }) => type === 'A')

    expect(addresses).toHaveLength(120)
    expect(addresses[0]).toMatchObject({ zone: 'harbour.internal', ttlSeconds: 60 })
    expect(new Set(reading.network.dnsRecords.map(({ zone }) => zone))).toEqual(
      new Set(['harbour.internal', 'harbour.example']),
    )
  })

  test('gives whatever else stands in the network as objects', () => {
    const [first, second] = estate.vpcs
    const all = reading.network.objects
    const one = <Kind extends NetworkObjectKind>(kind: Kind, role?: string) =>
      objectsOf(all, kind).find((object) => role === undefined || ('role' in object && object.role === role))

    const kinds = new Set(networkObjectKinds)
    // Azure alone has these.
    kinds.delete('member-group')
    expect(new Set(all.map(({ kind }) => kind))).toEqual(kinds)
    expect(one('gateway', 'nat')).toMatchObject({ vpcIds: [first!.vpcId], subnetIds: [first!.subnetIds[0]] })
    expect(one('gateway', 'transit')).toMatchObject({ vpcIds: [first!.vpcId], asn: 64_512 })
    expect(one('gateway', 'vpn')).toMatchObject({ vpcIds: [first!.vpcId] })
    expect(one('remote-gateway')?.asn).toBe(65_010)
    expect(one('peering')).toMatchObject({ vpcId: first!.vpcId, peerVpcId: second!.vpcId, peerRegion: region })
    expect(one('peering')?.peerBlocks.map(formatCidr)).toEqual(['10.1.0.0/16'])
    expect(one('endpoint', 'interface')).toMatchObject({ vpcId: second!.vpcId, hasPolicy: true })
    expect(objectsOf(all, 'service').filter(({ admits }) => admits)).toMatchObject([
      { type: 'VPC endpoint policy', vpcId: second!.vpcId, admits: { vpcIds: ['vpc-1'] } },
    ])
    expect(one('endpoint', 'interface')?.addresses).toHaveLength(1)
    expect(one('reservation')).toMatchObject({ subnetId: first!.subnetIds[1] })
    expect(one('name-service')?.nameServers.map(formatAddress)).toEqual(['10.0.0.53'])
    expect(objectsOf(all, 'dns-zone').map(({ name, vpcIds }) => [name, vpcIds])).toEqual(
      expect.arrayContaining([
        ['harbour.internal', [first!.vpcId]],
        ['harbour.example', []],
      ]),
    )
    expect(objectsOf(all, 'public-address').map(({ ownerId }) => ownerId)).toContain(one('gateway', 'nat')?.id)
    expect(one('packet-filter')).toMatchObject({ stateful: false })
    expect(objectsOf(all, 'public-address').map(({ id }) => id)).toContain('ipv4pool-ec2-1/198.51.100.0/24')
  })

  test('gives launch templates with who came from them, and nothing of what they run', () => {
    const [template] = objectsOf(reading.network.objects, 'template')
    const { vpcs, groups } = estate

    expect(template?.versions.map(({ number, isDefault, isLatest }) => [number, isDefault, isLatest])).toEqual([
      [1, true, false],
      [3, false, true],
    ])
    expect(template).toMatchObject({
      name: 'web',
      subnetIds: [vpcs[0]!.subnetIds[0]],
      securityGroupIds: [groups[0]!.web],
    })
    expect(template?.versions[0]?.interfaces).toMatchObject([{ deviceIndex: 0, getsPublicAddress: true }])
    expect(template?.vmIds).toEqual(reading.vms.filter(({ name }) => name === 'web-0').map(({ id }) => id))
    const all = JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(all).not.toContain('must-not-be-seen')
    expect(all).not.toContain(Buffer.from('password must-not-be-seen').toString('base64'))
  })

  test('gives load balancers with everybody behind them', () => {
    const all = reading.network.objects
    const balancers = objectsOf(all, 'load-balancer')
    const pools = objectsOf(all, 'target-pool')

    expect(balancers.map(({ name, role, internal, crossZone }) => [name, role, internal, crossZone])).toEqual([
      ['ledger', 'network', true, true],
      ['shop', 'application', false, false],
    ])
    expect(balancers[1]?.listeners[0]?.poolIds.toSorted()).toEqual(
      pools
        .slice(1)
        .map(({ id }) => id)
        .toSorted(),
    )
    expect(balancers[1]?.listeners[0]?.conditional).toBe(true)
    expect(pools.map(({ name }) => name)).toEqual(['ledger-db', 'shop-files', 'shop-web'])
    expect(pools[1]?.targets.map(({ address }) => address && formatAddress(address))).toEqual(['10.0.4.4'])
    expect(pools[2]?.targets.map(({ vmId }) => vmId)).toEqual(estate.instanceIds.slice(0, 2).toSorted())
  })

  test('gives the rules of listeners in their order, without secrets', () => {
    const { objects } = reading.network
    const shop = objectsOf(objects, 'load-balancer').find(({ name }) => name === 'shop')
    const [, files, web] = objectsOf(objects, 'target-pool').map(({ id }) => id)
    const { rules = [], actions } = shop!.listeners[0]!
    const blocks = ['10.0.0.0/16', '203.0.113.0/24'].map(parseCidr)
    const forward = (...shares: object[]) => ({ kind: 'forward', shares, stickySeconds: null })

    expect(actions).toMatchObject([forward({ poolId: web })])
    expect(rules).toMatchObject([
      {
        order: 10,
        conditions: [{ kind: 'path', values: ['/files/*'] }],
        actions: [forward({ poolId: files })],
      },
      {
        order: 20,
        conditions: [
          { kind: 'host', values: ['shop.example'] },
          { kind: 'header', name: 'X-Group', values: ['a*'] },
          { kind: 'query', pairs: [{ key: 'lang', value: 'en' }] },
        ],
        actions: [
          {
            kind: 'forward',
            shares: [
              { poolId: files, weight: 90 },
              { poolId: web, weight: 10 },
            ],
            stickySeconds: 600,
          },
        ],
      },
      {
        order: 30,
        conditions: [
          { kind: 'source', blocks },
          { kind: 'method', values: ['PUT'] },
        ],
        actions: [{ kind: 'answer', status: 403, contentType: 'text/plain', body: 'no' }],
      },
      {
        order: 40,
        actions: [{ kind: 'redirect', protocol: 'HTTPS', port: '443', host: null, path: '/new', status: 301 }],
      },
      { order: 50, actions: [{ kind: 'authenticate', type: 'authenticate-oidc' }, forward({ poolId: files })] },
    ])
    expect(JSON.stringify(rules, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toMatch(
      /must-not-be-seen|login\.example/,
    )
  })

  test('gives resolvers, and the filters of names', () => {
    const [{ vpcId, subnetIds } = { vpcId: '', subnetIds: [] }] = estate.vpcs
    const resolvers = objectsOf(reading.network.objects, 'resolver')
    const [inbound, outbound] = (['inbound', 'outbound'] as const).map((direction) =>
      resolvers.find((one) => one.direction === direction),
    )

    expect(inbound).toMatchObject({ name: 'names-inbound', vpcIds: [vpcId], subnetIds: subnetIds.toSorted() })
    expect(inbound?.addresses.map(formatAddress).toSorted()).toEqual(['10.0.0.53', '10.0.16.53'])
    expect(inbound?.securityGroupIds).toEqual([estate.groups[0]!.web])
    expect(resolvers.filter(({ direction }) => direction === 'rule')).toMatchObject([
      {
        name: 'office',
        domain: 'office.example',
        forwardsTo: ['192.168.0.53:53'],
        vpcIds: [vpcId],
        endpointId: outbound?.id,
      },
    ])
    const blocked = { action: 'deny', answer: 'NXDOMAIN' }
    expect(objectsOf(reading.network.objects, 'name-filter')).toMatchObject([
      {
        vpcIds: [vpcId],
        entries: [
          { ...blocked, order: 100, listName: 'own', domains: ['*.bad.example', 'worse.example'] },
          { ...blocked, order: 200, listName: 'AWSManagedDomainsMalwareDomainList', domains: [] },
        ],
      },
    ])
  })

  test('gives private lines with the prefixes that may pass, and none of their keys', () => {
    const lines = objectsOf(reading.network.objects, 'connection').filter(({ overLine }) => overLine === true)
    const [line, association] = lines

    expect(
      objectsOf(reading.network.objects, 'gateway')
        .filter(({ role }) => role === 'private-line')
        .map(({ id, asn }) => [id, asn]),
    ).toEqual([
      ['dxgw-1', 64_600],
      ['dxgw-2', 64_600],
    ])
    expect(line).toMatchObject({ id: 'dxvif-1', gatewayId: 'dxgw-1', remoteId: 'dxcon-1', facts: { vlan: '101' } })
    expect(line?.insideBlocks.map(formatCidr)).toEqual(['169.254.9.0/30'])
    expect(association).toMatchObject({ gatewayId: 'dxgw-1', remoteId: 'tgw-elsewhere' })
    expect(association?.localBlocks?.map(formatCidr)).toEqual(['10.0.0.0/16', '10.1.0.0/16'])
  })

  test('holds no key of a line, no pattern of a rule and no value of a header', () => {
    const all = JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

    expect(all).toContain('dxvif-1')
    expect(all).not.toContain('must-not-be-seen')
    expect(all).not.toContain(Buffer.from('must-not-be-seen').toString('base64'))
  })

  test('gives scaling groups with what they start from, where, and whom they started', () => {
    const groups = objectsOf(reading.network.objects, 'service').filter(({ type }) => type === 'Auto Scaling group')
    const [template] = objectsOf(reading.network.objects, 'template')

    expect(groups).toMatchObject([
      {
        name: 'web',
        vpcId: estate.vpcs[0]!.vpcId,
        subnetIds: estate.vpcs[0]!.subnetIds.toSorted(),
        securityGroupIds: [estate.groups[0]!.web],
        templateIds: [template?.id],
        vmIds: estate.instanceIds.slice(0, 2).toSorted(),
        facts: { size: '0 to 10', template: 'web 2' },
      },
    ])
  })

  test('gives firewalls with their policies, rules and sets of addresses', () => {
    const { objects } = reading.network
    const [{ vpcId, subnetIds } = { vpcId: '', subnetIds: [] }] = estate.vpcs
    const lists = new Map(objectsOf(objects, 'prefix-list').map((list) => [list.name, list]))
    const services = objectsOf(objects, 'service')

    expect(objectsOf(objects, 'gateway').filter(({ role }) => role === 'firewall')).toMatchObject([
      { name: 'edge', vpcIds: [vpcId], subnetIds: [subnetIds[0]] },
    ])
    expect(lists.get('HOME_NET')?.blocks.map(formatCidr)).toEqual(['10.0.0.0/16', '100.64.0.5/32'])
    expect(services.find(({ id }) => id === policyArn)).toMatchObject({
      vpcId,
      prefixListIds: [lists.get('HOME_NET')?.id],
    })
    expect(objectsOf(objects, 'packet-filter').find(({ name }) => name === 'edge')?.entries).toMatchObject([
      { action: 'deny', protocol: 'tcp', sources: ['$HOME_NET'], destinations: ['192.0.2.0/24', '203.0.113.9'] },
    ])
    expect(lists.get('allowed')?.blocks.map(formatCidr)).toEqual(['192.0.2.7/32', '198.51.100.0/24'])
    expect(services.find(({ type }) => type === 'WAF web ACL')).toMatchObject({
      name: 'shop',
      balancerIds: [balancerArn],
      prefixListIds: [lists.get('allowed')?.id, lists.get('partners')?.id],
    })
  })

  test.each([
    { target: 'AWS', limits: awsNetworkLimits },
    { target: 'Azure', limits: azureNetworkLimits },
  ])('is carried to $target with every rule accounted for, and proven as far as anything is known', ({ limits }) => {
    const { vms, network } = reading
    if (!network) throw new Error('The emulated account has no network.')
    const regions = { primary: region, recovery: 'eu-central-1' }
    const policy = configSchema.parse(anAccountsConfig).network

    const { translation, findings } = translateNetwork({ vms, network, policy, limits, regions })
    const proof = proveNetwork({ vms, network, translation, limits })

    const said = findings.map(({ subject, message }) => `${subject} ${message}`).join(' ')
    const carried = new Set([
      ...translation.securityRules.map(({ from }) => from),
      ...translation.packetFilters.flatMap(({ entries }) => entries.map(({ from }) => from)),
    ])
    const used = new Set(vms.flatMap(({ nics }) => nics.flatMap(({ securityGroupIds }) => securityGroupIds)))
    const lost = network.securityRules.filter(
      ({ id, groupId }) => used.has(groupId) && !carried.has(id) && !said.includes(id),
    )
    expect(lost).toEqual([])
    expect(proof.differences.filter(({ direction }) => direction !== 'route')).toEqual([])
    expect(proof.classes.length).toBeGreaterThan(3)
    expect(proof.hosts.proven).toBeGreaterThanOrEqual(vms.length)
  })

  test('has what serves made again, and says of each of the rest why it is left', () => {
    const { vms, network } = reading
    if (!network) throw new Error('The emulated account has no network.')
    const policy = configSchema.parse(anAccountsConfig).network
    const regions = { primary: region, recovery: 'eu-central-1' }

    const { translation, findings } = translateNetwork({ vms, network, policy, limits: awsNetworkLimits, regions })

    const left = findings.filter(({ code }) => code === 'network.not-built').flatMap(({ affected }) => affected)
    const serving = new Set<NetworkObjectKind>(['load-balancer', 'target-pool', 'endpoint'])
    const kinds = translation.objects.filter(({ kind }) => serving.has(kind))
    expect(kinds.filter(({ fate }) => fate === 'built').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'load-balancer ledger',
      'target-pool ledger-db',
    ])
    expect(kinds.filter(({ fate, from }) => fate === 'rebuild' && !left.includes(from))).toEqual([])
    expect(translation.dnsZones?.map((zone) => [zone.name, zone.private, zone.vpcKeys.length])).toEqual(
      expect.arrayContaining([['harbour.internal', true, 1]]),
    )
  })

  test('counts what the plan cannot carry', () => {
    const found = objectsNotPlanned(reading.network, reading.vms)

    expect(Object.fromEntries(found.map(({ subject, affected }) => [subject, affected.length]))).toEqual({
      'VPC endpoint policies': 1,
      'VPN connections': 1,
      'VPN gateways': 1,
      'Auto Scaling groups': 1,
      'DNS firewalls': 1,
      'DNS forwarding rules': 1,
      'DNS resolvers': 2,
      'Network Firewall policies': 1,
      'WAF web ACLs': 1,
      'address lists of firewalls': 3,
      'connections over private lines': 2,
      firewalls: 1,
      'gateways of private lines': 2,
      'Route 53 health checks': 1,
      'customer gateways': 1,
      'egress-only internet gateways': 1,
      'launch templates': 1,
      'name services': 1,
      'other gateways': 1,
      'public DNS zones': 1,
      'public addresses': 3,
      'reservations in subnets': 1,
      'restricting packet filters': 1,
      'services with firewalls of their own': 1,
      'transit gateway attachments': 1,
      'transit gateways': 1,
    })
  })

  test('says the same, byte for byte, when it is asked again', async () => {
    const again = await readSite(request)

    expect(isDeepStrictEqual(again, reading)).toBe(true)
  })

  test('reads several accounts through roles, and an account under two names once', async () => {
    const accounts = [
      { name: 'shop', roles: [] },
      { name: 'shop-again', roles: [] },
      { name: 'office', roles: ['arn:aws:iam::333344445555:role/hub', otherRole] },
    ]

    const both = await readSite(anAwsRequest({ endpoint: proxy.endpoint, accounts }))

    expect(both.vms.map(({ id }) => id)).toEqual([...estate.instanceIds, ...other.instanceIds].sort())
    expect(both.findings.filter(({ code }) => code === 'site.conflict')).toMatchObject([
      { subject: 'aws/shop-again/eu-west-1', message: expect.stringContaining('aws/shop/eu-west-1') as string },
    ])
    const zones = both.network.dnsRecords.filter(({ type }) => type === 'SOA')
    expect(new Set(zones.map(({ id }) => id)).size).toBe(4)
    expect(new Set(zones.map(({ zoneId }) => zoneId)).size).toBe(4)
  })

  test('gives samples in base units, of guests that are measured also memory and GPU', async () => {
    const [first = ''] = estate.instanceIds
    const gpu = reading.vms.find(({ accelerators }) => accelerators.length > 0)?.id ?? ''
    const [early, late] = [until.getTime() - 2 * fiveMinutes, until.getTime() - fiveMinutes]
    const ec2 = (name: string, values: readonly [number, number]) => ({
      namespace: 'AWS/EC2',
      name,
      dimensions: { InstanceId: first },
      values: [[early, values[0]] as const, [late, values[1]] as const],
    })
    const guest = (name: string, dimensions: Readonly<Record<string, string>>, value: number) => ({
      namespace: 'CWAgent',
      name,
      dimensions,
      values: [[early, value] as const],
    })
    await seedMetrics(openClients({ endpoint: emulator.endpoint, region }).metrics, [
      ec2('CPUUtilization', [50, 100]),
      ec2('NetworkIn', [300, 3000]),
      ec2('EBSReadOps', [600, 0]),
      ec2('EBSWriteOps', [300, 0]),
      ec2('EBSWriteBytes', [30_000, 0]),
      guest('mem_used_percent', { InstanceId: first, InstanceType: 'm5.large' }, 25),
      guest('nvidia_smi_utilization_gpu', { InstanceId: gpu, index: '0', name: 'T4' }, 40),
      guest('nvidia_smi_memory_used', { InstanceId: gpu, index: '0', name: 'T4' }, 1024),
    ])

    const { batches, findings } = await readMetrics(request, aSite({ vms: [...reading.vms] }))
    const read = (await collect(batches)).filter(({ at }) => at.length > 0)

    const values = (vmId: string, metric: MetricId): readonly (readonly number[])[] =>
      read
        .filter((batch) => batch.vmId === vmId && batch.metric === metric)
        .flatMap(({ at, values }) => [...at].map((ms, index) => [ms, values[index] ?? Number.NaN]))
    expect(findings.map(({ code }) => code)).toEqual(['source.metric-missing'])
    expect(values(first, 'cpu')).toEqual([
      [early, 1],
      [late, 2],
    ])
    expect(values(first, 'network-received-bytes')).toEqual([
      [early, 1],
      [late, 10],
    ])
    expect(values(first, 'disk-operations')).toEqual([
      [early, 3],
      [late, 0],
    ])
    expect(values(first, 'disk-written-bytes')).toEqual([
      [early, 100],
      [late, 0],
    ])
    expect(values(first, 'memory')).toEqual([[early, 2 * 2 ** 30]])
    expect(values(gpu, 'gpu')).toEqual([[early, 0.4]])
    expect(values(gpu, 'gpu-memory')).toEqual([[early, 2 ** 30]])
    const missing = findings.find(({ code }) => code === 'source.metric-missing')
    expect(missing?.affected).toHaveLength(instances - 1)
    expect(missing?.affected).not.toContain(first)
  })

  test('was asked exactly what the list of actions says, and nothing that changes anything', () => {
    const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' }
    const asked = proxy.asked.map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`)

    expect([...new Set(asked)].sort()).toEqual(Object.values(actions).sort())
    expect(asked.filter((action) => !/:(Describe|Get|List|Search)|^sts:AssumeRole$/.test(action))).toEqual([])
  })
})
