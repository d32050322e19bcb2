/** The proposals in a few sentences: one finding for each tier, however many VMs there are. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { count } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Tier } from '../../model/tier.ts'
import { proposalConfidences } from '../../model/tier-proposal.ts'

const MOST_VMS = 8

interface Proposals {
  readonly tiers: readonly Tier[]
  readonly isApplied: boolean
}

/** In the order of the tiers. */
export function proposalFindings(planned: readonly ScopedVm[], { tiers, isApplied }: Proposals): readonly Finding[] {
  const byTier = Map.groupBy(planned, ({ tierProposal }) => tierProposal?.tierId)
  return tiers.flatMap(({ id }) => {
    const own = byTier.get(id)?.toSorted(surestFirst) ?? []
    return own.length > 0 ? [proposalFinding(id, own, isApplied)] : []
  })
}

const sureness = ({ tierProposal }: ScopedVm): number =>
  tierProposal ? proposalConfidences.indexOf(tierProposal.confidence) : -1

const surestFirst = (a: ScopedVm, b: ScopedVm): number => sureness(b) - sureness(a)

function proposalFinding(tierId: string, own: readonly ScopedVm[], isApplied: boolean): Finding {
  const shown = own.slice(0, MOST_VMS)
  const rest = own.length - shown.length
  const many = count(own.length, 'VM')
  const isOrAre = own.length === 1 ? 'is' : 'are'
  const done = isApplied
    ? `Nobody gave ${many} a tier; tier ${tierId} was proposed, and is used.`
    : `Nobody gave ${many} a tier; tier ${tierId} is proposed, and ${isOrAre === 'is' ? 'it is' : 'they are'} planned in tier ${own[0]?.tier.id ?? ''}.`
  return createFinding('plan.tier-proposed', {
    subject: `tier ${tierId}`,
    message: [done, ...becauseOf(shown), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' '),
    suggestion: isApplied
      ? 'State the tier of those that it is wrong for, with a tag or under assign in drplan.yaml.'
      : 'State their tiers with a tag or under assign in drplan.yaml, or set tiering.propose to apply.',
    affected: own.map(({ vm }) => vm.id),
  })
}

/** "db-1, db-2 (low): It seems to hold data …" for those with the same reason. */
function becauseOf(shown: readonly ScopedVm[]): readonly string[] {
  const said = shown.flatMap(({ vm, tierProposal }) =>
    tierProposal ? [{ name: vm.name, why: `(${tierProposal.confidence}): ${tierProposal.reasons.at(-1) ?? ''}` }] : [],
  )
  return [...Map.groupBy(said, ({ why }) => why)].map(
    ([why, same]) => `${same.map(({ name }) => name).join(', ')} ${why}`,
  )
}
