import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseAddress } from '../../src/model/address.ts'
import { containsAddress, contains, type Cidr } from '../../src/model/cidr.ts'
import { configSchema } from '../../src/model/config.ts'
import { networkSchema } from '../../src/model/network.ts'
import type { SampleBatch } from '../../src/model/source.ts'
import { defaultTiers } from '../../src/model/tier.ts'
import { metricsCsvSource } from '../../src/sources/metrics-csv/index.ts'
import { aSite, aVm } from '../builders.ts'
import { collect } from './collect.ts'
import { harbourFoodsHours, makeHarbourFoodsMetrics } from './harbour-foods-metrics.ts'
import { harbourFoodsNetwork } from './harbour-foods-network.ts'
import { harbourFoodsVms } from './harbour-foods-vms.ts'
import { harbourFoodsFolder, makeHarbourFoodsInventory } from './make-harbour-foods.ts'

const metricsFile = join(harbourFoodsFolder, 'metrics.csv.gz')
const network = networkSchema.parse(harbourFoodsNetwork)

describe('the committed scenario harbour-foods', () => {
  it('is what its writer makes', async () => {
    const metrics = gunzipSync(await readFile(metricsFile)).toString()

    expect(await readFile(join(harbourFoodsFolder, 'inventory.json'), 'utf8')).toBe(makeHarbourFoodsInventory())
    // Not toBe: a difference would print four megabytes.
    expect(metrics === makeHarbourFoodsMetrics()).toBe(true)
  })

  it('is small, and its archive carries no time stamp', async () => {
    const header = (await readFile(metricsFile)).subarray(4, 8)

    expect((await stat(metricsFile)).size).toBeLessThan(1_000_000)
    expect([...header]).toEqual([0, 0, 0, 0])
  })

  it('has a configuration that the schema accepts, whose rules name tiers that exist', async () => {
    const text = await readFile(join(harbourFoodsFolder, 'drplan.yaml'), 'utf8')

    const config = configSchema.parse(parse(text))

    const tiers = new Set(defaultTiers.map(({ id }) => id))
    expect(config.assign.filter(({ tier }) => tier !== undefined && !tiers.has(tier))).toEqual([])
    expect(z.encode(configSchema, config).network?.blocks).toEqual([{ from: '10.20.0.0/16', to: '10.120.0.0/16' }])
  })
})

describe('the network of harbour-foods', () => {
  const subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]))
  const groups = new Map(network.securityGroups.map((group) => [group.id, group]))

  it('has every subnet in a block of its VPC and every address in its subnet, once', () => {
    const blocks = new Map<string, Cidr[]>(network.vpcs.map((vpc) => [vpc.id, vpc.blocks]))
    const strayed = network.subnets.filter(
      ({ vpcId, block }) => !blocks.get(vpcId)?.some((outer) => block && contains(outer, block)),
    )
    const nics = harbourFoodsVms.flatMap((vm) => vm.nics)
    const outside = nics.filter(({ subnetId, addresses }) => {
      const block = subnets.get(subnetId)?.block
      return !addresses.every((address) => block && containsAddress(block, parseAddress(address)))
    })
    const addresses = nics.flatMap((nic) => nic.addresses)

    expect(strayed).toEqual([])
    expect(outside).toEqual([])
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('names only groups, tables and VPCs that exist, in the VPC of the NIC', () => {
    const tables = new Set(network.routeTables.map(({ id }) => id))
    const strangers = harbourFoodsVms.flatMap(({ nics }) =>
      nics.filter(({ subnetId, securityGroupIds }) =>
        securityGroupIds.some((id) => groups.get(id)?.vpcId !== subnets.get(subnetId)?.vpcId),
      ),
    )
    const peers = network.securityRules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.groupId] : []))

    expect(strangers).toEqual([])
    expect([...peers, ...network.securityRules.map(({ groupId }) => groupId)].filter((id) => !groups.has(id))).toEqual(
      [],
    )
    expect(network.routes.filter(({ tableId }) => !tables.has(tableId))).toEqual([])
    expect(network.subnets.filter(({ routeTableId }) => routeTableId && !tables.has(routeTableId))).toEqual([])
  })

  it('has ids that are unique, and opens 443 and 80 of the web tier to everybody and nothing else', () => {
    const ids = [network.securityRules, network.routes, network.dnsRecords, network.subnets].flat().map(({ id }) => id)
    const open = harbourFoodsNetwork.securityRules.filter(({ peer }) => peer.cidr === '0.0.0.0/0')

    expect(new Set(ids).size).toBe(ids.length)
    expect(open.map(({ groupId, ports }) => `${groupId} ${ports?.from}-${ports?.to}`)).toEqual([
      'sg-web 443-443',
      'sg-web 80-80',
    ])
  })
})

