/** What may fail as a whole, seen from a plan: a zone, the region, the account, the provider, the site on premises. */
import type { Plan } from '../../model/plan.ts'
import type { FailedDomain, StepNeed } from '../../model/step-needs.ts'

/** The platform that most VMs of the primary site are on; null = none of them is on a cloud. */
function primaryPlatform({ vms }: Pick<Plan, 'vms'>): string | null {
  const counts = new Map<string, number>()
  for (const { primary } of vms) if (primary) counts.set(primary.platform, (counts.get(primary.platform) ?? 0) + 1)
  return [...counts].sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))[0]?.[0] ?? null
}

/** The place of the primary site itself: everything else of it is inside. */
function primaryPlace(plan: Pick<Plan, 'vms' | 'site'>): string {
  const platform = primaryPlatform(plan)
  if (platform === null) return 'on-premises'
  return plan.site.region === null ? platform : `${platform}/${plan.site.region}`
}

/** The whole site always; the provider where it is a cloud; accounts and parts of the site where a need stands in one. */
export function failedDomains(plan: Pick<Plan, 'vms' | 'site'>, needs: readonly StepNeed[]): readonly FailedDomain[] {
  const platform = primaryPlatform(plan)
  const site = primaryPlace(plan)
  const stated = needs.flatMap(({ standsIn }) => standsIn)
  const parts = new Set(stated.filter((place) => place.startsWith(`${site}/`)).map((place) => partOf(place, site)))
  const accounts = new Set(
    stated.filter((place) => place.startsWith('account:')).map((place) => place.split('/')[0] ?? place),
  )
  return [
    { name: platform === null ? 'the primary site' : `the primary region (${site})`, places: [site] },
    ...(platform === null || platform === site ? [] : [{ name: `the provider (${platform})`, places: [platform] }]),
    ...[...parts].sort().map((place) => ({ name: place, places: [place] })),
    ...[...accounts].sort().map((place) => ({ name: place, places: [place] })),
  ]
}

const partOf = (place: string, site: string): string => `${site}/${place.slice(site.length + 1).split('/')[0] ?? ''}`
