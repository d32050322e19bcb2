/** All that decides about the connections of a card, first packet and answer, as lists that must all allow. */
import type { Family } from '../../../model/address.ts'
import type { SecurityRule } from '../../../model/network.ts'
import { answerList, aroundSubnet, filterList, groupList, openList, unknownList, type ListContext } from './lists.ts'
import type { RuleList } from './packets.ts'
import type { Card, Side, SideFilter } from './side.ts'

/** What each list is, for a person who asks which one decided. */
export interface NamedList {
  readonly what: string
  readonly list: RuleList
}

export interface Guard {
  /** Outcomes: 0 denies, 1 leaves it to the others, 2 allows whatever the others of this guard say. */
  readonly first: readonly NamedList[]
  /** At least one. */
  readonly all: readonly NamedList[]
}

/** Guards that must all allow: one for each end of the connection that is looked at. */
export type ConnectionPolicy = readonly Guard[]

/** `egress`: what the card may open; `ingress`: what may be opened to it. */
export function policyOf(
  card: Card,
  direction: SecurityRule['direction'],
  about: { side: Side; family: Family },
): ConnectionPolicy {
  const { side, family } = about
  const subnet = side.subnets.get(card.subnetId)
  if (!subnet) return [{ first: [], all: [{ what: 'subnet', list: unknownList(`subnet ${card.subnetId}`, family) }] }]
  const context: ListContext = { side, subnet, family }
  const filters = [...subnet.filterIds, ...card.filterIds].flatMap((id) => side.filters.get(id) ?? [])
  const guarding = filters.filter(({ goesFirst }) => !goesFirst)
  const first = filters
    .filter(({ goesFirst }) => goesFirst)
    .map((filter) => ({ what: filter.name, list: filterList(filter, direction, context) }))
  const lists = guarding.flatMap((filter) => listsOf(filter, direction, context))
  const all = [...groupsOf(card, direction, context), ...lists]
  return [{ first, all: all.length > 0 ? all : [{ what: 'no filter', list: openList(family) }] }]
}

function groupsOf(
  { groupIds }: Card,
  direction: SecurityRule['direction'],
  context: ListContext,
): readonly NamedList[] {
  if (groupIds === null) return []
  if (groupIds.length === 0)
    return [
      { what: 'security groups', list: unknownList(`the rules of cards in ${context.subnet.name}`, context.family) },
    ]
  return [{ what: 'security groups', list: groupList(groupIds, direction, context) }]
}

const opposite = { ingress: 'egress', egress: 'ingress' } as const

/** Of a stateless filter both directions count: the second for answers. */
function listsOf(filter: SideFilter, direction: SecurityRule['direction'], context: ListContext): readonly NamedList[] {
  const list = filterList(filter, direction, context)
  if (filter.stateful) return [{ what: filter.name, list }]
  const answers = answerList(filterList(filter, opposite[direction], context), context.family)
  return [
    { what: filter.name, list: aroundSubnet(list, context) },
    { what: `${filter.name}, for answers`, list: aroundSubnet(answers, context) },
  ]
}
