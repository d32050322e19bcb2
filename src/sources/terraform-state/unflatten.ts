/**
 * Attributes as Terraform before 0.12 wrote them: `tags.%` and `root_block_device.#` count what is in a map or list,
 * `root_block_device.0.volume_size` is a member. Sets are keyed by a hash; their order means nothing.
 */
import type { Fields } from '../json-items.ts'

interface Branch {
  readonly below: Map<string, Branch>
  value: unknown
}

const branch = (): Branch => ({ below: new Map(), value: undefined })

/** No attribute of a provider lies deeper. */
const DEEPEST = 40

export function unflatten(flat: Fields): Fields {
  const root = branch()
  const lists = new Set<string>()
  for (const [key, value] of Object.entries(flat)) {
    if (key.endsWith('.#')) lists.add(key.slice(0, -2))
    if (/\.[#%]$/.test(key)) continue
    // Keys of tags may hold dots themselves.
    const parts = /^tags(_all)?\./.test(key) ? splitFirst(key) : key.split('.')
    if (parts.length > DEEPEST) continue
    let at = root
    for (const part of parts) {
      const next = at.below.get(part) ?? branch()
      at.below.set(part, next)
      at = next
    }
    at.value = value
  }
  return Object.fromEntries([...root.below].map(([key, own]) => [key, grow(own, key, lists)]))
}

const splitFirst = (key: string): readonly string[] => [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]

function grow(own: Branch, path: string, lists: ReadonlySet<string>): unknown {
  if (own.below.size === 0) return own.value
  const members = [...own.below].map(([key, inner]) => [key, grow(inner, `${path}.${key}`, lists)] as const)
  return lists.has(path) ? members.map(([, value]) => value) : Object.fromEntries(members)
}
