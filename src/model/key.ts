/**
 * Stable names for things that users named freely. A key has only lower-case letters, digits and hyphens,
 * starts with a letter, and depends on nothing but its own thing: adding or renaming another one never changes it.
 */

const LONGEST_SLUG = 40

/**
 * `name` made safe, and a hash of `id` behind it unless the id already is that safe name. Two things with
 * one name get different keys, unless 36 bits of hash agree.
 */
export function stableKey(name: string, id: string): string {
  const slug = slugOf(name)
  return slug === id ? slug : `${slug}-${hashOf(id)}`
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST_SLUG)
    .replace(/-+$/, '')
  if (slug === '') return 'x'
  return /^[a-z]/.test(slug) ? slug : `x-${slug}`.slice(0, LONGEST_SLUG).replace(/-+$/, '')
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units, 64 bits, of which seven base-36 digits (36 bits) are kept. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n)
  }
  return hash.toString(36).slice(-7).padStart(7, '0')
}
