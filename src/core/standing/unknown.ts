/** What a source could not read cannot be told: it is neither missing nor other than planned. */
import type { Finding } from '../../model/finding.ts'
import { standingKinds, type StandingSite, type StandingThing, type UnreadKind } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'
import type { StandingReading } from './reading.ts'
import { unread } from './words.ts'

/** What is told by subnets and networks cannot be told without them. */
export function unknownKinds({ unread: kinds = [] }: StandingReading): ReadonlySet<UnreadKind> {
  if (kinds.includes('vpc')) return new Set([...standingKinds, 'disk'])
  return new Set(kinds.includes('subnet') ? [...kinds, 'server'] : kinds)
}

export function unknownFindings(
  planned: StandingSite,
  unknown: ReadonlySet<UnreadKind>,
  { findings }: Pick<StandingReading, 'findings'>,
): readonly Finding[] {
  const why = findings.filter(({ code }) => code === 'source.partial')
  const kinds = new Set<UnreadKind>(planned.things.map(({ kind }) => kind))
  if (kinds.has('server')) kinds.add('disk')
  return [...unknown]
    .filter((kind) => kinds.has(kind))
    .toSorted(compareText)
    .map((kind) => unread(kind, why))
}

/** Values by the ends of their labels, and the kind that they name. */
const namedBy: readonly (readonly [end: string, kind: UnreadKind])[] = [
  ['packet filter', 'packet-filter'],
  ['route table', 'route-table'],
  ['route tables', 'route-table'],
  ['groups', 'security-group'],
  ['member groups', 'member-group'],
  ['subnet', 'subnet'],
  ['subnets', 'subnet'],
]

/** Without the values that name things of which nothing is known. */
export function withoutUnknown(thing: StandingThing, unknown: ReadonlySet<UnreadKind>): StandingThing {
  if (unknown.size === 0) return thing
  const isUnknown = (label: string): boolean => namedBy.some(([end, kind]) => unknown.has(kind) && label.endsWith(end))
  const values = Object.fromEntries(Object.entries(thing.values).filter(([label]) => !isUnknown(label)))
  const items = unknown.has('disk') && thing.kind === 'server' ? [] : thing.items
  return { ...thing, values, items }
}
