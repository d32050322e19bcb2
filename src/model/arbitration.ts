/** Who serves: the states of the two cells of an application, and what was proven of them. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { strategySchema } from './tier.ts'

/**
 * `active`: it serves, or would serve whoever reaches it; `standby`: it could; `fenced`: it does not, and would not after a
 * restart; `draining`: it takes nobody new; `failed`: it is down, and would serve after a restart.
 */
export const cellStates = ['active', 'standby', 'draining', 'fenced', 'failed'] as const
export type CellState = (typeof cellStates)[number]

const verdictSchema = z.strictObject({
  /** Strategies that fail over in this way. */
  strategies: z.array(strategySchema).min(1),
  /** Applications with a VM of one of them, sorted. */
  applications: z.array(z.string()),
  /** All that can be reached were looked at. */
  states: z.int().positive(),
  /** What has to happen for two sites to serve at once, in order, as short as can be; null = it cannot happen. */
  counterexample: z.array(z.string()).nullable(),
})
export const arbitrationSchema = z.array(verdictSchema)
export type Arbitration = Immutable<z.infer<typeof arbitrationSchema>>
