/** drplan.yaml. Every default is here, once; `drplan init` writes the same figures with comments. */
import { z } from 'zod'
import { acceleratorRuleShape } from './accelerator-rule.ts'
import { commitmentSchema, reserveShape } from './capacity-settings.ts'
import { checkSettingsSchema } from './check-settings.ts'
import { cidrSchema } from './cidr.ts'
import { compatibilityWaiverSchema } from './compatibility.ts'
import { orderingEvidence } from './dependency.ts'
import { MOST_TARGETS } from './failover-target.ts'
import { selections } from './forecast.ts'
import type { Immutable } from './immutable.ts'
import { networkPolicySchema } from './network-policy.ts'
import { liveSettingsSchemas } from './live-settings.ts'
import { matchSchema } from './match-schema.ts'
import { drillsFit, hoursPerMonthSchema, MOST_MONTH_HOURS } from './month.ts'
import { objectives } from './objective.ts'
import { replicationSettingsSchema } from './replication-settings.ts'
import { runbookSettingsSchema } from './runbook-settings.ts'
import { measureSchema } from './shared-limit.ts'
import { simulationSettingsSchema } from './simulation-settings.ts'
import { fileSourceIds, groupingSourceIds, silentSourceIds } from './source-id.ts'
import { poolShape } from './standby-pool.ts'
import { statedStatistics } from './statistic.ts'
import { targetIdSchema } from './target-id.ts'
import { terraformSettingsSchema } from './terraform-settings.ts'
import { tierWaiverSchema } from './tier-order.ts'
import { defaultTiers, tierSchema } from './tier.ts'

const minutes = z.number().nonnegative()
const share = z.number().min(0).max(0.9)

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Where applications come from; with the name of a tag or of a key in the annotation behind the colon. */
const applicationOriginSchema = z
  .string()
  .regex(
    /^(vapp|folder|resource-pool|(tag|annotation-key):.*[^\s\-_.:].*)$/,
    'is none of vapp, folder, resource-pool, tag:NAME, annotation-key:NAME',
  )

const fileSourceSchema = z
  .strictObject({
    kind: z.enum(fileSourceIds),
    /** A file or folder, relative to drplan.yaml. */
    path: z.string().min(1),
    /** CSV with the columns series and vm: which series belongs to which VM. */
    mapping: z.string().min(1).optional(),
    /** What the files measure, where neither they nor their names say so. */
    metric: z.string().min(1).optional(),
    /** IANA name of the zone of times that have none, such as Europe/Berlin; without it they are read as UTC. */
    timeZone: z
      .string()
      .refine(isTimeZone, 'is no time zone that drplan knows; use an IANA name such as Europe/Berlin')
      .optional(),
    /** Blocks of networks that the source knows by name only. */
    subnets: z.array(z.strictObject({ name: z.string().min(1), block: cidrSchema })).default([]),
    /** What says the application of a VM, the first that does; without it, tags by convention (and vApps of RVTools). */
    applicationFrom: z.array(applicationOriginSchema).min(1).optional(),
    /** What answers that do not say their statistic are; without it that is assumed, and said. */
    statistic: z.enum(statedStatistics).optional(),
  })
  .refine(({ kind, statistic }) => statistic === undefined || silentSourceIds.includes(kind), {
    path: ['statistic'],
    message: `is only for ${silentSourceIds.join(' and ')}`,
  })
  .refine(({ kind, applicationFrom }) => applicationFrom === undefined || groupingSourceIds.includes(kind), {
    path: ['applicationFrom'],
    message: `is only for ${groupingSourceIds.join(' and ')}`,
  })
export type FileSourceConfig = Immutable<z.infer<typeof fileSourceSchema>>

const sourceSchema = z.discriminatedUnion('kind', [fileSourceSchema, ...liveSettingsSchemas])
export type SourceConfig = Immutable<z.infer<typeof sourceSchema>>

const ruleSchema = z.strictObject({
  match: matchSchema,
  tier: z.string().optional(),
  application: z.string().optional(),
  dependsOn: z.array(z.string()).optional(),
})
export type AssignmentRule = Immutable<z.infer<typeof ruleSchema>>

const demandPolicySchema = z.strictObject({
  /** The quantile of the forecast that a component must hold. */
  quantile: z.number().min(0.5).max(0.999).default(0.95),
  /** How far ahead the plan must hold: a disaster may strike on any of these days. */
  horizonDays: z.int().min(1).max(365).default(28),
  /** Share of the component kept free: required = expected / (1 - headroom). */
  cpuHeadroom: share.default(0.15),
  memoryHeadroom: share.default(0.1),
  /** How a forecast is made of the models: of the best few, the best one, a baseline spread by shares, or one by name. */
  selection: z.enum(selections).default('combine'),
  /** A forecast never asks for more than allocation x this factor. */
  allocationBound: z.number().min(1).max(10).default(1.5),
})
export type DemandPolicy = Immutable<z.infer<typeof demandPolicySchema>>

