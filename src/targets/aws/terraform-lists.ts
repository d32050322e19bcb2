/** Translated prefix lists as values of foundation/'s variables. */
import type { Family } from '../../model/address.ts'
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { PrefixListTranslation } from '../../model/network-translation.ts'
import { tagValue } from './text.ts'

/** EC2 keeps a list for one family of addresses. */
interface ListPart {
  readonly key: string
  readonly family: Family
  readonly blocks: readonly Cidr[]
}

/** One part for each family that the list has, of which rules name every one; a list without blocks is of IPv4. */
export function partsOf({ key, blocks }: PrefixListTranslation): readonly ListPart[] {
  const families = ([4, 6] as const).filter((family) => blocks.some((block) => block.family === family))
  if (families.length < 2) return [{ key, family: families[0] ?? 4, blocks }]
  return families.map((family) => ({
    key: `${key}-ipv${family}`,
    family,
    blocks: blocks.filter((block) => block.family === family),
  }))
}

/** Lists of the user's own. */
export const prefixLists = (lists: readonly PrefixListTranslation[]) =>
  Object.fromEntries(
    lists
      .filter(({ managed }) => !managed)
      .flatMap((list) =>
        partsOf(list).map(({ key, family, blocks }) => [
          key,
          {
            name: tagValue(list.name) || key,
            family,
            max_entries: list.maxEntries ?? Math.max(1, blocks.length),
            blocks: blocks.map(formatCidr).toSorted(),
          },
        ]),
      ),
  )

/** Names of the lists that AWS keeps, by key. */
export const managedPrefixLists = (lists: readonly PrefixListTranslation[]): Record<string, string> =>
  Object.fromEntries(lists.filter(({ managed }) => managed).map(({ key, name }) => [key, name]))
