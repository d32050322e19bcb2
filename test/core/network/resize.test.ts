import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proveNetwork } from '../../../src/core/network/prove-network.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr, parseCidr } from '../../../src/model/cidr.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import {
  aHost,
  aNetwork,
  aRecord,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  aVpc,
  blocksOf,
  codesOf,
  messagesOf,
  peersOf,
  placesOf,
  someLimits,
  translate,
} from '../../builders-network.ts'

const spread = (count: number, subnetId: string, step = 4) =>
  Array.from({ length: count }, (_, index) => {
    const place = 4 + index * step
    return aHost(`h${index}`, subnetId, [`10.0.${place >> 8}.${place & 255}`])
  })

const wide = { vpcs: [aVpc('vpc-1', '10.0.0.0/20')], subnets: [aSubnet('all', '10.0.0.0/20')] }

describe('a smaller target', () => {
  it('keeps host parts where all subnets fit as they are', () => {
    const result = translate({ policy: { blocks: [['10.0.0.0/16', '10.9.0.0/20']] } })

    expect(placesOf(result)).toEqual({ 'vm-1 10.0.0.10': '10.9.0.10' })
    expect(result.translation.subnets[0]?.rule).toBe('offset')
    expect(result.findings).toEqual([])
  })

  it('packs 600 hosts of a /20 into a /22, in their order, and everything follows', () => {
    const vms = spread(600, 'all')
    const network = { ...wide, securityRules: [aRule('r1', '10.0.0.8/32')], dnsRecords: [aRecord('h1', ['10.0.0.8'])] }
    const result = translate({ vms, network, policy: { blocks: [['10.0.0.0/20', '10.9.0.0/22']] } })

    expect(blocksOf(result)).toEqual(['10.0.0.0/20 → 10.9.0.0/22'])
    expect(result.translation.blocks[0]?.rule).toBe('packed')
    expect(peersOf(result)).toEqual(['r1: 10.9.0.5/32'])
    expect(result.translation.dnsRecords[0]?.values).toEqual(['10.9.0.5'])
    expect(result.findings).toEqual([])
  })

  it('of 1,020 hosts is too small, which names hosts, what is usable, and what would do', () => {
    const result = translate({
      vms: spread(1020, 'all'),
      network: wide,
      policy: { blocks: [['10.0.0.0/20', '10.9.0.0/22']] },
    })

    const message = messagesOf(result, 'network.block-refused').replaceAll('\u00a0', ' ')
    expect(message).toMatch(/1,?020 hosts in 1 subnet, and 1019 usable addresses at most\. \/21 is the smallest/)
    expect(result.translation.addresses.every(({ to }) => to !== null)).toBe(true)
  })

  it('is proven: the same connections pass, and a rule for a kept block stays one', () => {
    const vms = spread(300, 'all', 13)
    const parts = {
      ...wide,
      routeTables: [aTable('rtb-1')],
      routes: [aRoute('here', '10.0.0.0/20', 'local'), aRoute('out', '0.0.0.0/0', 'internet-gateway')],
      securityRules: ['10.0.2.0/23', '10.0.8.0/22', '10.0.3.64/27', '10.0.0.0/8'].map((block, index) =>
        aRule(`r${index}`, block),
      ),
    }
    const result = translate({ vms, network: parts, policy: { blocks: [['10.0.0.0/20', '10.9.0.0/22']] } })

    const proof = proveNetwork({ vms, network: aNetwork(parts), translation: result.translation, limits: someLimits() })
    expect(proof.verdict).toBe('structural')
    expect(result.translation.blocks[0]?.rule).toBe('compacted')
    expect(result.translation.securityRules.filter(({ from }) => from === 'r1')).toHaveLength(1)
  })

  it('that makes rules grow says by how much', () => {
    const rules = Array.from({ length: 16 }, (_, index) => aRule(`r${index}`, `10.0.${index}.32/27`))
    const result = translate({
      vms: spread(1015, 'all'),
      network: { ...wide, securityRules: rules },
      policy: { blocks: [['10.0.0.0/20', '10.9.0.0/22']] },
    })

    expect(messagesOf(result, 'network.block-compacted')).toMatch(/becomes [\d.]+ blocks in the mean, \d+ at most/)
  })

  it('that the target does not take is refused', () => {
    const result = translate({ policy: { blocks: [['10.0.0.0/16', '10.9.0.0/29']] } })

    expect(messagesOf(result, 'network.block-refused')).toContain('from /16 to /28 only')
  })
})

describe('a larger target', () => {
  it('is used from its start, host parts kept', () => {
    const result = translate({
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/24')] },
      policy: { blocks: [['10.0.0.0/24', '10.9.0.0/20']] },
    })

    expect(blocksOf(result)).toEqual(['10.0.0.0/24 → 10.9.0.0/24'])
  })
})

describe('a subnet too small for the target', () => {
  it('of 5 hosts in a /29 has 3 usable addresses on Azure, and a /28 would do', () => {
    const vms = Array.from({ length: 5 }, (_, index) => aHost(`h${index}`, 'tiny', [`10.0.0.${index + 1}`]))
    const result = translate({
      vms,
      network: { subnets: [aSubnet('tiny', '10.0.0.0/29')] },
      limits: azureNetworkLimits,
    })

    const message = messagesOf(result, 'network.limit')
    expect(message).toContain('3 usable ones')
    expect(message).toContain('/28 is the smallest block that would do')
    expect(codesOf(result.findings).filter((code) => code === 'network.limit')).toHaveLength(1)
  })
})

