/** What Site Recovery replicates, by the live source. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf, idOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type AzureServer } from '../../support/azure-server.ts'
import { quayAzure } from '../../support/quay-azure.ts'

let server: AzureServer
let isDenied = false

beforeAll(async () => {
  server = await startAzureServer((asked) =>
    isDenied && asked.action.endsWith('/replicationProtectedItems/read')
      ? armError(403, 'AuthorizationFailed: It is not allowed.')
      : answerOf(quayAzure, asked),
  )
  withAzureCredentials(server.endpoint)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

const items = ({ network }: SiteReading) =>
  objectsOf(network.objects, 'service').filter(({ type }) => type === 'Site Recovery item')

test('every item has the subnets and addresses of its interfaces, for good and in tests, even when its vault is elsewhere', async () => {
  const reading = await readSite(anAzureRequest({ endpoint: server.endpoint, regions: ['westeurope'] }))

  expect(items(reading).map(({ name, facts }) => [name, facts])).toEqual([
    [
      'till',
      {
        machine: idOf('Microsoft.Compute/virtualMachines', 'till').toLowerCase(),
        replication: 'A2A',
        'till-front/one target': '10.40.1.4 in subnet shop of dr-vnet',
        'till-front/one test': '10.41.1.4 in subnet shop-test of test-vnet',
        'till-front/two target': 'any address in subnet shop of dr-vnet',
        'till-back target': 'any address in subnet back of dr-vnet',
      },
    ],
    [
      'from-vmware',
      {
        replication: 'InMageRcm',
        '4000 target': '10.40.2.7 in subnet back of dr-vnet',
        '4000 test': '10.41.2.7 in subnet back-test of test-vnet',
      },
    ],
    ['bare', { replication: 'A2A' }],
  ])
  expect(JSON.stringify(items(reading))).not.toContain('must-not-be-seen')
  expect(objectsNotPlanned(reading.network, reading.vms).map(({ subject }) => subject)).toContain('Site Recovery items')
})

test('a vault that may not be looked into is a finding, and costs nothing else', async () => {
  isDenied = true

  const reading = await readSite(anAzureRequest({ endpoint: server.endpoint }))

  expect(items(reading)).toEqual([])
  expect(reading.vms.length).toBeGreaterThan(0)
  expect(reading.findings.filter(({ code }) => code === 'source.partial').map(({ message }) => message)).toEqual([
    expect.stringContaining('Microsoft.RecoveryServices/vaults/replicationProtectedItems/read'),
  ])
})
