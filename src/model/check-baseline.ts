/**
 * The findings that a team knows and has not dealt with yet (`drplan/baseline@1`): `drplan check --baseline` fails
 * on what is not among them. Made by drplan, committed beside drplan.yaml, reviewed like code.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const baselineSchemaId = 'drplan/baseline@1'

export const checkBaselineSchema = z.strictObject({
  schema: z.literal(baselineSchemaId),
  /** By rule, subject and fingerprint. */
  findings: z.array(
    z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      rule: z.string(),
      subject: z.string(),
      /** Ids of what it touches: the same of fewer of them is known too. */
      affected: z.array(z.string()),
    }),
  ),
})
export type CheckBaseline = Immutable<z.infer<typeof checkBaselineSchema>>
export type BaselineEntry = CheckBaseline['findings'][number]
