/** Security groups; a permission with several peers becomes one rule for each. */
import type { Network, Peer, SecurityGroup, SecurityRule } from '../../model/network.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { Report } from '../report.ts'
import type { Dump, Item } from './answers.ts'
import { blockOf, unique } from './items.ts'
import { protocolAndPorts } from './ports.ts'
import { readPrefixLists, type PrefixLists } from './prefix-lists.ts'
import type { AwsGroup, AwsPermission, AwsRule } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

export type Security = Pick<Network, 'securityGroups' | 'securityRules' | 'rulesKnown'>

/** Rules from both dumps, told apart by what they allow; ids are those of describe-security-group-rules where it has them. */
export function readSecurity(dump: Dump, report: Report): Security {
  const items = unique(dump.SecurityGroups, ({ GroupId }) => GroupId)
  const listed = dump.SecurityGroupRules.flatMap((item) => fromListedRule(item, report))
  const permitted = items.flatMap((item) => fromGroup(item, { report, groups: items }))
  const byContent = new Map<string, SecurityRule>()
  const lists = readPrefixLists(dump, report)
  for (const rule of [...listed, ...permitted].flatMap((rule) => resolvePrefixList(rule, lists))) {
    const content = contentOf(rule)
    if (!byContent.has(content)) byContent.set(content, rule)
  }
  const known = new Set(items.map(({ value }) => value.GroupId))
  const implied = [...new Set(listed.map(({ groupId }) => groupId))].filter((id) => !known.has(id))
  return {
    securityGroups: [...items.map(({ value }) => groupOf(value)), ...implied.map(impliedGroup)].toSorted((a, b) =>
      compareText(a.id, b.id),
    ),
    securityRules: [...byContent.values()].toSorted((a, b) => compareText(a.id, b.id)),
    rulesKnown: dump.present.has('SecurityGroups') || dump.present.has('SecurityGroupRules'),
  }
}

/** One rule for each block of a prefix list whose entries are known; an empty list allows nobody. */
function resolvePrefixList(rule: SecurityRule, lists: PrefixLists): readonly SecurityRule[] {
  const blocks = rule.peer.kind === 'prefix-list' ? lists.get(rule.peer.prefixListId) : undefined
  if (!blocks) return [rule]
  return blocks.map(({ cidr, text }) => ({ ...rule, id: `${rule.id}/${text}`, peer: { kind: 'cidr', cidr } }))
}

const groupOf = (group: AwsGroup): SecurityGroup => ({
  id: group.GroupId,
  name: group.GroupName ?? group.GroupId,
  vpcId: group.VpcId ?? null,
  description: group.Description ?? '',
})

const impliedGroup = (id: string): SecurityGroup => ({ id, name: id, vpcId: null, description: '' })

/** What a rule allows, in words that do not change: the id of a rule that AWS gives none. */
function contentOf({ groupId, direction, protocol, ports, peer }: Omit<SecurityRule, 'id'>): string {
  const range = ports === null ? 'all' : `${ports.from}-${ports.to}`
  return [groupId, direction, protocol, range, peerText(peer)].join('/')
}

function peerText(peer: Peer): string {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  return peer.kind === 'group' ? peer.groupId : peer.prefixListId
}

function fromListedRule({ value, place }: Item<AwsRule>, report: Report): readonly SecurityRule[] {
  const peer = listedPeer(value, { place, report })
  if (!peer) return []
  const direction = value.IsEgress ? ('egress' as const) : ('ingress' as const)
  return [
    {
      id: value.SecurityGroupRuleId,
      groupId: value.GroupId,
      direction,
      ...protocolAndPorts(value),
      peer,
      description: value.Description ?? '',
    },
  ]
}

function listedPeer(rule: AwsRule, options: { place: string; report: Report }): Peer | null {
  if (rule.ReferencedGroupInfo?.GroupId) return { kind: 'group', groupId: rule.ReferencedGroupInfo.GroupId }
  if (rule.PrefixListId) return { kind: 'prefix-list', prefixListId: rule.PrefixListId }
  const cidr = blockOf(rule.CidrIpv4 ?? rule.CidrIpv6 ?? '', options)
  return cidr && { kind: 'cidr', cidr }
}

interface Context {
  readonly report: Report
  readonly groups: readonly Item<AwsGroup>[]
}

function fromGroup({ value: group, place }: Item<AwsGroup>, context: Context): readonly SecurityRule[] {
  const read = (direction: SecurityRule['direction'], permission: AwsPermission): readonly SecurityRule[] =>
    peersOf(permission, group, { ...context, place }).map(({ peer, description }) => {
      const rule = { groupId: group.GroupId, direction, ...protocolAndPorts(permission), peer, description }
      return { id: contentOf(rule), ...rule }
    })
  return [
    ...group.IpPermissions.flatMap((permission) => read('ingress', permission)),
    ...group.IpPermissionsEgress.flatMap((permission) => read('egress', permission)),
  ]
}

interface DescribedPeer {
  readonly peer: Peer
  readonly description: string
}

function peersOf(
  permission: AwsPermission,
  group: AwsGroup,
  context: Context & { place: string },
): readonly DescribedPeer[] {
  const blocks = [
    ...permission.IpRanges.map(({ CidrIp, Description }) => ({ text: CidrIp, description: Description ?? '' })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6, Description }) => ({ text: CidrIpv6, description: Description ?? '' })),
  ]
  return [
    ...blocks.flatMap(({ text, description }) => {
      const cidr = blockOf(text, context)
      return cidr ? [{ peer: { kind: 'cidr' as const, cidr }, description }] : []
    }),
    ...permission.PrefixListIds.map(({ PrefixListId, Description }) => ({
      peer: { kind: 'prefix-list' as const, prefixListId: PrefixListId },
      description: Description ?? '',
    })),
    ...permission.UserIdGroupPairs.flatMap(({ GroupId, GroupName, Description }) => {
      const groupId = GroupId ?? groupByName(GroupName ?? '', group, context)
      return groupId ? [{ peer: { kind: 'group' as const, groupId }, description: Description ?? '' }] : []
    }),
  ]
}

/** A pair in a default VPC may name its group instead of giving the id. */
function groupByName(
  name: string,
  group: AwsGroup,
  { groups, report, place }: Context & { place: string },
): string | null {
  const found = groups.find(({ value }) => value.GroupName === name && value.VpcId === group.VpcId)
  if (found) return found.value.GroupId
  report('site.reference-missing', {
    subject: group.GroupId,
    message: `A rule of "${group.GroupName ?? group.GroupId}" allows the group named "${name}", which is not among those read; the rule is left out.`,
    suggestion: 'Read all security groups of the region.',
    place,
  })
  return null
}
