/** Tiers that were given to VMs of the same protection group or application. */
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Tier } from '../../model/tier.ts'
import type { ProposalConfidence } from '../../model/tier-proposal.ts'
import { compareTiers, isOpen } from './order.ts'

export interface Companions {
  readonly tier: Tier
  readonly confidence: ProposalConfidence
  readonly reason: string
}

/** For a VM without a tier; null where nobody gave its companions one. */
export function companionsOf(planned: readonly ScopedVm[]): (scoped: ScopedVm) => Companions | null {
  const given = planned.filter((scoped) => !isOpen(scoped))
  const byGroup = Map.groupBy(given, ({ vm }) => vm.protectionGroup)
  const byApplication = Map.groupBy(given, ({ vm }) => vm.application)
  return ({ vm }) => {
    const group = vm.protectionGroup === null ? [] : (byGroup.get(vm.protectionGroup) ?? [])
    if (group.length > 0) return ofGroup(vm.protectionGroup ?? '', group)
    const application = vm.application === null ? [] : (byApplication.get(vm.application) ?? [])
    return application.length > 0 ? ofApplication(vm.application ?? '', application) : null
  }
}

/** They are recovered together, so the strongest promise counts for all. */
function ofGroup(name: string, members: readonly ScopedVm[]): Companions | null {
  const [tier] = members.map((one) => one.tier).sort(compareTiers)
  return tier
    ? { tier, confidence: 'high', reason: `Protection group ${name} is recovered together, and is in tier ${tier.id}.` }
    : null
}

/** The tier of most; the stronger one where two have as many. */
function ofApplication(name: string, members: readonly ScopedVm[]): Companions | null {
  const byTier = [...Map.groupBy(members, ({ tier }) => tier.id).values()].toSorted(
    (a, b) => b.length - a.length || (a[0] && b[0] ? compareTiers(a[0].tier, b[0].tier) : 0),
  )
  const [most = []] = byTier
  const tier = most[0]?.tier
  if (!tier) return null
  const whose = members.length === 1 ? 'the other VM' : `${most.length} of the ${members.length} other VMs`
  return {
    tier,
    confidence: byTier.length === 1 && members.length > 1 ? 'high' : 'medium',
    reason: `Of its application ${name}, ${whose} with a tier ${most.length === 1 ? 'is' : 'are'} in tier ${tier.id}.`,
  }
}
