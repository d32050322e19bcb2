import { expect, test } from 'vitest'
import { primaryMachinesOf } from '../../../src/core/plan/primary-machines.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { primaryMachineSchema } from '../../../src/model/primary-machine.ts'
import { aDisk, aNic, aVm } from '../../builders.ts'

const filter = (id: string, nicIds: readonly string[], ofFirewall = false): NetworkObject => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: null,
  subnetIds: [],
  nicIds,
  stateful: true,
  isDefault: false,
  entries: [],
  ...(ofFirewall && { ofFirewall }),
})

test('carries what the source says of a machine, and of each of its cards what guards it', () => {
  const vm = aVm({
    id: 'i-0f00d0f00d0f00d00',
    sourceType: 'm5.large',
    platformRole: 'arn:aws:iam::111122223333:instance-profile/web',
    nics: [aNic({ id: 'eni-1', securityGroupIds: ['sg-1'] }), aNic({ id: 'eni-2' })],
    disks: [aDisk({ id: 'vol-1' }), aDisk({ id: 'ephemeral0', attachment: 'ephemeral', boot: false })],
    placement: { datacenter: null, cluster: null, host: null, zone: 'eu-central-1a' },
  })
  const objects: readonly NetworkObject[] = [
    filter('late', ['eni-2']),
    filter('early', ['eni-2', 'eni-9']),
    filter('wall', ['eni-2'], true),
    { kind: 'member-group', id: 'web', name: 'web', nicIds: ['eni-1'] },
  ]

  const machine = primaryMachinesOf(objects)(vm)

  expect(primaryMachineSchema.parse(machine)).toEqual({
    platform: 'aws',
    size: 'm5.large',
    zone: 'eu-central-1a',
    platformRole: 'arn:aws:iam::111122223333:instance-profile/web',
    cards: [
      { nicIndex: 0, securityGroupIds: ['sg-1'], packetFilterIds: [], memberGroupIds: ['web'] },
      { nicIndex: 1, securityGroupIds: [], packetFilterIds: ['early', 'late'], memberGroupIds: [] },
    ],
    disks: [
      {
        id: 'vol-1',
        name: 'disk 1',
        capacityGiB: 50,
        sourceClass: null,
        iops: null,
        throughputMiBps: null,
        boot: true,
      },
    ],
  })
})

test('a machine of no cloud is none to be made again', () => {
  expect(primaryMachinesOf([])(aVm({ id: '4227c8d1-0000', sourceType: 'm5.large' }))).toBeNull()
})
