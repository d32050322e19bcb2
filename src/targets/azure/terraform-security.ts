/** Translated packet filters as values of foundation/'s variables: network security groups and their rules. */
import { BugError } from '../../errors.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../model/network-translation.ts'
import type { FilterEntry, PortRange } from '../../model/packet-filter.ts'
import { azureFilterWords } from './filter-words.ts'
import { ruleEnds } from './rule-ends.ts'
import { rulePriorities } from './rule-priorities.ts'
import { nameOf } from './terraform-network.ts'
import { ruleDescription } from './text.ts'

/** Filters that are network security groups; those that go first are of a network manager. */
export const guardsCards = ({ goesFirst }: PacketFilterTranslation): boolean => goesFirst !== true

/** `subnetKeys` are those that are made; others are left out. */
export function securityVariables(network: NetworkTranslation, subnetKeys: ReadonlySet<string>) {
  const filters = network.packetFilters.filter(guardsCards)
  return {
    application_security_groups: Object.fromEntries(
      network.memberGroups.map((group) => [group.key, { name: nameOf(group) }]),
    ),
    network_security_groups: Object.fromEntries(
      filters.map((filter) => [
        filter.key,
        { name: nameOf(filter), subnet_keys: filter.subnetKeys.filter((key) => subnetKeys.has(key)).toSorted() },
      ]),
    ),
    network_security_rules: securityRules(filters),
  }
}

/**
 * Rules by group, direction and priority: what Azure tells them apart by. So what takes the priority of another is
 * changed in its place and never made beside it, which Azure would refuse (SecurityRuleConflict).
 */
export const securityRules = (filters: readonly PacketFilterTranslation[]) =>
  Object.fromEntries(
    filters.flatMap((filter) =>
      (['ingress', 'egress'] as const).flatMap((direction) => {
        const entries = filter.entries
          .filter((entry) => entry.direction === direction)
          .toSorted((a, b) => a.order - b.order)
        return rulesOf(filter.key, direction, entries)
      }),
    ),
  )

export const directions = { ingress: 'Inbound', egress: 'Outbound' } as const

function rulesOf(groupKey: string, direction: FilterEntry['direction'], entries: readonly FilterEntry[]) {
  const ends = entries.map(ruleEnds)
  const priorities = rulePriorities(
    entries.map(({ order }, index) => ({ order, rules: ends[index]?.length ?? 0 })),
    azureFilterWords.order.last,
  )
  return entries.flatMap((entry, index) =>
    (ends[index] ?? []).map((pair, part) => {
      const priority = priorities[index]?.[part] ?? entry.order
      return [
        `${groupKey}-${direction}-${priority}`,
        { group_key: groupKey, priority, ...ruleValue(entry), ...pair },
      ] as const
    }),
  )
}

const ruleValue = (entry: FilterEntry) => ({
  direction: directions[entry.direction],
  access: accessOf(entry),
  protocol: protocolOf(entry),
  source_ports: entry.sourcePorts.map(rangeText),
  destination_ports: entry.ports.map(rangeText),
  description: ruleDescription(entry.name, entry.from),
})

function accessOf({ action, name }: FilterEntry): 'Allow' | 'Deny' {
  if (action === 'always-allow')
    throw new BugError('bug.invariant', `Entry ${name} always allows, outside a filter that goes first.`)
  return action === 'allow' ? 'Allow' : 'Deny'
}

/** Azure REST API, SecurityRuleProtocol; of numbers those of ESP and AH (IANA, "Protocol Numbers"). */
const protocols: ReadonlyMap<FilterEntry['protocol'], string> = new Map<FilterEntry['protocol'], string>([
  ['any', '*'],
  ['tcp', 'Tcp'],
  ['udp', 'Udp'],
  ['icmp', 'Icmp'],
  [50, 'Esp'],
  [51, 'Ah'],
])

/** Throws BugError for what the translation should have said in other words. */
export function protocolOf({ protocol, icmp, name }: FilterEntry): string {
  const said = protocols.get(protocol)
  if (said === undefined || icmp !== null)
    throw new BugError('bug.invariant', `Azure has no word for the protocol of entry ${name}.`)
  return said
}

export const rangeText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`)
