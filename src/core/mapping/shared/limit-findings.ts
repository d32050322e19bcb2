/** What is wrong with the limits themselves: names that nothing has, limits that nothing counts against. */
import type { MappingPolicy } from '../../../model/config.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import { nearest } from '../../../model/nearest.ts'
import type { Quota } from '../../../model/shared-limit.ts'
import type { SharedLimit } from './limits.ts'
import type { Taken } from './ledger.ts'

interface Stated {
  readonly policy: Pick<MappingPolicy, 'quotas' | 'limits'>
  readonly quotas: readonly Quota[]
}

export function limitFindings(
  { policy, quotas }: Stated,
  limits: readonly SharedLimit[],
  taken: readonly Taken[],
): readonly Finding[] {
  const ids = quotas.map(({ id }) => id)
  const unknown = Object.keys(policy.quotas).filter((id) => !ids.includes(id))
  const idle = policy.limits.filter(({ name }) => {
    const own = limits.filter((limit) => limit.id === name)
    return !taken.some(({ option, scoped }) => own.some((limit) => limit.amountOf(option, scoped) > 0))
  })
  return [
    ...unknown.sort().map((id) => unknownQuota(id, ids)),
    ...idle.map(({ name }) =>
      createFinding('map.limit-unused', {
        subject: name,
        message: 'Nothing in this mapping counts against this limit.',
        suggestion: 'Correct its components and its match, unless that is meant.',
      }),
    ),
  ]
}

function unknownQuota(id: string, known: readonly string[]): Finding {
  const near = nearest(id, known)
  return createFinding('map.quota-unknown', {
    subject: id,
    message: `mapping.quotas states a quota that drplan does not know of this platform: it is not counted.${near ? ` Did you mean ${near}?` : ''}`,
    suggestion: `Known are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ' and more (drplan map --json, ledger)' : ''}; anything else can be stated under mapping.limits.`,
  })
}
