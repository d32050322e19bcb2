import { describe, expect, test } from 'vitest'
import { formatCidr, parseCidr } from '../../src/model/cidr.ts'
import { allowedRules, type AzureRule } from '../../src/sources/azure-security.ts'

const aRule = (over: Partial<AzureRule>): AzureRule => ({
  name: 'rule',
  priority: 100,
  direction: 'ingress',
  allows: true,
  protocol: 'Tcp',
  sourcePorts: ['*'],
  ports: ['443'],
  sources: ['*'],
  destinations: ['*'],
  sourceGroups: [],
  destinationGroups: [],
  description: '',
  ...over,
})

const anything = { protocol: '*', ports: ['*'] }
const read = (rules: readonly AzureRule[]) =>
  allowedRules({ id: 'nsg', rules, networkBlocks: [parseCidr('10.0.0.0/16')] })
const spoken = (rules: readonly AzureRule[]): readonly string[] | string => {
  const reading = read(rules)
  if (!reading.ok) return reading.why
  return reading.rules.map(({ direction, protocol, ports, peer }) =>
    [
      direction,
      protocol,
      ports ? `${ports.from}-${ports.to}` : 'all',
      peer.kind === 'cidr' ? formatCidr(peer.cidr) : peer.kind === 'prefix-list' ? peer.prefixListId : peer.groupId,
    ].join(' '),
  )
}

const defaults = [
  'ingress any all 10.0.0.0/16',
  'egress any all 10.0.0.0/16',
  'egress any all 0.0.0.0/0',
  'egress any all ::/0',
]

describe('permissions', () => {
  test('of an empty group are the defaults of Azure', () => {
    expect(spoken([])).toEqual(defaults)
  })

  test('are spread over ports and peers; tags of the platform are prefix lists', () => {
    expect(spoken([aRule({ ports: ['80', '8000-8010'], sources: ['10.9.0.0/24', '10.8.0.1', 'Storage'] })])).toEqual([
      ...['10.9.0.0/24', '10.8.0.1/32', 'Storage'].flatMap((peer) => [
        `ingress tcp 80-80 ${peer}`,
        `ingress tcp 8000-8010 ${peer}`,
      ]),
      ...defaults,
    ])
  })

  test('with ports and any protocol are for TCP and UDP', () => {
    expect(spoken([aRule({ protocol: '*', ports: ['53'], sources: ['10.9.0.1'] })]).slice(0, 2)).toEqual([
      'ingress tcp 53-53 10.9.0.1/32',
      'ingress udp 53-53 10.9.0.1/32',
    ])
  })
})

describe('denials', () => {
  test('of everything end the list, defaults included', () => {
    const rules = [
      aRule({ priority: 200, name: 'late', ports: ['22'] }),
      aRule({ priority: 150, allows: false, ...anything }),
      aRule({ priority: 100, sources: ['10.9.0.0/24'] }),
    ]

    expect(spoken(rules)).toEqual(['ingress tcp 443-443 10.9.0.0/24', ...defaults.slice(1)])
  })

  test.for([
    ['ports', aRule({ allows: false, ports: ['22'], sources: ['Internet'] }), aRule({ priority: 200, ports: ['443'] })],
    ['protocols', aRule({ allows: false, protocol: 'Udp', sources: ['Internet'] }), aRule({ priority: 200 })],
  ] as const)('that share no %s with a permission change nothing', ([, denial, permission]) => {
    expect(spoken([denial, permission])).toContain('ingress tcp 443-443 0.0.0.0/0')
  })

  test('that cut a permission refuse the group', () => {
    expect(
      spoken([aRule({ name: 'no', allows: false, sources: ['10.9.0.0/25'] }), aRule({ name: 'yes', priority: 200 })]),
    ).toBe('rule "no" denies a part of what "yes" allows')
  })

  test('that cut the default of the virtual network refuse the group too', () => {
    expect(spoken([aRule({ name: 'no-ssh', allows: false, ports: ['22'] })])).toBe(
      'rule "no-ssh" denies a part of what "AllowVnetInBound" allows',
    )
  })

  test('below the permission that they would cut come too late', () => {
    const rules = [aRule({ ...anything }), aRule({ priority: 4096, allows: false, ...anything })]

    expect(spoken(rules)).toEqual(['ingress any all 0.0.0.0/0', 'ingress any all ::/0', ...defaults.slice(1)])
  })
})

test.for([
  [{ sourceGroups: ['asg'] }, 'application security groups'],
  [{ sourcePorts: ['123'] }, 'port of the sender'],
  [{ destinations: ['10.0.1.4'] }, 'a part of the members'],
  [{ ports: ['http'] }, 'ports that cannot be read'],
  [{ protocol: 'Sctp' }, 'protocol Sctp'],
] as const)('what a permission cannot say refuses the group: %j', ([over, why]) => {
  expect(spoken([aRule(over as Partial<AzureRule>)])).toContain(why)
})

test('the internet without the virtual network cannot be said', () => {
  const rules = [aRule({ sources: ['Internet'] }), aRule({ priority: 200, allows: false, ...anything })]

  expect(spoken(rules)).toContain('opens the internet while the virtual network is closed')
})
