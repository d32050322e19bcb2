import { expect, test } from 'vitest'
import { overlaps, parseCidr } from '../../../src/model/cidr.ts'
import { awsNetworkLimits } from '../../../src/targets/aws/limits.ts'

test('every limit says where and when it was read', () => {
  const { blocksPerVpc, subnetsPerVpc, routesPerTable, rulesPerGroup, groupsPerNic } = awsNetworkLimits

  for (const limit of [blocksPerVpc, subnetsPerVpc, routesPerTable, rulesPerGroup, groupsPerNic]) {
    expect(limit).toMatchObject({ source: expect.stringContaining('VPC user guide'), asOf: '2023-06' })
  }
})

test('a /28, the smallest subnet, has eleven addresses for VMs', () => {
  const { subnetPrefix, reservedFirst, reservedLast } = awsNetworkLimits

  expect(2 ** (32 - subnetPrefix.longest) - reservedFirst - reservedLast).toBe(11)
})

test.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])('allows VPCs in %s', (block) => {
  const refused = awsNetworkLimits.forbidden.filter((range) => overlaps(range.block, parseCidr(block)))

  expect(refused).toEqual([])
})
