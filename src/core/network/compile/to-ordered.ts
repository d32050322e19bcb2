/** Guards in the words of a target whose cards and subnets have one ordered stateful filter each. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import { compileCardFilters } from './card-filters.ts'
import type { Compiled, OrderedContext } from './context.ts'
import { cardName, groupEnds, membersByGroup, namedGroups, type GroupMembers } from './member-groups.ts'
import { moveTags } from './region-tags.ts'
import { compileSubnetFilters } from './subnet-filters.ts'

/** There are no groups of permissions left in it. */
export function toOrdered(carried: NetworkTranslation, context: OrderedContext): Compiled {
  const members = membersByGroup(carried)
  const kept = keepFilters(carried, { ...context, members })
  const cards = compileCardFilters(carried, context)
  const subnets = compileSubnetFilters(carried, context)
  const packetFilters = [...kept.filters, ...cards.filters, ...subnets.filters].toSorted((a, b) =>
    a.key < b.key ? -1 : 1,
  )
  const translation: NetworkTranslation = {
    ...carried,
    addresses: carried.addresses.map((entry) => ({ ...entry, securityGroupKeys: [] })),
    securityGroups: [],
    securityRules: [],
    prefixLists: [],
    packetFilters,
    memberGroups: namedGroups(members, {
      vpcKeys: carried.vpcs.map(({ key }) => key),
      entries: packetFilters.flatMap(({ entries }) => entries),
    }),
    ...(kept.tags.length > 0 && { tags: kept.tags }),
  }
  const findings = [...kept.findings, ...cards.findings, ...subnets.findings]
  return {
    translation,
    findings: [...findings, ...overfull(packetFilters, context), ...crowded(translation.memberGroups, context)],
  }
}

interface KeepContext extends OrderedContext {
  readonly members: ReadonlyMap<string, GroupMembers>
}

/** Ordered filters stay what they are; the platform's own entries are there already. */
function keepFilters(carried: NetworkTranslation, context: KeepContext) {
  const ordered = carried.packetFilters.filter(({ stateful }) => stateful)
  const moved = moveTags(
    ordered.flatMap(({ entries }) => entries),
    context,
  )
  const frozen: Finding[] = []
  const filters = ordered.map((filter): PacketFilterTranslation => {
    const said = (ends: readonly FilterEnd[]): readonly FilterEnd[] =>
      ends.flatMap((end) => expand(end, filter, context).map(moved.endOf))
    const own = filter.entries.filter(({ order }) => filter.goesFirst === true || order <= context.words.order.last)
    frozen.push(...own.flatMap((entry) => frozenOf(entry, filter, context)))
    return {
      ...filter,
      entries: own.map((entry) => ({ ...entry, sources: said(entry.sources), destinations: said(entry.destinations) })),
    }
  })
  return { filters, tags: moved.tags, findings: [...moved.findings, ...frozen] }
}

/** A group that nobody knows stays as it is: to leave it out would be to say "any". */
function expand(end: FilterEnd, { vpcKey }: PacketFilterTranslation, { members }: KeepContext): readonly FilterEnd[] {
  const group = end.kind === 'group' ? members.get(end.group) : undefined
  if (!group) return [end]
  const { groups, hosts } = groupEnds(group, vpcKey)
  return [...groups, ...hosts]
}

function frozenOf(entry: FilterEntry, filter: PacketFilterTranslation, { members }: KeepContext): readonly Finding[] {
  const groups = [...entry.sources, ...entry.destinations].flatMap((end) =>
    end.kind === 'group' ? (members.get(end.group) ?? []) : [],
  )
  return groups.flatMap((group) => {
    const { hosts } = groupEnds(group, filter.vpcKey)
    if (hosts.length === 0) return []
    return [
      createFinding('network.membership-frozen', {
        subject: `${filter.name} ${entry.name}`,
        message: `Entry ${entry.name} of ${filter.name} refers to ${group.name}, which has members in another VPC; at the recovery site it names their ${hosts.length} addresses of today.`,
        suggestion: 'Plan again when members are added.',
      }),
    ]
  })
}

function overfull(filters: readonly PacketFilterTranslation[], { limits }: OrderedContext): readonly Finding[] {
  const { value, source, asOf } = limits.rulesPerGroup
  return filters
    .filter(({ entries }) => entries.length > value)
    .map(({ key, entries }) =>
      createFinding('network.limit', {
        subject: key,
        message: `Packet filter ${key} has ${entries.length} entries; the target allows ${value} (${source}, ${asOf}).`,
        suggestion: 'Join rules of its groups.',
      }),
    )
}

/** Cards in more member groups than the target allows. */
function crowded(groups: NetworkTranslation['memberGroups'], { limits }: OrderedContext): readonly Finding[] {
  const { value, source, asOf } = limits.groupsPerNic
  const cards = Map.groupBy(
    groups.flatMap((group) => group.cards),
    cardName,
  )
  return [...cards.values()].flatMap((own) => {
    const [card] = own
    if (!card || own.length <= value) return []
    return [
      createFinding('network.limit', {
        subject: card.vmId,
        message: `Card ${card.nicIndex} of ${card.vmId} is in ${own.length} groups that filters name; the target allows ${value} (${source}, ${asOf}).`,
        suggestion: 'Merge groups.',
        affected: [card.vmId],
      }),
    ]
  })
}
