import { expect, test } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { awsTarget } from '../../../src/targets/aws/index.ts'
import { awsTerraformRoots } from '../../../src/targets/aws/terraform.ts'
import {
  aMappedDisk,
  aPlan,
  aPlannedServer,
  aSecurityRule,
  aTranslatedPeering,
  aTranslatedRoute,
  type ServerParts,
} from '../../builders-plan.ts'

const variablesOf = (plan: Plan, name: 'foundation' | 'recovery') =>
  awsTerraformRoots(plan).find((root) => root.name === name)?.variables ?? {}

const planWith = (...servers: readonly ServerParts[]): Plan => aPlan({ servers: servers.map(aPlannedServer) })

const serversOf = (plan: Plan, name: 'foundation' | 'recovery') => variablesOf(plan, name)['servers']

test.each([
  ['active-active', 'foundation'],
  ['hot-standby', 'foundation'],
  ['warm-standby', 'foundation'],
  ['backup-restore', 'recovery'],
] as const)('puts a VM with %s into %s', (strategy, root) => {
  const plan = planWith({ id: 'one', strategy })

  expect(serversOf(plan, root)).toHaveProperty('one')
  expect(serversOf(plan, root === 'foundation' ? 'recovery' : 'foundation')).toEqual({})
})

test('leaves a VM with pilot-light to DRS, and says so: nobody else can make a server of what it replicated', () => {
  const plan = planWith({ id: 'one', strategy: 'pilot-light', addresses: [{}, { nicIndex: 3 }] }, { id: 'two' })

  expect(Object.keys(serversOf(plan, 'recovery') ?? {})).toEqual(['two'])
  expect(serversOf(plan, 'foundation')).toEqual({})
  expect(variablesOf(plan, 'recovery')['replicated_servers']).toEqual({ one: { wave: 1, interfaces: ['0', '1'] } })
  expect(variablesOf(plan, 'foundation')['replicated_servers']).toMatchObject({ one: { instance_type: 'm7i.large' } })
  expect(awsTarget.terraformFindings(plan)).toMatchObject([{ code: 'plan.terraform-partial', affected: ['one'] }])
  expect(awsTarget.terraformFindings(planWith({ id: 'two' }))).toEqual([])
})

test('writes an output for each server that DRS launches, and for each mode', () => {
  const plan = planWith({ id: 'one', strategy: 'pilot-light' })

  const files = awsTerraformRoots(plan).flatMap((root) => root.files)

  expect(files.find(({ path }) => path === 'launch-outputs.tf')?.blocks.map(({ labels }) => labels)).toEqual([
    ['drs-launch-drill-one'],
    ['drs-launch-failover-one'],
  ])
})

test('leaves out a VM that has no component', () => {
  const plan = planWith({ id: 'one' }, { id: 'two' })
  const mapping = { ...plan.mapping, assignments: plan.mapping.assignments.slice(1) }

  expect(Object.keys(serversOf({ ...plan, mapping }, 'recovery') ?? {})).toEqual(['two'])
})

test('states a smaller standby size only where there is one', () => {
  const plan = planWith(
    { id: 'same', strategy: 'warm-standby', offering: { standbyComponentId: 'm7i.large' } },
    { id: 'small', strategy: 'warm-standby', offering: { standbyComponentId: 't3.small' } },
  )

  expect(serversOf(plan, 'foundation')).toMatchObject({ small: { standby_instance_type: 't3.small' } })
  expect(serversOf(plan, 'foundation')).not.toHaveProperty('same.standby_instance_type')
})

test('writes IOPS and throughput as the totals that AWS asks for', () => {
  const disks = [
    aMappedDisk({ iops: 4000, throughputMiBps: 150 }),
    aMappedDisk({ diskId: 'data', classId: 'io2', iops: 4000, boot: false }),
  ]

  const servers = serversOf(planWith({ id: 'one', disks }), 'recovery')

  expect(servers).toMatchObject({
    one: {
      root_disk: { type: 'gp3', iops: 4000, throughput_mibs: 150 },
      data_disks: { data: { type: 'io2', iops: 4000, device_name: '/dev/sdf' } },
    },
  })
})

test('says in which wave a recovered server starts; standing servers have none', () => {
  const plan = planWith({ id: 'late' }, { id: 'there', strategy: 'hot-standby' })
  const wave = { number: 3, tierId: '2', vmIds: ['late', 'there'], startMinutes: 12, endMinutes: 29 }

  expect(serversOf({ ...plan, waves: [wave] }, 'recovery')).toMatchObject({ late: { wave: 3 } })
  expect(serversOf({ ...plan, waves: [wave] }, 'foundation')).not.toHaveProperty('there.wave')
})

