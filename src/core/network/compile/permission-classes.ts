/** Cards that ordered filters let the same connections to and from: they get the same groups of permissions. */
import type { IntervalSet } from '../../../model/intervals.ts'
import { intersect, intervalSet, subtract } from '../../../model/intervals.ts'
import { endsOf, hostsOf, wholeOf } from '../proof/ends.ts'
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import type { FilterEnd } from '../../../model/packet-filter.ts'
import type { Card, Side, SideEntry, SideFilter } from '../proof/side.ts'

export interface PermissionClass {
  readonly vpcKey: string
  readonly cards: readonly Card[]
  /** In the order in which they are asked. */
  readonly filters: readonly SideFilter[]
  /** Names of entries that speak of other cards only, so that filters alone do not name the class. */
  readonly without: readonly string[]
  readonly addresses: IntervalSet
}

export interface ClassContext {
  /** The guards of the primary site, with the addresses of the recovery site. */
  readonly side: Side
  readonly carried: NetworkTranslation
}

/** Cards of ordered VPCs only. */
export function permissionClasses(side: Side): readonly PermissionClass[] {
  const cards = side.cards.filter(({ groupIds }) => groupIds === null)
  const described = cards.flatMap((card) => describe(card, side))
  const groups = Map.groupBy(described, ({ vpcKey, filters, without }) =>
    JSON.stringify([vpcKey, filters.map(({ id }) => id), without]),
  )
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own
      if (!first) return []
      const all = own.map(({ card }) => card)
      return [
        {
          ...first,
          cards: all,
          addresses: hostsOf(
            all.flatMap(({ addresses }) => addresses),
            4,
          ),
        },
      ]
    })
}

function describe(card: Card, side: Side) {
  const subnet = side.subnets.get(card.subnetId)
  if (!subnet) return []
  const filters = [...new Set([...subnet.filterIds, ...card.filterIds])].flatMap((id) => side.filters.get(id) ?? [])
  const ordered = filters.filter(({ stateful }) => stateful).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const without = ordered.flatMap((filter) =>
    filter.entries
      .filter((entry) => reachOf(entry, card, { side, vpcId: subnet.vpcId }) !== 'whole')
      .map((entry) => `${filter.id} ${entry.direction} ${entry.name}`),
  )
  return [{ card, vpcKey: subnet.vpcId, filters: ordered, without }]
}

type Reach = 'whole' | 'part' | 'none'

/** How much of a card the guarded end of an entry is. */
export function reachOf(
  { read, direction }: SideEntry,
  card: Pick<Card, 'addresses'>,
  { side, vpcId }: { readonly side: Side; readonly vpcId: string },
): Reach {
  const ends: readonly FilterEnd[] = (direction === 'ingress' ? read?.destinations : read?.sources) ?? []
  if (ends.length === 0) return 'whole'
  const at = direction === 'ingress' ? 'destination' : 'source'
  const sets = ends.flatMap((end) => endsOf(end, { side, vpcId, family: 4, at }))
  const named = intervalSet(sets.flatMap(({ set, symbols }) => (symbols ? [] : set)))
  const own = card.addresses.length > 0 ? hostsOf(card.addresses, 4) : wholeOf(4)
  if (subtract(own, named).length === 0) return 'whole'
  return intersect(own, named).length > 0 ? 'part' : 'none'
}
