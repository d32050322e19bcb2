import { describe, expect, it } from 'vitest'
import { mapAddress } from '../../../src/core/network/address-map.ts'
import { mapsOf, type VpcMoves } from '../../../src/core/network/vpc-maps.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'

const moves = (vpcId: string, segments: [string, string][], hosts: [string, string][] = []): VpcMoves => ({
  vpcId,
  ranges: [],
  segments: segments.map(([from, to]) => ({ from: parseCidr(from), to: parseCidr(to) })),
  hosts: hosts.map(([from, to]) => ({ from: parseAddress(from), to: parseAddress(to) })),
})

const seenFrom = (vpcs: readonly VpcMoves[], vpcId: string | null) => (text: string) =>
  formatAddress(mapAddress(mapsOf(vpcs)(vpcId), parseAddress(text)).to)

describe('the address map as a VPC sees it', () => {
  it('means its own host where another VPC has the same address, also one that moved alone', () => {
    const vpcs = [
      moves('a', [['10.0.0.0/16', '10.1.0.0/16']]),
      moves('b', [['10.0.0.0/16', '10.2.0.0/16']], [['10.0.0.2', '10.2.0.4']]),
    ]

    expect(seenFrom(vpcs, 'a')('10.0.0.2')).toBe('10.1.0.2')
    expect(seenFrom(vpcs, 'b')('10.0.0.2')).toBe('10.2.0.4')
    expect(seenFrom(vpcs, null)('10.0.0.2')).toBe('10.1.0.2')
    expect(seenFrom(vpcs, 'unknown')('10.0.0.2')).toBe('10.1.0.2')
  })

  it('keeps the part of another block that it does not have itself', () => {
    const vpcs = [moves('a', [['10.0.0.0/24', '10.1.0.0/24']]), moves('b', [['10.0.0.0/16', '10.2.0.0/16']])]

    expect(seenFrom(vpcs, 'a')('10.0.0.9')).toBe('10.1.0.9')
    expect(seenFrom(vpcs, 'a')('10.0.5.9')).toBe('10.2.5.9')
  })

  it('sees single hosts of other VPCs outside its own blocks', () => {
    const vpcs = [moves('a', [['10.0.0.0/24', '10.1.0.0/24']]), moves('b', [], [['192.168.1.1', '10.2.0.4']])]

    expect(seenFrom(vpcs, 'a')('192.168.1.1')).toBe('10.2.0.4')
  })
})