/** A limit that VMs share, other than a quota: stock, licences, capacity that somebody promised. */
const sharedLimitSchema = z.strictObject({
  name: z.string().min(1),
  of: measureSchema,
  most: z.number().nonnegative(),
  /** Only these components or disk classes count, by id; `*` and `?` are wildcards. Without it all do. */
  components: z.array(z.string().min(1)).min(1).optional(),
  /** Only these VMs count. */
  match: matchSchema.optional(),
  /** Where the figure comes from, and of which day. */
  source: z.string().min(1).optional(),
})
export type SharedLimitConfig = Immutable<z.infer<typeof sharedLimitSchema>>

/** VMs that must not fail together: each of them in another zone, or on another host. */
const keepApartSchema = z.strictObject({ match: matchSchema, by: z.enum(['zone', 'host']).default('zone') })
export type KeepApart = Immutable<z.infer<typeof keepApartSchema>>

/** VMs that do not fail together share slots at the recovery site. */
const poolSchema = z.strictObject({ ...poolShape, match: matchSchema })
export type PoolConfig = Immutable<z.infer<typeof poolSchema>>

const acceleratorRuleSchema = z.strictObject({ match: matchSchema, ...acceleratorRuleShape })

const mappingPolicySchema = z.strictObject({
  /** `least-cost` keeps every promise it can; `most-protection` gives promises up where the budget asks for it. */
  objective: z.enum(objectives).default('least-cost'),
  /** Most that may be spent a month while the primary site is well, in the catalogue's currency; null = no such limit. */
  budgetPerMonth: z.number().positive().nullable().default(null),
  /** Hours a month that everything runs recovered, for drills: a mapping is cheapest with these. Two days a year. */
  recoveredHoursPerMonth: z.number().nonnegative().max(MOST_MONTH_HOURS).default(4),
  /** What a month of standing by counts: 730, an average month, or 744, one of 31 days. */
  hoursPerMonth: hoursPerMonthSchema,
  /** What the account at the recovery site may have, by the code or name of the quota. */
  quotas: z.record(z.string(), z.number().nonnegative()).default({}),
  limits: z.array(sharedLimitSchema).default([]),
  keepApart: z.array(keepApartSchema).default([]),
  /** Whose recovered component is held for them while they stand by, at its price on demand. */
  reserve: z.strictObject({ ...reserveShape, match: z.array(matchSchema).default([]) }).prefault({}),
  /** Terms of machines that run while standing by; the first that matches counts. */
  commitments: z.array(commitmentSchema).default([]),
  /**
   * Looked at beside the mapping: what shared slots cost. A VM belongs to the first that matches it. No default: what
   * was planned before there were pools is not stale for want of them.
   */
  pools: z
    .array(poolSchema)
    .refine((pools) => new Set(pools.map(({ name }) => name)).size === pools.length, 'need names that differ')
    .optional(),
  /** How many targets each VM has: the first choice, and what to try where that cannot be had. */
  targetsPerVm: z.int().min(1).max(MOST_TARGETS).default(3),
  /**
   * Where VMs share limits: how near to the best the mapping must be proved to be, as a share. null = the best itself for
   * up to 200 VMs, a thousandth for more.
   */
  gap: z.number().min(0).max(0.5).nullable().default(null),
  /** Where VMs share limits: the search ends after so many seconds with what it has, and says so. */
  seconds: z.number().positive().max(86_400).default(120),
  /** An earlier plan (plan.json): a VM leaves its component there only where that saves more a month than this. */
  keep: z
    .strictObject({ plan: z.string().min(1), worthPerMonth: z.number().nonnegative().default(5) })
    .nullable()
    .default(null),
  /** `coremark`: where CoreMark is known of both machines, a faster vCPU counts for more. `vcpu`: one is like another. */
  cpuUnits: z.enum(['coremark', 'vcpu']).default('coremark'),
  /** CoreMark a second of one vCPU at the primary site, for VMs whose type no catalogue has; null = not known. */
  sourceCoreMarkPerVcpu: z.number().positive().nullable().default(null),
  /** May burstable components be used, and in which tiers? Their CPU is counted at its sustained baseline. */
  burstableTiers: z.array(z.string()).default([]),
  previousGenerations: z.boolean().default(false),
  /** Windows licences: paid to the vendor by the hour, or one's own, which cost nothing here. */
  windowsLicence: z.enum(['included', 'own']).default('included'),
  /** Warn when prices are older than this. */
  priceAgeDays: z.int().positive().default(550),
  /** The day that price ages and ends of waivers are counted to; null = they are stated, not judged. */
  today: z.iso.date().nullable().default(null),
  protectPoweredOff: z.boolean().default(false),
  /** Rules of compatibility that somebody answers for: they keep a VM from nothing, and are said. */
  waivers: z.array(compatibilityWaiverSchema).default([]),
  /** What accelerators VMs need, where what is read of them is not enough; the first match wins. */
  accelerators: z.array(acceleratorRuleSchema).default([]),
})
export type MappingPolicy = Immutable<z.infer<typeof mappingPolicySchema>>

