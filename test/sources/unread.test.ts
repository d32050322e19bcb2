import { expect, test } from 'vitest'
import { unreadOf as ofAws } from '../../src/sources/aws/unread.ts'
import { unreadOf as ofAzure } from '../../src/sources/azure/unread.ts'

test('what calls would have told is unread, each kind once and in one order', () => {
  const aws = ofAws(['DescribeVpnGateways', 'DescribeNetworkAcls', 'DescribeNatGateways', 'DescribeInstanceTypes'])
  const azure = ofAzure(['VirtualNetworks_ListAll', 'Disks_List', 'VirtualMachines_ListAll'])

  expect(aws).toEqual(['gateway', 'packet-filter'])
  expect(azure).toEqual(['disk', 'vpc'])
})