describe('the VMs of harbour-foods', () => {
  it('depend on one another without a circle, never on a weaker tier that is stated', () => {
    const byName = new Map(harbourFoodsVms.map((vm) => [vm.name, vm]))
    const depth = (name: string, seen: readonly string[]): number => {
      expect(seen).not.toContain(name)
      const vm = byName.get(name)
      return 1 + Math.max(0, ...(vm?.dependsOn ?? []).map((needed) => depth(needed, [...seen, name])))
    }
    const needs = harbourFoodsVms.flatMap((vm) => vm.dependsOn.map((needed) => [vm, byName.get(needed)] as const))

    expect(Math.max(...harbourFoodsVms.map(({ name }) => depth(name, [])))).toBeGreaterThan(3)
    expect(needs.filter(([, needed]) => needed === undefined)).toEqual([])
    expect(needs.filter(([vm, needed]) => vm.tier && needed?.tier && needed.tier > vm.tier)).toEqual([])
  })

  it('are 25 and a template, one of them off and one without metrics', async () => {
    const measured = new Set((await readSamples()).map(({ vmId }) => vmId))
    const running = harbourFoodsVms.filter(({ power }) => power === 'on')

    expect(harbourFoodsVms.filter(({ kind }) => kind === 'workload')).toHaveLength(25)
    expect(harbourFoodsVms.filter(({ power }) => power === 'off').map(({ name }) => name)).toEqual([
      'erp-old-1',
      'tpl-debian-12',
    ])
    expect(running.filter(({ id }) => !measured.has(id)).map(({ name }) => name)).toEqual(['jump-1'])
  })
})

describe('the metrics of harbour-foods', () => {
  it('are all matched and converted, with the gaps and shapes that were meant', async () => {
    const batches = await readSamples()
    const valuesOf = (name: string, metric: string): number[] => {
      const id = harbourFoodsVms.find((vm) => vm.name === name)?.id
      return batches.flatMap((batch) => (batch.vmId === id && batch.metric === metric ? [...batch.values] : []))
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

    expect(valuesOf('shop-1', 'cpu')).toHaveLength(harbourFoodsHours)
    expect(valuesOf('wms-db-1', 'cpu')).toHaveLength(harbourFoodsHours - 26)
    expect(valuesOf('log-1', 'cpu').length / harbourFoodsHours).toBeCloseTo(0.97, 1)
    expect(new Set(valuesOf('label-1', 'cpu'))).toEqual(new Set([0.04]))
    expect(valuesOf('render-1', 'gpu')).toHaveLength(harbourFoodsHours)
    const database = valuesOf('shop-db-1', 'cpu')
    expect(mean(database.slice(-168)) / mean(database.slice(0, 168))).toBeGreaterThan(1.25)
    expect(valuesOf('shop-test-1', 'cpu').slice(120, 168)).toEqual(Array(48).fill(0))
    const shop = valuesOf('shop-1', 'cpu')
    expect(shop.indexOf(Math.max(...shop))).toBeGreaterThanOrEqual(25 * 24 + 18)
    expect(shop.indexOf(Math.max(...shop))).toBeLessThan(25 * 24 + 22)
  })
})

/** The committed samples, read as drplan reads them; without a finding. */
async function readSamples(): Promise<SampleBatch[]> {
  const site = aSite({
    vms: harbourFoodsVms.map(({ id, name, vcpus, memoryGiB }) =>
      aVm({
        id,
        name,
        vcpus,
        memoryGiB,
        nics: [],
        accelerators: name === 'render-1' ? [{ kind: 'gpu', model: 'NVIDIA T4', count: 1, memoryGiB: 16 }] : [],
      }),
    ),
  })
  const request = {
    shownPath: 'metrics.csv.gz',
    region: null,
    mappingPath: null,
    metric: null,
    live: null,
    until: '',
    subnets: [],
  }
  const reading = await metricsCsvSource.readMetrics?.({ ...request, path: metricsFile }, site)
  const batches = reading ? await collect(reading.batches) : []
  expect(reading?.findings).toEqual([])
  return batches
}
