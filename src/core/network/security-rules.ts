/** Security groups and rules. Every rule is carried over, or a finding says which was not and why. */
import { formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type {
  AddressTranslation,
  PrefixListTranslation,
  SecurityRuleTranslation,
} from '../../model/network-translation.ts'
import type { Network, SecurityGroup, SecurityRule } from '../../model/network.ts'
import { imageOf, type AddressMap } from './address-map.ts'

type Peer = SecurityRuleTranslation['peer']

export interface RuleContext {
  readonly network: Network
  readonly groupKeys: ReadonlyMap<string, string>
  /** The address map as a VPC sees it: its own blocks first. */
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly addresses: readonly AddressTranslation[]
  /** By the id of the primary site. */
  readonly lists: ReadonlyMap<string, PrefixListTranslation>
}

export const groupKey = (group: SecurityGroup): string => stableKey(group.name, group.id)

export function translateRules(context: RuleContext): {
  rules: readonly SecurityRuleTranslation[]
  findings: readonly Finding[]
} {
  const groups = new Map(context.network.securityGroups.map((group) => [group.id, group]))
  const full = { ...context, groups, members: membersOf(context.addresses) }
  const rules: SecurityRuleTranslation[] = []
  const findings: Finding[] = []
  for (const rule of context.network.securityRules) {
    const group = groups.get(rule.groupId)
    const key = context.groupKeys.get(rule.groupId)
    if (!group || !key) {
      findings.push(untranslated(rule, 'its security group is not in the inventory'))
      continue
    }
    const peers = peersOf(rule, group, full)
    findings.push(...peers.findings)
    for (const peer of peers.peers) rules.push(translated(rule, key, { peer, rule: peers.rule }))
  }
  return { rules: withoutRepeats(rules.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))), findings }
}

const nameOf = (peer: Peer): string => {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  return peer.kind === 'group' ? peer.groupKey : peer.listKey
}

/** Two rules may come to allow the same; a platform refuses the second of them. */
function withoutRepeats(rules: readonly SecurityRuleTranslation[]): readonly SecurityRuleTranslation[] {
  const seen = new Set<string>()
  return rules.filter(({ groupKey: key, direction, protocol, ports, peer }) => {
    const name = nameOf(peer)
    const what = JSON.stringify([key, direction, protocol, ports?.from, ports?.to, peer.kind, name])
    const fresh = !seen.has(what)
    seen.add(what)
    return fresh
  })
}

interface FullContext extends RuleContext {
  readonly groups: ReadonlyMap<string, SecurityGroup>
  readonly members: ReadonlyMap<string, readonly AddressTranslation[]>
}

function membersOf(addresses: readonly AddressTranslation[]): ReadonlyMap<string, readonly AddressTranslation[]> {
  const members = new Map<string, AddressTranslation[]>()
  for (const entry of addresses) {
    for (const key of new Set(entry.securityGroupKeys)) {
      const others = members.get(key)
      if (others) others.push(entry)
      else members.set(key, [entry])
    }
  }
  return members
}

interface TranslatedPeers {
  readonly peers: readonly Peer[]
  readonly rule: SecurityRuleTranslation['rule']
  readonly findings: readonly Finding[]
}

function peersOf(rule: SecurityRule, group: SecurityGroup, context: FullContext): TranslatedPeers {
  const { peer } = rule
  if (peer.kind === 'prefix-list') {
    const list = context.lists.get(peer.prefixListId)
    if (list) return { peers: [{ kind: 'prefix-list', listKey: list.key }], rule: 'offset', findings: [] }
    return {
      peers: [],
      rule: 'kept',
      findings: [untranslated(rule, `prefix list ${peer.prefixListId} is not in the inventory`)],
    }
  }
  if (peer.kind === 'cidr') return blockPeers(rule, peer.cidr, { map: context.mapOf(group.vpcId), ...context })
  const other = context.groups.get(peer.groupId)
  const key = context.groupKeys.get(peer.groupId)
  if (!other || !key)
    return {
      peers: [],
      rule: 'kept',
      findings: [untranslated(rule, `it refers to group ${peer.groupId}, which is not in the inventory`)],
    }
  if (other.vpcId === group.vpcId) return { peers: [{ kind: 'group', groupKey: key }], rule: 'offset', findings: [] }
  return memberPeers(rule, context.members.get(key) ?? [])
}

