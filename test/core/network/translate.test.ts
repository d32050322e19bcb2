import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { contains, formatCidr, lastOf, overlaps, parseCidr, type Cidr } from '../../../src/model/cidr.ts'
import { emptyNetwork, type Network } from '../../../src/model/network.ts'
import type { Vm } from '../../../src/model/site.ts'
import { isResized, networkTranslationSchema } from '../../../src/model/network-translation.ts'
import {
  type Result,
  aGroup,
  aHost,
  aNetwork,
  aPolicy,
  aRecord,
  aRule,
  aSubnet,
  aVpc,
  blocksOf,
  codesOf,
  inGroups,
  messagesOf,
  peersOf,
  placesOf,
  someLimits,
  someRegions,
  translate,
} from '../../builders-network.ts'
import { aNic, aVm } from '../../builders.ts'
import type { z } from 'zod'

describe('a plain network', () => {
  it('moves with its block, host parts kept, and nothing to say', () => {
    const result = translate({
      network: { securityRules: [aRule('r1', '10.0.0.0/24')], dnsRecords: [aRecord('web', ['10.0.0.10'])] },
    })

    expect(blocksOf(result)).toEqual(['10.0.0.0/16 → 10.9.0.0/16'])
    expect(placesOf(result)).toEqual({ 'vm-1 10.0.0.10': '10.9.0.10' })
    expect(peersOf(result)).toEqual(['r1: 10.9.0.0/24'])
    expect(result.translation.dnsRecords[0]?.values).toEqual(['10.9.0.10'])
    expect(result.findings).toEqual([])
    const content = structuredClone(result.translation) as z.output<typeof networkTranslationSchema>
    expect(networkTranslationSchema.safeEncode(content).success).toBe(true)
  })

  it('gets a free block of the same size when drplan.yaml names none', () => {
    const result = translate({ policy: {} })

    const [block] = result.translation.blocks
    expect(block?.to.prefixLength).toBe(16)
    expect(overlaps(block?.to ?? parseCidr('10.0.0.0/16'), parseCidr('10.0.0.0/16'))).toBe(false)
  })

  it('has nothing in it when the site has nothing', () => {
    const result = translateNetwork({
      vms: [],
      network: { ...emptyNetwork, rulesKnown: true },
      policy: aPolicy(),
      limits: someLimits(),
      regions: someRegions,
    })

    expect(result.translation.addresses).toEqual([])
    expect(result.findings).toEqual([])
  })
})

