import { expect, test } from 'vitest'
import { overlaps, parseCidr } from '../../../src/model/cidr.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'

test('every limit says where and when it was read', () => {
  const { blocksPerVpc, subnetsPerVpc, routesPerTable, rulesPerGroup, groupsPerNic } = azureNetworkLimits

  for (const limit of [blocksPerVpc, subnetsPerVpc, routesPerTable, rulesPerGroup, groupsPerNic]) {
    expect(limit.source.length).toBeGreaterThan(10)
    expect(limit.asOf).toMatch(/^20\d\d-\d\d$/)
  }
})

test('a /29, the smallest subnet, has three addresses for VMs', () => {
  const { subnetPrefix, reservedFirst, reservedLast } = azureNetworkLimits

  expect(2 ** (32 - subnetPrefix.longest) - reservedFirst - reservedLast).toBe(3)
})

test.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])('allows VNets in %s', (block) => {
  const refused = azureNetworkLimits.forbidden.filter((range) => overlaps(range.block, parseCidr(block)))

  expect(refused).toEqual([])
})

test.each(['224.1.0.0/16', '168.63.129.0/24', '169.254.10.0/24', '127.0.0.0/8'])('refuses VNets in %s', (block) => {
  const refused = azureNetworkLimits.forbidden.filter((range) => overlaps(range.block, parseCidr(block)))

  expect(refused).toHaveLength(1)
})
