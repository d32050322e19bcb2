/**
 * A runbook: what people and programs do on the day, step by step, as data. Markdown for people, and the exports to
 * orchestrators, are made from it; so is the journal of a run.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** `prepare` is done while the primary site is well; `drill` rehearses a failover on clones, closed off. */
const runbookPhases = ['prepare', 'failover', 'drill', 'failback'] as const
export const runbookPhaseSchema = z.enum(runbookPhases)
export type RunbookPhase = (typeof runbookPhases)[number]

/** In the order in which a run meets them. Nothing before `recover` is irreversible. */
export const runbookStages = [
  'decide',
  'reserve',
  'fence',
  'standing',
  'recover',
  'redirect',
  'verify',
  'clean-up',
  'afterwards',
] as const
export type RunbookStage = (typeof runbookStages)[number]

/** One argument of a program: text as it is, or text with a value that is known on the day. */
const argumentSchema = z.union([z.string(), z.strictObject({ before: z.string(), parameter: z.string() })])
export type RunbookArgument = Immutable<z.infer<typeof argumentSchema>>

/** A program and its arguments; no shell reads them. */
const runbookCommandSchema = z.strictObject({
  argv: z.array(argumentSchema).min(1),
  /** A file that its output replaces, relative to the output folder; null = it is shown. */
  outputTo: z.string().nullable(),
  /** The call of an API that it makes, such as `drs:StartRecovery`; null = none, or several. */
  call: z.string().nullable(),
})
export type RunbookCommand = Immutable<z.infer<typeof runbookCommandSchema>>

const undoSchema = z.strictObject({ instruction: z.string(), command: runbookCommandSchema.nullable() })

const runbookStepSchema = z.strictObject({
  /** Stable and unique in its runbook: lower-case words with hyphens and dots, such as `recover.wave-2.apply`. */
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/),
  stage: z.enum(runbookStages),
  /** A few words: what is done. */
  title: z.string(),
  /** `approval`: so many of those who may have to agree; `check`: looks, and changes nothing. */
  kind: z.enum(['manual', 'command', 'check', 'approval']),
  /** Who does it, by role. */
  who: z.string(),
  /** What a person does, or knows about the command. */
  instruction: z.string(),
  command: runbookCommandSchema.nullable(),
  /** Shows what the command would do, and does nothing; null = there is no command, or it only looks. */
  dryRun: runbookCommandSchema.nullable(),
  /** What is seen when it went well. */
  expected: z.string(),
  timeoutMinutes: z.number().positive(),
  tries: z.strictObject({ most: z.int().positive(), waitMinutes: z.number().nonnegative() }),
  /** `stop`: nothing goes on until somebody decides; `go-on`: it is noted, and the run goes on. */
  onFailure: z.enum(['stop', 'go-on']),
  /** Null: it changes nothing, or it cannot be undone. */
  undo: undoSchema.nullable(),
  irreversible: z.boolean(),
  /** Once it is done, what is kept for going back may go; null = it is no such point. */
  safePoint: z.string().nullable(),
  /** Ids of the steps that are done before. */
  after: z.array(z.string()),
  /** Whose recovery it is part of, sorted; none = of all. */
  vmIds: z.array(z.string()),
  wave: z.int().positive().nullable(),
  /** What the plan counts for it; null = the plan counts nothing. */
  modelMinutes: z.number().nonnegative().nullable(),
  /** The term of the recovery model that its measured time replaces (`recovery` of drplan.yaml); null = none. */
  measures: z.string().nullable(),
  /** Further terms whose time is within that of the step; absent = none. */
  covers: z.array(z.string()).optional(),
  /** Of an approval: how many of whom. */
  approval: z.strictObject({ required: z.int().positive(), of: z.array(z.string()).min(1) }).nullable(),
})
export type RunbookStep = Immutable<z.infer<typeof runbookStepSchema>>

/** A value that nobody knows before the day, or before something was installed. */
const runbookParameterSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  what: z.string(),
  /** Tells it; null = a person has to know. */
  found: runbookCommandSchema.nullable(),
})
export type RunbookParameter = Immutable<z.infer<typeof runbookParameterSchema>>

export const runbookSchema = z.strictObject({
  phase: runbookPhaseSchema,
  /** `planned`: the primary site is well, and nothing need be lost; a drill and a failback always are. */
  mode: z.enum(['planned', 'unplanned']),
  site: z.string(),
  target: z.strictObject({ id: z.string(), region: z.string() }),
  parameters: z.array(runbookParameterSchema),
  /** In an order that satisfies `after`. */
  steps: z.array(runbookStepSchema).min(1),
})
export type Runbook = Immutable<z.infer<typeof runbookSchema>>

/** A step with what most steps have; the rest is given. */
export const aStep = (
  step: Pick<RunbookStep, 'id' | 'stage' | 'title' | 'kind' | 'who' | 'instruction' | 'expected'> &
    Partial<RunbookStep>,
): RunbookStep => ({
  command: null,
  dryRun: null,
  timeoutMinutes: 30,
  tries: { most: 1, waitMinutes: 0 },
  onFailure: 'stop',
  undo: null,
  irreversible: false,
  safePoint: null,
  after: [],
  vmIds: [],
  wave: null,
  modelMinutes: null,
  measures: null,
  approval: null,
  ...step,
})

export const aCommand = (
  argv: readonly RunbookArgument[],
  { outputTo = null, call = null }: Partial<Pick<RunbookCommand, 'outputTo' | 'call'>> = {},
): RunbookCommand => ({ argv, outputTo, call })
