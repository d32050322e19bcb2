/** Orders of the entries of one filter: as in the list, with room between them, and the last one denies the rest. */
import type { FilterEntry } from '../../../model/packet-filter.ts'
import type { FilterWords } from '../../../model/target.ts'

/** Where what drplan adds comes from. */
const ADDED = 'drplan'

export const plainEntry: FilterEntry = {
  from: ADDED,
  name: '',
  order: 0,
  direction: 'ingress',
  action: 'allow',
  protocol: 'any',
  sourcePorts: [],
  ports: [],
  icmp: null,
  sources: [],
  destinations: [],
}

const directions = ['ingress', 'egress'] as const
const MOST_ROOM = 10

/** Without the denials at the end the platform's own entries would decide, which may allow more. */
export const closedFilter = (entries: readonly FilterEntry[], { order }: FilterWords): readonly FilterEntry[] =>
  directions.flatMap((direction) => [
    ...numbered(
      entries.filter((entry) => entry.direction === direction),
      order,
    ),
    { ...plainEntry, name: `deny-all-${direction}`, direction, action: 'deny' as const, order: order.last },
  ])

function numbered(
  entries: readonly FilterEntry[],
  { first, last }: { readonly first: number; readonly last: number },
): readonly FilterEntry[] {
  const room = Math.max(1, Math.min(MOST_ROOM, Math.floor((last - first) / Math.max(1, entries.length))))
  return entries.map((entry, index) => ({ ...entry, order: first + index * room }))
}
