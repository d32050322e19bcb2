import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { aHost, anAcl, anAclEntry, translate } from '../../builders-network.ts'

const nameService: NetworkObject = {
  kind: 'name-service',
  id: 'dopt-1',
  name: 'dopt-1',
  vpcIds: ['vpc-1'],
  domain: 'example.test',
  nameServers: [parseAddress('10.0.0.10'), parseAddress('1.1.1.1')],
  timeServers: [parseAddress('169.254.169.123')],
  netbiosServers: [],
}

const connection: NetworkObject = {
  kind: 'connection',
  id: 'vpn-1',
  name: 'plant',
  gatewayId: 'vgw-1',
  remoteId: 'cgw-1',
  vpcId: 'vpc-1',
  subnetIds: [],
  blocks: [parseCidr('192.168.0.0/16')],
  localBlocks: [parseCidr('10.0.0.0/16')],
  insideBlocks: [parseCidr('169.254.10.0/30')],
  translations: [],
  dynamic: false,
}

const resolver: NetworkObject = {
  kind: 'resolver',
  id: 'rslvr-1',
  name: 'to-dc',
  direction: 'rule',
  vpcIds: ['vpc-1'],
  subnetIds: [],
  addresses: [],
  domain: 'corp.example.test',
  forwardsTo: ['10.0.0.10:53', '192.168.1.5:53', 'dc.example.test'],
}

const publicAddress: NetworkObject = {
  kind: 'public-address',
  id: 'eip-1',
  name: 'edge',
  address: parseAddress('203.0.113.20'),
  block: null,
  ownerId: 'vm-1',
  isStatic: true,
  pool: null,
  dnsName: null,
  reverseName: null,
}

const changesOf = (object: NetworkObject) =>
  translate({ network: { objects: [object] } }).translation.objects.flatMap(({ changes }) =>
    changes.map(({ field, before, after }) => `${field}: ${before} → ${after.join(', ')}`),
  )

const fateOf = (object: NetworkObject) => translate({ network: { objects: [object] } }).translation.objects[0]?.fate

describe('objects of the network', () => {
  it('have every address in them followed, and none that is elsewhere', () => {
    expect(changesOf(nameService)).toEqual(['nameServers[0]: 10.0.0.10 → 10.9.0.10'])
    expect(changesOf(connection)).toEqual(['localBlocks[0]: 10.0.0.0/16 → 10.9.0.0/16'])
    expect(changesOf(resolver)).toEqual(['forwardsTo[0]: 10.0.0.10:53 → 10.9.0.10:53'])
    expect(changesOf(publicAddress)).toEqual([])
    const rule = anAclEntry('ingress', 1, { peer: '10.0.0.0/24', destinations: ['$HOME_NET', '192.0.2.0/24'] })
    expect(changesOf(anAcl(['subnet-1'], [rule], { ofFirewall: true, stateful: true }))).toEqual([
      'entries[0].sources[0]: 10.0.0.0/24 → 10.9.0.0/24',
    ])
    expect(fateOf(nameService)).toBe('rebuild')
    expect(fateOf(connection)).toBe('agree')
  })

  it('that let in or keep out blocks say what these become', () => {
    const policy: NetworkObject = {
      kind: 'service',
      id: 'arn:aws:s3:::ledger',
      name: 'ledger',
      type: 'S3 bucket policy',
      vpcId: null,
      subnetIds: [],
      securityGroupIds: [],
      addresses: [],
      dnsName: null,
      port: null,
      vmIds: [],
      facts: {},
      admits: { subnetIds: [], blocks: [parseCidr('203.0.113.0/24'), parseCidr('10.0.0.0/24')], vpcIds: ['vpc-1'] },
      refuses: { subnetIds: [], blocks: [parseCidr('10.0.5.0/24')] },
    }

    expect(changesOf(policy)).toEqual([
      'admits.blocks[1]: 10.0.0.0/24 → 10.9.0.0/24',
      'refuses.blocks[0]: 10.0.5.0/24 → 10.9.5.0/24',
    ])
  })

  it('that name a host without a place at the recovery site have no address there', () => {
    const twins = [aHost('vm-1', 'subnet-1', ['10.0.0.10']), aHost('vm-2', 'subnet-1', ['10.0.5.9'])]
    const object = { ...nameService, nameServers: [parseAddress('10.0.5.9')] }

    const { translation } = translate({ vms: twins, network: { objects: [object] } })

    expect(translation.objects[0]?.changes).toEqual([{ field: 'nameServers[0]', before: '10.0.5.9', after: [] }])
  })
})
