/** Which thing of a reading is which of the plan: by name and place, and where names fail or repeat, by marks. */
import type { StandingKind, StandingThing } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'

/** One thing of a reading. */
export interface FoundThing {
  readonly kind: StandingKind
  readonly id: string
  /** As the source says it, and its id. */
  readonly names: readonly string[]
  /** Null: in no network, or in none of the plan. */
  readonly vpcKey: string | null
  readonly marks: readonly string[]
}

/**
 * `name`: nothing else tells; `either`: a renamed thing is known by its marks; `marks`: a name alone says nothing,
 * because such things are what they connect.
 */
const ways: Readonly<Record<StandingKind, 'name' | 'either' | 'marks'>> = {
  vpc: 'either',
  subnet: 'either',
  'route-table': 'either',
  'security-group': 'name',
  'packet-filter': 'either',
  'first-filter': 'name',
  'member-group': 'name',
  'prefix-list': 'name',
  server: 'name',
  gateway: 'either',
  'remote-gateway': 'either',
  connection: 'marks',
  peering: 'marks',
  endpoint: 'marks',
}

/** A network is known by more than one block: private ones repeat everywhere. */
const fewestMarks = (kind: StandingKind): number => (kind === 'vpc' ? 2 : 1)

interface Pair {
  readonly thing: StandingThing
  readonly found: FoundThing
  readonly score: number
}

/** Of one kind; the best pairs first, and none twice. */
export function matchThings(
  things: readonly StandingThing[],
  found: readonly FoundThing[],
): ReadonlyMap<string, FoundThing> {
  const pairs = things
    .flatMap((thing) => found.flatMap((one) => pairOf(thing, one)))
    .toSorted(
      (a, b) => b.score - a.score || compareText(a.thing.key, b.thing.key) || compareText(a.found.id, b.found.id),
    )
  const matched = new Map<string, FoundThing>()
  const taken = new Set<string>()
  for (const { thing, found: one } of pairs)
    if (!matched.has(thing.key) && !taken.has(one.id)) {
      matched.set(thing.key, one)
      taken.add(one.id)
    }
  return matched
}

const nameWeight = 10_000

function pairOf(thing: StandingThing, found: FoundThing): readonly Pair[] {
  if (thing.vpcKey !== null && thing.vpcKey !== found.vpcKey) return []
  const named = thing.names.some((name) => found.names.includes(name))
  const shared = thing.marks.filter((mark) => found.marks.includes(mark)).length
  const known = {
    name: named,
    either: named || shared >= fewestMarks(thing.kind),
    marks: shared > 0,
  }[ways[thing.kind]]
  return known ? [{ thing, found, score: (named ? nameWeight : 0) + shared }] : []
}
