/** VMs that are to be kept apart, and that one failure of the primary site takes down together all the same. */
import type { KeepApart } from '../../../model/config.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import { matches } from '../../../model/match.ts'
import type { Network } from '../../../model/network.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { listOf } from '../amounts.ts'
import { replayPrimary, type SharedFate } from './replay-primary.ts'

/** So many VMs are named in one message; `affected` has all. */
const MOST_NAMES = 6

/** One finding for each rule and failure. */
export const primaryFindings = (
  rules: readonly KeepApart[],
  scoped: readonly ScopedVm[],
  site: { readonly network: Network },
): readonly Finding[] =>
  rules.flatMap((rule, index) => {
    const own = scoped.filter(({ vm, application }) => matches(rule.match, { ...vm, application }, site))
    const placements = new Map(own.map(({ vm }) => [vm.id, vm.placement]))
    const names = new Map(own.map(({ vm }) => [vm.id, vm.name]))
    const { singles, doubles } = replayPrimary([...placements.keys()], placements, rule.by)
    return [...singles, ...doubles].map((fate) => togetherFinding(fate, index, names))
  })

function togetherFinding({ failed, down }: SharedFate, index: number, names: ReadonlyMap<string, string>): Finding {
  const shown = down.slice(0, MOST_NAMES).map((id) => names.get(id) ?? id)
  const more = down.length - shown.length
  const domains = failed.map(({ kind, name }) => `${kind} ${name}`).join(' and ')
  return createFinding('map.apart-at-primary', {
    subject: `mapping.keepApart[${index}]`,
    message: `${listOf(more > 0 ? [...shown, `${more} more`] : shown)} are to be kept apart, and go down together at the primary site when ${domains} ${failed.length > 1 ? 'fail' : 'fails'}.`,
    suggestion: 'Place them apart at the primary site too; until then one failure moves all of them at once.',
    affected: [...down],
  })
}