test('gives every data disk a device name of its own, past the recommended eleven too', () => {
  const disks = Array.from({ length: 40 }, (_, index) => aMappedDisk({ diskId: `d${index}`, boot: false }))

  const servers = serversOf(planWith({ id: 'one', disks }), 'recovery')

  const names = JSON.stringify(servers).match(/\/dev\/\w+/g) ?? []
  expect(new Set(names).size).toBe(40)
  expect(names.slice(0, 12)).toEqual(
    Array.from('fghijklmnop')
      .map((letter) => `/dev/sd${letter}`)
      .concat('/dev/xvdba'),
  )
  expect(names.every((name) => /^\/dev\/(sd[f-p]|xvd[b-c][a-z])$/.test(name))).toBe(true)
})

test('numbers network cards without gaps and keeps the order of addresses', () => {
  const addresses = [
    { nicIndex: 3, to: parseAddress('10.64.2.9'), subnetKey: 'app-b', securityGroupKeys: ['web', 'data'] },
    { nicIndex: 1, addressIndex: 1, to: parseAddress('10.64.1.7') },
    { nicIndex: 1, addressIndex: 0, to: parseAddress('10.64.1.8') },
    { nicIndex: 1, addressIndex: 2, to: parseAddress('2001:db8::1') },
  ]

  const servers = serversOf(planWith({ id: 'one', addresses }), 'recovery')

  expect(servers).toMatchObject({
    one: {
      interfaces: {
        0: { subnet_key: 'app-a', addresses: ['10.64.1.8', '10.64.1.7'], security_group_keys: ['web'] },
        1: { subnet_key: 'app-b', addresses: ['10.64.2.9'], security_group_keys: ['data', 'web'] },
      },
    },
  })
})

test('keeps a server without a known network, so that terraform can name it', () => {
  expect(serversOf(planWith({ id: 'one', addresses: [] }), 'recovery')).toMatchObject({ one: { interfaces: {} } })
})

test('makes backup plans for the intervals in use only', () => {
  const plan = planWith({ id: 'one', backupIntervalMinutes: 240 }, { id: 'two', backupIntervalMinutes: 240 })

  expect(variablesOf(plan, 'foundation')['backup_plans']).toEqual({ 'every-4h': { schedule: 'cron(0 0/4 * * ? *)' } })
  expect(serversOf(plan, 'recovery')).toMatchObject({ one: { tags: { 'drplan:backup': 'every-4h' } } })
})

test('sets up replication only for strategies that rest on it, in a subnet that nobody is recovered into', () => {
  const replicationOf = (strategy: ServerParts['strategy']) =>
    variablesOf(planWith({ id: 'one', ...(strategy ? { strategy } : {}) }), 'foundation')['replication']

  expect(replicationOf('backup-restore')).toEqual({})
  expect(replicationOf('active-active')).toEqual({})
  expect(replicationOf('pilot-light')).toMatchObject({ 'app-b': { vpc_key: 'shop', endpoint_block: '10.64.0.0/16' } })
})

test('stages replication in a private subnet rather than a public one', () => {
  const addresses = ['app-a', 'app-b', 'old-a', 'spare'].map((subnetKey, nicIndex) => ({ subnetKey, nicIndex }))
  const plan = planWith({ id: 'one', strategy: 'pilot-light', addresses: addresses.slice(0, 3) })

  expect(variablesOf(plan, 'foundation')['replication']).toHaveProperty('spare')
})

test('makes a NAT gateway in a public subnet, and leaves the route out where there is none', () => {
  const plan = aPlan()
  const routes = plan.network.routes.filter(({ hop }) => hop === 'nat-gateway')
  const withoutPublic = { ...plan, network: { ...plan.network, routes } }

  expect(variablesOf(plan, 'foundation')['nat_gateways']).toEqual({ shop: { subnet_key: 'edge' } })
  expect(variablesOf(withoutPublic, 'foundation')).toMatchObject({ nat_gateways: {}, routes: {} })
})

