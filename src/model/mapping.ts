/** Which component every VM gets, why, and what it costs. */
import { z } from 'zod'
import { vmCompatibilitySchema } from './compatibility.ts'
import { failoverTargetsSchema } from './failover-target.ts'
import type { Immutable } from './immutable.ts'
import { hoursPerMonthSchema } from './month.ts'
import { objectives } from './objective.ts'
import { reservationSchema, reservationTotalsSchema } from './reservation.ts'
import { ledgerSchema } from './shared-limit.ts'
import { standbyPoolSchema } from './standby-pool.ts'
import { strategySchema } from './tier.ts'
import { transferSchema } from './transfer.ts'

/** A component, a strategy and a place, with what it costs and how fast it is back. */
const offeringSchema = z.strictObject({
  componentId: z.string(),
  region: z.string(),
  strategy: strategySchema,
  /** The component that runs while the primary site is well; null = nothing runs. */
  standbyComponentId: z.string().nullable(),
  /** Index into the zones of the region, from 0; absent = the network decides, or nothing asks for a zone. */
  zone: z.int().nonnegative().optional(),
  /** In the catalogue's currency, compute, disks and services together. */
  standbyPerMonth: z.number().nonnegative(),
  recoveredPerHour: z.number().nonnegative(),
})
export type Offering = Immutable<z.infer<typeof offeringSchema>>

/** One line of a price, so that a person can add the total again by hand. */
const costItemSchema = z.strictObject({
  what: z.string(),
  phase: z.enum(['standby', 'recovered']),
  quantity: z.number().nonnegative(),
  unit: z.string(),
  unitPrice: z.number().nonnegative(),
  /** quantity x unitPrice: per month when standing by, per hour once recovered. */
  amount: z.number().nonnegative(),
})
export type CostItem = Immutable<z.infer<typeof costItemSchema>>

const mappedDiskSchema = z.strictObject({
  diskId: z.string(),
  classId: z.string(),
  sizeGiB: z.int().positive(),
  /** What to ask for in total, where it is more than the class brings by itself; null = what the class brings. */
  iops: z.int().positive().nullable(),
  throughputMiBps: z.int().positive().nullable(),
  boot: z.boolean(),
})
export type MappedDisk = Immutable<z.infer<typeof mappedDiskSchema>>

/** What the plan is calculated to reach, by model and not yet by drill. */
const achievedSchema = z.strictObject({
  /** The sum of `terms`. */
  rtoMinutes: z.number().nonnegative(),
  rpoMinutes: z.number().nonnegative(),
  terms: z.array(z.strictObject({ name: z.string(), minutes: z.number().nonnegative(), basis: z.string() })),
})
export type Achieved = Immutable<z.infer<typeof achievedSchema>>

/** A component that was looked at and not taken, and the one thing that decided. */
const rejectedSchema = z.strictObject({
  componentId: z.string(),
  strategy: strategySchema,
  standbyPerMonth: z.number().nonnegative(),
  recoveredPerHour: z.number().nonnegative(),
  why: z.string(),
})
export type Rejected = Immutable<z.infer<typeof rejectedSchema>>

const assignmentSchema = z.strictObject({
  vmId: z.string(),
  tierId: z.string(),
  offering: offeringSchema,
  disks: z.array(mappedDiskSchema),
  /** How often a backup is taken, where the strategy rests on backups. */
  backupIntervalMinutes: z.int().positive().nullable(),
  cost: z.array(costItemSchema),
  /** Required demand as a share of the component, 0 to 1. */
  share: z.strictObject({ vcpus: z.number().nonnegative(), memory: z.number().nonnegative() }),
  achieved: achievedSchema,
  /** One sentence: why this one. */
  reason: z.string(),
  /** The next dearer one that also fits; null when it is the only one. */
  runnerUp: rejectedSchema.nullable(),
  /** The next cheaper one and what it is short of; null when none is cheaper. */
  cheaper: rejectedSchema.nullable(),
  /** What it would have by itself, and which shared limit or rule decided against it; absent = it has that. */
  insteadOf: rejectedSchema.optional(),
  /** VMs of one such group must not share a host, whichever target they end on. */
  apartOnHosts: z.string().optional(),
  /** Where to try it, in order; the first is the offering. Absent in what an older drplan made. */
  targets: failoverTargetsSchema.optional(),
  /** Of its recovered component; absent where that runs already, and in what an older drplan made. */
  reservation: reservationSchema.optional(),
})
export type Assignment = Immutable<z.infer<typeof assignmentSchema>>

