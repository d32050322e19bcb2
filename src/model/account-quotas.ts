/**
 * What an account may have in one region of the recovery site, and has of it already: read from the platform by
 * `drplan catalogue refresh --quotas`, so that nobody need copy figures by hand.
 */
import { z } from 'zod'
import type { Finding } from './finding.ts'
import type { Immutable } from './immutable.ts'
import type { LiveSettings } from './live-settings.ts'
import { targetIdSchema } from './target-id.ts'

const accountQuotaSchema = z.strictObject({
  /** As the target has it (Quota of shared-limit.ts). */
  id: z.string().min(1),
  /** In the unit of the quota; null = it has no end. */
  most: z.number().nonnegative().nullable(),
  /** By others than the plan, as far as that can be told; null = not known. */
  used: z.number().nonnegative().nullable(),
  /** What was asked. */
  source: z.string(),
})

export const accountQuotasSchema = z.strictObject({
  platform: targetIdSchema,
  /** The number of the account, or the id of the subscription. */
  account: z.string().min(1),
  region: z.string().min(1),
  readAt: z.iso.datetime(),
  /** Sorted by id. */
  quotas: z.array(accountQuotaSchema),
})
export type AccountQuotas = Immutable<z.infer<typeof accountQuotasSchema>>
export type AccountQuota = AccountQuotas['quotas'][number]

export interface QuotaRequest {
  readonly region: string
  /** Which account of those that can be reached; null = the only one. */
  readonly account: string | null
  /** How to reach the vendor, where drplan.yaml says so; null = as its own tools do. */
  readonly live: LiveSettings | null
  /** The id of the site whose plan may be there already: what carries its tag is not in use by others. */
  readonly ownSite: string | null
}

export interface QuotaReading {
  readonly account: string
  /** Ids as the vendor writes them, which may differ in case from those of the target. */
  readonly quotas: readonly AccountQuota[]
  /** What could not be read, and why. */
  readonly findings: readonly Finding[]
}

export interface QuotaSource {
  /**
   * Only calls that read. Throws SourceError when no quota can be read, and InputError `cli.usage` when it is not clear
   * of which account.
   */
  readQuotas(request: QuotaRequest): Promise<QuotaReading>
}
