/**
 * Groups of permissions as ordered filters: cards with the same groups get one filter, which allows what any of the
 * groups allows and denies the rest.
 */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { stableKey } from '../../../model/key.ts'
import type {
  NetworkTranslation,
  PacketFilterTranslation,
  SecurityRuleTranslation,
} from '../../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import type { OrderedContext } from './context.ts'
import { withoutRepeats } from './entry-text.ts'
import { cardName, groupEnds, membersByGroup, type GroupMembers } from './member-groups.ts'
import { closedFilter, plainEntry } from './number-entries.ts'
import { sayEntry } from './say-entry.ts'

export interface Filters {
  readonly filters: readonly PacketFilterTranslation[]
  readonly findings: readonly Finding[]
}

interface RuleContext extends OrderedContext {
  readonly carried: NetworkTranslation
  readonly members: ReadonlyMap<string, GroupMembers>
  readonly vpcKey: string
}

export function compileCardFilters(carried: NetworkTranslation, context: OrderedContext): Filters {
  const members = membersByGroup(carried)
  const classes = classesOf(carried, context)
  const parts = new Map<string, Said>()
  const saidOf = (groupKey: string, vpcKey: string): Said => {
    const name = JSON.stringify([groupKey, vpcKey])
    const said = parts.get(name) ?? sayGroup(groupKey, { ...context, carried, members, vpcKey })
    parts.set(name, said)
    return said
  }
  const filters = classes.map(({ vpcKey, groupKeys, cards }): PacketFilterTranslation => {
    const groups = carried.securityGroups.filter(({ key }) => groupKeys.includes(key))
    const name = groups.map((group) => group.name).join(' + ')
    const entries = groupKeys.flatMap((key) => saidOf(key, vpcKey).entries)
    return {
      key: stableKey(name, JSON.stringify([vpcKey, ...groupKeys])),
      from: groups.length === 1 ? (groups[0]?.from ?? null) : null,
      name,
      vpcKey,
      subnetKeys: [],
      cards,
      stateful: true,
      entries: closedFilter(withoutRepeats(entries), context.words),
    }
  })
  return { filters, findings: [...parts.values()].flatMap(({ findings }) => findings) }
}

interface CardClass {
  readonly vpcKey: string
  readonly groupKeys: readonly string[]
  readonly cards: PacketFilterTranslation['cards']
}

function classesOf(
  { addresses, subnets }: NetworkTranslation,
  { orderedSubnetKeys }: OrderedContext,
): readonly CardClass[] {
  const vpcOf = new Map(subnets.map(({ key, vpcKey }) => [key, vpcKey]))
  const cards = [...new Map(addresses.map((entry) => [cardName(entry), entry])).values()].map((entry) => ({
    vpcKey: vpcOf.get(entry.subnetKey) ?? '',
    subnetKey: entry.subnetKey,
    groupKeys: [...new Set(entry.securityGroupKeys)].sort(),
    card: { vmId: entry.vmId, nicIndex: entry.nicIndex },
  }))
  const groups = Map.groupBy(
    cards.filter(({ subnetKey }) => !orderedSubnetKeys.has(subnetKey)),
    ({ vpcKey, groupKeys }) => JSON.stringify([vpcKey, ...groupKeys]),
  )
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own
      return first ? [{ ...first, cards: own.map(({ card }) => card) }] : []
    })
}

interface Said {
  readonly entries: readonly FilterEntry[]
  readonly findings: readonly Finding[]
}

function sayGroup(groupKey: string, context: RuleContext): Said {
  const rules = context.carried.securityRules.filter((rule) => rule.groupKey === groupKey)
  const said = rules.map((rule) => sayRule(rule, context))
  return { entries: said.flatMap(({ entries }) => entries), findings: said.flatMap(({ findings }) => findings) }
}

function sayRule(rule: SecurityRuleTranslation, context: RuleContext): Said {
  const peers = peersOf(rule, context)
  const sayings = peers.ends.map(({ ends, suffix }) =>
    sayEntry(entryOf(rule, ends, suffix), context.words, context.policy.widen),
  )
  const first = sayings.find(({ kind }) => kind !== 'said')
  return {
    entries: sayings.flatMap((saying) => (saying.kind === 'unsaid' ? [] : [saying.entry])),
    findings: [...peers.findings, ...(first && first.kind !== 'said' ? [wordless(rule, first)] : [])],
  }
}

function entryOf(rule: SecurityRuleTranslation, ends: readonly FilterEnd[], suffix: string): FilterEntry {
  const { key, from, direction, protocol } = rule
  return {
    ...plainEntry,
    from,
    name: `${key}${suffix}`,
    direction,
    protocol,
    ...serviceOf(rule),
    ...(direction === 'ingress' ? { sources: ends } : { destinations: ends }),
  }
}

