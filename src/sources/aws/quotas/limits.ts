/** Quotas of the primary site as limits: those of which something is in use. */
import type { AccountLimit } from '../../../model/account-limit.ts'
import { dumpOf } from '../answers.ts'
import type { Asking, FailedRead } from '../ask.ts'
import type { Applied } from './applied.ts'
import { usedOf } from './in-use.ts'

/** Everything counts that is there: it is what VMs that come back have to fit in beside. */
export function limitsOf(
  applied: readonly Applied[],
  { place, collection }: Asking,
  failures: readonly FailedRead[],
): readonly AccountLimit[] {
  const answers = dumpOf(collection)
  return applied.flatMap((quota) => {
    const used = usedOf(quota, { answers, failures, ownSite: null })
    if (!used) return []
    const { arn, name, account, most } = quota
    return [
      { id: arn, name, account: account ?? place.account ?? 'the account', region: place.region, used, limit: most },
    ]
  })
}