test.each([
  [{ protocol: 'any', ports: null }, { protocol: '-1' }],
  [
    { protocol: 'tcp', ports: null },
    { protocol: 'tcp', from_port: 0, to_port: 65535 },
  ],
  [
    { protocol: 17, ports: { from: 53, to: 53 } },
    { protocol: 'udp', from_port: 53, to_port: 53 },
  ],
  [
    { protocol: 'icmp', ports: null },
    { protocol: 'icmp', from_port: -1, to_port: -1 },
  ],
  [
    { protocol: 'icmpv6', ports: { from: 128, to: 0 } },
    { protocol: 'icmpv6', from_port: 128, to_port: 0 },
  ],
  [{ protocol: 50, ports: null }, { protocol: '50' }],
] as const)('writes a rule with %o as EC2 does', (over, expected) => {
  const plan = aPlan({ network: { securityRules: [aSecurityRule({ key: 'r', ...over })] } })

  const rules = variablesOf(plan, 'foundation')['security_rules']

  expect(rules).toEqual({
    r: {
      group_key: 'web',
      direction: 'ingress',
      cidr_ipv4: '10.64.0.0/16',
      description: 'sgr-1 shop front',
      ...expected,
    },
  })
})

test('writes rules that became the same once, and names where each came from', () => {
  const rules = [
    aSecurityRule({ key: 'b', from: 'sgr-2', protocol: 6 }),
    aSecurityRule({ key: 'a', from: 'sgr-1' }),
    aSecurityRule({ key: 'c', from: 'sgr-3', direction: 'egress' }),
  ]

  const written = variablesOf(aPlan({ network: { securityRules: rules } }), 'foundation')['security_rules']

  expect(Object.keys(written ?? {})).toEqual(['a', 'c'])
  expect(written).toMatchObject({ a: { description: 'sgr-1 + sgr-2 shop front' } })
})

test('leaves IPv6 blocks of VPCs and subnets to AWS, which assigns them', () => {
  const { network } = aPlan()
  const blocks = [parseCidr('2001:db8::/56'), parseCidr('10.64.0.0/16')]
  const vpcs = network.vpcs.map((vpc) => ({ ...vpc, blocks }))

  expect(variablesOf(aPlan({ network: { vpcs } }), 'foundation')['vpcs']).toMatchObject({
    shop: { block: '10.64.0.0/16', secondary_blocks: [] },
  })
})

test.each(['s', 'site-'.repeat(12), '9 Größe & Co', '"; rm -rf /'])('names a site %j within what AWS takes', (id) => {
  const plan = { ...aPlan(), site: { ...aPlan().site, id } }

  expect(variablesOf(plan, 'recovery')['name']).toMatch(/^[a-z][a-z0-9-]{0,31}$/)
})

test('makes one peering for both ends, and says whose names each may resolve', () => {
  const peerings = [
    aTranslatedPeering('b', ['shop', 'old']),
    aTranslatedPeering('a', ['old', 'shop'], { resolvesNames: null }),
  ]
  const routes = [aTranslatedRoute('r', '10.80.0.0/16', { hop: 'peering', peeringKey: 'b' })]
  const foundation = variablesOf(aPlan({ network: { peerings, routes } }), 'foundation')

  expect(foundation['peerings']).toEqual({
    a: { name: 'a', vpc_key: 'old', peer_vpc_key: 'shop', resolves_names: false, peer_resolves_names: true },
  })
  expect(foundation['routes']).toMatchObject({ r: { hop: 'peering', peering_key: 'a' } })
})

test('puts a route to a planned card where its server is made, and counts cards without gaps', () => {
  const servers = [
    aPlannedServer({ id: 'gate', addresses: [{}, { nicIndex: 4, forwards: true }] }),
    aPlannedServer({ id: 'wall', strategy: 'hot-standby' }),
  ]
  const routes = [
    aTranslatedRoute('by-gate', '198.18.0.0/24', { card: { vmId: 'gate', nicIndex: 4 } }),
    aTranslatedRoute('by-wall', '198.19.0.0/24', { card: { vmId: 'wall', nicIndex: 0 } }),
    aTranslatedRoute('by-nobody', '198.19.1.0/24', { card: { vmId: 'gone', nicIndex: 0 } }),
  ]
  const plan = aPlan({ servers, network: { routes, peerings: [] } })

  expect(variablesOf(plan, 'recovery')['appliance_routes']).toMatchObject({
    'by-gate': { server_key: 'gate', interface: '1', destination: '198.18.0.0/24', family: 4 },
  })
  expect(Object.keys(variablesOf(plan, 'foundation')['appliance_routes'] ?? {})).toEqual(['by-wall'])
  expect(serversOf(plan, 'recovery')).toMatchObject({ gate: { interfaces: { 1: { forwards: true } } } })
})
