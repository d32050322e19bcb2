/** What AWS offers today: instance types and offerings of each region from EC2, prices on demand from the price list. */
import type { EC2Client } from '@aws-sdk/client-ec2'
import type { SourceError } from '../../../errors.ts'
import type {
  CatalogueReading,
  CatalogueRequest,
  CatalogueSource,
  ReadComponent,
  RegionReading,
} from '../../../model/catalogue-reading.ts'
import { awsSettingsSchema, type AwsSettings } from '../../../model/live-settings.ts'
import { mapAtMost } from '../../at-most.ts'
import { createPriceTable, type PriceTable } from '../../price-table.ts'
import { createReport, type Report } from '../../report.ts'
import { openClient, type AwsPlace } from '../clients.ts'
import { faultOf, mend, sourceErrorOf, type Fault } from '../faults.ts'
import type { CatalogueCall } from './actions.ts'
import { readProduct, type ReadProduct } from './products.ts'
import { readType } from './types.ts'

/** The price list is asked in one region for all of them (AWS Billing user guide, "Price List Query API endpoints"). */
const PRICE_LIST_REGION = 'us-east-1'
const regionsAtOnce = 4
const pageSize = 100

export const awsCatalogueSource: CatalogueSource = { readCatalogue }

/** A question, and what it failed with. */
interface Failed {
  readonly call: CatalogueCall
  readonly region: string
  readonly fault: Fault
}

interface Asking {
  readonly request: CatalogueRequest
  readonly settings: AwsSettings
  readonly report: Report
  readonly failed: Failed[]
}

async function readCatalogue(request: CatalogueRequest): Promise<CatalogueReading> {
  const { report, findings } = createReport()
  const asking: Asking = { request, settings: settingsOf(request), report, failed: [] }
  const read = await mapAtMost(regionsAtOnce, request.regions, (region) => readRegion(region, asking))
  const components = new Map(read.flatMap((one) => one.types).map((one) => [one.id, one]))
  const isAnything = read.some(
    ({ region, types }) => types.length > 0 || region.offered !== null || region.prices !== null,
  )
  const [first] = asking.failed
  if (!isAnything && first) throw nothingRead(first, asking)
  reportFailed(asking)
  return {
    what: 'EC2 DescribeInstanceTypes and the AWS price list',
    regions: read.map(({ region }) => region),
    components: [...components.values()],
    findings: findings(),
  }
}

const settingsOf = ({ live, regions }: CatalogueRequest): AwsSettings =>
  live?.kind === 'aws' ? live : awsSettingsSchema.parse({ kind: 'aws', regions })

/** Facts and prices are those of every account, so the first one that can be reached will do. */
const placeOf = (region: string, { accounts: [first] }: AwsSettings): AwsPlace => ({
  account: first?.name ?? null,
  roles: first?.roles ?? [],
  region,
})

async function readRegion(
  region: string,
  asking: Asking,
): Promise<{ readonly region: RegionReading; readonly types: readonly ReadComponent[] }> {
  const { settings } = asking
  const ec2 = await openClient('ec2', settings, placeOf(region, settings))
  const tell = (call: CatalogueCall) => orFailed(asking, call, region)
  const types = await tell('DescribeInstanceTypes')(readTypes(ec2))
  const offered = await tell('DescribeInstanceTypeOfferings')(readOffered(ec2))
  const priced = await tell('GetProducts')(readPrices(region, asking))
  return {
    region: { region, offered, prices: priced?.prices ?? null, refused: priced?.refused ?? [] },
    types: types ?? [],
  }
}

/** Null for what failed; it is kept for the findings. */
const orFailed =
  ({ failed }: Asking, call: CatalogueCall, region: string) =>
  async <Value>(answer: Promise<Value>): Promise<Value | null> => {
    try {
      return await answer
    } catch (error) {
      failed.push({ call, region, fault: faultOf(error) })
      return null
    }
  }

async function readTypes(client: EC2Client): Promise<readonly ReadComponent[]> {
  const sdk = await import('@aws-sdk/client-ec2')
  const types: ReadComponent[] = []
  for await (const { InstanceTypes = [] } of sdk.paginateDescribeInstanceTypes({ client, pageSize }, {}))
    types.push(...InstanceTypes.flatMap((sent) => readType(sent) ?? []))
  return types
}

async function readOffered(client: EC2Client): Promise<readonly string[]> {
  const sdk = await import('@aws-sdk/client-ec2')
  const pages = sdk.paginateDescribeInstanceTypeOfferings({ client, pageSize: 1000 }, { LocationType: 'region' })
  const ids: string[] = []
  for await (const { InstanceTypeOfferings = [] } of pages)
    ids.push(...InstanceTypeOfferings.flatMap((one) => one.InstanceType ?? []))
  return ids
}

/** The filters that narrow the price list to the plain prices on demand of one region. */
const filtersOf = (region: string, operatingSystem: string): readonly (readonly [string, string])[] => [
  ['regionCode', region],
  ['operatingSystem', operatingSystem],
  ['tenancy', 'Shared'],
  ['preInstalledSw', 'NA'],
  ['capacitystatus', 'Used'],
]

async function readPrices(
  region: string,
  { request, settings, report }: Asking,
): Promise<Pick<RegionReading, 'prices' | 'refused'>> {
  const sdk = await import('@aws-sdk/client-pricing')
  const { endpoint = null } = settings
  const address = request.pricesEndpoint ?? endpoint
  const own = { ...settings, endpoint: address ?? undefined }
  const client = await openClient('prices', own, placeOf(PRICE_LIST_REGION, settings))
  const table = createPriceTable()
  for (const system of ['Linux', 'Windows']) {
    const Filters = filtersOf(region, system).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }))
    const asked = { ServiceCode: 'AmazonEC2', FormatVersion: 'aws_v1', Filters }
    for await (const { PriceList = [] } of sdk.paginateGetProducts({ client, pageSize }, asked)) {
      for (const entry of PriceList) addTo(table, readProduct(String(entry), { region, today: request.today }))
    }
  }
  return table.result(region, report)
}

function addTo(table: PriceTable, read: ReadProduct): void {
  if (read.kind === 'price') table.add(read)
  else if (read.kind === 'refused') table.refuse(read, read.why)
}

/** One finding for each call and reason. */
function reportFailed({ failed, settings, report }: Asking): void {
  const groups = Map.groupBy(failed, ({ call, fault }) => `${call} ${fault.said}`)
  for (const [first, ...rest] of groups.values()) {
    if (!first) continue
    const regions = [first, ...rest].map(({ region }) => region).join(', ')
    report('source.partial', {
      subject: `${first.call} (${regions})`,
      message: `The catalogue is kept as it was where it rests on ${first.call} in ${regions}: ${first.fault.said}`,
      suggestion: mend(first.fault, settings, [first.call]),
    })
  }
}

const nothingRead = ({ call, region, fault }: Failed, { settings }: Asking): SourceError =>
  sourceErrorOf(fault, settings, { where: `the catalogue, ${call} in ${region}`, calls: [call] })
