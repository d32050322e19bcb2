/**
 * What one VM takes at the recovery site at the peak: everything fails over, and what stood by or was copied there is
 * still beside it. A hot standby is the machine that takes over; a warm one runs until the whole one does.
 */
import type { DrComponent } from '../../../model/dr-component.ts'
import type { MappedDisk } from '../../../model/mapping.ts'
import type { RecoveryStrategy } from '../../../model/tier.ts'
import type { Volume } from '../volumes.ts'

/** The part of an option that takes something. */
export interface Taking {
  readonly strategy: RecoveryStrategy
  readonly candidate: { readonly component: DrComponent }
  readonly standby: { readonly component: DrComponent } | null
  readonly diskPlan: { readonly volumes: readonly Volume[]; readonly copiedGiB: number }
}

export function machinesAtPeak({ strategy, candidate, standby }: Taking): readonly DrComponent[] {
  const own = [candidate.component]
  return strategy === 'warm-standby' && standby ? [standby.component, ...own] : own
}

/** Replication keeps volumes of its own, from which those of the machine are made. */
export function volumesAtPeak({ strategy, diskPlan }: Taking): readonly MappedDisk[] {
  const own = diskPlan.volumes.map(({ mapped }) => mapped)
  if (strategy !== 'pilot-light') return own
  return [...own, ...diskPlan.volumes.filter(({ scratch }) => !scratch).map(({ mapped }) => mapped)]
}
