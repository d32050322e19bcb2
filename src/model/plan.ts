/** The plan: everything a reviewer, the Terraform and the runbooks need, in one file. */
import { z } from 'zod'
import { applicationSchema } from './application.ts'
import { arbitrationSchema } from './arbitration.ts'
import { demandSchema } from './forecast.ts'
import { equivalenceSchema } from './equivalence.ts'
import { findingSchema } from './finding.ts'
import { dependencyEvidence } from './dependency.ts'
import type { Immutable } from './immutable.ts'
import { mappingSchema } from './mapping.ts'
import { networkTranslationSchema } from './network-translation.ts'
import { primaryMachineSchema } from './primary-machine.ts'
import { shortCapacitySchema } from './short-capacity.ts'
import { targetIdSchema } from './target-id.ts'
import { tierProposalSchema } from './tier-proposal.ts'
import { tierSchema } from './tier.ts'

/**
 * `broken`: calculated outside the promise, or a VM has no component. `undecided`: a fact that the model needs is
 * missing. `kept`: calculated within the promise. `none`: nothing is promised.
 */
export const verdicts = ['broken', 'undecided', 'kept', 'none'] as const
const verdictSchema = z.enum(verdicts)
export type Verdict = (typeof verdicts)[number]

/** A promise is made to an application: all of its VMs are back, in order. */
const promiseSchema = z.strictObject({
  application: z.string(),
  tierId: z.string(),
  vmIds: z.array(z.string()),
  /** Of the tier above: that of the VM that decides, so that what is promised and what is achieved belong together. */
  promised: z.strictObject({ rtoMinutes: z.number().nullable(), rpoMinutes: z.number().nullable() }),
  /** Null when a VM of the application cannot be recovered, or when it cannot be told. */
  achieved: z.strictObject({ rtoMinutes: z.number(), rpoMinutes: z.number() }).nullable(),
  verdict: verdictSchema,
  /** What decides: the slowest VM and its longest term, or what is missing. */
  because: z.string(),
})
export type ApplicationPromise = Immutable<z.infer<typeof promiseSchema>>

const waveSchema = z.strictObject({
  /** From 1. */
  number: z.int().positive(),
  tierId: z.string(),
  vmIds: z.array(z.string()),
  /** Minutes from the disaster until the wave may start, and until its last VM is back; redirection comes after. */
  startMinutes: z.number().nonnegative(),
  endMinutes: z.number().nonnegative(),
})
export type Wave = Immutable<z.infer<typeof waveSchema>>

const plannedVmSchema = z.strictObject({
  vmId: z.string(),
  /** Stable name: letters, digits and hyphens; the for_each key of everything made for this VM. */
  key: z.string(),
  name: z.string(),
  application: z.string(),
  tierId: z.string(),
  /** Why, where the tier was proposed and nobody gave one; absent elsewhere. */
  tierProposal: tierProposalSchema.omit({ tierId: true }).optional(),
  os: z.enum(['linux', 'windows', 'other', 'unknown']),
  firmware: z.enum(['bios', 'uefi']).nullable(),
  dependsOn: z.array(z.string()),
  /** What it is at the primary site; absent where that is no cloud. */
  primary: primaryMachineSchema.optional(),
})
export type PlannedVm = Immutable<z.infer<typeof plannedVmSchema>>

/** One application needs another one, by statements or by traffic. */
const applicationDependencySchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  evidence: z.array(z.enum(dependencyEvidence)).min(1),
  /** Such as `tcp 5432`; a few of them, and how many more there are. */
  services: z.array(z.string()),
  moreServices: z.int().nonnegative(),
  /** How many pairs of VMs. */
  pairs: z.int().positive(),
  /** Do the waves follow all of it? */
  ordered: z.boolean(),
})
export type ApplicationDependency = Immutable<z.infer<typeof applicationDependencySchema>>

/** One thing of the primary site that an earlier plan knew by another key. */
const keyMoveSchema = z.strictObject({
  kind: z.enum([
    'vm',
    'vpc',
    'subnet',
    'route-table',
    'security-group',
    'packet-filter',
    'member-group',
    'prefix-list',
    'endpoint',
    'gateway',
    'remote-gateway',
    'connection',
  ]),
  from: z.string(),
  to: z.string(),
})
export type KeyMove = Immutable<z.infer<typeof keyMoveSchema>>

export const planSchema = z.strictObject({
  site: z.strictObject({
    id: z.string(),
    region: z.string().nullable(),
    capturedAt: z.string().nullable(),
    vms: z.int().nonnegative(),
  }),
  target: z.strictObject({ id: targetIdSchema, region: z.string() }),
  tiers: z.array(tierSchema),
  vms: z.array(plannedVmSchema),
  demands: z.array(demandSchema),
  mapping: mappingSchema,
  network: networkTranslationSchema,
  equivalence: equivalenceSchema,
  waves: z.array(waveSchema),
  promises: z.array(promiseSchema),
  /** Between applications; what is merely possible is not among it. */
  dependencies: z.array(applicationDependencySchema),
  /** With their cells and workflows, in the order of the promises. Absent in what an older drplan made. */
  applications: z.array(applicationSchema).optional(),
  /** May both sites serve at once? Absent in what an older drplan made. */
  arbitration: arbitrationSchema.optional(),
  /** Who starts, waits and makes room when capacity is short. Absent in what an older drplan made. */
  shortCapacity: shortCapacitySchema.optional(),
  /** Since the plan that drplan.yaml names (`terraform.previous`); absent where it names none, or nothing moved. */
  moves: z.array(keyMoveSchema).optional(),
  findings: z.array(findingSchema),
})
export type Plan = Immutable<z.infer<typeof planSchema>>
