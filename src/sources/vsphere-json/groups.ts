/** Folders, resource pools and vApps, which a VM names by reference only; where an answer has them too, by their path. */
import { isObject, type Fields } from '../json-items.ts'

export interface Group {
  readonly name: string
  readonly parent: unknown
}

export type Groups = ReadonlyMap<string, Group>

const kinds = new Set(['Folder', 'ResourcePool', 'VirtualApp'])

/** A managed object that VMs are filed under, by its reference; null for anything else. Keys are in camelCase. */
export function readGroup(entry: Fields): readonly [string, Group] | null {
  const self = entry['self'] ?? entry['obj']
  const key = keyOf(self)
  const { name, parent } = entry
  if (key === null || typeof name !== 'string' || !isObject(self) || !kinds.has(String(self['type']))) return null
  return [key, { name, parent }]
}

/** A reference is unique within its vCenter. */
function keyOf(reference: unknown): string | null {
  if (!isObject(reference) || typeof reference['value'] !== 'string') return null
  const { serverGuid } = reference
  return `${typeof serverGuid === 'string' ? serverGuid : ''}/${reference['value']}`
}

/** Names from the outermost group that is known to the one referred to; null when that one is not known. */
export function pathOf(groups: Groups, reference: unknown): string | null {
  const path = new Set<Group>()
  let next = groups.get(keyOf(reference) ?? '')
  while (next && !path.has(next)) {
    path.add(next)
    next = groups.get(keyOf(next.parent) ?? '')
  }
  const names = [...path].toReversed().map(({ name }) => name)
  return names.length === 0 ? null : `/${names.join('/')}`
}
