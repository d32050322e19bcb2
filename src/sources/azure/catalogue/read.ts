/**
 * What Azure offers today: prices from its open price list, which needs no credentials; sizes of VMs from the SKUs of a
 * subscription, where one is named.
 */
import { SourceError } from '../../../errors.ts'
import type {
  CatalogueReading,
  CatalogueRequest,
  CatalogueSource,
  ReadComponent,
  RegionReading,
} from '../../../model/catalogue-reading.ts'
import { azureSettingsSchema, type AzureSettings } from '../../../model/live-settings.ts'
import { mapAtMost } from '../../at-most.ts'
import { createReport, type Report } from '../../report.ts'
import { openCompute, openCredential } from '../clients.ts'
import { faultOf, mend, sourceErrorOf } from '../faults.ts'
import { readRetailPrices } from './retail-prices.ts'
import { readSku, type ReadSku } from './skus.ts'

const regionsAtOnce = 4

export const azureCatalogueSource: CatalogueSource = { readCatalogue }

interface Asking {
  readonly request: CatalogueRequest
  /** Null = no subscription is named. */
  readonly settings: AzureSettings | null
  readonly report: Report
  readonly failures: SourceError[]
}

async function readCatalogue(request: CatalogueRequest): Promise<CatalogueReading> {
  const { report, findings } = createReport()
  const asking: Asking = { request, settings: settingsOf(request), report, failures: [] }
  if (asking.settings === null) reportNoSubscription(report)
  const read = await mapAtMost(regionsAtOnce, request.regions, (region) => readRegion(region, asking))
  const [failure] = asking.failures
  if (failure && read.every(({ region }) => region.offered === null && region.prices === null)) throw failure
  const components = new Map(read.flatMap((one) => one.components).map((one) => [one.id, one]))
  return {
    what: 'Azure Retail Prices and Compute SKUs',
    regions: read.map(({ region }) => region),
    components: [...components.values()],
    findings: findings(),
  }
}

/** Sizes are those of every subscription, bar what one of them is not allowed; the first will do. */
function settingsOf({ live }: CatalogueRequest): AzureSettings | null {
  if (live?.kind === 'azure') return live
  const subscription = process.env['AZURE_SUBSCRIPTION_ID']
  return subscription ? azureSettingsSchema.parse({ kind: 'azure', subscriptions: [subscription] }) : null
}

async function readRegion(
  region: string,
  asking: Asking,
): Promise<{ readonly region: RegionReading; readonly components: readonly ReadComponent[] }> {
  const { request, report } = asking
  const listOf = { region, today: request.today, endpoint: request.pricesEndpoint, report }
  const priced = await orFailed(asking, `prices of ${region}`, readRetailPrices(listOf))
  const { settings } = asking
  const skus = settings && (await orFailed(asking, `sizes of ${region}`, readSkus(region, settings)))
  return {
    region: {
      region,
      offered: skus && skus.filter(({ isOffered }) => isOffered).map(({ component }) => component.id),
      prices: priced?.prices ?? null,
      refused: priced?.refused ?? [],
    },
    components: skus?.map(({ component }) => component) ?? [],
  }
}

/** Null for what failed, which becomes a finding. */
async function orFailed<Value>(
  { report, failures }: Asking,
  what: string,
  answer: Promise<Value>,
): Promise<Value | null> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push(error)
    report('source.partial', {
      subject: what,
      message: `The ${what} in the catalogue are kept as they were: ${error.message}`,
      suggestion: error.suggestions[0] ?? 'Run it again later.',
    })
    return null
  }
}

async function readSkus(region: string, settings: AzureSettings): Promise<readonly ReadSku[]> {
  const [subscription = ''] = settings.subscriptions
  const credential = await openCredential(settings)
  try {
    const compute = await openCompute({ settings, credential }, subscription)
    const skus: ReadSku[] = []
    for await (const sent of compute.resourceSkus.list({ filter: `location eq '${region}'` })) {
      const sku = readSku(sent, region)
      if (sku) skus.push(sku)
    }
    return skus
  } catch (error) {
    const fault = faultOf(error)
    const failure = sourceErrorOf(fault, settings, `the sizes of ${region}`)
    throw new SourceError(failure.code, failure.message, {
      suggestions: [mend(fault, settings, ['ResourceSkus_List'])],
      cause: error,
    })
  }
}

function reportNoSubscription(report: Report): void {
  report('source.partial', {
    subject: 'sizes',
    message:
      'Prices were read. Sizes were not, for no subscription is named; those of the catalogue are kept as they were.',
    suggestion: 'Set AZURE_SUBSCRIPTION_ID and log in (az login), or name a source of kind azure in drplan.yaml.',
  })
}
