/** What the rules of the primary site became, counted by how they changed, so that thousands fit on a page. */
import { contains, formatCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { compareText } from '../../model/text-order.ts'

export interface RuleChange {
  /** Such as `10.0.0.0/16 → 10.9.0.0/16`. */
  readonly how: string
  readonly rules: number
  readonly groups: number
}

/** One rule of the primary site that became several, because a block lies elsewhere in parts. */
export interface SplitRule {
  readonly rule: string
  readonly into: number
}

interface Said {
  readonly from: string
  readonly guard: string
  readonly blocks: readonly Cidr[]
}

/** Rules of groups and entries of filters alike. */
const saidBy = ({ securityRules, packetFilters }: NetworkTranslation): readonly Said[] => [
  ...securityRules.map(({ from, groupKey, peer }) => ({
    from,
    guard: groupKey,
    blocks: peer.kind === 'cidr' ? [peer.cidr] : [],
  })),
  ...packetFilters.flatMap(({ key, entries }) =>
    entries.map(({ from, sources, destinations }) => ({
      from,
      guard: key,
      blocks: [...sources, ...destinations].flatMap((end) => (end.kind === 'cidr' ? [end.cidr] : [])),
    })),
  ),
]

/** The largest first. */
export function ruleChanges(network: NetworkTranslation): readonly RuleChange[] {
  const howOf = ({ blocks }: Said): string => {
    const moved = blocks.flatMap((block) => segmentOf(block, network) ?? [])
    return moved.length === 0
      ? 'the same, under the names of the recovery site'
      : [...new Set(moved)].sort(compareText).join(', ')
  }
  return [...Map.groupBy(saidBy(network), howOf)]
    .map(([how, own]) => ({ how, rules: own.length, groups: new Set(own.map(({ guard }) => guard)).size }))
    .toSorted((a, b) => b.rules - a.rules || compareText(a.how, b.how))
}

/** Null for a block that no moved one holds. */
function segmentOf(block: Cidr, { blocks }: NetworkTranslation): string | null {
  const segment = blocks.find(({ from, to, rule }) => from !== null && rule !== 'kept' && contains(to, block))
  return segment?.from ? `${formatCidr(segment.from)} → ${formatCidr(segment.to)}` : null
}

export function splitRules(network: NetworkTranslation): readonly SplitRule[] {
  return (
    [...Map.groupBy(saidBy(network), ({ guard, from }) => JSON.stringify([guard, from]))]
      // Some entries are of no rule: those that drplan adds to deny the rest.
      .filter(([, own]) => own.length > 1 && own[0]?.from !== 'drplan')
      .map(([, own]) => ({ rule: own[0]?.from ?? '', into: own.length }))
      .toSorted((a, b) => b.into - a.into || compareText(a.rule, b.rule))
  )
}
