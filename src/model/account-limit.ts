/** How much of one kind of thing a platform lets an account have in a region, and how much of it there is. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const accountLimitSchema = z.strictObject({
  id: z.string(),
  /** The platform's word for the kind of thing, such as `Total Regional vCPUs`. */
  name: z.string(),
  account: z.string(),
  region: z.string(),
  used: z.number().positive(),
  /** Used may be more: platforms lower limits without taking anything away. */
  limit: z.number().nonnegative(),
})
export type AccountLimit = Immutable<z.infer<typeof accountLimitSchema>>
