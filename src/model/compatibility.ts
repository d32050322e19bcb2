/**
 * Whether a VM can run at a recovery site as it is: rules, what a platform says of operating systems, and the verdict.
 * A rule here is data; what makes it apply is a predicate of its id (core/compatibility/predicates.ts).
 */
import { z } from 'zod'
import type { Citation } from './citation.ts'
import type { Immutable } from './immutable.ts'
import type { OsProduct } from './os-release.ts'
import type { RecoveryStrategy } from './tier.ts'
import { tierWaiverSchema } from './tier-order.ts'

/** Only what at least one source gives the fact for. Ids are stable: waivers name them. */
export const compatibilityRuleIds = [
  'accelerator-state',
  'boot-disk-too-large',
  'cpu-hot-add',
  'disk-too-large',
  'fault-tolerance',
  'latency-sensitivity',
  'memory-reservation',
  'nested-virtualisation',
  'numa-pinning',
  'os-32-bit',
  'os-end-of-life',
  'os-unknown',
  'os-unsupported',
  'pci-passthrough',
  'raw-disk',
  'secure-boot',
  'shared-disk',
  'sr-iov',
  'usb-device',
  'vgpu',
  'vtpm',
] as const
export type CompatibilityRuleId = (typeof compatibilityRuleIds)[number]

/** `blocker`: it cannot run there as it is. `warning`: it can, once something is done. `info`: good to know. */
export const compatibilitySeverities = ['blocker', 'warning', 'info'] as const
export type CompatibilitySeverity = (typeof compatibilitySeverities)[number]

export interface CompatibilityRule {
  readonly id: CompatibilityRuleId
  readonly platform: 'any' | 'aws' | 'azure'
  readonly severity: CompatibilitySeverity
  /** What it means, as a sentence. */
  readonly meaning: string
  /** What to do about it, as a sentence. */
  readonly advice: string
  readonly source: Citation
  /** Of rules with a limit: in GiB. */
  readonly limit?: number
}

/** What a platform says of an operating system; one that is not listed is unknown, which is neither yes nor no. */
export interface OsSupport {
  readonly product: OsProduct
  /** The oldest version it runs; null = none. */
  readonly oldest: string | null
}

/** What is done to a guest once, while it still runs at home, so that it starts on another hypervisor. */
export interface Conversion {
  /** Lower-case words with hyphens. */
  readonly id: string
  readonly os: 'linux' | 'windows' | 'any'
  readonly firmware: 'bios' | 'uefi' | 'any'
  readonly title: string
  readonly instruction: string
  readonly expected: string
  readonly source: Citation
}

/** What the platform itself does to a machine of another one while it brings it back: no preparation does away with it. */
export interface DayConversion {
  readonly strategies: readonly RecoveryStrategy[]
  readonly os: Conversion['os']
  /** The setting under `recovery` that says how long it takes. */
  readonly setting: 'launchConversionMinutes' | 'importConversionMinutes'
  /** A few words, to follow the setting. */
  readonly what: string
  readonly source: Citation
}

/** What nobody knows of a guest may be the case. */
export const concernsGuest = (
  { os, firmware = 'any' }: Pick<Conversion, 'os'> & Partial<Pick<Conversion, 'firmware'>>,
  guest: { readonly os: Conversion['os'] | 'other' | 'unknown'; readonly firmware: 'bios' | 'uefi' | null },
): boolean =>
  (os === 'any' || guest.os === os || guest.os === 'unknown') &&
  (firmware === 'any' || guest.firmware === firmware || guest.firmware === null)

export interface TargetCompatibility {
  /** Of VMs that come from another platform: done beforehand. */
  readonly conversions: readonly Conversion[]
  /** Of VMs that come from another platform: done within the recovery; absent = none. */
  readonly dayConversions?: readonly DayConversion[]
  /** Those of any platform included; a rule has one row at most. */
  readonly rules: readonly CompatibilityRule[]
  readonly operatingSystems: readonly OsSupport[]
}

export const compatibilityWaiverSchema = tierWaiverSchema.extend({ rule: z.enum(compatibilityRuleIds) })
export type CompatibilityWaiver = Immutable<z.infer<typeof compatibilityWaiverSchema>>

export const compatibilityVerdicts = ['ready', 'conditional', 'not-ready', 'unknown'] as const
export type CompatibilityVerdict = (typeof compatibilityVerdicts)[number]

export const vmCompatibilitySchema = z.strictObject({
  vmId: z.string(),
  /** `conditional`: ready once the warnings are dealt with. `unknown`: nothing is against it, but not all could be told. */
  verdict: z.enum(compatibilityVerdicts),
  /** The rules that apply, worst first. */
  rules: z.array(
    z.strictObject({
      id: z.enum(compatibilityRuleIds),
      severity: z.enum(compatibilitySeverities),
      /** What about the VM makes it apply. */
      detail: z.string(),
      /** Who answers for it, until when; null = nobody waived it. */
      waived: z.strictObject({ owner: z.string(), until: z.iso.date() }).nullable(),
    }),
  ),
})
export type VmCompatibility = Immutable<z.infer<typeof vmCompatibilitySchema>>