function blockPeers(
  rule: SecurityRule,
  cidr: Cidr,
  { map, network }: { readonly map: AddressMap; readonly network: Network },
): TranslatedPeers {
  if (isOwnIpv6(cidr, { map, network }))
    return { peers: [{ kind: 'cidr', cidr }], rule: 'kept', findings: [ipv6Kept(rule, cidr)] }
  const image = imageOf(map, cidr)
  const kept = image.length === 1 && image[0] !== undefined && formatCidr(image[0]) === formatCidr(cidr)
  const findings =
    image.length > 0
      ? []
      : [
          untranslated(
            rule,
            `${formatCidr(cidr)} holds only addresses that other hosts take at the recovery site, or that nobody has`,
          ),
        ]
  return { peers: image.map((block) => ({ kind: 'cidr', cidr: block })), rule: kept ? 'kept' : 'offset', findings }
}

/** A block of IPv6 of the primary site, in whose place the platform gives another one that nobody knows before. */
export function isOwnIpv6(
  cidr: Cidr,
  { map, network }: { readonly map: AddressMap; readonly network: Network },
): boolean {
  const ours = cidr.prefixLength > 0 && network.vpcs.some(({ blocks }) => blocks.some((block) => overlaps(block, cidr)))
  return cidr.family === 6 && ours && !map.segments.some(({ from }) => overlaps(from, cidr))
}

/** A group of another VPC: the two VPCs are not peered at the recovery site, so its members are named one by one. */
function memberPeers(rule: SecurityRule, entries: readonly AddressTranslation[]): TranslatedPeers {
  const members = entries.flatMap(({ to }) => (to ? [to] : []))
  const unknown = [...new Set(entries.filter(({ to }) => !to).map(({ vmId }) => vmId))]
  const unsaid =
    unknown.length === 0 ? '' : ` It does not name ${unknown.join(', ')}, whose addresses the platform chooses.`
  const finding = createFinding('network.membership-frozen', {
    subject: rule.id,
    message: `${rule.id} refers to a security group of another VPC; at the recovery site it names the ${members.length} addresses of today's members.${unsaid}`,
    suggestion: 'Plan again when members are added.',
    affected: unknown,
  })
  const hosts = members.map((address): Cidr => ({ family: address.family, network: address.value, prefixLength: 32 }))
  return { peers: hosts.map((cidr) => ({ kind: 'cidr', cidr })), rule: 'offset', findings: [finding] }
}

const ipv6Kept = (rule: SecurityRule, cidr: Cidr): Finding =>
  createFinding('network.ipv6-untranslated', {
    subject: rule.id,
    message: `${rule.direction} rule ${rule.id} of ${rule.groupId} still names ${formatCidr(cidr)}, which is of the primary site.`,
    suggestion: 'Write the rule anew when the target has assigned its IPv6 block.',
  })

function translated(
  rule: SecurityRule,
  groupKeyOf: string,
  part: { peer: Peer; rule: SecurityRuleTranslation['rule'] },
): SecurityRuleTranslation {
  const name = nameOf(part.peer)
  return {
    key: stableKey(`${groupKeyOf}-${rule.direction}`, `${rule.id}#${name}`),
    from: rule.id,
    groupKey: groupKeyOf,
    direction: rule.direction,
    protocol: rule.protocol,
    ports: rule.ports,
    peer: part.peer,
    description: rule.description,
    rule: part.rule,
  }
}

const untranslated = (rule: SecurityRule, why: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: rule.id,
    message: `${rule.direction} rule ${rule.id} of ${rule.groupId} is not at the recovery site: ${why}.`,
    suggestion: 'Add the missing thing to the inventory, or write the rule by hand and keep it under review.',
  })
