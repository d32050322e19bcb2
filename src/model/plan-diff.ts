/**
 * What changes between two plans of one site, as consequences. Plain JSON: addresses and packets are text, missing is null,
 * units are in the names. Every change names the VMs or the keys that it is about.
 */
import { z } from 'zod'
import { equivalenceVerdicts } from './equivalence.ts'
import { findingSchema } from './finding.ts'
import type { Immutable } from './immutable.ts'
import { verdicts } from './plan.ts'

export const planDiffSchemaId = 'drplan/diff@1'

/** Of one field, as far as it can be said in one line; null = nothing, or not known. */
const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
export type DiffValue = Immutable<z.infer<typeof valueSchema>>

const fieldChangeSchema = z.strictObject({
  field: z.string(),
  before: valueSchema,
  after: valueSchema,
  /** Why, where the later plan says it. */
  why: z.string().nullable(),
})
export type FieldChange = Immutable<z.infer<typeof fieldChangeSchema>>

const vmSchema = z.strictObject({ vmId: z.string(), name: z.string(), application: z.string() })
export type DiffVm = Immutable<z.infer<typeof vmSchema>>

const namedSchema = z.strictObject({ key: z.string(), name: z.string(), vmIds: z.array(z.string()) })
export type NamedObject = Immutable<z.infer<typeof namedSchema>>

const kindChangesSchema = z.strictObject({
  /** Such as `subnet`, `security rule`. */
  kind: z.string(),
  added: z.array(namedSchema),
  removed: z.array(namedSchema),
  /** `keyBefore`: another one where the thing of the primary site has another key now. */
  changed: z.array(namedSchema.extend({ keyBefore: z.string(), changes: z.array(fieldChangeSchema) })),
})
export type KindChanges = Immutable<z.infer<typeof kindChangesSchema>>

const decisionSchema = z.strictObject({ outcome: z.string(), by: z.string() })

const flowChangeSchema = z.strictObject({
  /** By the later recovery site only; by the earlier one only; by another way. */
  change: z.enum(['opened', 'closed', 'rerouted']),
  /** The class of cards, or the route table, as the earlier plan calls it. */
  place: z.string(),
  direction: z.enum(['ingress', 'egress', 'route']),
  /** One of them, in the addresses of the earlier recovery site, and in those of the later one. */
  packet: z.string(),
  packetAfter: z.string(),
  /** VMs that have these addresses; null = somebody else. */
  sourceVmId: z.string().nullable(),
  destinationVmId: z.string().nullable(),
  before: decisionSchema,
  after: decisionSchema,
  /** What must hold of sets that the platform keeps for the packet to be a case of it. */
  conditions: z.array(z.string()),
})
export type FlowChange = Immutable<z.infer<typeof flowChangeSchema>>

const flowsSchema = z.strictObject({
  verdict: z.enum(['same', 'changed', 'undetermined']),
  changes: z.array(flowChangeSchema),
  /** There are more than are shown. */
  more: z.boolean(),
  /** What would settle what is undetermined. */
  missing: z.array(z.string()),
  /** VMs whose connections were not compared, and why. */
  notCompared: z.array(z.strictObject({ why: z.string(), vmIds: z.array(z.string()) })),
})
export type FlowsDiff = Immutable<z.infer<typeof flowsSchema>>

const promiseSideSchema = z.strictObject({
  tierId: z.string(),
  promisedRtoMinutes: z.number().nullable(),
  promisedRpoMinutes: z.number().nullable(),
  rtoMinutes: z.number().nullable(),
  rpoMinutes: z.number().nullable(),
  verdict: z.enum(verdicts),
  because: z.string(),
})
export type PromiseSide = Immutable<z.infer<typeof promiseSideSchema>>

const promiseChangeSchema = z.strictObject({
  application: z.string(),
  vmIds: z.array(z.string()),
  /** Null: there is none of the application. */
  before: promiseSideSchema.nullable(),
  after: promiseSideSchema.nullable(),
})
export type PromiseChange = Immutable<z.infer<typeof promiseChangeSchema>>

const moneySchema = z.strictObject({
  before: z.number(),
  after: z.number(),
  /** Null where the currencies differ. */
  difference: z.number().nullable(),
  /** Of what it was; null where that is nothing. */
  share: z.number().nullable(),
})
export type MoneyChange = Immutable<z.infer<typeof moneySchema>>

const findingChangeSchema = z.strictObject({
  before: findingSchema,
  after: findingSchema,
  /** VMs that it is about now and was not, and the reverse. */
  joinedVmIds: z.array(z.string()),
  leftVmIds: z.array(z.string()),
})
export type FindingChange = Immutable<z.infer<typeof findingChangeSchema>>

