import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { containsAddress } from '../../../src/model/cidr.ts'
import {
  aHost,
  aRecord,
  aRule,
  aSubnet,
  codesOf,
  messagesOf,
  peersOf,
  placesOf,
  translate,
} from '../../builders-network.ts'
import { aVm } from '../../builders.ts'

describe('hosts', () => {
  it('at a reserved address move, and rules and records follow', () => {
    const result = translate({
      vms: [aHost('vm-1', 'subnet-1', ['10.0.0.2']), aHost('vm-2', 'subnet-1', ['10.0.0.4'])],
      network: {
        securityRules: [aRule('r1', '10.0.0.2/32'), aRule('r2', '10.0.0.0/24')],
        dnsRecords: [aRecord('old', ['10.0.0.2'])],
      },
    })

    expect(placesOf(result)).toEqual({ 'vm-1 10.0.0.2': '10.9.0.5', 'vm-2 10.0.0.4': '10.9.0.4' })
    expect(peersOf(result)).toEqual(['r1: 10.9.0.5/32', 'r2: 10.9.0.0/24'])
    expect(result.translation.dnsRecords[0]?.values).toEqual(['10.9.0.5'])
    expect(codesOf(result.findings)).toEqual(['network.address-moved'])
  })

  it('without a network card, without an address, or with IPv6 only all get a place', () => {
    const result = translate({
      vms: [
        aVm({ id: 'bare', nics: [] }),
        aHost('dhcp', 'subnet-1', []),
        aHost('six', 'subnet-1', ['2001:db8::1']),
        aHost('lost', 'gone', ['10.0.0.7']),
      ],
    })

    expect(new Set(result.translation.addresses.map(({ vmId }) => vmId))).toEqual(
      new Set(['bare', 'dhcp', 'six', 'lost']),
    )
    expect(codesOf(result.findings)).toEqual([
      'network.ipv6-untranslated',
      'network.rules-unknown',
      'network.subnet-unknown',
    ])
    expect(messagesOf(result, 'network.subnet-unknown')).toContain('2\u00a0VMs have cards')
  })

  it('with one address are told apart: the first by id keeps it', () => {
    const result = translate({ vms: [aHost('b', 'subnet-1', ['10.0.0.10']), aHost('a', 'subnet-1', ['10.0.0.10'])] })

    expect(placesOf(result)).toEqual({ 'a 10.0.0.10': '10.9.0.10', 'b 10.0.0.10': 'platform' })
    expect(codesOf(result.findings)).toEqual(['network.address-collision'])
  })

  it('with one address in two overlapping subnets both have a place, and it is said whom rules follow', () => {
    const result = translate({
      vms: [aHost('a', 's-wide', ['10.0.0.10']), aHost('b', 's-zinner', ['10.0.0.10'])],
      network: {
        subnets: [aSubnet('s-wide', '10.0.0.0/24'), aSubnet('s-zinner', '10.0.0.0/25')],
        securityRules: [aRule('r1', '10.0.0.10/32')],
        dnsRecords: [aRecord('web', ['10.0.0.10'])],
      },
    })

    expect(peersOf(result)).toEqual(['r1: 10.9.0.10/32'])
    expect(codesOf(result.findings)).toEqual([
      'network.address-collision',
      'network.cidr-overlap',
      'network.record-unclear',
    ])
    expect(messagesOf(result, 'network.address-collision')).toContain('follow a.')
  })

  it('outside their subnet are said, and a record that names them is not rewritten', () => {
    const result = translate({
      vms: [aHost('a', 'subnet-1', ['10.0.7.10'])],
      network: { dnsRecords: [aRecord('web', ['10.0.7.10'])] },
    })

    expect(placesOf(result)).toEqual({ 'a 10.0.7.10': 'platform' })
    expect(result.translation.dnsRecords[0]).toMatchObject({ values: ['10.0.7.10'], rule: 'kept' })
    expect(codesOf(result.findings)).toEqual(['network.address-outside', 'network.record-unclear'])
  })

  it('of a network without a known block float, and rules follow them', () => {
    const result = translate({
      vms: [aHost('a', 's', ['10.4.4.4']), aHost('b', 's', ['192.168.3.3'])],
      network: { subnets: [aSubnet('s', null)], securityRules: [aRule('r1', '192.168.3.3/32')] },
    })

    const [subnet] = result.translation.subnets
    const to = result.translation.addresses.map((entry) => entry.to)
    expect(codesOf(result.findings)).toEqual(['network.subnet-unknown'])
    expect(to.every((one) => one && subnet && containsAddress(subnet.block, one))).toBe(true)
    expect(peersOf(result)).toEqual([`r1: ${to[1] ? formatAddress(to[1]) : ''}/32`])
  })

  it('more than a subnet has room for are named, and so is a subnet too full for what the platform adds', () => {
    const full = Array.from({ length: 14 }, (_, index) => aHost(`vm-${index + 10}`, 's', [`10.0.0.${index + 1}`]))
    const subnets = [aSubnet('s', '10.0.0.0/28')]
    const elevenAndOne = [...full.slice(3), aHost('dhcp', 's', [])]

    expect(messagesOf(translate({ vms: full, network: { subnets } }), 'network.limit')).toContain('and 11 usable ones')
    expect(translate({ vms: full.slice(3), network: { subnets } }).findings).toEqual([])
    const crowded = translate({ vms: elevenAndOne.filter(({ id }) => id !== 'vm-13'), network: { subnets } })
    expect(crowded.findings).toEqual([])
    expect(
      messagesOf(
        translate({ vms: [...elevenAndOne.slice(1), aHost('dhcp2', 's', [])], network: { subnets } }),
        'network.limit',
      ),
    ).toContain('has room for 11 addresses, and needs 12')
  })

  it('of a subnet that no block of its VPC holds float with the right reason', () => {
    const result = translate({
      network: { subnets: [aSubnet('subnet-1', '10.99.0.0/24')] },
      vms: [aHost('a', 'subnet-1', ['10.99.0.9'])],
    })

    expect(messagesOf(result, 'network.block-refused')).toContain('no block of its VPC that moves holds all of it')
  })

  it('are all packed: 10,000 in one floating network', () => {
    const vms = Array.from({ length: 10_000 }, (_, index) =>
      aHost(`vm-${index}`, 's', [formatAddress({ family: 4, value: (172n << 24n) + BigInt(index) })]),
    )

    const result = translate({ vms, network: { subnets: [aSubnet('s', null)] } })

    expect(result.translation.addresses.every(({ to }) => to !== null)).toBe(true)
  })
})
