import { describe, expect, it } from 'vitest'
import { contains, formatCidr, overlaps, parseCidr } from '../../../src/model/cidr.ts'
import {
  aHost,
  aRule,
  aSubnet,
  aVpc,
  blocksOf,
  codesOf,
  messagesOf,
  placesOf,
  translate,
} from '../../builders-network.ts'

describe('the rules of drplan.yaml', () => {
  it('win over free choice, the most specific first', () => {
    const result = translate({
      vms: [aHost('a', 's1', ['10.0.1.9']), aHost('b', 's2', ['10.0.2.9'])],
      network: { subnets: [aSubnet('s1', '10.0.1.0/24'), aSubnet('s2', '10.0.2.0/24')] },
      policy: {
        blocks: [
          ['10.0.0.0/16', '10.9.0.0/16'],
          ['10.0.1.0/24', '10.50.1.0/24'],
        ],
      },
    })

    expect(blocksOf(result)).toEqual(['10.0.1.0/24 → 10.50.1.0/24', '10.0.2.0/24 → 10.9.2.0/24'])
    expect(placesOf(result)).toEqual({ 'a 10.0.1.9': '10.50.1.9', 'b 10.0.2.9': '10.9.2.9' })
  })

  it.each([
    [['10.0.0.0/16', 'fd00::/16'], 'network.block-refused'],
    [['10.77.0.0/16', '10.9.0.0/16'], 'network.rule-unused'],
  ] as const)('that cannot be followed are said: %j', (rule, code) => {
    const result = translate({ policy: { blocks: [rule] } })

    expect(codesOf(result.findings)).toEqual([code])
    expect(result.translation.blocks[0]?.rule).toBe('allocated')
    expect(result.translation.blocks[0]?.to.family).toBe(4)
  })

  it('have their targets to themselves, also before their own VPC is planned', () => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('a', '10.20.0.0/16'), aVpc('b', '10.30.0.0/16')], subnets: [], securityGroups: [] },
      policy: { pool: ['172.16.0.0/12'], blocks: [['10.30.0.0/16', '172.20.0.0/16']] },
    })

    expect(result.findings).toEqual([])
    expect(blocksOf(result)).toContain('10.30.0.0/16 → 172.20.0.0/16')
  })

  it('come first, so that free choice stands beside them', () => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16', '192.168.0.0/20')], subnets: [] },
      policy: { blocks: [['192.168.0.0/20', '192.168.96.0/20']], pool: ['10.0.0.0/8', '192.168.0.0/16'] },
      limits: { vpcPrefix: { shortest: 16, longest: 28 } },
    })

    // 192.168.0.0/16 has no room for a /16 beside the /20, so this is refused with a reason and not mixed.
    expect(codesOf(result.findings)).toEqual(['network.block-refused'])
    expect(messagesOf(result, 'network.block-refused')).toContain('No free block of /16')
  })

  it('never give one block twice', () => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')], subnets: [] },
    })

    const [one, two] = result.translation.blocks
    expect(one && two && overlaps(one.to, two.to)).toBe(false)
    expect(messagesOf(result, 'network.cidr-overlap')).toContain('Each gets a free block.')
  })

  it('may keep a block, which is said', () => {
    const result = translate({ policy: { blocks: [['10.0.0.0/16', '10.0.0.0/16']] } })

    expect(codesOf(result.findings)).toEqual(['network.block-kept'])
    expect(placesOf(result)).toEqual({ 'vm-1 10.0.0.10': '10.0.0.10' })
  })

  it.each([
    [
      'a range to avoid',
      { blocks: [['10.0.0.0/16', '10.9.0.0/16']] as const, avoid: ['10.0.0.0/8'] },
      'network.cidr-overlap',
    ],
    ['a forbidden range', { blocks: [['10.0.0.0/16', '127.9.0.0/16']] as const }, 'network.block-refused'],
  ])('may not lead into %s', (_, policy, code) => {
    expect(codesOf(translate({ policy }).findings)).toEqual([code])
  })

  it('are IPv4: a pool of IPv6 never holds an IPv4 block', () => {
    const result = translate({ policy: { pool: ['fd00::/8'] } })

    expect(result.translation.blocks[0]?.to.family).toBe(4)
  })

  it('keep free choice out of what is to be avoided, and say when nothing is left', () => {
    const some = translate({ policy: { avoid: ['10.0.0.0/8'] } })
    const none = translate({ policy: { pool: ['10.0.0.0/8'], avoid: ['10.0.0.0/8'] } })

    expect(overlaps(some.translation.blocks[0]?.to ?? parseCidr('10.0.0.0/8'), parseCidr('10.0.0.0/8'))).toBe(false)
    expect(none.translation.blocks).toEqual([])
    expect(messagesOf(none, 'network.block-refused')).toContain('No free block')
  })
})

