/** VPCs, subnets, security groups and their rules. */
import { formatCidr, readCidr, type Cidr } from '../../model/cidr.ts'
import type { Network, Peer, SecurityRule } from '../../model/network.ts'
import { firstOfEach } from '../json-items.ts'
import { plainTags } from './aws.ts'
import type { Resources } from './resources.ts'
import { compareText } from '../../model/text-order.ts'

const blockOf = (text: string | null | undefined): Cidr | null => {
  const reading = readCidr(text ?? '')
  return reading.ok ? reading.value : null
}

export const blocksOf = (texts: readonly string[]): readonly Cidr[] => texts.flatMap((text) => blockOf(text) ?? [])

export type AwsNetwork = Pick<Network, 'vpcs' | 'subnets' | 'securityGroups' | 'securityRules'>

/** Everything sorted by id. */
export function readAwsNetwork(resources: Resources): AwsNetwork {
  const rules = new Map(rulesOf(resources).map((rule) => [rule.id, rule]))
  return {
    vpcs: firstOfEach(resources.awsVpcs, ({ id }) => id).map(({ value }) => ({
      id: value.id,
      name: plainTags(value.tags)['Name'] || value.id,
      blocks: blocksOf([value.cidr_block ?? '']),
    })),
    subnets: firstOfEach(resources.awsSubnets, ({ id }) => id).map(({ value }) => ({
      id: value.id,
      name: plainTags(value.tags)['Name'] || value.id,
      vpcId: value.vpc_id,
      block: blockOf(value.cidr_block),
      zone: value.availability_zone ?? null,
      gateway: null,
      routeTableId: null,
    })),
    securityGroups: firstOfEach(resources.awsGroups, ({ id }) => id).map(({ value }) => ({
      id: value.id,
      name: value.name ?? value.id,
      vpcId: value.vpc_id ?? null,
      description: value.description ?? '',
    })),
    securityRules: [...rules.values()].toSorted((a, b) => compareText(a.id, b.id)),
  }
}

interface Permission {
  readonly groupId: string
  readonly direction: SecurityRule['direction']
  readonly protocol: string | null | undefined
  readonly from: number | null | undefined
  readonly to: number | null | undefined
  readonly blocks: readonly string[]
  readonly groups: readonly string[]
  readonly lists: readonly string[]
  readonly description: string | null | undefined
}

/** Rules inside their group, and rules that are resources of their own. */
function rulesOf(resources: Resources): readonly SecurityRule[] {
  const inside = resources.awsGroups.flatMap(({ value: group }) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      group[direction].map((own) => listed(own, { groupId: group.id, direction, groups: own.security_groups })),
    ),
  )
  const old = resources.awsGroupRules.map(({ value }) =>
    listed(value, {
      groupId: value.security_group_id,
      direction: value.type === 'egress' ? 'egress' : 'ingress',
      groups: value.source_security_group_id ? [value.source_security_group_id] : [],
    }),
  )
  const fresh = (['ingress', 'egress'] as const).flatMap((direction) =>
    resources[direction === 'ingress' ? 'awsIngressRules' : 'awsEgressRules'].map(({ value }) =>
      single(value, direction),
    ),
  )
  return [...inside, ...old, ...fresh].flatMap(spread)
}

type Listed = Omit<
  Resources['awsGroupRules'][number]['value'],
  'security_group_id' | 'type' | 'source_security_group_id'
>

const listed = (
  own: Listed,
  { groupId, direction, groups }: Pick<Permission, 'groupId' | 'direction' | 'groups'>,
): Permission => ({
  groupId,
  direction,
  protocol: own.protocol,
  from: own.from_port,
  to: own.to_port,
  blocks: [...own.cidr_blocks, ...own.ipv6_cidr_blocks],
  groups: own.self === true ? [...groups, groupId] : groups,
  lists: own.prefix_list_ids,
  description: own.description,
})

function single(own: Resources['awsIngressRules'][number]['value'], direction: SecurityRule['direction']): Permission {
  const present = (texts: readonly (string | null | undefined)[]): readonly string[] =>
    texts.flatMap((text) => (text ? [text] : []))
  return {
    groupId: own.security_group_id,
    direction,
    protocol: own.ip_protocol,
    from: own.from_port,
    to: own.to_port,
    blocks: present([own.cidr_ipv4, own.cidr_ipv6]),
    groups: present([own.referenced_security_group_id]),
    lists: present([own.prefix_list_id]),
    description: own.description,
  }
}

/** One rule for each peer. The id of a rule is what it allows. */
function spread(permission: Permission): readonly SecurityRule[] {
  const protocol = protocolOf(permission.protocol ?? '')
  if (protocol === null) return []
  const ports = portsOf(protocol, permission)
  const range = ports === null ? 'all' : `${ports.from}-${ports.to}`
  const peers: readonly Peer[] = [
    ...blocksOf(permission.blocks).map((cidr): Peer => ({ kind: 'cidr', cidr })),
    // A group of another account is written with the account in front of it.
    ...permission.groups.map((id): Peer => ({ kind: 'group', groupId: id.replace(/^.*\//, '') })),
    ...permission.lists.map((prefixListId): Peer => ({ kind: 'prefix-list', prefixListId })),
  ]
  return peers.map((peer) => ({
    id: [permission.groupId, permission.direction, protocol, range, peerText(peer)].join('/'),
    groupId: permission.groupId,
    direction: permission.direction,
    protocol,
    ports,
    peer,
    description: permission.description ?? '',
  }))
}

function peerText(peer: Peer): string {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  return peer.kind === 'group' ? peer.groupId : peer.prefixListId
}

const protocols: Readonly<Record<string, SecurityRule['protocol']>> = {
  '-1': 'any',
  all: 'any',
  '1': 'icmp',
  icmp: 'icmp',
  '6': 'tcp',
  tcp: 'tcp',
  '17': 'udp',
  udp: 'udp',
  '58': 'icmpv6',
  icmpv6: 'icmpv6',
}

function protocolOf(text: string): SecurityRule['protocol'] | null {
  const known = protocols[text.toLowerCase()]
  if (known !== undefined) return known
  return /^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : null
}

/** As the EC2 API has them: 0-65535 or none is all; of ICMP the two are type and code. */
function portsOf(protocol: SecurityRule['protocol'], { from, to }: Permission): SecurityRule['ports'] {
  if (typeof from !== 'number' || typeof to !== 'number') return null
  if (protocol === 'icmp' || protocol === 'icmpv6') return { from, to }
  if (protocol !== 'tcp' && protocol !== 'udp') return null
  return from <= 0 && (to === 65_535 || to <= 0) ? null : { from, to }
}