describe('two VPCs with one block', () => {
  const twins = {
    vms: [aHost('a', 's1', ['10.0.0.9']), aHost('b', 's2', ['10.0.0.9'])],
    network: {
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')],
      subnets: [aSubnet('s1', '10.0.0.0/24'), aSubnet('s2', '10.0.0.0/24', { vpcId: 'vpc-2' })],
    },
  }

  it('are refused one rule for both, and offered one each', () => {
    const result = translate(twins)

    const finding = result.findings.find(({ subject }) => subject === 'network.blocks[0]')
    expect(finding?.code).toBe('network.cidr-overlap')
    expect(finding?.suggestion).toContain('vpc: vpc-1')
    expect(finding?.suggestion).toContain('vpc: vpc-2')
    expect(result.translation.blocks.every(({ rule }) => rule === 'allocated')).toBe(true)
  })

  it('follow a rule each', () => {
    const result = translate({
      ...twins,
      policy: {
        blocks: [
          ['10.0.0.0/16', '10.8.0.0/16', 'vpc-1'],
          ['10.0.0.0/16', '10.9.0.0/16', 'vpc-2'],
        ],
      },
    })

    expect(blocksOf(result)).toEqual(['10.0.0.0/16 → 10.8.0.0/16', '10.0.0.0/16 → 10.9.0.0/16'])
    expect(result.translation.vpcs.map(({ blocks }) => blocks.map(formatCidr))).toEqual([
      ['10.8.0.0/16'],
      ['10.9.0.0/16'],
    ])
  })
})

describe('hosts that drplan.yaml places', () => {
  it('have their address before anybody else', () => {
    const result = translate({
      vms: [aHost('a', 'subnet-1', ['10.0.0.10']), aHost('b', 'subnet-1', ['10.0.0.77'])],
      network: { securityRules: [aRule('r1', '10.0.0.10/32')] },
      policy: { blocks: [['10.0.0.0/16', '10.9.0.0/16']], hosts: [['10.0.0.10', '10.9.0.77']] },
    })

    expect(placesOf(result)).toEqual({ 'a 10.0.0.10': '10.9.0.77', 'b 10.0.0.77': '10.9.0.4' })
    expect(peersOf(result)).toEqual(['r1: 10.9.0.77/32'])
  })

  it.each([
    ['10.0.0.10', '10.9.0.2', 'keeps that address for itself'],
    ['10.0.0.10', '10.9.7.2', 'it is not in 10.9.0.0/24'],
    ['10.0.0.99', '10.9.0.50', 'no planned VM has that address'],
  ])('may not get every address: %s → %s', (from, to, why) => {
    const result = translate({ policy: { blocks: [['10.0.0.0/16', '10.9.0.0/16']], hosts: [[from, to]] } })

    expect(messagesOf(result, 'network.host-refused')).toContain(why)
    expect(placesOf(result)).toEqual({ 'vm-1 10.0.0.10': '10.9.0.10' })
  })

  it('stay apart from others in a smaller block', () => {
    const result = translate({
      vms: spread(20, 'all'),
      network: wide,
      policy: { blocks: [['10.0.0.0/20', '10.9.0.0/26']], hosts: [['10.0.0.8', '10.9.0.4']] },
    })

    const places = Object.values(placesOf(result))
    expect(new Set(places).size).toBe(20)
    expect(placesOf(result)['h1 10.0.0.8']).toBe('10.9.0.4')
    expect(parseCidr('10.9.0.0/26')).toEqual(result.translation.subnets[0]?.block)
  })
})

const aCrowdedSite = fc
  .record({
    cut: fc.boolean(),
    hosts: fc.uniqueArray(fc.integer({ min: 1, max: 2040 }), { minLength: 1, maxLength: 50 }),
    rules: fc.array(fc.record({ prefix: fc.integer({ min: 18, max: 32 }), at: fc.nat({ max: 4095 }) }), {
      maxLength: 8,
    }),
    to: fc.constantFrom('10.9.0.0/22', '10.9.0.0/24', '10.9.0.0/25'),
    stated: fc.boolean(),
  })
  .map(({ cut, hosts, rules, to, stated }) => {
    const subnets = cut
      ? [aSubnet('low', '10.0.0.0/21'), aSubnet('high', '10.0.8.0/21')]
      : [aSubnet('low', '10.0.0.0/20')]
    const vms = hosts.map((place, index) => {
      const high = cut && index % 2 === 1
      return aHost(`h${index}`, high ? 'high' : 'low', [`10.0.${(high ? 8 : 0) + (place >> 8)}.${place & 255}`])
    })
    const network = {
      vpcs: [aVpc('vpc-1', '10.0.0.0/20')],
      subnets,
      securityRules: rules.map(({ prefix, at }, index) => aRule(`r${index}`, formatCidr(blockAt(at, prefix)))),
    }
    const from = vms[0]?.nics[0]?.addresses[0]
    const first = to.replace(/0\/\d+$/, '6')
    const hostRules = stated && from ? { hosts: [[formatAddress(from), first]] as const } : {}
    return { vms, network, policy: { blocks: [['10.0.0.0/20', to]] as const, ...hostRules } }
  })

const blockAt = (at: number, prefixLength: number) => {
  const bits = BigInt(32 - prefixLength)
  return { family: 4, network: (((10n << 24n) + BigInt(at)) >> bits) << bits, prefixLength } as const
}

describe('every smaller target', () => {
  it('lets the same connections pass: the proof finds no difference between the filters', () => {
    fc.assert(
      fc.property(aCrowdedSite, (site) => {
        const { translation } = translate(site)
        // A rule for nobody has no place; that it is missing is said, and is a difference for hosts to come only.
        const proof = proveNetwork({ ...site, network: aNetwork(site.network), translation, limits: someLimits() })

        const verdicts = proof.classes.flatMap(({ ingress, egress }) => [ingress, egress])
        expect(verdicts).not.toContain('different')
      }),
      { numRuns: 150 },
    )
  })
})
