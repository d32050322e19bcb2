/**
 * Network security groups of Azure as rules that only allow. Azure takes the first rule that fits, by priority, and
 * ends with default rules of its own (Microsoft Learn, "Network security groups"): traffic within the virtual network
 * is allowed, to the internet too, the rest denied. A rule that denies everything ends the list; any other denial that
 * overlaps a later permission cannot be said with permissions alone, and the group is then refused as a whole: azure-filters.ts has every group as it is.
 */
import { cidrAround, formatCidr, overlaps, parseCidr, readCidr, type Cidr } from '../model/cidr.ts'
import { bitsOf, readAddress } from '../model/address.ts'
import type { Peer, SecurityRule } from '../model/network.ts'

export interface AzureRule {
  readonly name: string
  readonly priority: number
  readonly direction: SecurityRule['direction']
  readonly allows: boolean
  /** `*`, or the name of a protocol in any case. */
  readonly protocol: string
  readonly sourcePorts: readonly string[]
  readonly ports: readonly string[]
  readonly sources: readonly string[]
  readonly destinations: readonly string[]
  /** Ids of application security groups, whose members are known elsewhere. */
  readonly sourceGroups: readonly string[]
  readonly destinationGroups: readonly string[]
  readonly description: string
}

export interface AzureGroup {
  readonly id: string
  readonly rules: readonly AzureRule[]
  /** What the tag VirtualNetwork stands for: the blocks of the networks it is used in, and of their peers. */
  readonly networkBlocks: readonly Cidr[]
}

export type AllowedRules =
  | { readonly ok: true; readonly rules: readonly SecurityRule[] }
  | { readonly ok: false; readonly why: string }

const defaultRule = (direction: AzureRule['direction'], name: string, peer: string): AzureRule => ({
  name,
  priority: 65_000,
  direction,
  allows: true,
  protocol: '*',
  sourcePorts: ['*'],
  ports: ['*'],
  sources: direction === 'ingress' ? [peer] : ['*'],
  destinations: direction === 'ingress' ? ['*'] : [peer],
  sourceGroups: [],
  destinationGroups: [],
  description: 'Default rule of Azure',
})

/** Probes of the platform's load balancer have no counterpart elsewhere and are left out. */
const defaults: readonly AzureRule[] = [
  defaultRule('ingress', 'AllowVnetInBound', 'VirtualNetwork'),
  defaultRule('egress', 'AllowVnetOutBound', 'VirtualNetwork'),
  { ...defaultRule('egress', 'AllowInternetOutBound', 'Internet'), priority: 65_001 },
]

const isAny = (texts: readonly string[]): boolean =>
  texts.some((text) => /^(\*|any|0\.0\.0\.0\/0|0-65535)$/i.test(text))
const isVnet = (text: string): boolean => /^virtualnetwork$/i.test(text)
const isInternet = (text: string): boolean => /^internet$/i.test(text)
const isProbe = (text: string): boolean => /^azureloadbalancer$/i.test(text)

const peersOf = (rule: AzureRule): readonly string[] =>
  rule.direction === 'ingress' ? rule.sources : rule.destinations
const membersOf = (rule: AzureRule): readonly string[] =>
  rule.direction === 'ingress' ? rule.destinations : rule.sources

/** What a group allows, or why that cannot be said. */
export function allowedRules(group: AzureGroup): AllowedRules {
  const rules: SecurityRule[] = []
  for (const direction of ['ingress', 'egress'] as const) {
    const effective = effectiveRules(group, direction)
    if (typeof effective === 'string') return { ok: false, why: effective }
    const opensNetwork = effective.some(
      (rule) =>
        rule.name === (direction === 'ingress' ? 'AllowVnetInBound' : 'AllowVnetOutBound') && rule.priority === 65_000,
    )
    for (const rule of effective) {
      const fault = faultOf(rule, opensNetwork)
      if (fault !== null) return { ok: false, why: `rule "${rule.name}" ${fault}` }
      rules.push(...permissions(rule, group))
    }
  }
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return { ok: true, rules: [...byId.values()] }
}

/** The permissions that take effect, or why they cannot be told. */
function effectiveRules({ rules }: AzureGroup, direction: AzureRule['direction']): readonly AzureRule[] | string {
  const ordered = [...rules, ...defaults]
    .filter((rule) => rule.direction === direction)
    .toSorted((a, b) => a.priority - b.priority)
  const end = ordered.findIndex((rule) => !rule.allows && deniesAll(rule))
  const living = end < 0 ? ordered : ordered.slice(0, end)
  for (const [index, denial] of living.entries()) {
    if (denial.allows) continue
    const cut = living.slice(index + 1).find((rule) => rule.allows && mayOverlap(denial, rule))
    if (cut) return `rule "${denial.name}" denies a part of what "${cut.name}" allows`
  }
  return living.filter((rule) => rule.allows && !peersOf(rule).every(isProbe))
}

