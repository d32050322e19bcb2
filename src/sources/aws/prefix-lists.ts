/** Customer-managed prefix lists are resolved to their blocks; AWS-managed ones stay a name, because they change. */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { Report } from '../report.ts'
import type { Dump } from './answers.ts'
import { blockOf, unique } from './items.ts'

interface ListedBlock {
  readonly cidr: Cidr
  readonly text: string
}

export type PrefixLists = ReadonlyMap<string, readonly ListedBlock[]>

/** By id, the blocks of every list whose entries were read, in order of their text. */
export function readPrefixLists(dump: Dump, report: Report): PrefixLists {
  const lists = unique(dump.ManagedPrefixLists, ({ PrefixListId }) => PrefixListId)
  return new Map(
    lists.flatMap(({ value: { PrefixListId, Entries }, place }) => {
      if (!Entries) return []
      const texts = [...new Set(Entries.map(({ Cidr }) => Cidr))].toSorted()
      const blocks = texts.flatMap((text) => {
        const cidr = blockOf(text, { place, report })
        return cidr ? [{ cidr, text: formatCidr(cidr) }] : []
      })
      return [[PrefixListId, blocks] as const]
    }),
  )
}
