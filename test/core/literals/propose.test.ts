import { describe, expect, test } from 'vitest'
import { literalFindings } from '../../../src/core/literals/findings.ts'
import { isInSite, withOwnLiterals } from '../../../src/core/literals/in-site.ts'
import { meaningsOf } from '../../../src/core/literals/meaning.ts'
import { proposeLiterals } from '../../../src/core/literals/propose.ts'
import { findInBytes } from '../../../src/core/literals/unwrap.ts'
import { imagesOf } from '../../../src/core/network/images.ts'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import type { LiteralTranslation } from '../../../src/model/address-literal.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { emptyNetwork, type Network } from '../../../src/model/network.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aNetwork, aHost, aPolicy, aSubnet, aVpc, someLimits, someRegions } from '../../builders-network.ts'
import { aNic, aSite, aVm } from '../../builders.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const network: Network = {
  ...aNetwork(),
  vpcs: [aVpc('vpc-1', '10.0.0.0/16', '2001:db8:5::/56')],
  subnets: [aSubnet('web', '10.0.1.0/24'), aSubnet('db', '10.0.5.0/24')],
  objects: [
    {
      kind: 'public-address',
      id: 'eip-1',
      name: 'front',
      address: parseAddress('203.0.113.7'),
      block: null,
      ownerId: null,
      isStatic: true,
      pool: null,
      dnsName: null,
      reverseName: null,
    },
  ],
}
const planned = [aHost('web-1', 'web', ['10.0.1.10']), aHost('db-1', 'db', ['10.0.5.17', '10.0.5.2'])]
const unplanned = aHost('old', 'db', ['10.0.5.99'])

/** As the step does it: 10.0.0.0/16 goes to 10.64.0.0/16, and 10.0.5.2, which AWS reserves, to a place of its own. */
function proposals(text: string, over: { network?: Network; planned?: readonly Vm[]; vpcId?: string } = {}) {
  const own = over.network ?? network
  const vms = over.planned ?? planned
  const policy = aPolicy({ blocks: [['10.0.0.0/16', '10.64.0.0/16']] })
  const { translation } = translateNetwork({ vms, network: own, policy, limits: someLimits(), regions: someRegions })
  const all = [...vms, unplanned]
  const inSite = isInSite({ vms: all, network: own })
  const literals = (findInBytes(Buffer.from(text))?.literals ?? []).filter(({ block }) => inSite(block))
  const places = new Map(
    translation.addresses.map(({ vmId, from, to }) => [`${vmId} ${from ? formatAddress(from) : ''}`, to] as const),
  )
  return proposeLiterals([{ place: 'a.conf', vmId: null, vpcId: over.vpcId ?? null, literals }], {
    meaningOf: meaningsOf(all, own),
    imageOf: imagesOf(translation),
    moved: translation.moved.map(({ from }) => from),
    placeOf: (vmId, address) => places.get(`${vmId} ${formatAddress(address)}`),
  })
}

const said = ({ text, becomes, outcome, reason, means }: LiteralTranslation): string =>
  `${text} → ${becomes ?? '–'}, ${reason ?? outcome} (${means})`

