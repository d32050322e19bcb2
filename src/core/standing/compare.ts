/** Is what stands at the recovery site what the plan counts on? */
import { compareFindings, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import {
  standingKinds,
  type StandingKind,
  type StandingRef,
  type StandingSite,
  type StandingThing,
  type UnreadKind,
} from '../../model/standing.ts'
import { areSame, differencesOf } from './differences.ts'
import { expectedFacts, refText, type Present } from './expected-items.ts'
import { factsOf, type FactContext } from './facts.ts'
import { foundThings } from './found-things.ts'
import { createKeys, type Keys } from './keys.ts'
import { matchThings, type FoundThing } from './match.ts'
import { namesOf, type StandingReading } from './reading.ts'
import { extrasOf } from './extras.ts'
import { leftBehind, withoutOtherSites } from './servers.ts'
import { unknownFindings, unknownKinds } from './unknown.ts'
import { differs, missing, nothingApplied, unplanned } from './words.ts'
import { zonesOf } from './zones.ts'

export interface Standing {
  readonly plan: Plan
  /** What the target shows of it. */
  readonly planned: StandingSite
  /** Of the account and region of the recovery site. */
  readonly reading: StandingReading
}

/**
 * Findings `standing.*`, sorted; none when all is as planned. Things are told by names, places and tags, never by ids. What is
 * missing explains what is in it or leads to it: that is not said again. Only networks of the plan are looked into.
 */
export function compareStanding({ plan, planned, reading: whole }: Standing): readonly Finding[] {
  const reading = withoutOtherSites(whole, planned.siteTag)
  const unknown = unknownKinds(reading)
  const found = findAll(planned, reading, unknown)
  const findings = [...unknownFindings(planned, unknown, reading), ...leftBehind(plan, reading)]
  if (isNothing(found, unknown) && planned.things.length > 0)
    return [...findings, nothingApplied(plan)].toSorted(compareFindings)
  const present = presentOf(found, { planned, reading, unknown })
  const context: FactContext = {
    reading,
    keys: found.keys,
    lastOrder: planned.lastOrder,
    zones: zonesOf(ofKind(planned, 'subnet'), found.matched.get('subnet') ?? new Map(), reading),
  }
  return [
    ...findings,
    ...planned.things
      .filter(({ kind }) => !unknown.has(kind))
      .flatMap((thing) => findingsOf(thing, { plan, present, context })),
    ...extrasOf(found.things, { planned, reading, keys: found.keys }).map(unplanned),
  ].toSorted(compareFindings)
}

const ofKind = ({ things }: StandingSite, kind: StandingKind): readonly StandingThing[] =>
  things.filter((thing) => thing.kind === kind)

interface Found {
  readonly keys: Keys
  /** Ids by key. */
  readonly matched: ReadonlyMap<StandingKind, ReadonlyMap<string, string>>
  readonly things: readonly FoundThing[]
}

function findAll(planned: StandingSite, reading: StandingReading, unknown: ReadonlySet<UnreadKind>): Found {
  const keys = createKeys(namesOf(reading))
  const things: FoundThing[] = []
  const matched = new Map<StandingKind, ReadonlyMap<string, string>>()
  for (const kind of standingKinds) {
    if (unknown.has(kind)) continue
    const found = foundThings(kind, reading, keys)
    const pairs = matchThings(ofKind(planned, kind), found)
    for (const [key, { id }] of pairs) keys.add(kind, id, key)
    matched.set(kind, new Map([...pairs].map(([key, { id }]) => [key, id])))
    things.push(...found)
  }
  return { keys, matched, things }
}

const isNothing = ({ matched }: Found, unknown: ReadonlySet<UnreadKind>): boolean =>
  !unknown.has('vpc') && matched.get('vpc')?.size === 0 && (matched.get('server')?.size ?? 0) === 0

interface Told {
  readonly planned: StandingSite
  readonly reading: StandingReading
  readonly unknown: ReadonlySet<UnreadKind>
}

function presentOf({ matched }: Found, { planned, reading, unknown }: Told): Present {
  const ids = new Map(
    [...matched].flatMap(([kind, own]) => [...own].map(([key, id]) => [refText({ kind, key }), id] as const)),
  )
  const inPlan = new Set(planned.things.map(refText))
  return {
    reading,
    ids,
    unknown,
    isMissing: (ref) => inPlan.has(refText(ref)) && !ids.has(refText(ref)) && !unknown.has(ref.kind),
    isThere: (ref) => ids.has(refText(ref)) && !unknown.has(ref.kind),
    lists: new Map(ofKind(planned, 'prefix-list').map((list) => [list.key, list])),
  }
}

interface Comparing {
  readonly plan: Plan
  readonly present: Present
  readonly context: FactContext
}

function findingsOf(thing: StandingThing, { plan, present, context }: Comparing): readonly Finding[] {
  const id = present.ids.get(refText(thing))
  const place: StandingRef = { kind: thing.kind, key: thing.key }
  if (id === undefined) return thing.inside.every(present.isThere) ? [missing(plan, place)] : []
  const standing = factsOf(thing.kind, id, context)
  const differences = differencesOf(expectedFacts(thing, present), standing)
  return areSame(differences) ? [] : [differs(plan, place, differences)]
}
