/**
 * Filters that go first as values of foundation/'s variables: security admin rules of a network manager, which count for
 * whole VNets. They name blocks and service tags, and no groups (Azure, "Security admin rules", 2025).
 */
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import { nameOf } from './terraform-network.ts'
import { directions, guardsCards, protocolOf, rangeText } from './terraform-security.ts'
import { ruleDescription } from './text.ts'

const firstFilters = ({ packetFilters }: NetworkTranslation): readonly PacketFilterTranslation[] =>
  packetFilters.filter((filter) => !guardsCards(filter))

/** Without groups, which admin rules have none of. */
export const isSayable = ({ sources, destinations }: FilterEntry): boolean =>
  [...sources, ...destinations].every(({ kind }) => kind === 'cidr' || kind === 'tag')

/** Entries that name groups, with their filters: there is no admin rule for them. */
export const unsaidAdminEntries = (network: NetworkTranslation) =>
  firstFilters(network).flatMap((filter) =>
    filter.entries.filter((entry) => !isSayable(entry)).map((entry) => ({ filter, entry })),
  )

export function adminVariables(network: NetworkTranslation) {
  const filters = firstFilters(network)
  return {
    admin_rule_collections: Object.fromEntries(
      filters.map((filter) => [filter.key, { name: nameOf(filter), vpc_key: filter.vpcKey }]),
    ),
    admin_rules: Object.fromEntries(
      filters.flatMap(({ key, entries }) =>
        entries
          .filter(isSayable)
          .map((entry) => [`${key}-${entry.direction}-${entry.order}`, { collection_key: key, ...ruleValue(entry) }]),
      ),
    ),
  }
}

const actions = { allow: 'Allow', 'always-allow': 'AlwaysAllow', deny: 'Deny' } as const
const allPorts = ['0-65535']

function ruleValue(entry: FilterEntry) {
  const protocol = protocolOf(entry)
  const { direction, order, action, sourcePorts, ports, sources, destinations, name, from } = entry
  return {
    direction: directions[direction],
    priority: order,
    action: actions[action],
    protocol: protocol === '*' ? 'Any' : protocol,
    source_ports: sourcePorts.length > 0 ? sourcePorts.map(rangeText) : allPorts,
    destination_ports: ports.length > 0 ? ports.map(rangeText) : allPorts,
    sources: sources.flatMap(prefixOf),
    destinations: destinations.flatMap(prefixOf),
    description: ruleDescription(name, from),
  }
}

function prefixOf(end: FilterEnd) {
  if (end.kind === 'cidr') return [{ prefix: formatCidr(end.cidr), type: 'IPPrefix' }]
  return end.kind === 'tag' ? [{ prefix: end.tag, type: 'ServiceTag' }] : []
}
