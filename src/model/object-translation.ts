/** What becomes of everything else in the network that holds an address, or stands in a path. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { networkObjectKinds } from './network-objects.ts'

const changeSchema = z.strictObject({
  /** Such as `nameServers[0]`, `targets[2].address`. */
  field: z.string(),
  before: z.string(),
  /** Several, where a block becomes several; none, where the recovery address is not known. */
  after: z.array(z.string()),
})
export type ObjectChange = Immutable<z.infer<typeof changeSchema>>

/**
 * `built`: the plan makes it. `rebuild`: somebody makes it at the recovery site, with the addresses given. `agree`: it
 * has another end that somebody else keeps, who has to be told.
 */
const objectFates = ['built', 'rebuild', 'agree'] as const
export type ObjectFate = (typeof objectFates)[number]

export const objectTranslationSchema = z.strictObject({
  from: z.string(),
  kind: z.enum(networkObjectKinds),
  name: z.string(),
  fate: z.enum(objectFates),
  /** Every address in it that changes; the others stay as they are. */
  changes: z.array(changeSchema),
})
export type ObjectTranslation = Immutable<z.infer<typeof objectTranslationSchema>>
