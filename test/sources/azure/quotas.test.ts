import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { matchQuotas } from '../../../src/core/catalogue/match-quotas.ts'
import type { QuotaRequest } from '../../../src/model/account-quotas.ts'
import { azureSettingsSchema } from '../../../src/model/live-settings.ts'
import { azureQuotaSource } from '../../../src/sources/azure/quotas.ts'
import { loadAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'
import { azureQuotasOf } from '../../../src/targets/azure/quotas.ts'
import { withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type Asked, type AzureServer } from '../../support/azure-server.ts'

let azure: AzureServer | null = null

beforeEach(() => vi.stubEnv('AZURE_SUBSCRIPTION_ID', undefined))
afterEach(async () => {
  vi.unstubAllEnvs()
  await azure?.close()
})

const usage = (value: string, currentValue: number, limit: number): object => ({
  unit: 'Count',
  name: { value, localizedValue: `${value} of a region` },
  currentValue,
  limit,
})

const compute = [usage('cores', 12, 100), usage('standardDSv5Family', 8, 50), usage('virtualMachines', 3, 25_000)]
const network = [usage('NETWORKINTERFACES', 40, 65_536), usage('VirtualNetworks', 2, 1000)]

function whole({ action, query, endpoint, path }: Asked): Answer {
  if (action !== 'Microsoft.Compute/locations/usages/read') return { body: { value: network } }
  if (query.has('page')) return { body: { value: compute.slice(2) } }
  return { body: { value: compute.slice(0, 2), nextLink: `${endpoint}${path}?api-version=2024-07-01&page=2` } }
}

async function read(
  answer: (asked: Asked) => Answer,
  over: Partial<QuotaRequest> = {},
  subscriptions: readonly string[] = ['one'],
) {
  azure = await startAzureServer(answer)
  withAzureCredentials(azure.endpoint)
  const live = azureSettingsSchema.parse({ kind: 'azure', subscriptions, endpoint: azure.endpoint })
  return azureQuotaSource.readQuotas({ region: 'westeurope', account: null, live, ownSite: null, ...over })
}

test('usages of compute and of the network are read for the recovery region, page by page', async () => {
  const reading = await read(whole)

  expect(reading).toMatchObject({ account: 'one', findings: [] })
  expect(reading.quotas.map(({ id, most, used, source }) => [id, most, used, source])).toEqual([
    ['cores', 100, 12, 'Microsoft.Compute usages'],
    ['standardDSv5Family', 50, 8, 'Microsoft.Compute usages'],
    ['virtualMachines', 25_000, 3, 'Microsoft.Compute usages'],
    ['NETWORKINTERFACES', 65_536, 40, 'Microsoft.Network usages'],
    ['VirtualNetworks', 1000, 2, 'Microsoft.Network usages'],
  ])
  expect(new Set(azure?.asked.map(({ path }) => path))).toEqual(
    new Set([
      '/subscriptions/one/providers/Microsoft.Compute/locations/westeurope/usages',
      '/subscriptions/one/providers/Microsoft.Network/locations/westeurope/usages',
    ]),
  )
})

test('they are the quotas of the target whatever their case, and what is named like nothing is said', async () => {
  const reading = await read(whole)

  const { quotas, findings } = matchQuotas(azureQuotasOf(loadAzureCatalogue()), reading, 'westeurope')

  expect(quotas.map(({ id, most }) => [id, most])).toEqual([
    ['NetworkInterfaces', 65_536],
    ['cores', 100],
    ['standardDSv5Family', 50],
  ])
  expect(findings).toMatchObject([{ code: 'catalogue.quota-unmatched', subject: 'quotas of one in westeurope' }])
  expect(findings[0]?.affected).toContain('standardESv5Family')
  expect(findings[0]?.affected).not.toContain('cores')
})

test('a quota without end has none', async () => {
  const { quotas } = await read(() => ({ body: { value: [usage('cores', 12, -1)] } }))

  expect(quotas[0]).toMatchObject({ id: 'cores', most: null, used: 12 })
})

test('one of the two that may not be read is a finding', async () => {
  const { quotas, findings } = await read((asked) =>
    asked.action.startsWith('Microsoft.Network') ? armError(403, 'AuthorizationFailed: no') : whole(asked),
  )

  expect(quotas).toHaveLength(3)
  expect(findings).toMatchObject([
    {
      code: 'source.partial',
      subject: 'Microsoft.Network usages of westeurope',
      suggestion: expect.stringContaining('Microsoft.Network/locations/usages/read'),
    },
  ])
})

test('who is asked to wait waits', async () => {
  const { quotas } = await read((asked) =>
    asked.earlier === 0 ? armError(429, 'TooManyRequests: slower', { 'retry-after': '0' }) : whole(asked),
  )

  expect(quotas).toHaveLength(5)
})

test('nothing that may be read is an error', async () => {
  await expect(read(() => armError(403, 'AuthorizationFailed: no'))).rejects.toMatchObject({
    code: 'source.unauthorised',
    exitCode: 3,
  })
})

test('whose quotas are meant must be clear', async () => {
  await expect(read(whole, {}, ['one', 'two'])).rejects.toMatchObject({
    code: 'cli.usage',
    suggestions: ['--account one | two'],
  })
  await expect(read(whole, { live: null })).rejects.toMatchObject({ code: 'cli.usage' })
  expect(await read(whole, { account: 'two' }, ['one', 'two'])).toMatchObject({ account: 'two' })
})
