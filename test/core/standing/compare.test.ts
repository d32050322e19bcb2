import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compareStanding } from '../../../src/core/standing/compare.ts'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import { createFinding } from '../../../src/model/finding.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Vm } from '../../../src/model/site.ts'
import { awsStandingSite } from '../../../src/targets/aws/standing.ts'
import { aDisk } from '../../builders.ts'
import { aPlan } from '../../builders-plan.ts'
import {
  aStandingGateway,
  aStandingReading,
  aStandingRoute,
  aStandingRule,
  aStandingServer,
  aStandingSubnet,
  type Reading,
} from '../../builders-standing.ts'
import {
  changed,
  entriesChanged,
  vmChanged,
  without,
  withMore,
  withoutVm,
  withVm,
  type Change,
} from '../../support/standing-changes.ts'

const plan: Plan = {
  ...aPlan(),
  waves: [{ number: 1, tierId: '0', vmIds: ['orders-db', 'shop-web'], startMinutes: 0, endMinutes: 10 }],
}
const planned = awsStandingSite(plan)

const compare = (reading: Reading) => compareStanding({ plan, planned, reading })

/** Code, subject, and the first thing that is said to differ. */
const shown = (reading: Reading): readonly string[] =>
  compare(reading).map(({ code, subject, message }) => {
    const said = code === 'standing.differs' ? `: ${message.split('. ')[1]}` : ''
    return `${code.replace('standing.', '')} ${subject}${said}`
  })

const nicChanged = (over: Partial<Vm['nics'][number]>): Change =>
  vmChanged('i-edge', ({ nics }) => ({ nics: nics.map((nic) => ({ ...nic, ...over })) }))

const together =
  (...changes: readonly Change[]): Change =>
  (reading) =>
    changes.reduce((sum, change) => change(sum), reading)

const swapped = (first: number, second: number): Change =>
  entriesChanged('acl-guard', (entries) =>
    entries.map((entry) => {
      if (entry.direction === 'egress' || ![first, second].includes(entry.order)) return entry
      return { ...entry, order: entry.order === first ? second : first }
    }),
  )

const defaultRoute = 'rtb-private/0.0.0.0/0'
const https = aStandingRule('sg-web', '10.64.0.0/16')