describe('two VPCs', () => {
  const twins: Partial<Network> = {
    vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')],
    subnets: [aSubnet('s1', '10.0.0.0/24'), aSubnet('s2', '10.0.0.0/24', { vpcId: 'vpc-2' })],
    securityGroups: [aGroup('sg-web'), aGroup('sg-db', 'vpc-2')],
  }

  it('with one block get one each, and a rule means the host of its own VPC', () => {
    const result = translate({
      vms: [aHost('a', 's1', ['10.0.0.2']), inGroups(aHost('b', 's2', ['10.0.0.9']), 'sg-db')],
      network: {
        ...twins,
        securityRules: [aRule('r1', '10.0.0.9/32'), aRule('r2', '10.0.0.2/32', { groupId: 'sg-db' })],
        dnsRecords: [aRecord('b', ['10.0.0.9'])],
      },
      policy: {},
    })

    const [one, two] = result.translation.blocks
    if (!one || !two) throw new Error('two blocks are expected')
    const peers = Object.fromEntries(result.translation.securityRules.map(({ from, peer }) => [from, peer]))
    const cidrOf = (id: string) => (peers[id]?.kind === 'cidr' ? peers[id].cidr : parseCidr('0.0.0.0/0'))
    const b = result.translation.addresses.find(({ vmId }) => vmId === 'b')?.to
    expect(overlaps(one.to, two.to)).toBe(false)
    expect(contains(one.to, cidrOf('r1'))).toBe(true)
    expect(contains(two.to, cidrOf('r2'))).toBe(true)
    expect(result.translation.dnsRecords[0]?.values).toEqual([b ? formatAddress(b) : ''])
    expect(codesOf(result.findings)).toEqual(['network.address-moved', 'network.cidr-overlap'])
  })

  it('that name each other by group name the members one by one, and say which are not known', () => {
    const result = translate({
      vms: [
        aHost('a', 's1', ['10.0.0.20']),
        inGroups(aHost('b', 's2', ['10.1.0.9']), 'sg-db'),
        inGroups(aHost('c', 's2', []), 'sg-db'),
      ],
      network: {
        ...twins,
        vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.1.0.0/16')],
        subnets: [aSubnet('s1', '10.0.0.0/24'), aSubnet('s2', '10.1.0.0/24', { vpcId: 'vpc-2' })],
        securityRules: [aRule('r1', { kind: 'group', groupId: 'sg-db' })],
      },
      policy: {
        blocks: [
          ['10.0.0.0/16', '10.8.0.0/16'],
          ['10.1.0.0/16', '10.9.0.0/16'],
        ],
      },
    })

    expect(peersOf(result)).toEqual(['r1: 10.9.0.9/32'])
    expect(codesOf(result.findings)).toEqual(['network.membership-frozen'])
    expect(messagesOf(result, 'network.membership-frozen')).toContain('does not name c')
  })

  it('of one id, read twice, are one', () => {
    const result = translate({ network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-1', '10.0.0.0/16')] } })

    expect(result.translation.vpcs).toHaveLength(1)
    expect(result.findings).toEqual([])
  })

  it('of which subnets alone speak are made from these', () => {
    const result = translate({ network: { vpcs: [], securityGroups: [aGroup('sg-web', null)] }, policy: {} })

    expect(placesOf(result)['vm-1 10.0.0.10']).toMatch(/\.10$/)
    expect(result.translation.securityGroups[0]?.vpcKey).toBe(result.translation.vpcs[0]?.key)
    expect(codesOf(result.findings)).toEqual(['site.reference-missing', 'site.reference-missing'])
  })
})

const ids = <Thing extends { readonly id: string }>(many: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: many }, (_, index) => make(index))

const anySite = fc
  .record({
    lengths: fc.array(fc.constantFrom(22, 23, 24, 26, 28, 29, 30), { minLength: 1, maxLength: 8 }),
    overlapping: fc.boolean(),
    hosts: fc.array(fc.record({ subnet: fc.nat({ max: 9 }), low: fc.nat({ max: 1023 }), extra: fc.nat({ max: 2 }) }), {
      maxLength: 40,
    }),
    rules: fc.array(fc.record({ low: fc.nat({ max: 65535 }), prefix: fc.integer({ min: 8, max: 32 }) }), {
      maxLength: 8,
    }),
    policy: fc.constantFrom(
      {},
      { blocks: [['10.0.0.0/16', '10.9.0.0/16']] as const },
      { blocks: [['10.0.0.0/16', '10.9.0.0/23']] as const },
      { avoid: ['10.0.0.0/9'] },
    ),
  })
  .map(({ lengths, overlapping, hosts, rules, policy }) => {
    const subnets = lengths.map((length, index) =>
      aSubnet(`s${index}`, `10.0.${(overlapping ? 0 : index) * 4}.0/${length}`, {
        vpcId: index % 3 === 2 ? 'vpc-2' : 'vpc-1',
      }),
    )
    const vms = hosts.map(({ subnet, low, extra }, index) => {
      const at = (offset: number) => `10.0.${Math.floor(((low + offset) % 4096) / 256)}.${(low + offset) % 256}`
      return aHost(
        `vm-${index}`,
        subnet > 8 ? null : `s${subnet}`,
        Array.from({ length: extra }, (_, offset) => at(offset)),
      )
    })
    const network = aNetwork({
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2')],
      subnets,
      securityRules: rules.map(({ low, prefix }, index) =>
        aRule(
          `r${index}`,
          formatCidr({
            family: 4,
            network: (((10n << 24n) + BigInt(low)) >> BigInt(32 - prefix)) << BigInt(32 - prefix),
            prefixLength: prefix,
          }),
        ),
      ),
      dnsRecords: vms.flatMap(({ id, nics }) =>
        nics.flatMap(({ addresses }) => addresses.slice(0, 1).map((one) => aRecord(id, [formatAddress(one)]))),
      ),
    })
    return { vms, network, policy: aPolicy(policy), limits: someLimits(), regions: someRegions }
  })

/** Subnets outside their VPC, and subnets that overlap another. */
const strayAndSharedSubnets = ({ vpcs, subnets }: Result['translation']): readonly string[] =>
  subnets
    .filter(
      ({ vpcKey, block }, index) =>
        !vpcs.some((vpc) => vpc.key === vpcKey && vpc.blocks.some((outer) => contains(outer, block))) ||
        subnets.slice(index + 1).some((other) => overlaps(other.block, block)),
    )
    .map(({ key }) => key)

const isReserved = (block: Cidr, value: bigint): boolean => value < block.network + 4n || value >= lastOf(block)

/** In its subnet, off what is reserved, and with its host part, or else named by a finding. */
function isExplained(
  { vmId, from, to, subnetKey, rule }: Result['translation']['addresses'][number],
  { translation, said }: { translation: Result['translation']; said: ReadonlySet<string> },
): boolean {
  const subnet = translation.subnets.find(({ key }) => key === subnetKey)
  if (!subnet) return false
  if (!to) return from === null || said.has(vmId)
  const { block, fromBlock } = subnet
  if (isReserved(block, to.value)) return false
  if (isResized({ rule })) return subnet.rule === rule
  if (rule === 'allocated') return subnet.rule === 'allocated' || said.has(vmId)
  return from !== null && fromBlock !== null && to.value - block.network === from.value - fromBlock.network
}

describe('every translation', () => {
  it('has subnets apart and in their VPC, and hosts apart, in their subnet and off what is reserved', () => {
    fc.assert(
      fc.property(anySite, (site) => {
        const { translation, findings } = translateNetwork(site)

        const said = new Set(findings.flatMap(({ affected }) => affected))
        expect(strayAndSharedSubnets(translation)).toEqual([])
        const placed = translation.addresses.flatMap(({ to }) => (to ? [to.value] : []))
        expect(new Set(placed).size).toBe(placed.length)
        expect(translation.addresses.filter((entry) => !isExplained(entry, { translation, said }))).toEqual([])
        expect(new Set(translation.addresses.map(({ vmId }) => vmId))).toEqual(new Set(site.vms.map(({ id }) => id)))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same whatever order the inventory came in', () => {
    const mixed = anySite.chain((site) =>
      fc.record({
        site: fc.constant(site),
        vms: fc.shuffledSubarray(site.vms, { minLength: site.vms.length }),
        subnets: fc.shuffledSubarray([...site.network.subnets], { minLength: site.network.subnets.length }),
        rules: fc.shuffledSubarray([...site.network.securityRules], { minLength: site.network.securityRules.length }),
      }),
    )
    fc.assert(
      fc.property(mixed, ({ site, vms, subnets, rules }) => {
        const network = {
          ...site.network,
          subnets,
          securityRules: rules,
          vpcs: [...site.network.vpcs].reverse(),
          dnsRecords: [...site.network.dnsRecords].reverse(),
          securityGroups: [...site.network.securityGroups].reverse(),
        }

        expect(translateNetwork({ ...site, vms, network })).toEqual(translateNetwork(site))
      }),
      { numRuns: 150 },
    )
  })
})

describe('a site that states no blocks', () => {
  it('moves by the block that covers its subnets, so that they keep their places in it', () => {
    const { translation } = translate({
      vms: [],
      network: {
        vpcs: [aVpc('vpc-1')],
        subnets: [aSubnet('app', '10.10.1.0/24'), aSubnet('db', '10.10.2.0/24'), aSubnet('backup', '10.10.3.0/24')],
      },
    })

    const moves = translation.subnets.map(
      ({ fromBlock, block }) => `${fromBlock && formatCidr(fromBlock)} ${formatCidr(block)}`,
    )
    expect(translation.vpcs[0]?.blocks).toHaveLength(1)
    expect(
      moves.map((move) => move.replaceAll(/\d+\.\d+\.(\d+)\.0\/24/g, (_, third: string) => String(Number(third) % 4))),
    ).toEqual(expect.arrayContaining(['1 1', '2 2', '3 3']))
  })
})

describe('a large site', () => {
  it('of 10,000 VMs, 200 subnets and 2,000 rules keeps every address', () => {
    const subnets = ids(200, (index) => aSubnet(`s${index}`, `10.${100 + (index >> 6)}.${(index & 63) * 4}.0/22`))
    const vms: Vm[] = ids(10_000, (index) =>
      aVm({
        id: `vm-${index}`,
        nics: [
          aNic({
            id: `nic-${index}`,
            subnetId: `s${index % 200}`,
            addresses: [
              parseAddress(
                `10.${100 + ((index % 200) >> 6)}.${((index % 200) & 63) * 4}.${Math.floor(index / 200) + 1}`,
              ),
            ],
            securityGroupIds: [`sg-${index % 100}`],
          }),
        ],
      }),
    )
    const network = aNetwork({
      vpcs: [aVpc('vpc-1', '10.100.0.0/16', '10.101.0.0/16', '10.102.0.0/16', '10.103.0.0/16')],
      subnets,
      securityGroups: ids(100, (index) => aGroup(`sg-${index}`)),
      securityRules: ids(2000, (index) =>
        aRule(`r${index}`, `10.${100 + (index & 3)}.${(index >> 2) & 255}.${4 + (index % 60)}/32`, {
          groupId: `sg-${index % 100}`,
        }),
      ),
      dnsRecords: ids(2000, (index) => aRecord(`n${index}`, [`10.100.${(index % 64) * 4}.9`])),
    })

    const { translation } = translateNetwork({
      vms,
      network,
      policy: aPolicy(),
      limits: someLimits(),
      regions: someRegions,
    })

    expect(translation.addresses).toHaveLength(10_000)
  })
})
