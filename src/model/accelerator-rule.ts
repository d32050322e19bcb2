/** What drplan.yaml may say about the accelerators of VMs; whatever is left out is taken from what was read. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { acceleratorSchema } from './site.ts'

export const acceleratorRuleShape = {
  kind: acceleratorSchema.shape.kind.default('gpu'),
  count: z.int().positive().optional(),
  /** That each must have at least. */
  memoryGiB: z.number().positive().optional(),
  capability: z.enum(['compute', 'graphics']).optional(),
  /** Whose driver the guest has; `any` = its administrator installs another one. */
  vendor: z.enum(['nvidia', 'amd', 'any']).optional(),
  /** `fraction`: a part of a GPU will do. `mig`: a GPU that can be cut into slices which cannot disturb one another. */
  sharing: z.enum(['whole', 'fraction', 'mig']).optional(),
  interconnect: z.enum(['nvlink', 'none']).optional(),
  /** The oldest driver that the software accepts: passed on to people, not judged. */
  driver: z.string().min(1).optional(),
  /** Less memory than it uses is good enough for the time of a disaster. */
  degraded: z.strictObject({ memoryGiB: z.number().positive(), reason: z.string().min(1) }).optional(),
} as const

const ruleSchema = z.strictObject(acceleratorRuleShape)
export type AcceleratorRule = Immutable<z.infer<typeof ruleSchema>>
