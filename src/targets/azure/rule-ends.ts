/**
 * What one rule of a network security group can say of an end: blocks of one family, application security groups, or one
 * service tag (Azure REST API, Security Rules; azurerm: no tag among prefixes). An entry that mixes them is several rules.
 */
import { BugError } from '../../errors.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'

export type RuleEnd =
  | { readonly tag: string }
  | { readonly blocks: readonly string[] }
  | { readonly group_keys: readonly string[] }

interface EndPart {
  readonly end: RuleEnd
  /** Null: of both. */
  readonly family: 4 | 6 | null
}

export interface RuleEnds {
  readonly source: RuleEnd
  readonly destination: RuleEnd
}

/** As many as Azure takes in one rule (networking limits, 2025). */
const MOST_GROUPS = 10

/** All pairs of ends that together are the entry; without those that no packet has, of IPv4 to IPv6. */
export function ruleEnds({
  sources,
  destinations,
}: Pick<FilterEntry, 'sources' | 'destinations'>): readonly RuleEnds[] {
  const to = partsOf(destinations)
  return partsOf(sources).flatMap((source) =>
    to
      .filter(({ family }) => family === null || source.family === null || family === source.family)
      .map((destination) => ({ source: source.end, destination: destination.end })),
  )
}

function partsOf(ends: readonly FilterEnd[]): readonly EndPart[] {
  if (ends.length === 0) return [{ end: { tag: '*' }, family: null }]
  const groups = ends.flatMap((end) => (end.kind === 'group' ? [end.group] : []))
  const tags = ends.flatMap((end) => (end.kind === 'tag' ? [end.tag] : []))
  if (ends.some(({ kind }) => kind === 'prefix-list'))
    throw new BugError('bug.invariant', 'An entry for Azure names a prefix list.')
  return [
    ...chunks(groups.toSorted(), MOST_GROUPS).map((own) => ({ end: { group_keys: own }, family: null })),
    ...([4, 6] as const).flatMap((family) => {
      const blocks = ends.flatMap((end) =>
        end.kind === 'cidr' && end.cidr.family === family ? [formatCidr(end.cidr)] : [],
      )
      return blocks.length > 0 ? [{ end: { blocks: [...new Set(blocks)].toSorted() }, family }] : []
    }),
    ...[...new Set(tags)].toSorted().map((tag) => ({ end: { tag }, family: null })),
  ]
}

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