describe('case 23: hard-coded addresses', () => {
  test.each([
    ['10.0.5.17', '10.0.5.17 → 10.64.5.17, replace ("db-1")'],
    [String.raw`^10\.0\.5\.17$`, String.raw`10\.0\.5\.17 → 10\.64\.5\.17, replace ("db-1")`],
    ['10.0.5.2', '10.0.5.2 → 10.64.5.4, replace ("db-1")'],
    ['10.0.5.17/24', '10.0.5.17 → 10.64.5.17, replace ("db-1")'],
    ['"10.0.1."', '10.0.1. → 10.64.1., replace (subnet "web")'],
    [String.raw`^10\.0\.1\.`, String.raw`10\.0\.1\. → 10\.64\.1\., replace (subnet "web")`],
    ['"10.0.5."', '10.0.5. → –, several-blocks (subnet "db")'],
    ['10.0.1.0/24', '10.0.1.0/24 → 10.64.1.0/24, replace (subnet "web")'],
    ['10.0.1.128/25', '10.0.1.128/25 → 10.64.1.128/25, replace (a part of subnet "web")'],
    ['10.0.1.0/255.255.255.0', '10.0.1.0/255.255.255.0 → 10.64.1.0/255.255.255.0, replace (subnet "web")'],
    ['10.0.4.0/23', '10.0.4.0/23 → 10.64.4.0/23, replace (holds subnet "db")'],
    ['10.0.0.0/8', '10.0.0.0/8 → –, kept (holds subnets "web", "db")'],
    ['1.0.10.in-addr.arpa', '1.0.10.in-addr.arpa → 1.64.10.in-addr.arpa, replace (subnet "web")'],
    ['17.5.0.10.in-addr.arpa', '17.5.0.10.in-addr.arpa → 17.5.64.10.in-addr.arpa, replace ("db-1")'],
    ['::ffff:10.0.5.17', '10.0.5.17 → 10.64.5.17, replace ("db-1")'],
    ['::ffff:a00:511', '::ffff:a00:511 → ::ffff:a40:0511, replace ("db-1")'],
    ['gateway 10.0.1.1', '10.0.1.1 → 10.64.1.1, replace (an address of subnet "web")'],
    ['0x0A000511', '0x0A000511 → 0x0A400511, number ("db-1")'],
    ['ip: 0a000511', '0a000511 → 0a400511, number ("db-1")'],
    ['http://167773457/', '167773457 → 171967761, number ("db-1")'],
    ['ip-10-0-5-17.ec2.internal', 'ip-10-0-5-17 → ip-10-64-5-17, name ("db-1")'],
    ['010.000.005.017', '010.000.005.017 → 10.64.5.17, padded ("db-1")'],
    [base64('db = 10.0.5.17'), '10.0.5.17 → 10.64.5.17, encoded ("db-1")'],
    ['10.0.5.99', '10.0.5.99 → 10.64.5.99, owner-unplanned ("old")'],
    ['10.0.1.77', '10.0.1.77 → 10.64.1.77, owner-unknown (an address of subnet "web")'],
    ['2001:db8:5::1', '2001:db8:5::1 → –, ipv6 (an address of a VPC, outside of its subnets)'],
    ['203.0.113.7', '203.0.113.7 → –, public (public address "front")'],
  ])('%s', (text, expected) => {
    expect(proposals(text).map(said)).toEqual([expected])
  })

  test.each([
    '8.8.8.8',
    '10.1.5.17',
    '192.0.2.0/24',
    '0.0.0.0/0',
    '::/0',
    '169.254.169.254',
    '2001:db8:9::1',
    '"10.1."',
  ])('%s is none of the site', (text) => {
    expect(proposals(text)).toEqual([])
  })

  test('a block whose parts go to different places is left to a person', () => {
    const two = { ...network, vpcs: [aVpc('vpc-1', '10.0.0.0/17', '10.0.128.0/17')] }
    const policy = aPolicy({
      blocks: [
        ['10.0.0.0/17', '10.64.0.0/17'],
        ['10.0.128.0/17', '10.80.0.0/17'],
      ],
    })
    const { translation } = translateNetwork({
      vms: planned,
      network: two,
      policy,
      limits: someLimits(),
      regions: someRegions,
    })
    const inside = findInBytes(Buffer.from('match "10.0." or 10.0.1.0/24'))?.literals ?? []

    const all = proposeLiterals([{ place: 'a.conf', vmId: null, vpcId: null, literals: inside }], {
      meaningOf: meaningsOf(planned, two),
      imageOf: imagesOf(translation),
      moved: [],
      placeOf: () => undefined,
    })

    expect(all.map(({ text, becomes, reason }) => [text, becomes, reason])).toEqual([
      ['10.0.', null, 'several-blocks'],
      ['10.0.1.0/24', '10.64.1.0/24', null],
    ])
  })

  test('an address that two VPCs have is the one of the VPC that names it, and nobody else can tell', () => {
    const twins: Network = {
      ...emptyNetwork,
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')],
      subnets: [aSubnet('one', '10.0.1.0/24'), aSubnet('two', '10.0.1.0/24', { vpcId: 'vpc-2' })],
    }
    const own = { network: twins, planned: [aHost('a', 'one', ['10.0.1.10']), aHost('b', 'two', ['10.0.1.10'])] }

    const [outside] = proposals('10.0.1.10', own)
    const [first] = proposals('10.0.1.10', { ...own, vpcId: 'vpc-1' })
    const [second] = proposals('10.0.1.10', { ...own, vpcId: 'vpc-2' })
    const [block] = proposals('10.0.1.0/24', own)

    expect([outside?.reason, outside?.becomes]).toEqual(['several-owners', null])
    expect(first).toMatchObject({ outcome: 'replace', means: '"a"' })
    expect(second).toMatchObject({ outcome: 'replace', means: '"b"' })
    expect(second?.becomes).not.toBe(first?.becomes)
    expect([block?.reason, block?.becomes]).toEqual(['several-blocks', null])
  })
})

describe('what is said', () => {
  test('is one finding for each place, and one for what is left, with what it is left for', () => {
    const all = proposals('10.0.5.17\n0x0A000511 10.0.0.0/8\n10.0.1.77\n')

    const findings = literalFindings(all)

    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['network.address-literal', 'a.conf'],
      ['network.literal-residual', '2\u00a0addresses'],
    ])
    expect(findings[0]).toMatchObject({ place: 'a.conf:1', affected: [] })
    expect(findings[0]?.message).toContain('3\u00a0addresses of the primary site')
    expect(findings[0]?.message).toContain('1 can be replaced as they stand, 2 cannot')
    expect(findings[1]?.message).toMatch(/1 because it is written as a number.*1 because no VM has it/)
  })

  test('is nothing where nothing changes', () => {
    expect(literalFindings(proposals('10.0.0.0/8'))).toEqual([])
  })
})

test('of what sources found, the site keeps its own addresses only', () => {
  const literals = findInBytes(Buffer.from('a 10.0.0.10 b 10.9.9.9 c 0xDEADBEEF d 8.8.8.8'))?.literals ?? []
  const site = aSite({ vms: [aVm({ literals, nics: [aNic({ subnetId: null })] })] })

  const [vm] = withOwnLiterals(site).vms

  expect(literals).toHaveLength(4)
  expect(vm?.literals?.map(({ text }) => text)).toEqual(['10.0.0.10'])
})