const mutations: readonly (readonly [what: string, change: Change, found: string])[] = [
  ['a subnet is missing', without('subnets', 'subnet-app-b'), 'missing subnet app-b'],
  [
    'a subnet has another block',
    changed('subnets', 'subnet-app-b', { block: parseCidr('10.64.7.0/24') }),
    'differs subnet app-b: Block: 10.64.7.0/24, planned: 10.64.2.0/24',
  ],
  [
    'a subnet is in the zone of others',
    changed('subnets', 'subnet-app-b', { zone: 'eu-west-1a' }),
    'differs subnet app-b: Zone: zone 1, planned: zone 2',
  ],
  [
    'one of several subnets of a zone is in another',
    changed('subnets', 'subnet-edge', { zone: 'eu-west-1b' }),
    'differs subnet edge: Zone: zone 2, planned: zone 1',
  ],
  [
    'a subnet goes by another table',
    changed('subnets', 'subnet-app-b', { routeTableId: 'rtb-public' }),
    'differs subnet app-b: Route table: shop-public, planned: shop-private',
  ],
  [
    'a subnet goes by the main table',
    changed('subnets', 'subnet-app-b', { routeTableId: null }),
    'differs subnet app-b: Route table: the main one, planned: shop-private',
  ],
  [
    'a subnet is behind the list of the platform',
    changed('objects', 'acl-guard', { subnetIds: ['subnet-app-a'] }),
    'differs subnet app-b: Packet filter: none, planned: guard',
  ],
  [
    'a network has a block less',
    changed('vpcs', 'vpc-shop', { blocks: [parseCidr('10.64.0.0/16')] }),
    'differs network shop: Planned, and not there: block 10.65.0.0/16',
  ],
  [
    'a network is missing, with all that is in it',
    together(
      without('vpcs', 'vpc-old'),
      without('subnets', 'subnet-old-a'),
      without('routeTables', 'rtb-old', 'rtb-of-aws-old'),
      without('objects', 'pcx-1', 'tgw-attach-old', 'acl-default-old'),
      without('routes', 'rtb-private/10.80.0.0/16'),
      changed('objects', 'vgw-0f00d0f00d0f00d00', { vpcIds: [] }),
    ),
    'missing network old',
  ],
  [
    'a table is missing',
    together(without('routeTables', 'rtb-old'), changed('subnets', 'subnet-old-a', { routeTableId: null })),
    'missing route table old-main',
  ],
  [
    'a route is missing',
    without('routes', 'rtb-private/10.80.0.0/16'),
    'differs route table shop-private: Planned, and not there: route to 10.80.0.0/16 by peering (old-shop)',
  ],
  [
    'a route leads to another hop',
    changed('routes', defaultRoute, { hop: { kind: 'internet-gateway', id: 'igw-shop' } }),
    'differs route table shop-private: Planned, and not there: route to 0.0.0.0/0 by nat-gateway (nat of shop); there, and not planned: route to 0.0.0.0/0 by internet-gateway (internet of shop)',
  ],
  [
    'a route leads nowhere any more',
    changed('routes', defaultRoute, { hop: { kind: 'blackhole', id: 'nat-gone' } }),
    'differs route table shop-private: Planned, and not there: route to 0.0.0.0/0 by nat-gateway (nat of shop); there, and not planned: route to 0.0.0.0/0 by the blackhole',
  ],
  [
    'a route is there that nobody planned',
    withMore('routes', aStandingRoute('rtb-old', '0.0.0.0/0', ['internet-gateway', 'igw-theirs'])),
    'differs route table old-main: There, and not planned: route to 0.0.0.0/0 by internet-gateway (igw-theirs)',
  ],
  [
    'a table learns nothing any more',
    changed('routeTables', 'rtb-private', { learnsFrom: [] }),
    'differs route table shop-private: Planned, and not there: learns from office',
  ],
  [
    'a group is missing, with the rules that name it',
    together(
      without('securityGroups', 'sg-data'),
      without('securityRules', aStandingRule('sg-web', 'sg-data', { ports: null }).id),
    ),
    'missing security group data',
  ],
  [
    'a gateway is at no network any more',
    changed('objects', 'vgw-office', { vpcIds: [] }),
    'differs gateway office: Network: none, planned: shop',
  ],
  [
    'a rule is missing',
    without('securityRules', https.id),
    'differs security group web: Planned, and not there: lets in tcp 443 from 10.64.0.0/16',
  ],
  [
    'a rule opens a port',
    withMore('securityRules', aStandingRule('sg-data', '0.0.0.0/0', { ports: { from: 22, to: 22 } })),
    'differs security group data: There, and not planned: lets in tcp 22 from 0.0.0.0/0',
  ],
  [
    'a rule is wider',
    changed('securityRules', https.id, { ports: { from: 1, to: 1024 } }),
    'differs security group web: Planned, and not there: lets in tcp 443 from 10.64.0.0/16; there, and not planned: lets in tcp 1-1024 from 10.64.0.0/16',
  ],
  [
    'a rule is for the other direction',
    changed('securityRules', aStandingRule('sg-data', 'sg-web').id, { direction: 'egress' }),
    'differs security group data: Planned, and not there: lets in tcp 443 from group web; there, and not planned: lets out tcp 443 to group web',
  ],
  [
    'a rule is of another protocol',
    changed('securityRules', aStandingRule('sg-data', 'sg-web').id, { protocol: 'udp' }),
    'differs security group data: Planned, and not there: lets in tcp 443 from group web; there, and not planned: lets in udp 443 from group web',
  ],
  [
    'a rule names another group',
    changed('securityRules', aStandingRule('sg-data', 'sg-web').id, { peer: { kind: 'group', groupId: 'sg-default' } }),
    'differs security group data: Planned, and not there: lets in tcp 443 from group web; there, and not planned: lets in tcp 443 from group "default" (sg-default)',
  ],
  [
    'two entries of a list are swapped',
    swapped(90, 100),
    'differs packet filter guard: Planned, and not there: inbound entry 100: allow tcp 443 from 10.64.0.0/16 to any; planned, and not there: inbound entry 90: deny any from 10.64.99.0/24 to any; there, and not planned: inbound entry 100: deny any from 10.64.99.0/24 to any; there, and not planned: inbound entry 90: allow tcp 443 from 10.64.0.0/16 to any',
  ],
  [
    'an entry is missing',
    entriesChanged('acl-guard', (entries) => entries.filter(({ order }) => order !== 120)),
    'differs packet filter guard: Planned, and not there: inbound entry 120: allow icmp 3/any from 0.0.0.0/0 to any',
  ],
  [
    'an entry denies what was allowed',
    entriesChanged('acl-guard', (entries) =>
      entries.map((entry) =>
        entry.direction === 'egress' && entry.order === 100 ? { ...entry, action: 'deny' } : entry,
      ),
    ),
    'differs packet filter guard: Planned, and not there: outbound entry 100: allow any from any to 0.0.0.0/0; there, and not planned: outbound entry 100: deny any from any to 0.0.0.0/0',
  ],
  [
    'a prefix list has a block less',
    changed('objects', 'pl-partners', { blocks: [parseCidr('198.51.100.0/24')] }),
    'differs prefix list partners: Planned, and not there: block 203.0.113.0/25',
  ],
  ['a prefix list is missing', without('objects', 'pl-both-6'), 'missing prefix list both-ipv6'],
  [
    'a prefix list has less room',
    changed('objects', 'pl-partners', { maxEntries: 2 }),
    'differs prefix list partners: Room: 2, planned: 5',
  ],
  ['a peering is missing', without('objects', 'pcx-1'), 'missing peering old-shop'],
  [
    'a peering tells names',
    changed('objects', 'pcx-1', { resolvesNames: true }),
    'differs peering old-shop: Names: on, planned: off',
  ],
  ['the way to the internet is missing', without('objects', 'igw-shop'), 'missing gateway internet of shop'],
  [
    'the NAT gateway stands elsewhere',
    changed('objects', 'nat-shop', { subnetIds: ['subnet-app-a'] }),
    'differs gateway nat of shop: Subnets: app-a, planned: edge',
  ],
  [
    'a VPN gateway has another ASN',
    changed('objects', 'vgw-office', { asn: 64_512 }),
    'differs gateway office: Asn: 64512, planned: 64520',
  ],
  ['a gateway that was there is there no more', without('objects', 'vgw-0f00d0f00d0f00d00'), 'missing gateway line'],
  [
    'a device has another address',
    changed('objects', 'cgw-1', { publicAddress: parseAddress('203.0.113.9') }),
    'differs remote gateway berlin: Address: 203.0.113.9, planned: 203.0.113.5',
  ],
  ['a VPN is missing', without('objects', 'vpn-1'), 'missing connection to-berlin'],
  [
    'a VPN leads to a network less',
    changed('objects', 'vpn-1', { blocks: [parseCidr('192.168.0.0/24')] }),
    'differs connection to-berlin: Networks: 192.168.0.0/24, planned: 192.168.0.0/24, 192.168.9.0/24',
  ],
  [
    'a network is attached to a hub by one subnet less',
    changed('objects', 'tgw-attach-shop', { subnetIds: ['subnet-app-a'] }),
    'differs connection hub/shop: Subnets: app-a, planned: app-a, app-b',
  ],
  ['an endpoint is missing', without('objects', 'vpce-manage'), 'missing endpoint manage'],
  [
    'an endpoint is of other tables',
    changed('objects', 'vpce-store', { routeTableIds: ['rtb-private'] }),
    'differs endpoint store: Route tables: shop-private, planned: shop-private, shop-public',
  ],
  [
    'an endpoint is not found by its name',
    changed('objects', 'vpce-manage', { privateNames: false }),
    'differs endpoint manage: Private names: off, planned: on',
  ],
  ['a server does not stand', withoutVm('i-edge'), 'missing server edge'],
  ['a server is stopped', vmChanged('i-edge', { power: 'off' }), 'differs server edge: Power: off, planned: on'],
  [
    'a server has another size',
    vmChanged('i-shop-web', { sourceType: 'm7i.xlarge' }),
    'differs server shop-web: Size: m7i.xlarge, planned: m7i.large',
  ],
  [
    'a server has another address',
    nicChanged({ addresses: [parseAddress('10.64.1.77')] }),
    'differs server edge: Card 0 addresses: 10.64.1.77, planned: 10.64.1.11',
  ],
  [
    'a server is in another subnet',
    nicChanged({ subnetId: 'subnet-edge' }),
    'differs server edge: Card 0 subnet: edge, planned: app-a',
  ],
  [
    'a server is in another group',
    nicChanged({ securityGroupIds: ['sg-data'] }),
    'differs server edge: Card 0 security groups: data, planned: web',
  ],
  ['a server forwards', nicChanged({ forwards: true }), 'differs server edge: Card 0 forwarding: on, planned: off'],
  [
    'a server has a disk less',
    vmChanged('i-shop-web', ({ disks }) => ({ disks: disks.slice(0, 1) })),
    'differs server shop-web: Planned, and not there: disk gp3 200 GiB',
  ],
  [
    'a disk is smaller',
    vmChanged('i-edge', { disks: [aDisk({ capacityGiB: 8, sourceClass: 'gp3' })] }),
    'differs server edge: Planned, and not there: disk gp3 50 GiB; there, and not planned: disk gp3 8 GiB',
  ],
  [
    'somebody made a subnet',
    withMore('subnets', aStandingSubnet(['lab', 'vpc-shop', '10.64.200.0/24'])),
    'unplanned subnet "lab (subnet-lab)"',
  ],
  [
    'somebody made a group',
    withMore('securityGroups', { id: 'sg-lab', name: 'lab', vpcId: 'vpc-shop', description: '' }),
    'unplanned security group "lab (sg-lab)"',
  ],
  [
    'somebody made a gateway',
    withMore('objects', aStandingGateway('nat-lab', 'nat', { vpcIds: ['vpc-old'] })),
    'unplanned gateway "nat nat-lab (nat-lab)"',
  ],
  [
    'somebody started a server',
    withVm(aStandingServer('lab', '10.64.1.200', { tags: {} })),
    'unplanned server "i-lab"',
  ],
  [
    'a server of another plan stands there',
    withVm(
      aStandingServer('edge', '10.64.1.201', { id: 'i-2', tags: { 'drplan:vm': 'edge', 'drplan:site': 'another' } }),
    ),
    'unplanned server "i-2"',
  ],
  [
    'a drill was left',
    withVm(aStandingServer('reports', '10.64.1.20', { tags: { 'drplan:vm': 'reports', 'drplan:mode': 'drill' } })),
    'drill-left servers of a drill',
  ],
  [
    'a failover is on',
    withVm(aStandingServer('reports', '10.64.1.20', { tags: { 'drplan:vm': 'reports', 'drplan:mode': 'failover' } })),
    'recovered servers of a failover',
  ],
]

