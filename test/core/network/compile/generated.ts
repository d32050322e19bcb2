/** Generated filters in a small world, all of which every platform has words for. */
import fc from 'fast-check'
import type { NetworkObject, NetworkObjectOf } from '../../../../src/model/network-objects.ts'
import { parseCidr } from '../../../../src/model/cidr.ts'
import type { Network, SecurityRule } from '../../../../src/model/network.ts'
import type { Vm } from '../../../../src/model/site.ts'
import { anAcl, anAsg, anEntry, anNsg, orderedNetwork, someHosts, twoSubnets } from '../../../builders-filters.ts'
import { aGroup, aNetwork, aRoute, aTable, inGroups } from '../../../builders-network.ts'

type Entry = NetworkObjectOf<'packet-filter'>['entries'][number]

const block = fc.constantFrom(
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/24',
  '10.0.1.0/24',
  '10.0.0.8/30',
  '10.0.0.128/25',
  '198.51.100.0/24',
  '203.0.113.7/32',
)
const direction = fc.constantFrom('ingress' as const, 'egress' as const)
const ports = fc.constantFrom('443', '22', '0-1023', '1024-65535', '400-500')
const serviceText = fc.oneof(
  fc.record({
    protocol: fc.constantFrom('tcp', 'udp'),
    ports: fc.oneof(
      fc.constant([]),
      ports.map((one) => [one]),
    ),
  }),
  fc.record({ protocol: fc.constantFrom('any', 'icmp', 'esp'), ports: fc.constant<string[]>([]) }),
)

const entries = (peer: fc.Arbitrary<string>, most: number): fc.Arbitrary<readonly Entry[]> =>
  fc
    .array(
      fc.record({
        service: serviceText,
        direction,
        action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
        source: fc.option(peer, { freq: 3 }),
        destination: fc.option(peer, { freq: 3 }),
      }),
      { maxLength: most },
    )
    .map((all) =>
      all.map(({ service, direction: at, action, source, destination }, index) =>
        anEntry(100 + index, {
          ...service,
          direction: at,
          action,
          sources: source === null ? [] : [source],
          destinations: destination === null ? [] : [destination],
        }),
      ),
    )

export interface World {
  readonly vms: readonly Vm[]
  readonly network: Network
}

/** Groups of cards, filters on subnets and on cards, tags, and sometimes a filter that goes first. */
export const orderedWorld: fc.Arbitrary<World> = fc
  .record({
    outer: entries(fc.oneof(block, fc.constantFrom('VirtualNetwork', 'Internet', 'asg-1', 'asg-2')), 5),
    inner: fc.option(entries(fc.oneof(block, fc.constantFrom('VirtualNetwork', 'asg-1')), 4)),
    first: fc.option(entries(block, 2), { freq: 2 }),
    always: fc.boolean(),
    members: fc.subarray(['nic-vm-1', 'nic-vm-2', 'nic-vm-3']),
  })
  .map(({ outer, inner, first, always, members }) => {
    const objects: NetworkObject[] = [
      anNsg('nsg-outer', outer, { subnetIds: ['subnet-1'] }),
      anAsg('asg-1', ...members),
      anAsg('asg-2', 'nic-vm-2'),
    ]
    if (inner) objects.push(anNsg('nsg-inner', inner, { nicIds: ['nic-vm-1', 'nic-vm-3'] }))
    if (first) objects.push(goingFirst(first, always))
    return { vms: someHosts(), network: orderedNetwork(objects) }
  })

const goingFirst = (all: readonly Entry[], always: boolean): NetworkObject => ({
  ...anNsg('admin', []),
  goesFirst: true,
  entries: all.map((entry) =>
    entry.action === 'allow' && always ? { ...entry, action: 'always-allow' as const } : entry,
  ),
})

const rulePorts = fc.constantFrom({ from: 443, to: 443 }, { from: 0, to: 1023 }, { from: 400, to: 500 })
const peer: fc.Arbitrary<SecurityRule['peer']> = fc.oneof(
  block.map((text) => ({ kind: 'cidr' as const, cidr: parseCidr(text) })),
  fc.constantFrom('sg-a', 'sg-b').map((groupId) => ({ kind: 'group' as const, groupId })),
  fc.constant({ kind: 'prefix-list' as const, prefixListId: 'pl-1' }),
)
const service: fc.Arbitrary<Pick<SecurityRule, 'protocol' | 'ports'>> = fc.oneof(
  fc.record({ protocol: fc.constantFrom('tcp' as const, 'udp' as const, 6), ports: fc.option(rulePorts) }),
  fc.record({ protocol: fc.constantFrom('any' as const, 'icmp' as const, 50), ports: fc.constant(null) }),
)

const rules: fc.Arbitrary<readonly SecurityRule[]> = fc
  .array(fc.record({ groupId: fc.constantFrom('sg-a', 'sg-b'), direction, service, peer }), { maxLength: 8 })
  .map((all) => all.map(({ service: own, ...rest }, index) => ({ id: `r${index}`, description: '', ...rest, ...own })))

/** ICMP is the same for all in both directions: types whose answers do not pass have no word elsewhere. */
const acl: fc.Arbitrary<NetworkObject> = fc
  .record({
    own: entries(block, 5),
    icmp: fc.constantFrom('allow' as const, 'deny' as const),
    ids: fc.subarray(['subnet-1', 'subnet-2'], { minLength: 1 }),
  })
  .map(({ own, icmp, ids }) => {
    const of = (at: 'ingress' | 'egress') =>
      anEntry(1, { name: 'icmp', direction: at, action: icmp, protocol: 'icmp', ports: [] })
    return anAcl('acl-1', [of('ingress'), of('egress'), ...own.map(farEndOnly)], { subnetIds: ids })
  })

/** Entries of a stateless filter always speak for the whole subnet. */
const farEndOnly = (entry: Entry): Entry =>
  entry.direction === 'ingress' ? { ...entry, destinations: [] } : { ...entry, sources: [] }

/** Groups that hold together on cards, an own prefix list, and sometimes a stateless filter. */
export const permissionWorld: fc.Arbitrary<World> = fc
  .record({
    rules,
    acl: fc.option(acl),
    groups: fc.tuple(...[1, 2, 3].map(() => fc.subarray(['sg-a', 'sg-b'], { minLength: 1 }))),
  })
  .map(({ rules: securityRules, acl: filter, groups }) => ({
    vms: someHosts().map((vm, index) => inGroups(vm, ...(groups[index] ?? ['sg-a']))),
    network: aNetwork({
      subnets: twoSubnets,
      routeTables: [aTable('rtb-1')],
      routes: [aRoute('local', '10.0.0.0/16', 'local')],
      securityGroups: [aGroup('sg-a'), aGroup('sg-b')],
      securityRules,
      objects: [
        {
          kind: 'prefix-list',
          id: 'pl-1',
          name: 'partners',
          managed: false,
          maxEntries: 5,
          blocks: ['198.51.100.0/25', '10.0.0.8/31'].map(parseCidr),
        },
        ...(filter ? [filter] : []),
      ],
    }),
  }))