/** Terms of the RTO and RPO models. Defaults are planning figures; measured drill times replace them. */
const recoveryModelSchema = z.strictObject({
  detectMinutes: minutes.default(2),
  /** A person decides; hot standby fails over by health check and waits for nobody. */
  declareMinutes: minutes.default(10),
  warmScaleMinutes: minutes.default(6),
  pilotLaunchMinutes: minutes.default(12),
  backupLaunchMinutes: minutes.default(10),
  /**
   * What a recovery service does to a machine of another platform while it launches it. Site Recovery says 8 to 10 minutes;
   * Elastic Disaster Recovery gives no figure: an assumption until a drill has measured it.
   */
  launchConversionMinutes: minutes.default(10),
  /** What turns a restored image of another platform into a machine. No vendor gives a figure: an assumption. */
  importConversionMinutes: minutes.default(20),
  /** Restore rate of one VM's disks from backup. */
  restoreMiBps: z.number().positive().default(200),
  bootMinutes: minutes.default(2),
  applicationStartMinutes: minutes.default(2),
  verifyMinutes: minutes.default(1),
  /** DNS time to live or load-balancer health check. */
  redirectMinutes: minutes.default(1),
  /** Lag of continuous replication. */
  replicationLagMinutes: minutes.default(1),
  /** Backup cadences that may be chosen, in minutes. Platforms' own backup services go down to an hour. */
  backupIntervals: z.array(z.int().min(60)).min(1).default([60, 240, 720, 1440]),
  /** How long a backup takes to arrive at the recovery site. */
  backupCopyMinutes: minutes.default(30),
})
export type RecoveryModel = Immutable<z.infer<typeof recoveryModelSchema>>

/** How long samples of live sources are kept, in days back from the latest one; null = for ever. */
const retentionSchema = z
  .strictObject({
    /** Without them late samples cannot be added to an hour, nor its P95 computed again: hourly figures stay. */
    rawDays: z.int().min(2).nullable().default(null),
    hourlyDays: z.int().min(2).nullable().default(null),
  })
  .refine(
    ({ rawDays, hourlyDays }) => hourlyDays === null || (rawDays !== null && rawDays <= hourlyDays),
    'rawDays must be stated, and no more than hourlyDays: raw samples without their hours are never read',
  )
const dependencyPolicySchema = z.strictObject({
  /** What decides who starts before whom. Statements always do; traffic that is only a guess never does. */
  order: z
    .array(z.enum(orderingEvidence))
    .refine((order) => order.includes('stated'), 'needs "stated": what people state is always kept')
    .default(['stated']),
})
export type DependencyPolicy = Immutable<z.infer<typeof dependencyPolicySchema>>

const tieringPolicySchema = z.strictObject({
  /** Tiers of VMs that nobody gives one: not looked at, proposed in a finding, or proposed and used. */
  propose: z.enum(['off', 'suggest', 'apply']).default('suggest'),
  /** VMs that may sit in a weaker tier than what needs them. */
  waivers: z.array(tierWaiverSchema).default([]),
})

export const configSchema = z.strictObject({
  schema: z.literal('drplan/config@1'),
  site: z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, 63 at most'),
    region: z.string().nullable().default(null),
    /** When the inventory was taken, where the sources do not say. */
    capturedAt: z.iso.datetime().nullable().default(null),
  }),
  sources: z.array(sourceSchema).min(1),
  retention: retentionSchema.prefault({}),
  target: z.strictObject({
    platform: targetIdSchema,
    region: z.string().min(1),
    /** Own prices and discounts (drplan/prices@1), relative to drplan.yaml. */
    prices: z.string().min(1).optional(),
  }),
  tiers: z
    .array(tierSchema)
    .min(1)
    .default(defaultTiers.map((tier) => ({ ...tier, strategies: [...tier.strategies] }))),
  /** First match wins, for each of tier and application apart. */
  assign: z.array(ruleSchema).default([]),
  /** The tier of every VM that neither its source nor a rule gives one. */
  defaultTier: z.string().default('3'),
  tiering: tieringPolicySchema.prefault({}),
  exclude: z.array(z.strictObject({ match: matchSchema, reason: z.string().min(1) })).default([]),
  demand: demandPolicySchema.prefault({}),
  mapping: mappingPolicySchema.refine(...drillsFit).prefault({}),
  recovery: recoveryModelSchema.prefault({}),
  network: networkPolicySchema.prefault({}),
  dependencies: dependencyPolicySchema.prefault({}),
  terraform: terraformSettingsSchema.prefault({}),
  runbook: runbookSettingsSchema,
  replication: replicationSettingsSchema.prefault({}),
  /** No default: nothing is planned by it, and what was planned before is not stale for want of it. */
  simulation: simulationSettingsSchema.optional(),
  /** No default either, for the same reason. */
  check: checkSettingsSchema.optional(),
})
export type Config = Immutable<z.infer<typeof configSchema>>