const icmpProtocols: ReadonlySet<SecurityRuleTranslation['protocol']> = new Set(['icmp', 'icmpv6', 1, 58] as const)

/** Of ICMP `from` is the type and `to` the code; -1 is all. */
function serviceOf({ protocol, ports }: SecurityRuleTranslation): Pick<FilterEntry, 'ports' | 'icmp'> {
  if (ports === null || ports.from < 0) return { ports: [], icmp: null }
  const { from, to } = ports
  if (!icmpProtocols.has(protocol)) return { ports: [{ from, to }], icmp: null }
  return { ports: [], icmp: { type: from, code: to < 0 ? null : to } }
}

interface Peers {
  /** One entry each; none of them mixes families, or groups with addresses. */
  readonly ends: readonly { readonly ends: readonly FilterEnd[]; readonly suffix: string }[]
  readonly findings: readonly Finding[]
}

function peersOf(rule: SecurityRuleTranslation, context: RuleContext): Peers {
  const { peer } = rule
  if (peer.kind === 'cidr') return { ends: [{ ends: [peer], suffix: '' }], findings: [] }
  if (peer.kind === 'prefix-list') return listPeers(rule, peer.listKey, context)
  const group = context.members.get(peer.groupKey)
  if (!group) return { ends: [], findings: [] }
  const { groups, hosts } = groupEnds(group, context.vpcKey)
  const ends = [
    { ends: groups, suffix: '' },
    { ends: hosts, suffix: '-members' },
  ]
  return { ends: ends.filter((each) => each.ends.length > 0), findings: hosts.length > 0 ? [frozen(rule, hosts)] : [] }
}

function listPeers(rule: SecurityRuleTranslation, listKey: string, { carried, words, regions }: RuleContext): Peers {
  const list = carried.prefixLists.find(({ key }) => key === listKey)
  if (!list) return { ends: [], findings: [] }
  if (list.managed) {
    const tag = words.tagsOfLists.find(({ nameEndsWith }) => list.name.endsWith(nameEndsWith))?.tag
    if (tag === undefined) return { ends: [], findings: [listUnsaid(rule, list.name)] }
    const there = tag.includes('.') ? tag : `${tag}.${regions.recovery}`
    return {
      ends: [{ ends: [{ kind: 'tag', tag: there }], suffix: '' }],
      findings: [listReplaced(rule, list.name, there)],
    }
  }
  const ofFamily = (family: 4 | 6): readonly FilterEnd[] =>
    list.blocks.filter((block) => block.family === family).map((cidr) => ({ kind: 'cidr', cidr }))
  const ends = [
    { ends: ofFamily(4), suffix: '' },
    { ends: ofFamily(6), suffix: '-ipv6' },
  ]
  return { ends: ends.filter((each) => each.ends.length > 0), findings: [] }
}

const wordless = (
  rule: SecurityRuleTranslation,
  { kind, what }: { readonly kind: string; readonly what: string },
): Finding =>
  kind === 'widened'
    ? createFinding('network.rule-widened', {
        subject: rule.from,
        message: `${rule.direction} rule ${rule.from} is wider at the recovery site, because filters there have no word for ${what}.`,
        suggestion: 'Set network.widen to false in drplan.yaml to leave such rules out.',
      })
    : createFinding('network.rule-untranslated', {
        subject: rule.from,
        message: `${rule.direction} rule ${rule.from} is not at the recovery site: filters there have no word for ${what}.`,
        suggestion:
          'Do without the connection, or set network.widen to true in drplan.yaml to have the next wider rule where there is one.',
      })

const frozen = (rule: SecurityRuleTranslation, hosts: readonly FilterEnd[]): Finding =>
  createFinding('network.membership-frozen', {
    subject: rule.from,
    message: `${rule.from} refers to a group with members in another VPC; at the recovery site it names the ${hosts.length} addresses of today's members there.`,
    suggestion: 'Plan again when members are added.',
  })

const listUnsaid = (rule: SecurityRuleTranslation, name: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: rule.from,
    message: `${rule.direction} rule ${rule.from} is not at the recovery site: its platform keeps nothing like the list ${name}.`,
    suggestion: 'Write the rule for the service that takes its place there.',
  })

const listReplaced = (rule: SecurityRuleTranslation, name: string, tag: string): Finding =>
  createFinding('network.list-unclear', {
    subject: rule.from,
    message: `${rule.direction} rule ${rule.from} names ${name}, which the recovery site does not have; it names ${tag} there, which are other addresses.`,
    suggestion: 'Check that the recovered VMs use that service, or take the rule out.',
  })
