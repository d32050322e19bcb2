/** The quotas that an account has in one region, from Service Quotas. */
import { z } from 'zod'
import type { Asking, FailedRead } from '../ask.ts'
import { openClient } from '../clients.ts'
import { faultOf } from '../faults.ts'
import { knownQuotas, type KnownQuota } from './codes.ts'

/** One of the quotas that drplan knows, as it is for this account. */
export interface Applied extends KnownQuota {
  readonly name: string
  readonly most: number
  /** The number of the account; null = the answer does not say. */
  readonly account: string | null
  readonly arn: string
}

/** Service Quotas API Reference, ServiceQuota. */
const quotaSchema = z.object({
  QuotaCode: z.string(),
  QuotaName: z.string().nullish(),
  QuotaArn: z.string().nullish(),
  Value: z.number().nonnegative(),
})

/** 100 to a page, the most (Service Quotas API Reference, ListServiceQuotas). */
const pageSize = 100

/** Service by service, since the API takes few requests a second; one that cannot be read loses no other. */
export async function readApplied(
  { settings, place }: Pick<Asking, 'settings' | 'place'>,
  services: readonly string[],
): Promise<{ readonly applied: readonly Applied[]; readonly failures: readonly FailedRead[] }> {
  const sdk = await import('@aws-sdk/client-service-quotas')
  const client = await openClient('quotas', settings, place)
  const applied: Applied[] = []
  const failures: FailedRead[] = []
  for (const ServiceCode of services) {
    try {
      const pages = sdk.paginateListServiceQuotas({ client, pageSize }, { ServiceCode })
      for await (const { Quotas = [] } of pages)
        applied.push(...Quotas.flatMap((sent) => readQuota(sent, place.region)))
    } catch (error) {
      if (!isUnknownService(error)) failures.push({ calls: ['ListServiceQuotas'], fault: faultOf(error) })
    }
  }
  return { applied, failures }
}

/** A region may lack a service, and then has no quotas of it. */
const isUnknownService = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchResourceException'

/** The one that it is, or none: a service has quotas that no mapping comes near. */
function readQuota(sent: unknown, region: string): readonly Applied[] {
  const parsed = quotaSchema.safeParse(sent)
  const known = knownQuotas.find(({ code }) => code === parsed.data?.QuotaCode)
  if (!parsed.success || !known) return []
  const { QuotaName, QuotaArn, QuotaCode, Value } = parsed.data
  const account = /^arn:[^:]*:servicequotas:[^:]*:(\d{12}):/.exec(QuotaArn ?? '')?.[1] ?? null
  const arn = QuotaArn || `${region}/${known.service}/${QuotaCode}`
  return [{ ...known, name: QuotaName || QuotaCode, most: Value, account, arn }]
}
