/** The scope of the plan, computed wherever it is needed: it is cheap, and never out of date that way. */
import { scopeSite, type Scope } from '../core/scope/scope-site.ts'
import { proposeTiers } from '../core/tiers/propose-tiers.ts'
import type { Config } from '../model/config.ts'
import type { Demand } from '../model/forecast.ts'
import type { Site } from '../model/site.ts'

/** The same VMs in the same tiers with and without `demands`: these are only more to say about a proposed tier. */
export function scopeOf(site: Site, config: Config, demands: readonly Demand[] = []): Scope {
  const scope = scopeSite(site, config)
  const churn = new Map(
    demands.flatMap(({ vmId, churnGiBPerHour }) => (churnGiBPerHour ? [[vmId, churnGiBPerHour.high] as const] : [])),
  )
  const { planned, findings } = proposeTiers({ site, planned: scope.planned, config, churn })
  return { ...scope, planned, findings: [...scope.findings, ...findings] }
}

/** The settings that decide which VMs are planned, and what is given to them; proposed tiers matter to the mapping only. */
export const scopeSettings = (config: Config): unknown => [
  config.tiers,
  config.assign,
  config.defaultTier,
  config.exclude,
  config.mapping.protectPoweredOff,
  config.dependencies,
]