const namesGroups = ({ sourceGroups, destinationGroups }: AzureRule): boolean =>
  sourceGroups.length + destinationGroups.length > 0

const deniesAll = (rule: AzureRule): boolean =>
  rule.protocol === '*' &&
  !namesGroups(rule) &&
  [rule.sources, rule.destinations, rule.ports, rule.sourcePorts].every(isAny)

/** False only where it is certain. */
function mayOverlap(a: AzureRule, b: AzureRule): boolean {
  if (a.protocol !== '*' && b.protocol !== '*' && a.protocol.toLowerCase() !== b.protocol.toLowerCase()) return false
  if (!a.ports.some((own) => b.ports.some((other) => portsOverlap(own, other)))) return false
  return (
    peersOf(a).length === 0 ||
    peersOf(b).length === 0 ||
    peersOf(a).some((own) => peersOf(b).some((other) => peersOverlap(own, other)))
  )
}

function portsOverlap(a: string, b: string): boolean {
  const [own, other] = [readPorts(a), readPorts(b)]
  return own === null || other === null || (own.from <= other.to && other.from <= own.to)
}

function peersOverlap(a: string, b: string): boolean {
  if ((isVnet(a) && isInternet(b)) || (isInternet(a) && isVnet(b))) return false
  const [own, other] = [blockOf(a), blockOf(b)]
  return own === null || other === null || overlaps(own, other)
}

/** Null for `*` and for what is no range. */
function readPorts(text: string): { from: number; to: number } | null {
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? []
  return from === undefined ? null : { from: Number(from), to: Number(to ?? from) }
}

/** A block or a single address; null for tags and `*`. */
function blockOf(text: string): Cidr | null {
  const block = readCidr(text)
  if (block.ok) return block.value
  const address = readAddress(text)
  return address.ok ? cidrAround(address.value, bitsOf(address.value.family)) : null
}

const protocols: Readonly<Record<string, SecurityRule['protocol']>> = {
  '*': 'any',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  esp: 50,
  ah: 51,
}

/** What a permission cannot say; null for nothing. */
function faultOf(rule: AzureRule, opensNetwork: boolean): string | null {
  if (namesGroups(rule)) return 'names application security groups'
  if (protocols[rule.protocol.toLowerCase()] === undefined) return `has the protocol ${rule.protocol}`
  if (!isAny(rule.sourcePorts)) return 'depends on the port of the sender'
  if (!isAny(membersOf(rule)) && !membersOf(rule).some(isVnet)) return 'is for a part of the members of its group only'
  // The internet is all that is not the network: everything, where the network is allowed anyway.
  if (peersOf(rule).some(isInternet) && !opensNetwork) return 'opens the internet while the virtual network is closed'
  return rule.ports.some((text) => text !== '*' && readPorts(text) === null) ? 'has ports that cannot be read' : null
}

function permissions(rule: AzureRule, group: AzureGroup): readonly SecurityRule[] {
  const protocol = protocols[rule.protocol.toLowerCase()] ?? 'any'
  const ranges = isAny(rule.ports) ? [null] : rule.ports.map(readPorts)
  // Ports without a protocol that has them: Azure means TCP and UDP.
  const spoken = protocol === 'any' && !ranges.includes(null) ? (['tcp', 'udp'] as const) : [protocol]
  return peersOf(rule).flatMap((text) =>
    peers(text, group).flatMap((peer) =>
      spoken.flatMap((own) =>
        ranges.map((range) => {
          const ports = own === 'tcp' || own === 'udp' ? range : null
          const shown = ports === null ? 'all' : `${ports.from}-${ports.to}`
          const id = [group.id, rule.direction, own, shown, peerText(peer)].join('/')
          return {
            id,
            groupId: group.id,
            direction: rule.direction,
            protocol: own,
            ports,
            peer,
            description: rule.description,
          }
        }),
      ),
    ),
  )
}

const anywhere = ['0.0.0.0/0', '::/0'].map((text): Peer => ({ kind: 'cidr', cidr: parseCidr(text) }))

/** Other service tags are lists of ranges that the platform keeps: prefix lists, by their name. */
function peers(text: string, { networkBlocks }: AzureGroup): readonly Peer[] {
  if (isAny([text]) || isInternet(text)) return anywhere
  if (isVnet(text)) return networkBlocks.map((cidr) => ({ kind: 'cidr', cidr }))
  if (isProbe(text)) return []
  const cidr = blockOf(text)
  return [cidr ? { kind: 'cidr', cidr } : { kind: 'prefix-list', prefixListId: text }]
}

function peerText(peer: Peer): string {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  return peer.kind === 'prefix-list' ? peer.prefixListId : peer.groupId
}
