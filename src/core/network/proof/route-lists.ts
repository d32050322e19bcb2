/**
 * Route tables as ordered lists over destinations: the longest prefix first (RFC 1812, section 5.2.4.3), a route that
 * was written before one by a list of the same length (Amazon VPC user guide, "Route priority", 2023-06).
 */
import type { Family } from '../../../model/address.ts'
import { intervalOf } from '../../../model/intervals.ts'
import { hopKinds } from '../../../model/network.ts'
import { UNKNOWN } from './ends.ts'
import { everything, type Box, type Outcome, type Rule, type RuleList } from './packets.ts'
import type { Side, SideRoute } from './side.ts'

/** What leads nowhere, whether by a route or for want of one, is 0. */
const outcomeOfHop = (hop: string): Outcome =>
  hop === 'blackhole' ? 0 : hopKinds.findIndex((kind) => kind === hop) + 1
export const nameOfOutcome = (outcome: Outcome): string => hopKinds[outcome - 1] ?? 'nowhere'

interface Placed {
  readonly prefixLength: number
  readonly byList: boolean
  readonly route: SideRoute
  readonly box: Box
}

export function routeList(routes: readonly SideRoute[], side: Side, family: Family): RuleList {
  const placed = routes.flatMap((route) => placesOf(route, side, family))
  const ordered = placed.toSorted(
    (a, b) =>
      b.prefixLength - a.prefixLength || Number(a.byList) - Number(b.byList) || (a.route.id < b.route.id ? -1 : 1),
  )
  return ordered.map((place, index) => ruleOf(place, ordered.slice(index + 1)))
}

function placesOf(route: SideRoute, side: Side, family: Family): readonly Placed[] {
  const { destination } = route
  const open = everything(family)
  if (!('list' in destination)) {
    if (destination.family !== family) return []
    return [
      {
        prefixLength: destination.prefixLength,
        byList: false,
        route,
        box: { ...open, destination: [intervalOf(destination)] },
      },
    ]
  }
  const list = side.lists.get(destination.list)
  if (list?.blocks)
    return list.blocks
      .filter((block) => block.family === family)
      .map((block) => ({
        prefixLength: block.prefixLength,
        byList: true,
        route,
        box: { ...open, destination: [intervalOf(block)] },
      }))
  const name = side.sharedName('prefix-list', destination.list)
  const symbol = list ? `prefix list ${name} as destination` : `${UNKNOWN}prefix list ${name} as destination`
  // Services stand behind single addresses or small blocks, so their routes are longer than any that people write.
  return [{ prefixLength: 129, byList: true, route, box: { ...open, symbols: new Map([[symbol, true]]) } }]
}

/**
 * Of two lists that share addresses and lead to different targets the platform takes either ("Route priority"): which,
 * is a set of its own that nobody can list.
 */
function ruleOf({ route, box, byList }: Placed, later: readonly Placed[]): Rule {
  const outcome = outcomeOfHop(route.hop)
  const rival = byList
    ? later.find((other) => other.byList && isElsewhere(other.route, route) && meets(other.box, box))
    : undefined
  if (!rival) return { id: route.id, outcome, boxes: [box] }
  const choice = `${UNKNOWN}choice between ${[route.id, rival.route.id].sort().join(' and ')}`
  return { id: route.id, outcome, boxes: [{ ...box, symbols: new Map([...(box.symbols ?? []), [choice, true]]) }] }
}

const isElsewhere = (a: SideRoute, b: SideRoute): boolean => a.hop !== b.hop || a.hopId !== b.hopId

const meets = (a: Box, b: Box): boolean =>
  a.destination.some((mine) => b.destination.some((other) => mine.lo <= other.hi && other.lo <= mine.hi))
