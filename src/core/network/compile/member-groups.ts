/**
 * Groups that entries name, as a platform of ordered filters has them: all members of one are in one VPC, and so is the
 * filter that names it. Members elsewhere are named one by one.
 */
import { bitsOf, type Address } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { MemberGroupTranslation, NetworkTranslation } from '../../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'

interface Place {
  readonly vmId: string
  readonly nicIndex: number
  readonly vpcKey: string
  readonly addresses: readonly Address[]
}

export interface GroupMembers {
  readonly key: string
  readonly from: string | null
  readonly name: string
  /** Of a group without members. */
  readonly vpcKey: string
  readonly places: readonly Place[]
}

/** Security groups with the cards in them, and member groups, by key. */
export function membersByGroup(carried: NetworkTranslation): ReadonlyMap<string, GroupMembers> {
  const places = placesOf(carried)
  const byKey = Map.groupBy(
    places.flatMap(({ place, groupKeys }) => [...new Set(groupKeys)].map((key) => ({ key, place }))),
    ({ key }) => key,
  )
  const byCard = new Map(places.map(({ place }) => [cardName(place), place]))
  const groups: readonly GroupMembers[] = [
    ...carried.securityGroups.map(({ key, from, name, vpcKey }) => ({
      key,
      from,
      name,
      vpcKey,
      places: (byKey.get(key) ?? []).map(({ place }) => place),
    })),
    ...carried.memberGroups.map(({ key, from, name, vpcKey, cards }) => ({
      key,
      from,
      name,
      vpcKey,
      places: cards.flatMap((card) => byCard.get(cardName(card)) ?? []),
    })),
  ]
  return new Map(groups.map((group) => [group.key, group]))
}

export const cardName = ({ vmId, nicIndex }: { readonly vmId: string; readonly nicIndex: number }): string =>
  JSON.stringify([vmId, nicIndex])

function placesOf({ addresses, subnets }: NetworkTranslation) {
  const vpcOf = new Map(subnets.map(({ key, vpcKey }) => [key, vpcKey]))
  return [...Map.groupBy(addresses, cardName).values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    const { vmId, nicIndex, subnetKey, securityGroupKeys: groupKeys } = first
    const place: Place = {
      vmId,
      nicIndex,
      vpcKey: vpcOf.get(subnetKey) ?? '',
      addresses: own.flatMap(({ to }) => to ?? []),
    }
    return [{ place, groupKeys }]
  })
}

export interface GroupEnds {
  readonly groups: readonly FilterEnd[]
  readonly hosts: readonly FilterEnd[]
}

/** Who a group is, for a filter in a VPC. A group without members stays a group: it is nobody, not everybody. */
export function groupEnds(group: GroupMembers, vpcKey: string): GroupEnds {
  const here = group.places.some((place) => place.vpcKey === vpcKey)
  const elsewhere = group.places.filter((place) => place.vpcKey !== vpcKey).flatMap(({ addresses }) => addresses)
  const named = here || group.places.length === 0
  return { groups: named ? [{ kind: 'group', group: keyIn(group, vpcKey) }] : [], hosts: elsewhere.map(hostEnd) }
}

const hostEnd = ({ family, value }: Address): FilterEnd => ({
  kind: 'cidr',
  cidr: { family, network: value, prefixLength: bitsOf(family) },
})

const keyIn = ({ key, name, vpcKey: home }: GroupMembers, vpcKey: string): string =>
  vpcKey === home ? key : stableKey(name, `${key}@${vpcKey}`)

/** The groups that entries name, each with its members in that VPC. */
export function namedGroups(
  members: ReadonlyMap<string, GroupMembers>,
  { vpcKeys, entries }: { readonly vpcKeys: readonly string[]; readonly entries: readonly FilterEntry[] },
): readonly MemberGroupTranslation[] {
  const named = new Set(
    entries.flatMap(({ sources, destinations }) =>
      [...sources, ...destinations].flatMap((end) => (end.kind === 'group' ? [end.group] : [])),
    ),
  )
  const all = [...members.values()].flatMap((group) =>
    vpcKeys.map((vpcKey): MemberGroupTranslation => ({
      key: keyIn(group, vpcKey),
      from: group.from,
      name: group.name,
      vpcKey,
      cards: group.places.filter((place) => place.vpcKey === vpcKey).map(({ vmId, nicIndex }) => ({ vmId, nicIndex })),
    })),
  )
  return all.filter(({ key }) => named.has(key)).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
