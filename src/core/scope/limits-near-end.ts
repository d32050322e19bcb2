/** Limits of the platform that leave little or no room for VMs that come back, or are made again, at the primary site. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import type { AccountLimit } from '../../model/account-limit.ts'
import { listed } from '../../model/listed.ts'
import { compareText } from '../../model/text-order.ts'

/** Of a limit. Platforms raise limits on request, some only after people there have looked at it, so this is early. */
const NEAR = 0.8

/** A platform that allows one of a thing wants one: having it is no shortage. */
const LEAST_LIMIT = 2

const advice =
  'Ask the platform for more, or remove what nobody needs, before the day: at failback VMs are made again beside those that are still there, and both count.'

/** One finding for each account and region with limits that are reached, and one with those that nearly are. */
export function limitsNearEnd(limits: readonly AccountLimit[]): readonly Finding[] {
  const tight = limits.filter(({ used, limit }) => used > limit || (limit >= LEAST_LIMIT && used >= NEAR * limit))
  const groups = Map.groupBy(tight, (one) => `${codeOf(one)} ${one.account} in ${one.region}`)
  return [...groups].toSorted(([a], [b]) => compareText(a, b)).flatMap(([, own]) => findingOf(own))
}

const codeOf = ({ used, limit }: AccountLimit): FindingCode =>
  used >= limit ? 'site.limit-reached' : 'site.limit-near'

function findingOf(own: readonly AccountLimit[]): readonly Finding[] {
  const [first] = own
  if (!first) return []
  const code = codeOf(first)
  const said = own
    .toSorted((a, b) => compareText(a.name, b.name))
    .map((one) => `${one.name} ${one.used} of ${one.limit}`)
  return [
    createFinding(code, {
      subject: `limits of ${first.account} in ${first.region}`,
      message: `${code === 'site.limit-reached' ? 'No more can be made of' : 'Little more can be made of'}: ${listed(said)}.`,
      suggestion: advice,
      affected: own.map(({ id }) => id).toSorted(compareText),
    }),
  ]
}