describe('what stands at the recovery site', () => {
  test('is as planned', () => {
    expect(shown(aStandingReading())).toEqual([])
  })

  it.each(mutations)('is told when %s', (_, change, found) => {
    expect(shown(change(aStandingReading()))).toEqual([found])
  })

  it('is not in another zone where only names of zones differ', () => {
    const reading = changed('subnets', 'subnet-app-b', { zone: 'eu-west-1d' })(aStandingReading())

    expect(shown(reading)).toEqual([])
  })

  it('is one finding where nothing was applied', () => {
    const { vms, ...reading } = aStandingReading()
    const network = { ...reading.network, vpcs: reading.network.vpcs.filter(({ id }) => id === 'vpc-other') }

    const [finding, ...more] = compare({ ...reading, network, vms: vms.filter(({ id }) => id === 'i-theirs') })

    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'standing.nothing-applied', severity: 'error' })
  })

  it('is known by its blocks where somebody renamed it', () => {
    const renamed = together(
      changed('vpcs', 'vpc-shop', { name: 'renamed' }),
      changed('subnets', 'subnet-app-a', { name: 'renamed' }),
      changed('routeTables', 'rtb-private', { name: 'renamed' }),
      changed('objects', 'acl-guard', { name: 'renamed' }),
    )

    expect(shown(renamed(aStandingReading()))).toEqual([])
  })

  it('is told apart by what uses it where names are alike', () => {
    const alike = together(
      changed('routeTables', 'rtb-private', { name: 'table' }),
      changed('routeTables', 'rtb-public', { name: 'table' }),
    )

    expect(shown(alike(aStandingReading()))).toEqual([])
  })

  it('says which VMs count on what is missing, and when they start', () => {
    const [finding] = compare(without('subnets', 'subnet-app-a')(aStandingReading()))

    expect(finding?.message).toContain('The address 10.64.1.10 of "orders-db" is to be in it.')
    expect(finding?.message).toContain(
      'VMs of the plan ("orders-db", "edge", "shop-web" and 4 more, the first in wave 1)',
    )
    expect(finding?.affected).toContain('orders-db')
    expect(finding?.suggestion).toContain('terraform/foundation')
  })

  it('says of what was added that Terraform does not take it away', () => {
    const [finding] = compare(withMore('securityRules', aStandingRule('sg-data', '0.0.0.0/0'))(aStandingReading()))

    expect(finding?.suggestion).toContain('by hand')
  })

  it('is one finding for each thing, however much of it differs', () => {
    const [finding, ...more] = compare(entriesChanged('acl-guard', () => [])(aStandingReading()))

    expect(more).toEqual([])
    expect(finding?.message).toContain('and 2\u00a0other differences')
  })
})

