/** The scope of the plan, computed wherever it is needed: it is cheap, and never out of date that way. */
import { scopeSite, type Scope } from '../core/scope/scope-site.ts'
import type { Config } from '../model/config.ts'
import type { Site } from '../model/site.ts'

export const scopeOf = (site: Site, config: Config): Scope => scopeSite(site, config)

/** The settings that decide the scope. */
export const scopeSettings = (config: Config): unknown => [
  config.tiers,
  config.assign,
  config.defaultTier,
  config.exclude,
  config.mapping.protectPoweredOff,
  config.dependencies,
]