const simulatedSchema = z.strictObject({
  p50Minutes: z.number().nullable(),
  p95Minutes: z.number().nullable(),
  /** Share of the runs in which the promise is kept; null = nothing is promised. */
  kept: z.number().nullable(),
})
export type SimulatedSide = Immutable<z.infer<typeof simulatedSchema>>

const simulationChangeSchema = z.strictObject({
  runs: z.int().positive(),
  seed: z.int().nonnegative(),
  /** Half the width of the 95 % interval of a share at its widest. */
  halfWidth: z.number(),
  applications: z.array(
    z.strictObject({
      application: z.string(),
      before: simulatedSchema.nullable(),
      after: simulatedSchema.nullable(),
    }),
  ),
  allKept: z.strictObject({ before: z.number().nullable(), after: z.number().nullable() }),
})
export type SimulationDiff = Immutable<z.infer<typeof simulationChangeSchema>>

/** Every kind of consequence, the gravest first; the order is that of the list that a reviewer reads. */
export const consequenceCodes = [
  'vm-unprotected',
  'finding-error',
  'promise-broken',
  'promise-undecided',
  'flow-opened',
  'flow-closed',
  'flow-rerouted',
  'flow-undetermined',
  'equivalence',
  'promised',
  'probability',
  'rto',
  'rpo',
  'cost-standby',
  'cost-recovered',
  'finding-warning',
  'promise-mended',
  'vm-protected',
  'site',
  'vm-removed',
  'vm-added',
  'vm-renamed',
  'vm-changed',
  'addresses',
  'network',
  'waves',
  'finding-info',
] as const

export const consequenceDirections = ['worse', 'better', 'neutral'] as const
export type ConsequenceDirection = (typeof consequenceDirections)[number]

const consequenceSchema = z.strictObject({
  direction: z.enum(consequenceDirections),
  code: z.enum(consequenceCodes),
  /** What it is about, in a few words. */
  subject: z.string(),
  text: z.string(),
  vmIds: z.array(z.string()),
  /** Of objects of the network, where it is about some. */
  keys: z.array(z.string()),
})
export type Consequence = Immutable<z.infer<typeof consequenceSchema>>

const sideSchema = z.strictObject({
  site: z.string(),
  target: z.string(),
  region: z.string(),
  capturedAt: z.string().nullable(),
  catalogueAsOf: z.string(),
  vms: z.int().nonnegative(),
})

const verdictSchema = z.strictObject({ verdict: z.enum(equivalenceVerdicts), accepted: z.boolean() })

export const planDiffSchema = z.strictObject({
  before: sideSchema,
  after: sideSchema,
  /** Nothing differs but the words that explain. */
  same: z.boolean(),
  /** Worse, better, neutral; the gravest first. */
  consequences: z.array(consequenceSchema),
  site: z.array(fieldChangeSchema),
  vms: z.strictObject({
    added: z.array(vmSchema),
    /** Why, where the later plan says it. */
    removed: z.array(vmSchema.extend({ why: z.string().nullable() })),
    /** `vmIdBefore`: another one where the later plan says that it is the same machine. */
    renamed: z.array(vmSchema.extend({ vmIdBefore: z.string(), nameBefore: z.string() })),
    changed: z.array(vmSchema.extend({ changes: z.array(fieldChangeSchema) })),
  }),
  /** Kinds of which something changed. */
  network: z.array(kindChangesSchema),
  flows: flowsSchema,
  equivalence: z.strictObject({
    before: verdictSchema,
    after: verdictSchema,
    /** Names of differences to the primary site that are there only now, or no more. */
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  waves: z.strictObject({
    moved: z.array(vmSchema.extend({ before: z.int().nullable(), after: z.int().nullable() })),
    changed: z.array(
      z.strictObject({ number: z.int(), vmIds: z.array(z.string()), changes: z.array(fieldChangeSchema) }),
    ),
  }),
  /** Applications of which something changed. */
  promises: z.array(promiseChangeSchema),
  cost: z.strictObject({
    currencyBefore: z.string(),
    currencyAfter: z.string(),
    standbyPerMonth: moneySchema,
    recoveredPerDay: moneySchema,
  }),
  findings: z.strictObject({
    added: z.array(findingSchema),
    removed: z.array(findingSchema),
    /** Another severity, or about other VMs. */
    changed: z.array(findingChangeSchema),
  }),
  /** Null = not simulated. */
  simulation: simulationChangeSchema.nullable(),
  /** What could not be compared, and why. */
  notCompared: z.array(z.string()),
})
export type PlanDiff = Immutable<z.infer<typeof planDiffSchema>>
