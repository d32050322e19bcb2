/** What `drplan catalogue refresh --quotas` read. */
import type { AccountQuota, AccountQuotas } from '../../model/account-quotas.ts'
import { count, trim } from '../../model/quantity.ts'
import type { Quota } from '../../model/shared-limit.ts'
import { measureUnits } from '../../model/shared-limit.ts'
import { harmless, paragraph, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'quota', cut: 24 },
  { head: 'may have', right: true },
  { head: 'has', right: true },
  { head: 'unit', drop: 1 },
]

interface Read {
  readonly quotas: AccountQuotas
  readonly file: string
}

/** Every quota of which something is in use, or of which the account may have any; the others are counted. */
export function quotasScreen({ quotas: read, file }: Read, known: readonly Quota[], width: number): readonly string[] {
  const byId = new Map(known.map((quota) => [quota.id, quota]))
  const shown = read.quotas.filter(({ most, used }) => most !== 0 || (used ?? 0) > 0)
  const none = read.quotas.length - shown.length
  return [
    ...paragraph(
      `Quotas of ${harmless(read.account)} in ${read.region}: ${count(read.quotas.length, 'quota')} read${none > 0 ? `, ${none} of them zero` : ''}.`,
      width,
    ),
    '',
    ...table(
      columns,
      shown.map((one) => rowOf(one, byId.get(one.id))),
      width,
    ),
    '',
    ...paragraph(
      `The mapping keeps to what is left of them; what mapping.quotas states counts first. Kept in ${file}; drplan catalogue refresh --quotas --clear removes it.`,
      width,
    ),
  ]
}

const rowOf = ({ id, most, used }: AccountQuota, known: Quota | undefined): readonly string[] => [
  harmless(known && known.name !== id ? `${id} ${known.name}` : id),
  most === null ? 'no end' : trim(most, 1),
  used === null ? 'not known' : trim(used, 1),
  known ? measureUnits[known.of] : '',
]

export const clearedQuotasScreen = (name: string, removed: number): readonly string[] => [
  removed > 0
    ? `  The quotas that were read from ${name} were removed.`
    : `  No quotas of ${name} were read; there is nothing to remove.`,
]
