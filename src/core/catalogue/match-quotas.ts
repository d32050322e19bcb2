/** Quotas as a vendor names them, and as the target counts them. */
import type { AccountQuota, QuotaReading } from '../../model/account-quotas.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import type { Quota } from '../../model/shared-limit.ts'
import { compareText } from '../../model/text-order.ts'

interface Matched {
  /** Under the ids of the target, sorted. */
  readonly quotas: readonly AccountQuota[]
  readonly findings: readonly Finding[]
}

/** Case does not matter: the vendor's own interfaces differ in it. What no mapping counts is left aside. */
export function matchQuotas(known: readonly Quota[], { quotas: read, account }: QuotaReading, region: string): Matched {
  const byName = new Map(read.map((quota) => [quota.id.toLowerCase(), quota]))
  const quotas = known.flatMap(({ id }) => {
    const found = byName.get(id.toLowerCase())
    return found ? [{ ...found, id }] : []
  })
  const silent = known.filter(({ id }) => !byName.has(id.toLowerCase()))
  return {
    quotas: quotas.toSorted((a, b) => compareText(a.id, b.id)),
    findings: silent.length === 0 ? [] : [unmatched(silent, `${account} in ${region}`)],
  }
}

function unmatched(silent: readonly Quota[], where: string): Finding {
  const ids = silent.map(({ id }) => id).toSorted(compareText)
  return createFinding('catalogue.quota-unmatched', {
    subject: `quotas of ${where}`,
    message: `Nothing that was read is named like these: ${listed(ids)}. Where others of their kind were read, they count as in a new account.`,
    suggestion: 'State those that matter under mapping.quotas of drplan.yaml.',
    affected: ids,
  })
}
