/**
 * How a plan is simulated. Spreads are planning assumptions until recorded times of drills replace them; a limit that is
 * null is none.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { dispatchRules } from './simulation-model.ts'
import { scenarioSettingsSchema } from './simulation-scenario.ts'
import { targetIdSchema } from './target-id.ts'
import { strategySchema } from './tier.ts'

/** Times the planned minutes: at best, most likely, and at worst (a triangular distribution). */
const spreadSchema = z
  .strictObject({
    low: z.number().nonnegative().default(0.5),
    mode: z.number().nonnegative().default(1),
    high: z.number().nonnegative().default(2.5),
  })
  .refine(({ low, mode, high }) => low <= mode && mode <= high, 'needs low <= mode <= high')

/** What a recovery service takes at a time. Servers that wait for the same machines are started in one job. */
const jobLimitsSchema = z.strictObject({
  jobs: z.int().positive(),
  serversPerJob: z.int().positive(),
  serversInJobs: z.int().positive(),
  /** Whose servers are started by it. */
  strategies: z.array(strategySchema).min(1),
  source: z.string().min(1),
})
export type JobLimits = Immutable<z.infer<typeof jobLimitsSchema>>

/** Planning default of the AWS service that launches replicated servers; an account may have more. */
const awsJobs = {
  jobs: 20,
  serversPerJob: 100,
  serversInJobs: 500,
  strategies: ['pilot-light' as const],
  source: 'AWS General Reference, Elastic Disaster Recovery quotas (from general knowledge of 2026-11)',
}

/** The way home (`drplan simulate --phase failback`). Minutes are assumptions until a failback was walked. */
const failbackSettingsSchema = z.strictObject({
  /** What the line from the recovery site home carries; null = unknown. Nothing can be guessed here. */
  linkHomeMiBps: z.number().positive().nullable().default(null),
  /** `kept`: the old disks stand and nobody wrote to them since, so only differences are sent. `lost` is the cautious one. */
  disksAtHome: z.enum(['kept', 'lost']).default('lost'),
  /** How long the recovery site will have served: what is written meanwhile is the difference. Three days. */
  awayHours: z.number().nonnegative().default(72),
  /** Signing users out and stopping services, from the last wave to the first. */
  closeMinutes: z.number().nonnegative().default(15),
  fenceMinutes: z.number().nonnegative().default(5),
})

/** Minutes that drills took, for a term, of one VM or (null) of all; one VM's own come before those of all. */
export const recordedTimeSchema = z.strictObject({
  term: z.string().min(1),
  vmId: z.string().nullable().default(null),
  minutes: z.array(z.number().nonnegative()).min(1),
})

export const simulationSettingsSchema = z.strictObject({
  runs: z.int().min(1).max(1_000_000).default(5000),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  dispatch: z.enum(dispatchRules).default('as-ready'),
  spread: spreadSchema.prefault({}),
  /** Of single terms (detect, declare, launch, restore, boot …) in place of `spread`. */
  spreads: z.record(z.string(), spreadSchema).default({}),
  recorded: z.array(recordedTimeSchema).default([]),
  /** People at work at a time, and the terms that each keep one of them busy. */
  operators: z
    .strictObject({ people: z.int().positive(), terms: z.array(z.string().min(1)).min(1).default(['verify']) })
    .nullable()
    .default(null),
  jobs: z.partialRecord(targetIdSchema, jobLimitsSchema).default({ aws: awsJobs }),
  /** What all restores together get, in MiB/s. */
  restoreMiBps: z.number().positive().nullable().default(null),
  /** Calls to the platform's API, and how many each of the terms makes. */
  calls: z
    .strictObject({
      perMinute: z.number().positive(),
      burst: z.int().positive(),
      terms: z.record(z.string(), z.int().positive()).default({ launch: 1, 'scale up': 1 }),
    })
    .refine(({ burst, terms }) => Object.values(terms).every((amount) => amount <= burst), 'needs burst >= each amount')
    .nullable()
    .default(null),
  /** The chance of each try to fail, of these terms. Nobody knows it before drills have shown it: 0. */
  retry: z
    .strictObject({
      chance: z.number().min(0).max(1).default(0),
      most: z.int().nonnegative().default(2),
      delayMinutes: z.number().nonnegative().default(5),
      terms: z.array(z.string().min(1)).default(['launch', 'scale up', 'restore']),
    })
    .prefault({}),
  /** VMs that come back together, beside applications and tiers. */
  protectionGroups: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        vmIds: z.array(z.string()).min(1),
        promisedMinutes: z.number().positive().nullable().default(null),
      }),
    )
    .default([]),
  /** From which shares of runs on a promise counts as kept, and as at risk; below that it is broken. */
  verdict: z
    .strictObject({ kept: z.number().min(0).max(1).default(0.95), atRisk: z.number().min(0).max(1).default(0.5) })
    .refine(({ kept, atRisk }) => atRisk <= kept, 'needs atRisk <= kept')
    .prefault({}),
  scenarios: scenarioSettingsSchema.prefault({}),
  failback: failbackSettingsSchema.prefault({}),
})
export type SimulationSettings = Immutable<z.infer<typeof simulationSettingsSchema>>