describe('what could not be read', () => {
  const kinds = [
    'vpc',
    'subnet',
    'route-table',
    'security-group',
    'packet-filter',
    'prefix-list',
    'gateway',
    'disk',
  ] as const

  it.each(kinds)('of %s is neither missing nor other than planned', (kind) => {
    const { network, ...reading } = aStandingReading()
    const objects = network.objects.filter((one) => one.kind !== kind)
    const lists = {
      vpc: { vpcs: [] },
      subnet: { subnets: [] },
      'route-table': {
        routeTables: [],
        routes: [],
        subnets: network.subnets.map((one) => ({ ...one, routeTableId: null })),
      },
      'security-group': { securityGroups: [], securityRules: [] },
      'packet-filter': { objects },
      'prefix-list': { objects },
      gateway: { objects },
      disk: {},
    }[kind]
    const vms = kind === 'disk' ? reading.vms.map((vm) => ({ ...vm, disks: [] })) : reading.vms

    const found = compare({ ...reading, vms, network: { ...network, ...lists }, unread: [kind] })

    expect([...new Set(found.map(({ code, message }) => (code === 'standing.unread' ? code : message)))]).toEqual([
      'standing.unread',
    ])
  })

  it('is said once for each kind, with what the source says of it', () => {
    const findings = [
      createFinding('source.partial', {
        subject: 'aws/eu-west-1: forbidden',
        message: 'Not read: ec2:DescribeNetworkAcls.',
        suggestion: 'Allow it.',
      }),
    ]

    const found = compare({ ...aStandingReading(), unread: ['packet-filter'], findings })

    expect(found).toMatchObject([{ code: 'standing.unread', subject: 'packet filters', suggestion: 'Allow it.' }])
    expect(found[0]?.message).toContain('ec2:DescribeNetworkAcls')
  })
})

describe('the order of a reading', () => {
  it('changes nothing', () => {
    const reading = together(
      without('subnets', 'subnet-app-b'),
      withMore('securityRules', aStandingRule('sg-data', '0.0.0.0/0')),
      changed('routes', defaultRoute, { hop: { kind: 'blackhole', id: null } }),
    )(aStandingReading())
    const { network } = reading
    const shuffled = <Item>(items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length })
    const lists = fc.record({
      subnets: shuffled(network.subnets),
      securityRules: shuffled(network.securityRules),
      objects: shuffled(network.objects),
    })

    fc.assert(
      fc.property(lists, shuffled(reading.vms), (other, vms) => {
        expect(compare({ ...reading, vms, network: { ...network, ...other } })).toEqual(compare(reading))
      }),
      { numRuns: 20 },
    )
  })
})
