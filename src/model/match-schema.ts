/** What a rule of drplan.yaml says of the VMs it is for; match.ts tells which these are. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** All conditions that are given must hold; `*` and `?` are wildcards. */
export const matchSchema = z
  .strictObject({
    name: z.string().optional(),
    application: z.string().optional(),
    /** key=value, or key alone. */
    tag: z.string().optional(),
    subnet: z.string().optional(),
  })
  .refine(
    (match) => Object.values(match).some((value) => value !== undefined),
    'needs at least one of name, application, tag, subnet',
  )
export type Match = Immutable<z.infer<typeof matchSchema>>
