import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CatalogueRequest } from '../../../../src/model/catalogue-reading.ts'
import { azureSettingsSchema } from '../../../../src/model/live-settings.ts'
import { azureCatalogueSource } from '../../../../src/sources/azure/catalogue/read.ts'
import { withAzureCredentials } from '../../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type AzureServer } from '../../../support/azure-server.ts'
import { anItem } from '../../../support/price-lists.ts'
import { startPriceServer, type Page, type PriceServer } from '../../../support/price-server.ts'

let list: PriceServer | null = null
let azure: AzureServer | null = null

beforeEach(() => vi.stubEnv('AZURE_SUBSCRIPTION_ID', undefined))
afterEach(async () => {
  vi.unstubAllEnvs()
  await list?.close()
  await azure?.close()
  azure = null
})

const read = (endpoint: string, over: Partial<CatalogueRequest> = {}) =>
  azureCatalogueSource.readCatalogue({
    regions: ['westeurope'],
    live: null,
    pricesEndpoint: endpoint,
    today: '2026-11-21',
    ...over,
  })

async function readPages(answer: (query: URLSearchParams, earlier: number, endpoint: string) => Page) {
  list = await startPriceServer(answer)
  return read(list.endpoint)
}

const pageOf = (...Items: readonly unknown[]): Page => ({ body: { Items, NextPageLink: null } })

test('prices of all pages are read, the links of pages never lead elsewhere', async () => {
  const { regions } = await readPages((query) =>
    query.has('$skip')
      ? pageOf(anItem({ armSkuName: 'Standard_D4s_v5', retailPrice: 0.24 }))
      : {
          body: {
            Items: [
              anItem(),
              anItem({ productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.212 }),
              anItem({ meterName: 'D2s v5 Spot', skuName: 'D2s v5 Spot', retailPrice: 0.01 }),
              anItem({ type: 'Reservation', retailPrice: 620 }),
            ],
            NextPageLink: 'https://prices.example:443/api/retail/prices?$filter=x&$skip=1000',
          },
        },
  )

  expect(regions).toEqual([
    {
      region: 'westeurope',
      offered: null,
      prices: [
        { componentId: 'Standard_D2s_v5', perHour: 0.12, windowsPerHour: 0.092 },
        { componentId: 'Standard_D4s_v5', perHour: 0.24, windowsPerHour: null },
      ],
      refused: [],
    },
  ])
  expect(list?.asked[0]?.get('$filter')).toBe(
    "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq 'westeurope'",
  )
})

test('of two prices the later one counts, and two of one day that differ are none', async () => {
  const { regions, findings } = await readPages(() =>
    pageOf(
      anItem({ retailPrice: 0.1, effectiveStartDate: '2021-01-01T00:00:00Z' }),
      anItem(),
      anItem(),
      anItem({ armSkuName: 'Standard_D4s_v5' }),
      anItem({ armSkuName: 'Standard_D4s_v5', retailPrice: 9 }),
      anItem({ armSkuName: 'Standard_D8s_v5', retailPrice: 0 }),
    ),
  )

  expect(regions).toMatchObject([
    { prices: [{ componentId: 'Standard_D2s_v5', perHour: 0.12 }], refused: ['Standard_D4s_v5', 'Standard_D8s_v5'] },
  ])
  expect(findings.filter(({ code }) => code === 'catalogue.price-refused').map(({ affected }) => affected)).toEqual([
    ['Standard_D4s_v5'],
    ['Standard_D8s_v5'],
  ])
})

test('who is asked to wait waits, and asks again', async () => {
  const { regions } = await readPages((_, earlier) =>
    earlier < 2 ? { status: 429, headers: { 'retry-after': '0' }, body: '' } : pageOf(anItem()),
  )

  expect(list?.asked).toHaveLength(3)
  expect(regions[0]?.prices).toHaveLength(1)
})

test('without a subscription only prices are read, which is said', async () => {
  const { components, findings } = await readPages(() => pageOf(anItem()))

  expect(components).toEqual([])
  expect(findings).toMatchObject([
    { code: 'source.partial', suggestion: expect.stringContaining('AZURE_SUBSCRIPTION_ID') },
  ])
})

test.each([
  ['a page that is no JSON', { body: '<html>' }, 'source.answer-damaged'],
  ['a page without items', { body: {} }, 'source.answer-damaged'],
  ['a link that is none', { body: { Items: [], NextPageLink: 'next' } }, 'source.answer-damaged'],
  ['throttling without end', { status: 429, headers: { 'retry-after': '0' }, body: '' }, 'source.throttled'],
  ['a refusal', { status: 404, body: '' }, 'source.unreachable'],
])('%s is an error when there is nothing else', async (_, page, code) => {
  await expect(readPages(() => page)).rejects.toMatchObject({ code, exitCode: 3 })
})

test('an address where nobody answers is an error', async () => {
  await expect(read('http://127.0.0.1:9/none')).rejects.toMatchObject({ code: 'source.unreachable' })
})

async function readWithSkus(answer: () => Answer) {
  list = await startPriceServer(() => pageOf(anItem()))
  azure = await startAzureServer(answer)
  withAzureCredentials(azure.endpoint)
  const live = azureSettingsSchema.parse({ kind: 'azure', subscriptions: ['one'], endpoint: azure.endpoint })
  return read(list.endpoint, { live })
}

const sku = (name: string, restrictions: readonly object[] = []): object => ({
  resourceType: 'virtualMachines',
  name,
  family: 'standardDSv5Family',
  locations: ['westeurope'],
  restrictions,
  capabilities: [
    { name: 'vCPUs', value: '2' },
    { name: 'MemoryGB', value: '8' },
  ],
})

test('sizes of a subscription are read through the SDK, those that it may not have apart', async () => {
  const closed = [{ type: 'Location', values: ['westeurope'], reasonCode: 'NotAvailableForSubscription' }]
  const { components, regions, findings } = await readWithSkus(() => ({
    body: {
      value: [sku('Standard_D2s_v5'), sku('Standard_D4s_v5', closed), { resourceType: 'disks', name: 'Premium_LRS' }],
    },
  }))

  expect(components.map(({ id }) => id)).toEqual(['Standard_D2s_v5', 'Standard_D4s_v5'])
  expect(regions).toMatchObject([{ offered: ['Standard_D2s_v5'], prices: [{ componentId: 'Standard_D2s_v5' }] }])
  expect(findings).toEqual([])
  expect(azure?.asked.map(({ action, query }) => [action, query.get('$filter')])).toEqual([
    ['Microsoft.Compute/skus/read', "location eq 'westeurope'"],
  ])
})

test('a subscription that may not read its sizes loses no price', async () => {
  const { regions, findings } = await readWithSkus(() => armError(403, 'AuthorizationFailed: no'))

  expect(regions).toMatchObject([{ offered: null, prices: [{ componentId: 'Standard_D2s_v5' }] }])
  expect(findings).toMatchObject([
    { code: 'source.partial', suggestion: expect.stringContaining('Microsoft.Compute/skus/read') },
  ])
})
