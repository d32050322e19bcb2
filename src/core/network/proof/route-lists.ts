/**
 * Route tables as ordered lists over destinations: the longest prefix first (RFC 1812, section 5.2.4.3), a route that
 * was written before one by a list of the same length (Amazon VPC user guide, "Route priority", 2023-06), and any of these
 * before one that the platform adds (Microsoft Learn, "Virtual network traffic routing", "How Azure selects a route").
 */
import type { Family } from '../../../model/address.ts'
import { parseCidr } from '../../../model/cidr.ts'
import { intersect, intervalOf, intervalSet } from '../../../model/intervals.ts'
import { UNKNOWN } from './ends.ts'
import type { Outcomes } from './outcomes.ts'
import { everything, type Box, type Rule, type RuleList } from './packets.ts'
import type { Card, Side, SideRoute, SideSubnet } from './side.ts'

/**
 * The internet carries no private addresses (RFC 1918, section 3; RFC 6598, section 4): a platform that drops them by
 * itself and one that sends them to its edge, where they are dropped, do the same.
 */
const PRIVATE = intervalSet(
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((block) => intervalOf(parseCidr(block))),
)
const LENT = 'an address that the platform lends'
const toInternet: ReadonlySet<string> = new Set(['internet-gateway', 'nat-gateway', LENT])

/** What a card's table says, null where nobody knows it; to the internet by the way that is open to the card. */
export function routesOfCard(
  { borrowsWayOut }: Pick<Card, 'borrowsWayOut'>,
  subnet: SideSubnet,
  side: Side,
): readonly SideRoute[] | null {
  const routes = side.tables.get(subnet.tableId ?? subnet.vpcId)
  const way = subnet.goesOutByNat ? 'nat-gateway' : borrowsWayOut ? LENT : null
  if (!routes || way === null) return routes ?? null
  return routes.map((route) => (route.hop === 'internet-gateway' ? { ...route, hop: way } : route))
}

interface Placed {
  readonly prefixLength: number
  readonly byList: boolean
  readonly route: SideRoute
  readonly box: Box
}

export interface RouteContext {
  readonly side: Side
  readonly family: Family
  readonly outcomes: Outcomes
  /** Private destinations of routes to the internet count as reached: the safe side, where ways out are looked for. */
  readonly reachesPrivate?: boolean
}

export function routeList(routes: readonly SideRoute[], context: RouteContext): RuleList {
  const placed = routes.flatMap((route) => placesOf(route, context))
  const ordered = placed.toSorted(
    (a, b) =>
      b.prefixLength - a.prefixLength ||
      Number(a.route.byPlatform ?? false) - Number(b.route.byPlatform ?? false) ||
      Number(a.byList) - Number(b.byList) ||
      (a.route.id < b.route.id ? -1 : 1),
  )
  return ordered.flatMap((place, index) => rulesOf(place, ordered.slice(index + 1), context))
}

// Services stand behind single addresses or small blocks, so their routes are longer than any that people write.
const LONGEST = 129

function placesOf(route: SideRoute, { side, family }: RouteContext): readonly Placed[] {
  const { destination } = route
  const open = everything(family)
  const symbolic = (symbol: string): readonly Placed[] => [
    { prefixLength: LONGEST, byList: true, route, box: { ...open, symbols: new Map([[symbol, true]]) } },
  ]
  if ('learnedBy' in destination)
    return symbolic(`${UNKNOWN}networks joined to ${side.sharedName('tag', destination.learnedBy)} as destination`)
  if (!('list' in destination)) {
    if (destination.family !== family) return []
    const box = { ...open, destination: [intervalOf(destination)] }
    return [{ prefixLength: destination.prefixLength, byList: false, route, box }]
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
  return symbolic(list ? `prefix list ${name} as destination` : `${UNKNOWN}prefix list ${name} as destination`)
}

/**
 * Of two lists that share addresses and lead to different targets the platform takes either ("Route priority"): which,
 * is a set of its own that nobody can list.
 */
function rulesOf(
  { route, box, byList }: Placed,
  later: readonly Placed[],
  { family, outcomes, reachesPrivate }: RouteContext,
): readonly Rule[] {
  const rival = byList
    ? later.find((other) => other.byList && isElsewhere(other.route, route) && meets(other.box, box))
    : undefined
  const outcome = outcomes.of(route.leadsTo === undefined ? route.hop : `${route.hop} ${route.leadsTo}`)
  const choice = rival && `${UNKNOWN}choice between ${[route.id, rival.route.id].sort().join(' and ')}`
  const own = choice ? { ...box, symbols: new Map([...(box.symbols ?? []), [choice, true]]) } : box
  const dropped =
    toInternet.has(route.hop) && family === 4 && !reachesPrivate ? intersect(own.destination, PRIVATE) : []
  return [
    ...(dropped.length > 0 ? [{ id: route.id, outcome: 0, boxes: [{ ...own, destination: dropped }] }] : []),
    { id: route.id, outcome, boxes: [own] },
  ]
}

const isElsewhere = (a: SideRoute, b: SideRoute): boolean =>
  a.hop !== b.hop || a.hopId !== b.hopId || a.leadsTo !== b.leadsTo

const meets = (a: Box, b: Box): boolean =>
  a.destination.some((mine) => b.destination.some((other) => mine.lo <= other.hi && other.lo <= mine.hi))
