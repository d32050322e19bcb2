/** Settings of terms that change nothing. */
import type { MappingPolicy } from '../../model/config.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { matches } from '../../model/match.ts'
import type { Network } from '../../model/network.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Market } from './market.ts'
import { covers } from './terms.ts'

interface Around {
  readonly scoped: readonly ScopedVm[]
  readonly market: Pick<Market, 'candidates'>
  readonly site: { readonly network: Network }
}

export function termsFindings(
  { reserve, commitments }: Pick<MappingPolicy, 'reserve' | 'commitments'>,
  { scoped, market, site }: Around,
): readonly Finding[] {
  const tierIds = new Set(scoped.map(({ tier }) => tier.id))
  const tiers = reserve.tiers.filter((id) => !tierIds.has(id))
  const rules = reserve.match.flatMap((match, index) =>
    scoped.some(({ vm, application }) => matches(match, { ...vm, application }, site)) ? [] : [index],
  )
  const unused = commitments.flatMap((one, index) =>
    market.candidates.some(({ component }) => covers(one, component.id)) ? [] : [index],
  )
  return [
    ...tiers.map((id) => nothingFor('mapping.reserve.tiers', `No planned VM is in tier ${id}`)),
    ...rules.map((index) => nothingFor(`mapping.reserve.match[${index}]`, 'It matches no VM')),
    ...unused.map((index) => nothingFor(`mapping.commitments[${index}]`, 'It matches no component of the region')),
  ]
}

const nothingFor = (subject: string, why: string): Finding =>
  createFinding('map.limit-unused', {
    subject,
    message: `${why}, so it changes nothing.`,
    suggestion: 'Correct it, or take it out.',
  })
