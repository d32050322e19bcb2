/**
 * A run: a team walks a runbook. What happened is a list of events that only grows; everything else follows from it and
 * from the runbook.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { runbookNames } from './runbook-name.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** `by`: who it says it is; `user`: the account of the machine that wrote it. Times are UTC and never go back. */
const base = {
  at: z.iso.datetime({ precision: 3 }),
  by: z.string().min(1).max(200),
  user: z.string().max(200),
}
const ofStep = { ...base, step: z.string().min(1) }
/** `runner`: the process that runs the step's program; null = a person does it. */
const ofAttempt = { ...ofStep, attempt: z.int().positive(), runner: z.string().min(1).nullable() }
const reason = z.string().min(1).max(2000)
const note = reason.nullable()
/** Null: no program ran, or it was killed. */
const exitCode = z.int().nullable()
/** The last lines that the program printed, without values that look secret. */
const tail = z.array(z.string()).readonly()

export const runIdSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** Of the parameters of the runbook, by name. Never a secret: they are kept as they are. */
const parameters = z.record(z.string(), z.string())

export const runEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    ...base,
    run: runIdSchema,
    runbook: z.enum(runbookNames),
    site: z.string(),
    /** Of the bytes of the runbook, which are kept beside the journal. */
    runbookSha256: sha256,
    /** Of plan.json, from which the runbook was made. */
    planSha256: sha256,
    parameters,
  }),
  z.strictObject({ kind: z.literal('set'), ...base, parameters }),
  /** Until `leaseUntil` nobody else may have the step. */
  z.strictObject({ kind: z.literal('claimed'), ...ofAttempt, leaseUntil: z.iso.datetime({ precision: 3 }) }),
  /** `minutes`: measured or told; null = nobody knows. */
  z.strictObject({
    kind: z.literal('done'),
    ...ofAttempt,
    note,
    minutes: z.number().nonnegative().nullable(),
    exitCode,
    tail,
  }),
  z.strictObject({ kind: z.literal('failed'), ...ofAttempt, note: reason, exitCode, tail }),
  /** Of an approval: somebody does not agree. */
  z.strictObject({ kind: z.literal('refused'), ...ofStep, note: reason }),
  /** The claim of an attempt counts no more: its runner is dead, or was given up. */
  z.strictObject({ kind: z.literal('released'), ...ofStep, attempt: z.int().positive(), reason }),
  /** A step that failed for good may be tried again. */
  z.strictObject({ kind: z.literal('reopened'), ...ofStep, reason }),
  /** `waivedBy`: who answers for leaving out what guards something irreversible. */
  z.strictObject({
    kind: z.literal('skipped'),
    ...ofStep,
    reason,
    waivedBy: z.string().min(1).max(200).nullable(),
  }),
  z.strictObject({ kind: z.literal('approved'), ...ofStep, role: z.string().min(1) }),
  z.strictObject({ kind: z.literal('resumed'), ...base }),
  z.strictObject({ kind: z.literal('aborted'), ...base, reason }),
])
export type RunEvent = Immutable<z.infer<typeof runEventSchema>>
export type RunEventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { readonly kind: Kind }>

/**
 * Names the effect of one attempt: programs get it as DRPLAN_IDEMPOTENCY_KEY. All attempts of a step share what stands
 * before the last slash, so that a platform can tell a second try from a second effect.
 */
export const idempotencyKey = (run: string, step: string, attempt: number): string => `${run}/${step}/${attempt}`

/** A failover or a failback changes where the site serves; there is one of them at a time. */
export const movesSite = ({ runbook }: Pick<RunEventOf<'started'>, 'runbook'>): boolean =>
  runbook === 'failover' || runbook === 'planned-failover' || runbook === 'failback'
