/** Limits of subscriptions. Of what a subscription has nothing of they are left out: of sizes alone there are hundreds. */
import type { AccountLimit } from '../../model/account-limit.ts'
import { compareText } from '../../model/text-order.ts'
import type { Dump } from './answers.ts'

/** Sorted by id. Where something has no end its limit is negative. */
export const readLimits = ({ limits }: Dump): readonly AccountLimit[] =>
  limits
    .flatMap(({ value: { id, name, currentvalue, limit } }): readonly AccountLimit[] => {
      const [, account, region] = /^\/subscriptions\/([^/]+)\/.*\/locations\/([^/]+)\/usages\//i.exec(id) ?? []
      if (account === undefined || region === undefined || currentvalue <= 0 || limit < 0) return []
      const shown = name.localizedvalue || name.value
      return [
        {
          id: id.toLowerCase(),
          name: shown,
          account: account.toLowerCase(),
          region: region.toLowerCase(),
          used: currentvalue,
          limit,
        },
      ]
    })
    .toSorted((a, b) => compareText(a.id, b.id))
