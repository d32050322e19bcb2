/** What `drplan check` says: every finding with the rule that it comes from, and what was decided about it. */
import { z } from 'zod'
import { checkWaiverSchema } from './check-settings.ts'
import { severities } from './finding-codes.ts'
import type { Immutable } from './immutable.ts'
import { verdicts } from './plan.ts'

const severitySchema = z.enum(severities)

/** Something that is looked at: a finding code of drplan, or a policy as `policy.<id>`. */
const ruleSchema = z.strictObject({
  id: z.string(),
  /** As reported here, after drplan.yaml. */
  severity: severitySchema,
  /** Its own, where drplan.yaml states another. */
  statedSeverity: severitySchema.optional(),
  /** One sentence: what it means when it is found. */
  meaning: z.string(),
  /** What to do, in general. */
  fix: z.string().nullable(),
  /** The document or standard that it rests on, with its date. */
  source: z.string().nullable(),
})
export type ReportedRule = Immutable<z.infer<typeof ruleSchema>>

/**
 * `open`: counts for --fail-on. `known`: in the baseline. `waived`: somebody answers for it.
 */
export const findingStatuses = ['open', 'known', 'waived'] as const

const reportedFindingSchema = z.strictObject({
  rule: z.string(),
  severity: severitySchema,
  subject: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
  affected: z.array(z.string()),
  /** `file`, `file:line` or `file#sheet!cell`. */
  place: z.string().nullable(),
  /** 16 hexadecimal digits of rule, subject and what it touches; the same while figures in the message change. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  /** `plan`: the committed plan has it too. `now`: it came since. */
  since: z.enum(['plan', 'now']),
  status: z.enum(findingStatuses),
  /** Present where the status is `waived`. */
  waiver: checkWaiverSchema.optional(),
})
export type ReportedFinding = Immutable<z.infer<typeof reportedFindingSchema>>

export const checkReportSchema = z.strictObject({
  /** No finding that is open is at or above `failOn`. */
  passed: z.boolean(),
  failOn: severitySchema,
  /** The day that ages and ends of waivers are counted to. */
  today: z.iso.date(),
  plan: z.strictObject({
    /** plan.json, as it was looked for. */
    file: z.string(),
    sha256: z.string(),
    site: z.string(),
    target: z.string(),
    region: z.string(),
  }),
  /** How many VMs were compared, and what of the outside was not looked at, as sentences. */
  vms: z.int().nonnegative(),
  notChecked: z.array(z.string()),
  /** Number of promises by verdict, as planned and as they would be now. */
  promises: z.strictObject({
    planned: z.record(z.enum(verdicts), z.int().nonnegative()),
    now: z.record(z.enum(verdicts), z.int().nonnegative()),
  }),
  /** Entries of the baseline that nothing is like any more: they can be taken out. */
  staleBaseline: z.array(z.strictObject({ rule: z.string(), subject: z.string() })),
  /** Those that were looked at, and those of every finding below, by id. */
  rules: z.array(ruleSchema),
  /** Worst first, by rule, subject and message. */
  findings: z.array(reportedFindingSchema),
})
export type CheckReport = Immutable<z.infer<typeof checkReportSchema>>
