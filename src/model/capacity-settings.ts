/** Of drplan.yaml: what is paid for capacity while it stands by. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** Machines that run all month are committed to, for a discount on their compute. */
export const commitmentSchema = z.strictObject({
  /** As it is named on the cost line: "one year". */
  name: z.string().min(1),
  /** Off the price on demand. */
  percent: z.number().gt(0).lt(100),
  /** Only these components, by id; `*` and `?` are wildcards. Without it all are. */
  match: z.strictObject({ components: z.array(z.string().min(1)).min(1) }).optional(),
  /** Where the figure comes from, and of which day. */
  source: z.string().min(1).optional(),
})
export type Commitment = Immutable<z.infer<typeof commitmentSchema>>

/** Beside `match`, which config.ts adds. */
export const reserveShape = {
  /** Capacity is reserved for every VM of these tiers. */
  tiers: z.array(z.string().min(1)).default([]),
}
