/** What somebody answers for, wherever drplan.yaml says it, and severities that it changes. */
import { checkSettingsSchema } from '../../model/check-settings.ts'
import type { Config } from '../../model/config.ts'
import type { Severity } from '../../model/finding-codes.ts'

interface PackedWaiver {
  /** Where in drplan.yaml. */
  readonly setting: 'check.waivers' | 'mapping.waivers' | 'network.waivers' | 'tiering.waivers'
  readonly rule: string
  readonly subject: string
  readonly owner: string
  readonly reason: string
  /** The last day that it holds. */
  readonly until: string
  readonly inForce: boolean
}

export interface PackedWaivers {
  readonly waivers: readonly PackedWaiver[]
  readonly severities: readonly { readonly rule: string; readonly severity: Severity }[]
  readonly withoutPolicies: readonly string[]
}

/** `today`: ISO date. In the order of drplan.yaml within a setting. */
export function packedWaivers(config: Config, today: string): PackedWaivers {
  const { waivers, severities, withoutPolicies } = checkSettingsSchema.parse(config.check ?? {})
  const stated = [
    ...waivers.map((one) => ({ setting: 'check.waivers' as const, ...one })),
    ...config.mapping.waivers.map(({ vm, ...one }) => ({ setting: 'mapping.waivers' as const, subject: vm, ...one })),
    ...config.network.waivers.map(({ difference, ...one }) => ({
      setting: 'network.waivers' as const,
      rule: 'network.difference',
      subject: difference,
      ...one,
    })),
    ...config.tiering.waivers.map(({ vm, ...one }) => ({
      setting: 'tiering.waivers' as const,
      rule: 'tier.weaker',
      subject: vm,
      ...one,
    })),
  ]
  return {
    waivers: stated.map(({ setting, rule, subject, owner, reason, until }) => ({
      setting,
      rule,
      subject,
      owner,
      reason,
      until,
      inForce: today <= until,
    })),
    severities: Object.entries(severities)
      .map(([rule, severity]) => ({ rule, severity }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    withoutPolicies,
  }
}
