/** `runbook` of drplan.yaml: who decides, and what people add to the steps that drplan writes. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { exportIds } from './order-export.ts'
import { runbookPhaseSchema } from './runbook.ts'
import { capacitySchema, preemptedSchema } from './short-capacity.ts'
import { stepNeedSchema } from './step-needs.ts'

const role = z.string().min(1).max(80)

/** A command of the user: arguments as they are, no shell. */
const hookSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words with hyphens'),
  phases: z.array(runbookPhaseSchema).min(1).default(['failover', 'drill']),
  /** Whose wave it stands at; without it, before or after all waves. */
  application: z.string().min(1).optional(),
  when: z.enum(['before', 'after']),
  who: role.default('application owners'),
  instruction: z.string().min(1),
  run: z.array(z.string().min(1)).min(1).optional(),
  expected: z.string().min(1).default('it says that it is done'),
  timeoutMinutes: z.number().positive().default(30),
  tries: z.int().min(1).max(10).default(1),
  onFailure: z.enum(['stop', 'go-on']).default('stop'),
})
export type RunbookHook = Immutable<z.infer<typeof hookSchema>>

export const runbookSettingsSchema = z
  .strictObject({
    /** Who may declare a disaster: so many of these have to agree. */
    approval: z
      .strictObject({
        required: z.int().positive().default(1),
        of: z.array(role).min(1).default(['incident lead']),
        timeoutMinutes: z.number().positive().default(30),
      })
      .refine(({ required, of }) => required <= new Set(of).size, {
        path: ['required'],
        message: 'asks for more people than `of` names',
      })
      .prefault({}),
    /** A place that fails with neither site, from which somebody looks at both; null = nobody said. */
    witness: z.string().min(1).nullable().default(null),
    /** Hot standby at the primary site stops serving by itself when it loses sight of the witness, before checks fail over. */
    selfFencing: z.boolean().default(false),
    /** What walking it needs besides what comes back: how people sign in, who hosts zones, where keys and state are. */
    needs: z
      .array(stepNeedSchema)
      .refine((needs) => new Set(needs.map(({ name }) => name)).size === needs.length, 'need names that differ')
      .default([]),
    /** What is free at the recovery site on any day; null = nobody said, or it is a cloud, where quotas say it. */
    freeCapacity: capacitySchema.nullable().default(null),
    /** Workloads there that may be stopped to make room, the first one first. */
    preempt: z
      .array(preemptedSchema)
      .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'need names that differ')
      .default([]),
    hooks: z
      .array(hookSchema)
      .refine((hooks) => new Set(hooks.map(({ name }) => name)).size === hooks.length, 'need names that differ')
      .default([]),
    /**
     * Orchestrators that the order of the failover is written for; of these, those that fit the site and the target. `auto`
     * is all that fit. No default, so that what was planned before there were exports is not stale for want of them.
     */
    exports: z.union([z.literal('auto'), z.array(z.enum(exportIds))]).optional(),
  })
  .prefault({})
export type RunbookSettings = Immutable<z.infer<typeof runbookSettingsSchema>>
