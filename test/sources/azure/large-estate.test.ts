/** Hundreds of machines, page after page, through the real SDK. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SiteReading } from '../../../src/model/source.ts'
import { readMetrics } from '../../../src/sources/azure/read-metrics.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { startAzureServer, type AzureServer } from '../../support/azure-server.ts'
import { largeAzure } from '../../support/large-azure.ts'
import { aSite } from '../../builders.ts'

const machines = Number(process.env['DRPLAN_AZURE_MACHINES'] ?? 320)
let server: AzureServer
let reading: SiteReading

beforeAll(async () => {
  const estate = largeAzure(machines)
  server = await startAzureServer((asked) => answerOf(estate, asked))
  withAzureCredentials(server.endpoint)
  reading = await readSite(anAzureRequest({ endpoint: server.endpoint }))
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

test('every machine is there once, with its size, disk, interface, subnet and state', () => {
  const subnets = new Set(reading.network.subnets.map(({ id }) => id))

  expect(new Set(reading.vms.map(({ id }) => id)).size).toBe(machines)
  expect(reading.network.vpcs).toHaveLength(3)
  for (const vm of reading.vms) {
    expect(vm).toMatchObject({ memoryGiB: expect.any(Number) as number, disks: [{ capacityGiB: 32 }] })
    expect(vm.nics.map(({ subnetId }) => subnets.has(subnetId ?? ''))).toEqual([true])
    expect(vm.nics[0]?.securityGroupIds).toHaveLength(1)
  }
  expect(reading.vms.filter(({ power }) => power === 'off')).toHaveLength(Math.ceil(machines / 10))
  expect(reading.vms.filter(({ accelerators }) => accelerators.length > 0)).toHaveLength(Math.ceil(machines / 50))
  expect(new Set(reading.vms.map(({ nics }) => nics[0]?.addresses[0]?.value)).size).toBe(machines)
})

test('what security groups allow is known, without a finding', () => {
  expect(reading.network.rulesKnown).toBe(true)
  expect(reading.network.securityRules.length).toBeGreaterThan(3 * 20)
  expect(reading.findings.map(({ code }) => code)).toEqual(['site.vm-powered-off'])
})

test('metrics are asked for 50 machines at a time', async () => {
  const { batches } = await readMetrics(
    anAzureRequest({ endpoint: server.endpoint, historyDays: 1 }),
    aSite({ vms: [...reading.vms] }),
  )
  const seen = new Set<string>()
  for await (const { vmId, metric } of batches) seen.add(`${vmId} ${metric}`)

  const sizes = server.asked
    .filter(({ action }) => action.endsWith('/metrics/read'))
    .map(({ body }) => (JSON.parse(body) as { resourceids: readonly string[] }).resourceids.length)
  expect(seen.size).toBe(machines * 7)
  expect(sizes).toHaveLength(2 * Math.ceil(machines / 50))
  expect(Math.max(...sizes)).toBe(Math.min(50, machines))
})

test('regions and resource groups leave out what is elsewhere, and one token is enough for all', async () => {
  const before = server.tokens()
  const elsewhere = await readSite(anAzureRequest({ endpoint: server.endpoint, regions: ['northeurope'] }))
  const networks = await readSite(anAzureRequest({ endpoint: server.endpoint, resourceGroups: ['Net-RG'] }))
  const near = await readSite(
    anAzureRequest({ endpoint: server.endpoint, regions: ['West Europe'], resourceGroups: ['work-rg', 'net-rg'] }),
  )

  expect([elsewhere.vms.length, elsewhere.network.vpcs.length, elsewhere.region]).toEqual([0, 0, 'northeurope'])
  expect(elsewhere.findings.map(({ code }) => code)).toEqual(['site.value-missing'])
  expect([networks.vms.length, networks.network.vpcs.length]).toEqual([0, 3])
  expect(near).toEqual(reading)
  expect(server.tokens() - before).toBe(3)
})
