/** VMs that a scenario promises less: a comparison of kept promises alone would reward that. */
import type { Mapping } from '../../model/mapping.ts'
import type { Tier } from '../../model/tier.ts'

interface Promised {
  readonly mapping: Pick<Mapping, 'assignments' | 'unmapped'>
  readonly config: { readonly tiers: readonly Tier[] }
}

/** How many VMs have a longer RTO or RPO than before, none any more, or are not planned any more. */
export function promisedLess(before: Promised, after: Promised): number {
  const [old, now] = [tiersOf(before), tiersOf(after)]
  return [...old].filter(([vmId, tier]) => isLess(tier, now.get(vmId))).length
}

function tiersOf({ mapping, config }: Promised): ReadonlyMap<string, Tier | undefined> {
  const tiers = new Map(config.tiers.map((tier) => [tier.id, tier]))
  return new Map([...mapping.assignments, ...mapping.unmapped].map(({ vmId, tierId }) => [vmId, tiers.get(tierId)]))
}

const isLess = (before: Tier | undefined, after: Tier | undefined): boolean =>
  (before?.rtoMinutes ?? Infinity) < (after?.rtoMinutes ?? Infinity) ||
  (before?.rpoMinutes ?? Infinity) < (after?.rpoMinutes ?? Infinity)
