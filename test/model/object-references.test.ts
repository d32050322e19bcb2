import { expect, test } from 'vitest'
import type { NetworkObject } from '../../src/model/network-objects.ts'
import { referencesOf, renameVms } from '../../src/model/object-references.ts'

const pool: NetworkObject = {
  kind: 'target-pool',
  id: 'pool-1',
  name: 'web',
  vpcId: 'vpc-1',
  protocol: null,
  port: null,
  targets: [
    { vmId: 'vm-1', nicId: null, address: null, port: 80 },
    { vmId: null, nicId: 'nic-2', address: null, port: 80 },
  ],
  healthCheck: null,
}

const service: NetworkObject = {
  kind: 'service',
  id: 'group-1',
  name: 'group',
  type: 'scaling group',
  vpcId: null,
  subnetIds: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  addresses: [],
  dnsName: null,
  port: null,
  vmIds: ['vm-1', 'vm-2'],
  facts: {},
}

const template: NetworkObject = {
  kind: 'template',
  id: 'lt-1',
  name: 'web',
  subnetIds: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  versions: [],
  vmIds: ['vm-1', 'vm-2'],
}

test('what an object refers to is found whatever its kind, and nothing that is not there', () => {
  expect(referencesOf(pool)).toMatchObject({ vpcIds: ['vpc-1'], vmIds: ['vm-1'], nicIds: ['nic-2'], subnetIds: [] })
  expect(referencesOf(template)).toMatchObject({ subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] })
  expect(referencesOf(service)).toMatchObject({ vpcIds: [], subnetIds: ['subnet-1'], vmIds: ['vm-1', 'vm-2'] })
})

test('a VM that got another id is found under it, and two that became one are one', () => {
  const rename = (): string => 'site-vm'

  expect(referencesOf(renameVms(pool, rename)).vmIds).toEqual(['site-vm'])
  expect(referencesOf(renameVms(service, rename)).vmIds).toEqual(['site-vm'])
  expect(referencesOf(renameVms(template, rename)).vmIds).toEqual(['site-vm'])
})
