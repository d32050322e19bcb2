/** Groups that hold more rules than the target allows, counted as the target counts: per direction and family. */
import type { Family } from '../../model/address.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { PrefixListTranslation, SecurityRuleTranslation } from '../../model/network-translation.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { weightOf } from './prefix-lists.ts'

interface Counted {
  readonly rules: number
  /** What prefix lists add to it, and the largest of them. */
  readonly byLists: number
  readonly largest: PrefixListTranslation | null
}

export function overfullGroups(
  rules: readonly SecurityRuleTranslation[],
  lists: readonly PrefixListTranslation[],
  limits: NetworkLimits,
): readonly Finding[] {
  const listOf = new Map(lists.map((list) => [list.key, list]))
  const counts = new Map<string, Counted>()
  for (const { groupKey: key, direction, peer } of rules) {
    const list = peer.kind === 'prefix-list' ? (listOf.get(peer.listKey) ?? null) : null
    for (const family of familiesOf(peer, list)) {
      const name = `${key} ${direction} IPv${family}`
      counts.set(name, added(counts.get(name) ?? { rules: 0, byLists: 0, largest: null }, list, limits))
    }
  }
  return [...counts]
    .filter(([, { rules: count }]) => count > limits.rulesPerGroup.value)
    .map((each) => overfull(each, limits))
}

function added(counted: Counted, list: PrefixListTranslation | null, limits: NetworkLimits): Counted {
  if (!list) return { ...counted, rules: counted.rules + 1 }
  const weight = weightOf(list, limits)
  const { rules, byLists, largest } = counted
  const isLarger = !largest || weight > weightOf(largest, limits)
  return { rules: rules + weight, byLists: byLists + weight, largest: isLarger ? list : largest }
}

function familiesOf(peer: SecurityRuleTranslation['peer'], list: PrefixListTranslation | null): readonly Family[] {
  if (peer.kind === 'cidr') return [peer.cidr.family]
  const families = [...new Set(list?.blocks.map(({ family }) => family))]
  return families.length > 0 ? families : [4, 6]
}

function overfull([name, { rules, byLists, largest }]: readonly [string, Counted], limits: NetworkLimits): Finding {
  const { value, source, asOf } = limits.rulesPerGroup
  const said =
    byLists === 0 ? '' : `, ${byLists} of them for prefix lists, which count by their size and not by what is in them`
  const resize =
    largest && !largest.managed && largest.blocks.length < (largest.maxEntries ?? 0)
      ? ` Or make prefix list ${largest.name} smaller: it has ${largest.blocks.length} entries and room for ${largest.maxEntries}.`
      : ''
  return createFinding('network.limit', {
    subject: name,
    message: `${name} has ${rules} rules${said}; the target allows ${value} (${source}, ${asOf}).`,
    suggestion: `Ask for a higher quota, or split the group.${resize}`,
  })
}
