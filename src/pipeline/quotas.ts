/** Reads the quotas of the account at the recovery site, for `map` to keep to; what a mapping was made from of them. */
import { matchQuotas } from '../core/catalogue/match-quotas.ts'
import { InputError } from '../errors.ts'
import type { AccountQuotas, QuotaSource } from '../model/account-quotas.ts'
import type { InputHashes } from '../model/artifact.ts'
import { compareFindings, type Finding } from '../model/finding.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { compareText } from '../model/text-order.ts'
import { quotasFile, quotasName, removeQuotas, saveQuotas } from '../workspace/account-quotas.ts'
import { withLock } from '../workspace/lock.ts'
import { liveSettingsOf, openTarget, requireRegion, type CatalogueOptions } from './catalogue.ts'
import type { StepContext } from './context.ts'
import { listedCatalogue } from './effective-catalogue.ts'

export interface QuotaOptions extends CatalogueOptions {
  /** None = the region of drplan.yaml. */
  readonly regions: readonly string[]
}

export interface ReadQuotasOptions extends QuotaOptions {
  readonly madeBy: string
  /** ISO 8601 UTC; the clock is the caller's. */
  readonly now: string
  /** Null = the only one that can be reached. */
  readonly account: string | null
  readonly loadQuotaSource: (id: TargetId) => Promise<QuotaSource>
}

export interface QuotasReport {
  readonly target: Target
  readonly read: readonly { readonly quotas: AccountQuotas; readonly file: string }[]
  readonly findings: readonly Finding[]
}

/**
 * One region after the other; each is kept once it is read. Throws SourceError `source.*` when nothing of a region can be
 * read, and InputError `cli.usage` when no region is named.
 */
export const refreshQuotas = (options: ReadQuotasOptions): Promise<QuotasReport> =>
  withLock(options.workspace, async () => {
    const { target, own } = await openTarget(options)
    const { catalogue } = await listedCatalogue(target, options.workspace)
    const regions = regionsOf(options, own?.config.target.region ?? null)
    for (const region of regions) requireRegion(region, { catalogue, target })
    const source = await options.loadQuotaSource(target.id)
    const live = liveSettingsOf(own?.config.sources ?? [], target.id)
    const ownSite = own?.config.site.id ?? null
    const read: { quotas: AccountQuotas; file: string }[] = []
    const findings: Finding[] = []
    for (const region of regions) {
      const reading = await source.readQuotas({ region, account: options.account, live, ownSite })
      const matched = matchQuotas(target.quotasOf(catalogue), reading, region)
      const { account } = reading
      const quotas = { platform: target.id, account, region, readAt: options.now, quotas: matched.quotas }
      await saveQuotas(options.workspace, quotas, options.madeBy)
      read.push({ quotas, file: quotasFile(options.workspace, quotas) })
      findings.push(...reading.findings, ...matched.findings)
    }
    return { target, read, findings: findings.sort(compareFindings) }
  })

function regionsOf({ regions }: QuotaOptions, own: string | null): readonly string[] {
  if (regions.length > 0) return [...new Set(regions)].sort(compareText)
  if (own !== null) return [own]
  throw new InputError('cli.usage', 'Quotas are those of one region, and no region is named.', {
    suggestions: ['--region NAME, or name the region of the recovery site in drplan.yaml (target.region).'],
  })
}

/** How many were there to remove. */
export const clearQuotas = (options: QuotaOptions): Promise<{ target: Target; removed: number }> =>
  withLock(options.workspace, async () => {
    const { target, own } = await openTarget(options)
    let removed = 0
    for (const region of regionsOf(options, own?.config.target.region ?? null))
      if (await removeQuotas(options.workspace, { platform: target.id, region })) removed++
    return { target, removed }
  })

/** The hash of the file of quotas by its name; none = there is no such file. */
export const quotaInputs = ({ accountQuotas, config }: Pick<StepContext, 'accountQuotas' | 'config'>): InputHashes =>
  accountQuotas === null ? {} : { [quotasName(config.target)]: accountQuotas.hash }
