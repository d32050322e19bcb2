/** Route tables compared: whatever a card sends leaves by the same kind of hop at both sites. */
import type { Family } from '../../../model/address.ts'
import { worstOf, type Equivalence, type EquivalenceVerdict } from '../../../model/equivalence.ts'
import type { CardClass } from './classes.ts'
import { compareLists, type ConfirmedDifference } from './compare.ts'
import type { FoundDifference } from './describe.ts'
import { UNKNOWN } from './ends.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'
import type { RuleList } from './packets.ts'
import type { Pieces } from './pull-back.ts'
import { routeList, routesOfCard, type RouteContext } from './route-lists.ts'
import type { Card, Side, SideSubnet } from './side.ts'

export interface TableQuestion {
  readonly primary: Side
  readonly recovery: Side
  readonly classes: readonly CardClass[]
  readonly family: Family
  readonly piecesOf: (vpcKey: string | null) => Pieces
  readonly nodeLimit: number
}

export interface TablesFound {
  readonly verdict: EquivalenceVerdict
  readonly tables: Equivalence['tables']
  readonly differences: readonly FoundDifference[]
  readonly missing: readonly string[]
  readonly more: boolean
}

const MOST_OF_TABLE = 5

/** Of every pair of tables that planned cards use, once. */
export function proveTables(question: TableQuestion): TablesFound {
  const pairs = new Map<string, Pair>()
  for (const { cards } of question.classes)
    for (const { primary, recovery } of cards) {
      const before = endOf(primary, question.primary)
      const after = endOf(recovery, question.recovery)
      if (before && after) pairs.set(JSON.stringify([nameOfEnd(before), nameOfEnd(after)]), { before, after })
    }
  const found = [...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => provePair(pair, question))
  return {
    verdict: worstOf(found.map(({ verdict }) => verdict)),
    tables: found.map(({ name, verdict }) => ({ name, verdict })),
    differences: found.flatMap(({ differences }) => differences),
    missing: found.flatMap(({ missing }) => missing),
    more: found.some(({ more }) => more),
  }
}

/** A card where it stands; of those whose packets go the same ways any. */
interface End {
  readonly card: Card
  readonly subnet: SideSubnet
}

interface Pair {
  readonly before: End
  readonly after: End
}

function endOf(card: Card, side: Side): End | null {
  const subnet = side.subnets.get(card.subnetId)
  return subnet ? { card, subnet } : null
}

const nameOfEnd = ({ card, subnet }: End): readonly unknown[] => [
  subnet.tableId ?? subnet.vpcId,
  subnet.goesOutByNat ?? false,
  card.borrowsWayOut ?? false,
]

interface TableFound extends Omit<TablesFound, 'tables'> {
  readonly name: string
}

function provePair({ before, after }: Pair, question: TableQuestion): TableFound {
  const { primary, recovery, family, nodeLimit } = question
  const vpc = primary.vpcs.get(before.subnet.vpcId)?.name ?? before.subnet.vpcId
  const name = before.subnet.tableId ?? vpc
  const outcomes = createOutcomes()
  const source = listOf(before, { side: primary, family, outcomes })
  const target = listOf(after, { side: recovery, family, outcomes })
  const none = { name, differences: [], more: false }
  if (!source || !target) return { ...none, verdict: 'undetermined', missing: [`the route tables of ${vpc}`] }
  const unlistable = new Set(
    [...source, ...target].flatMap(({ boxes }) => boxes.flatMap(({ symbols }) => unknownOf(symbols))),
  )
  const pieces = question.piecesOf(after.subnet.vpcId)
  const compared = compareLists({ family, source, target, pieces, unlistable, nodeLimit, most: MOST_OF_TABLE })
  // No group has a part in it, so it holds whoever joins one.
  if (compared.verdict === 'equal') return { ...none, verdict: 'structural', missing: [] }
  if (compared.verdict === 'undetermined') return { ...none, verdict: 'undetermined', missing: compared.missing }
  const differences = compared.differences.map((one) =>
    shownDifference(one, { place: name, family, nameOf: outcomes.nameOf }),
  )
  return { name, verdict: 'different', differences, missing: [], more: compared.more }
}

const unknownOf = (symbols: ReadonlyMap<string, boolean> | undefined): readonly string[] =>
  [...(symbols?.keys() ?? [])].filter((name) => name.startsWith(UNKNOWN))

/** Null where nobody says how the subnet routes. */
function listOf({ card, subnet }: End, context: RouteContext): RuleList | null {
  const routes = routesOfCard(card, subnet, context.side)
  return routes && routeList(routes, context)
}

function shownDifference(
  { box, packet, image, before, after }: ConfirmedDifference,
  { place, family, nameOf }: Pick<FoundDifference, 'place' | 'family'> & Pick<Outcomes, 'nameOf'>,
): FoundDifference {
  const decision = ({ outcome, ruleId }: ConfirmedDifference['before']) => ({
    outcome,
    by: [{ what: 'routes', ruleId }],
  })
  return {
    place,
    direction: 'route',
    family,
    shown: { box, packet, image, before: decision(before), after: decision(after) },
    nameOf,
  }
}
