/** What both sources of AWS make of answers, without a file or a network. */
import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import { addAnswer, createCollection, dumpOf } from '../../../src/sources/aws/answers.ts'
import { convertDump } from '../../../src/sources/aws/convert.ts'
import { createReport } from '../../../src/sources/report.ts'

function convert(...answers: readonly object[]) {
  const { report, findings } = createReport()
  const collection = createCollection('aws', report)
  for (const [index, answer] of answers.entries()) addAnswer(collection, { shown: `answer ${index}`, answer })
  return { ...convertDump(dumpOf(collection), report), findings: findings() }
}

const group = {
  SecurityGroups: [
    {
      GroupId: 'sg-1',
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: 'pl-1', Description: 'ops' }] },
      ],
    },
  ],
}

describe('prefix lists', () => {
  test('of the customer become one rule for each of their blocks', () => {
    const Entries = [{ Cidr: '198.51.100.0/24' }, { Cidr: '192.0.2.0/25' }]

    const { network } = convert(group, { ManagedPrefixLists: [{ PrefixListId: 'pl-1', OwnerId: '1', Entries }] })

    expect(
      network.securityRules.map(({ id, peer, description }) => [
        id,
        peer.kind === 'cidr' && formatCidr(peer.cidr),
        description,
      ]),
    ).toEqual([
      ['sg-1/ingress/tcp/22-22/pl-1/192.0.2.0/25', '192.0.2.0/25', 'ops'],
      ['sg-1/ingress/tcp/22-22/pl-1/198.51.100.0/24', '198.51.100.0/24', 'ops'],
    ])
  })

  test('of AWS, whose entries change, stay a name', () => {
    const { network } = convert(group, { ManagedPrefixLists: [{ PrefixListId: 'pl-1', OwnerId: 'AWS' }] })

    expect(network.securityRules[0]?.peer).toEqual({ kind: 'prefix-list', prefixListId: 'pl-1' })
  })

  test('without entries allow nobody', () => {
    const { network } = convert(group, { ManagedPrefixLists: [{ PrefixListId: 'pl-1', OwnerId: '1', Entries: [] }] })

    expect(network.securityRules).toEqual([])
  })
})

describe('the same site', () => {
  test('comes of tags and routes in any order', () => {
    const tags = [
      { Key: 'b', Value: '2' },
      { Key: 'a', Value: '1' },
    ]
    const routes = [
      { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
    ]
    const answer = (Tags: readonly object[], Routes: readonly object[]) => ({
      Reservations: [{ Instances: [{ InstanceId: 'i-1', Tags }] }],
      RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes }],
    })

    const [one, other] = [convert(answer(tags, routes)), convert(answer(tags.toReversed(), routes.toReversed()))]

    expect(JSON.stringify(other.vms)).toBe(JSON.stringify(one.vms))
    expect(other.network).toEqual(one.network)
  })
})

test('a route that a VPN gateway taught a table is told from one that somebody wrote', () => {
  const { network } = convert({
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        PropagatingVgws: [{ GatewayId: 'vgw-1' }],
        Routes: [
          { DestinationCidrBlock: '192.168.0.0/24', GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation' },
          { DestinationCidrBlock: '192.168.9.0/24', GatewayId: 'vgw-1', Origin: 'CreateRoute' },
        ],
      },
    ],
  })

  expect(network.routeTables).toMatchObject([{ learnsFrom: ['vgw-1'] }])
  expect(network.routes.map(({ hop, learned }) => [hop.kind, learned])).toEqual([
    ['vpn-gateway', true],
    ['vpn-gateway', undefined],
  ])
})
