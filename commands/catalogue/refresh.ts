import * as Flags from '@oclif/core/flags'
import { workspaceFlags, type WorkspaceFlags } from '../../src/cli/base-command.ts'
import { CatalogueCommand } from '../../src/cli/catalogue-command.ts'
import { targetFlag } from '../../src/cli/catalogue-flags.ts'
import { clearedScreen, refreshScreen } from '../../src/cli/screens/catalogue-refresh.ts'
import { clearedQuotasScreen, quotasScreen } from '../../src/cli/screens/catalogue-quotas.ts'
import { findingBlocks } from '../../src/cli/screens/findings.ts'
import { InputError } from '../../src/errors.ts'
import type { AccountQuotas } from '../../src/model/account-quotas.ts'
import type { CatalogueChanges } from '../../src/model/catalogue-reading.ts'
import type { Finding } from '../../src/model/finding.ts'
import { clearCatalogue, refreshCatalogue } from '../../src/pipeline/catalogue.ts'
import { clearQuotas, refreshQuotas, type QuotaOptions } from '../../src/pipeline/quotas.ts'
import { loadCatalogueSource, loadQuotaSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

interface RefreshReport {
  readonly schema: 'drplan/catalogue-refresh@1'
  readonly target: string
  readonly regions: readonly string[]
  readonly asOf: string | null
  readonly changes: CatalogueChanges | null
  readonly removed: boolean
  readonly findings: readonly Finding[]
}

interface QuotasRead {
  readonly schema: 'drplan/quotas-refresh@1'
  readonly target: string
  readonly read: readonly AccountQuotas[]
  readonly removed: number
  readonly findings: readonly Finding[]
}

export default class CatalogueRefresh extends CatalogueCommand {
  static override summary = 'Read components and prices from the vendor, for map and plan to use from then on.'
  static override description =
    'Only calls that read. AWS: EC2 DescribeInstanceTypes and DescribeInstanceTypeOfferings and the price list, with the credentials that all tools of AWS find. Azure: the open price list, and the sizes of a subscription where one is named (AZURE_SUBSCRIPTION_ID, or a source of kind azure). What cannot be read stays as it was and is said; prices of disks and services are not read. The result is kept in the workspace; --clear takes it back. --quotas reads something else: what the account at the recovery site may have and what of it is in use (AWS: Service Quotas, and EC2 to count; Azure: usages of compute and network), for the mapping to keep to.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --target aws --region eu-central-1 --region eu-west-1',
    '<%= config.bin %> <%= command.id %> --quotas   what the account of drplan.yaml may have in its recovery region',
    '<%= config.bin %> <%= command.id %> --quotas --target aws --region eu-central-1 --account arn:aws:iam::111122223333:role/reader',
    '<%= config.bin %> <%= command.id %> --clear   back to the catalogue that comes with drplan',
  ]
  static override flags = {
    ...workspaceFlags,
    ...targetFlag,
    region: Flags.string({
      description: 'read this one; may be given several times [default: that of drplan.yaml, else all]',
      multiple: true,
    }),
    'prices-endpoint': Flags.url({ description: 'another address of the price list, such as a mirror' }),
    quotas: Flags.boolean({
      description: 'read the quotas of the account at the recovery site instead',
      exclusive: ['prices-endpoint'],
    }),
    account: Flags.string({
      description:
        'whose quotas: an account or subscription of the sources, an id of a subscription, or the ARN of a role',
      dependsOn: ['quotas'],
    }),
    clear: Flags.boolean({ description: 'remove what was refreshed', exclusive: ['prices-endpoint', 'account'] }),
  }

  async run(): Promise<RefreshReport | QuotasRead> {
    const { flags, metadata } = await this.parse(CatalogueRefresh)
    const options = { ...this.catalogueOptions(flags, metadata), loadTarget }
    if (flags.quotas) return this.runQuotas(flags, { ...options, regions: flags.region ?? [] })
    if (flags.clear) {
      if (flags.region) throw new InputError('cli.usage', '--clear without --quotas is of all regions.')
      const { target, removed } = await clearCatalogue(options)
      this.print(clearedScreen(target.name, removed))
      return { ...empty, target: target.id, removed }
    }
    const { madeBy, now } = this.stepOptions(flags)
    const { target, regions, asOf, changes, findings, file } = await refreshCatalogue({
      ...options,
      madeBy,
      now,
      regions: flags.region ?? [],
      pricesEndpoint: flags['prices-endpoint']?.href ?? null,
      loadCatalogueSource,
    })
    const done = { name: target.name, regions, asOf, changes, file: this.shown(file) }
    this.print([
      ...refreshScreen(done, this.width),
      ...(findings.length > 0 ? ['', ...findingBlocks(findings, this.width)] : []),
    ])
    return { ...empty, target: target.id, regions, asOf, changes, findings }
  }

  private async runQuotas(
    flags: WorkspaceFlags & { readonly clear: boolean; readonly account?: string | undefined },
    options: QuotaOptions,
  ): Promise<QuotasRead> {
    const none = { schema: 'drplan/quotas-refresh@1', read: [], removed: 0, findings: [] } as const
    if (flags.clear) {
      const { target, removed } = await clearQuotas(options)
      this.print(clearedQuotasScreen(target.name, removed))
      return { ...none, target: target.id, removed }
    }
    const { madeBy, now } = this.stepOptions(flags)
    const account = flags.account ?? null
    const { target, read, findings } = await refreshQuotas({ ...options, madeBy, now, account, loadQuotaSource })
    const known = target.quotasOf(target.loadCatalogue())
    for (const { quotas, file } of read) this.print(quotasScreen({ quotas, file: this.shown(file) }, known, this.width))
    if (findings.length > 0) this.print(['', ...findingBlocks(findings, this.width)])
    return { ...none, target: target.id, read: read.map(({ quotas }) => quotas), findings }
  }
}

const empty = {
  schema: 'drplan/catalogue-refresh@1',
  regions: [],
  asOf: null,
  changes: null,
  removed: false,
  findings: [],
} as const
