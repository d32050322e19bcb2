/** Facts of the plan as they can be now: what names something missing or unknown is excused, and lists are told by block. */
import { objectsOf } from '../../model/network-objects.ts'
import type {
  StandingFacts,
  StandingItem,
  StandingKind,
  StandingRef,
  StandingThing,
  UnreadKind,
} from '../../model/standing.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { StandingReading } from './reading.ts'

export interface Present {
  readonly reading: StandingReading
  /** Things of the plan with the ids that stand for them, by `refText`. */
  readonly ids: ReadonlyMap<string, string>
  readonly isThere: (ref: StandingRef) => boolean
  /** In the plan, and missing. */
  readonly isMissing: (ref: StandingRef) => boolean
  readonly unknown: ReadonlySet<UnreadKind>
  readonly lists: ReadonlyMap<string, StandingThing>
}

export const refText = ({ kind, key }: StandingRef): string => `${kind} ${key}`

export const expectedFacts = (thing: StandingThing, present: Present): StandingFacts => ({
  values: Object.fromEntries(Object.entries(thing.values).filter(([label, value]) => isTold(label, value, present))),
  items: once(
    thing,
    present.unknown.has('disk') && thing.kind === 'server' ? [] : thing.items.flatMap((item) => itemsOf(item, present)),
  ),
})

/** By the ends of their labels the values that name things, and of which kind. */
const namedBy: readonly (readonly [end: string, kind: StandingKind])[] = [
  ['member groups', 'member-group'],
  ['groups', 'security-group'],
  ['network', 'vpc'],
  ['packet filter', 'packet-filter'],
  ['route table', 'route-table'],
  ['route tables', 'route-table'],
  ['subnet', 'subnet'],
  ['subnets', 'subnet'],
]

function isTold(label: string, value: string | null, { isMissing, unknown }: Present): boolean {
  const kind = namedBy.find(([end]) => label.endsWith(end))?.[1]
  if (kind === undefined || value === null) return true
  return !unknown.has(kind) && !value.split(', ').some((key) => isMissing({ kind, key }))
}

/** Two rules that say the same are one; two disks that are alike are two. */
function once({ kind }: StandingThing, items: readonly StandingItem[]): readonly StandingItem[] {
  if (kind === 'server') return items
  const byText = Map.groupBy(items, ({ text }) => text)
  return [...byText.values()].flatMap((same) => same.find(({ may }) => may !== true) ?? same[0] ?? [])
}

function itemsOf(item: StandingItem, present: Present): readonly StandingItem[] {
  const isExcused = (item.needs ?? []).some((ref) => !present.isThere(ref))
  const own = isExcused ? { ...item, may: true } : item
  return item.listKey === undefined ? [own] : blocksOf(own, item.listKey, present)
}

/** A block that only one of list and plan has is the fault of the list, and said there. */
function blocksOf(item: StandingItem, listKey: string, { reading, ids, lists }: Present): readonly StandingItem[] {
  const id = ids.get(refText({ kind: 'prefix-list', key: listKey }))
  const read = objectsOf(reading.network.objects, 'prefix-list').find((list) => list.id === id)
  const planned = new Set((lists.get(listKey)?.items ?? []).map(({ text }) => text.replace(/^block /, '')))
  const standing = new Set((read?.blocks ?? []).map(formatCidr))
  return [...new Set([...planned, ...standing])].map((block) => ({
    ...item,
    text: `${item.text}${block}`,
    may: item.may === true || !(planned.has(block) && standing.has(block)),
  }))
}
