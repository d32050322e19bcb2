/** How `drplan check --recovery` reaches the recovery site: as a live source of its platform, in the region of the plan. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { awsSettingsSchema, azureSettingsSchema } from './live-settings.ts'

/** Neither regions nor history: these are the plan's, and nobody's. */
export const standingSettingsSchema = z.discriminatedUnion('kind', [
  awsSettingsSchema.pick({ kind: true, accounts: true, profile: true, endpoint: true }),
  azureSettingsSchema.pick({ kind: true, subscriptions: true, tenant: true, endpoint: true }),
])
export type StandingSettings = Immutable<z.infer<typeof standingSettingsSchema>>
