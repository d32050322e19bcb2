/** What there is at the recovery site, by the quotas that were read from its account. */
import type { AccountQuotas } from '../../../model/account-quotas.ts'
import type { MappingPolicy } from '../../../model/config.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'

/** What a quota leaves for the mapping. */
export interface Room {
  readonly most: number | null
  readonly used: number | null
  readonly source: string
}

/** By the id of the quota; empty when none was read. */
export function readQuotas(read: AccountQuotas | null): ReadonlyMap<string, Room> {
  if (read === null) return new Map()
  const source = `account ${read.account} as of ${read.readAt.slice(0, 10)}`
  return new Map(
    read.quotas.map(({ id, most, used }) => [
      id,
      { most: most === null ? null : Math.max(0, tidy(most - (used ?? 0))), used, source },
    ]),
  )
}

/** Freed of the noise of binary fractions. */
const tidy = (amount: number): number => Math.round(amount * 1e6) / 1e6

const DAY_MS = 86_400_000

/** Accounts fill up and quotas are raised, so figures of long ago are said, by the same age as prices. */
export function oldQuotasFindings(
  read: AccountQuotas | null,
  { today, priceAgeDays }: Pick<MappingPolicy, 'today' | 'priceAgeDays'>,
): readonly Finding[] {
  if (read === null || today === null) return []
  const days = Math.round((Date.parse(today) - Date.parse(read.readAt.slice(0, 10))) / DAY_MS)
  if (days <= priceAgeDays) return []
  return [
    createFinding('map.quotas-old', {
      subject: `quotas of ${read.account} in ${read.region}`,
      message: `They were read ${days} days before ${today}, and mapping.priceAgeDays is ${priceAgeDays}. What the account may have, and what is in use of it, may be other figures now.`,
      suggestion: 'drplan catalogue refresh --quotas',
    }),
  ]
}
