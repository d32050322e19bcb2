/** Objects of the network that came, went or are otherwise. */
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { FieldChange, KindChanges, NamedObject } from '../../model/plan-diff.ts'
import { compareText } from '../../model/text-order.ts'
import { changeOf } from './fields.ts'
import { networkKinds, type NetworkItem, type NetworkKind } from './network-kinds.ts'
import { spell } from './spell.ts'

export const diffNetwork = (before: NetworkTranslation, after: NetworkTranslation): readonly KindChanges[] =>
  networkKinds.map((kind) => diffKind(kind, before, after)).filter(isAny)

const isAny = ({ added, removed, changed }: KindChanges): boolean => added.length + removed.length + changed.length > 0

function diffKind({ kind, list }: NetworkKind, before: NetworkTranslation, after: NetworkTranslation): KindChanges {
  const [old, now] = [byKey(list(before)), byKey(list(after))]
  const gone = [...old].filter(([key]) => !now.has(key))
  const fresh = [...now].filter(([key]) => !old.has(key))
  const renamed = sameOrigins(gone, fresh)
  const pairs = [
    ...[...now].flatMap(([key, item]) => {
      const one = old.get(key)
      return one ? [{ keys: [key, key] as const, before: one, after: item }] : []
    }),
    ...renamed,
  ]
  const taken = new Set(renamed.flatMap((pair) => [pair.before, pair.after]))
  const rest = (items: readonly (readonly [string, NetworkItem])[]): readonly NamedObject[] =>
    items
      .filter(([, item]) => !taken.has(item))
      .map(([key, item]) => shown(key, item))
      .toSorted(byShownKey)
  return { kind, added: rest(fresh), removed: rest(gone), changed: pairs.flatMap(changedPair).toSorted(byShownKey) }
}

const byShownKey = (a: NamedObject, b: NamedObject): number => compareText(a.key, b.key)

const shown = (key: string, { name, vmIds }: NetworkItem): NamedObject => ({ key, name, vmIds })

/** Things that one key names twice are numbered by what they say, so that their order in the file does not matter. */
function byKey(items: readonly NetworkItem[]): ReadonlyMap<string, NetworkItem> {
  const groups = Map.groupBy(items, ({ key }) => key)
  const unique = new Map<string, NetworkItem>()
  for (const [key, own] of groups)
    if (own.length === 1) for (const item of own) unique.set(key, item)
    else
      for (const [index, item] of sortedByText(own).entries())
        unique.set(index === 0 ? key : `${key} #${index + 1}`, item)
  return unique
}

const sortedByText = (items: readonly NetworkItem[]): readonly NetworkItem[] =>
  items
    .map((item) => ({ item, text: JSON.stringify([item.name, spell(item.fields)]) }))
    .toSorted((a, b) => compareText(a.text, b.text))
    .map(({ item }) => item)

interface Pair {
  readonly keys: readonly [before: string, after: string]
  readonly before: NetworkItem
  readonly after: NetworkItem
}

type Entry = readonly [string, NetworkItem]

/** The same thing of the primary site under another key, where both plans have exactly one that was made of it. */
function sameOrigins(gone: readonly Entry[], fresh: readonly Entry[]): readonly Pair[] {
  const singles = (entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
    new Map(
      [...Map.groupBy(entries, ([, { origin }]) => origin)].flatMap(([origin, [only, ...more]]) =>
        origin !== null && only && more.length === 0 ? [[origin, only] as const] : [],
      ),
    )
  const now = singles(fresh)
  return [...singles(gone)].flatMap(([origin, [key, item]]) => {
    const next = now.get(origin)
    return next ? [{ keys: [key, next[0]] as const, before: item, after: next[1] }] : []
  })
}

function changedPair({ keys: [keyBefore, key], before, after }: Pair): KindChanges['changed'] {
  const changes = fieldChanges(before, after)
  if (changes.length === 0 && keyBefore === key) return []
  return [{ ...shown(key, after), keyBefore, changes }]
}

function fieldChanges(before: NetworkItem, after: NetworkItem): readonly FieldChange[] {
  const fields = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])
  return [...fields]
    .sort()
    .flatMap((field) => changeOf(field, [spell(before.fields[field]), spell(after.fields[field])]))
}