describe('blocks', () => {
  it('larger than the target takes are split by what their subnets need', () => {
    const result = translate({
      network: {
        vpcs: [aVpc('vpc-1', '10.0.0.0/8')],
        subnets: [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('far', '10.200.0.0/20')],
      },
      policy: {},
    })

    expect(result.translation.blocks.map(({ from }) => from && formatCidr(from))).toEqual([
      '10.0.0.0/24',
      '10.200.0.0/20',
    ])
    expect(codesOf(result.findings)).toEqual(['network.block-refused'].slice(1))
  })

  it('of a VPC without any are what covers its subnets', () => {
    const result = translate({ network: { vpcs: [aVpc('vpc-1')] }, policy: {} })

    expect(result.translation.blocks[0]?.from && formatCidr(result.translation.blocks[0].from)).toBe('10.0.0.0/24')
    expect(result.findings).toEqual([])
  })

  it('of exclusive ranges end in one range (10/8, 100.64/10 and 192.168/16 side by side)', () => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16', '100.64.0.0/16', '192.168.0.0/20')], subnets: [] },
      policy: {},
    })

    expect(result.translation.blocks.every(({ to }) => contains(parseCidr('10.0.0.0/8'), to))).toBe(true)
    expect(result.findings).toEqual([])
  })

  it('of two exclusive ranges by rule are refused', () => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16', '192.168.0.0/20')], subnets: [] },
      policy: {
        blocks: [
          ['10.0.0.0/16', '10.9.0.0/16'],
          ['192.168.0.0/20', '192.168.96.0/20'],
        ],
      },
    })

    expect(messagesOf(result, 'network.block-refused')).toContain('does not allow blocks of both ranges')
  })

  it('over the quota are counted', () => {
    const many = Array.from({ length: 6 }, (_, index) => `10.${index}.0.0/16`)

    const result = translate({ vms: [], network: { vpcs: [aVpc('vpc-1', ...many)], subnets: [] }, policy: {} })

    expect(messagesOf(result, 'network.limit')).toContain('6 blocks; the target allows 5')
  })

  it('over a range that rules name as somewhere else are said', () => {
    const result = translate({ network: { securityRules: [aRule('r1', '10.9.4.0/24'), aRule('r2', '10.0.0.0/8')] } })

    expect(codesOf(result.findings)).toEqual(['network.range-mentioned', 'network.rule-untranslated'])
    expect(messagesOf(result, 'network.range-mentioned')).toContain('10.9.4.0/24')
  })

  it.each(['10.0.0.0/29', '10.0.0.0/15'])('of a size that the target refuses (%s) move by floating subnets', (text) => {
    const result = translate({
      network: { vpcs: [aVpc('vpc-1', text)], subnets: [aSubnet('subnet-1', text)] },
      vms: [aHost('vm-1', 'subnet-1', ['10.0.0.3'])],
      policy: {},
    })

    expect(codesOf(result.findings)).toEqual(['network.block-refused', 'network.block-refused'])
    expect(
      result.translation.vpcs[0]?.blocks.every(({ prefixLength }) => prefixLength >= 16 && prefixLength <= 28),
    ).toBe(true)
    expect(result.translation.addresses[0]?.to).not.toBeNull()
  })
})