const unmappedSchema = z.strictObject({
  vmId: z.string(),
  tierId: z.string(),
  /** The constraint that binds, in the words of the demand: vCPU, memory, GPU memory, strategy … */
  constraint: z.string(),
  needed: z.string(),
  available: z.string(),
  reason: z.string(),
})
export type Unmapped = Immutable<z.infer<typeof unmappedSchema>>

const solutionSchema = z.strictObject({
  objective: z.enum(objectives),
  /**
   * `optimal`: no better mapping exists under the rules; `feasible`: none is better by more than the gap;
   * `infeasible`: no mapping keeps to what VMs share, and each has what it would have by itself; `undecided`: the
   * same, but that there is none is not proved either.
   */
  status: z.enum(['optimal', 'feasible', 'infeasible', 'undecided']),
  /** Null where there is no mapping to compare. */
  gap: z.number().nonnegative().nullable(),
  /** What the mapping is best by: of cost the currency a month, drills included; of exposure promises (docs/mapping.md). */
  value: z.number().nonnegative(),
  /** No mapping has less; null = not proved. */
  bound: z.number().nonnegative().nullable(),
  method: z.string(),
  /** Where the search ended early. */
  stopped: z.enum(['time-limit']).nullable(),
})
export type Solution = Immutable<z.infer<typeof solutionSchema>>
/** How the accelerators of a VM come back. */
const mappedAcceleratorSchema = z.strictObject({
  vmId: z.string(),
  needed: z.string(),
  given: z.string(),
  /** `mig`: a slice that the guest's administrator sets up inside a whole GPU. */
  sharing: z.enum(['whole', 'fraction', 'mig']),
  /** The oldest driver that serves it, as the vendor names its branches; null = not known. */
  driver: z.string().nullable(),
  /** Less memory than it uses, because drplan.yaml allows that. */
  degraded: z
    .strictObject({ usedGiB: z.number().positive(), givenGiB: z.number().positive(), reason: z.string() })
    .nullable(),
  /** Components to try where the chosen one cannot be had: the same GPU first, then the next memory up, then others. */
  alternatives: z.array(z.string()),
})
export type MappedAccelerator = Immutable<z.infer<typeof mappedAcceleratorSchema>>

export const mappingSchema = z.strictObject({
  target: z.string(),
  region: z.string(),
  assignments: z.array(assignmentSchema),
  unmapped: z.array(unmappedSchema),
  /** VMs left out on purpose: templates, powered-off machines, exclusions of drplan.yaml. */
  excluded: z.array(z.strictObject({ vmId: z.string(), reason: z.string() })),
  /** Of every planned VM, by id; absent in what an older drplan made. */
  compatibility: z.array(vmCompatibilitySchema).optional(),
  /** Of every assigned VM that needs some, by id; absent where none does. */
  accelerators: z.array(mappedAcceleratorSchema).optional(),
  /** Absent where nothing can be reserved. */
  reservations: reservationTotalsSchema.optional(),
  /** As drplan.yaml lists them; in no other cost. Absent where it lists none, or nobody shares any. */
  pools: z.array(standbyPoolSchema).optional(),
  /** Absent where nothing is copied between regions of one cloud, or where that has no price. */
  transfer: transferSchema.optional(),
  standbyPerMonth: z.number().nonnegative(),
  recoveredPerHour: z.number().nonnegative(),
  currency: z.string(),
  /** Of every figure a month that is made of hours; absent in what an older drplan made, and then 730. */
  hoursPerMonth: hoursPerMonthSchema,
  catalogueAsOf: z.string(),
  /** What VMs share, and how much of it they take; the platform's quotas first, then those of drplan.yaml, then money. */
  ledger: ledgerSchema,
  solution: solutionSchema,
})
export type Mapping = Immutable<z.infer<typeof mappingSchema>>
