/** Network security groups and admin rules of foundation/, as the source of Azure shows them. */
import { formatCidr } from '../../model/cidr.ts'
import type { PacketFilterTranslation } from '../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingItem, StandingThing } from '../../model/standing.ts'
import { entrySlot, entryText, groupText, rangeText, type FilterEntryText } from '../../model/standing-text.ts'
import { aThing, keysOf, ref } from '../standing.ts'
import type { RuleEnd } from './rule-ends.ts'
import { isSayable } from './terraform-admin-rules.ts'
import { guardableSubnets } from './terraform-network.ts'
import { probeRules } from './terraform-probes.ts'
import { guardsCards, protocolOf, securityRules } from './terraform-security.ts'

export const standingFilters = (plan: Plan, siteName: string): readonly StandingThing[] => [
  ...securityGroups(plan),
  ...firstFilters(plan, siteName),
]

function securityGroups(plan: Plan): readonly StandingThing[] {
  const { network } = plan
  const filters = network.packetFilters.filter(guardsCards)
  const rules = securityRules(filters)
  const all = Object.values({ ...rules, ...probeRules(network, rules) })
  const guardable = guardableSubnets(network)
  return filters.map(({ key, subnetKeys }) =>
    aThing({
      kind: 'packet-filter',
      key,
      names: keysOf(plan, 'packet-filter', key),
      marks: subnetKeys.filter((subnetKey) => guardable.has(subnetKey)),
      items: all.filter((rule) => rule.group_key === key).map(itemOf),
    }),
  )
}

type Rule = ReturnType<typeof securityRules>[string]

function itemOf(rule: Rule): StandingItem {
  const entry: FilterEntryText = {
    direction: rule.direction === 'Inbound' ? 'ingress' : 'egress',
    order: rule.priority,
    action: rule.access === 'Allow' ? 'allow' : 'deny',
    protocol: wordOf(rule.protocol),
    sourcePorts: rule.source_ports,
    ports: rule.destination_ports,
    sources: textsOf(rule.source),
    destinations: textsOf(rule.destination),
  }
  const needs = [rule.source, rule.destination].flatMap((end) => ('group_keys' in end ? end.group_keys : []))
  return { text: entryText(entry), slot: entrySlot(entry), needs: needs.map((key) => ref('member-group', key)) }
}

/** As the source writes protocols. */
const wordOf = (protocol: string): string => (protocol === '*' ? 'any' : protocol.toLowerCase())

function textsOf(end: RuleEnd): readonly string[] {
  if ('tag' in end) return end.tag === '*' ? [] : [end.tag]
  return 'blocks' in end ? end.blocks : end.group_keys.map(groupText)
}

/** Rules of one manager are read as one list for each network, whichever collections they are in. */
function firstFilters({ network }: Plan, siteName: string): readonly StandingThing[] {
  const byVpc = Map.groupBy(
    network.packetFilters.filter((filter) => !guardsCards(filter)),
    ({ vpcKey }) => vpcKey,
  )
  return [...byVpc].map(([vpcKey, filters]) =>
    aThing({
      kind: 'first-filter',
      key: vpcKey,
      names: [`${siteName} on ${vpcKey}`],
      vpcKey,
      items: filters.flatMap((filter: PacketFilterTranslation) => filter.entries.filter(isSayable).map(firstItem)),
    }),
  )
}

function firstItem(entry: FilterEntry): StandingItem {
  const said: FilterEntryText = {
    direction: entry.direction,
    order: entry.order,
    action: entry.action,
    protocol: wordOf(protocolOf(entry)),
    sourcePorts: entry.sourcePorts.map(rangeText),
    ports: entry.ports.map(rangeText),
    sources: entry.sources.flatMap(prefixOf),
    destinations: entry.destinations.flatMap(prefixOf),
  }
  return { text: entryText(said), slot: entrySlot(said) }
}

function prefixOf(end: FilterEnd): readonly string[] {
  if (end.kind === 'cidr') return [formatCidr(end.cidr)]
  return end.kind === 'tag' ? [end.tag] : []
}
