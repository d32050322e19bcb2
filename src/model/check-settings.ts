/** `check` in drplan.yaml: how old things may be, which rules weigh otherwise here, and what somebody answers for. */
import { z } from 'zod'
import { severities } from './finding-codes.ts'
import type { Immutable } from './immutable.ts'
import { permissionSettingsSchema } from './permission-settings.ts'
import { standingSettingsSchema } from './standing-settings.ts'

/** A finding that somebody answers for, until a day. */
export const checkWaiverSchema = z.strictObject({
  /** The rule, as `drplan check --list` names it; `*` stands for any text. */
  rule: z.string().min(1),
  /** The subject of the finding; `*` stands for any text. Without it, every finding of the rule. */
  subject: z.string().min(1).default('*'),
  owner: z.string().min(1),
  reason: z.string().min(1),
  /** The last day that it holds. */
  until: z.iso.date(),
})
export type CheckWaiver = Immutable<z.infer<typeof checkWaiverSchema>>

const days = z.int().positive()

export const checkSettingsSchema = z.strictObject({
  /** How to reach the recovery site (--recovery); without it, AWS with the credentials at hand. */
  recovery: standingSettingsSchema.optional(),
  /** Whose permissions are held against what the plan needs. */
  permissions: permissionSettingsSchema.optional(),
  /** Rule → severity, in place of its own. The report says which were changed. */
  severities: z.record(z.string(), z.enum(severities)).default({}),
  waivers: z.array(checkWaiverSchema).default([]),
  /** Files with own policies (drplan/policy@1), relative to drplan.yaml. */
  policies: z.array(z.string().min(1)).default([]),
  /** Policies that come with drplan and are not wanted here, by id. */
  withoutPolicies: z.array(z.string().min(1)).default([]),
  /** An application of a tier must have been drilled within so many days; `default` is for tiers not named. null = never. */
  drillAgeDays: z.record(z.string(), days.nullable()).default({ default: 180 }),
  /** Recorded times of drills (drplan runbook times), relative to drplan.yaml; runs in the workspace count anyway. */
  drills: z.array(z.string().min(1)).default([]),
  /** Of what the target offers, as the plan was made with. */
  catalogueAgeDays: days.default(365),
  /** Of the account's quotas, since they were read. */
  quotaAgeDays: days.default(30),
  /** Of the inventory, where it says when it was taken. */
  inventoryAgeDays: days.default(30),
})
export type CheckSettings = Immutable<z.infer<typeof checkSettingsSchema>>
