import { describe, expect, it } from 'vitest'
import { objectsNotPlanned } from '../../../../src/core/scope/objects-not-planned.ts'
import { parseAddress } from '../../../../src/model/address.ts'
import type { Finding } from '../../../../src/model/finding.ts'
import { formatCidr, parseCidr } from '../../../../src/model/cidr.ts'
import type { NetworkObject, NetworkObjectOf } from '../../../../src/model/network-objects.ts'
import { networkPolicySchema, type GatewayRule } from '../../../../src/model/network-policy.ts'
import type { Network, Route } from '../../../../src/model/network.ts'
import { azureNetworkLimits } from '../../../../src/targets/azure/limits.ts'
import {
  aHost,
  aNetwork,
  aRoute,
  aSubnet,
  aTable,
  aVpc,
  codesOf,
  someLimits,
  translate,
} from '../../../builders-network.ts'
import { prove, routed } from '../../../builders-proof.ts'

const aGateway = (over: Partial<NetworkObjectOf<'gateway'>> = {}): NetworkObjectOf<'gateway'> => ({
  kind: 'gateway',
  id: 'gw-1',
  name: 'office',
  role: 'vpn',
  vpcIds: ['vpc-1'],
  subnetIds: [],
  addresses: [],
  publicAddresses: [],
  asn: 64_512,
  ...over,
})

const aDevice = (over: Partial<NetworkObjectOf<'remote-gateway'>> = {}): NetworkObjectOf<'remote-gateway'> => ({
  kind: 'remote-gateway',
  id: 'device-1',
  name: 'Berlin',
  publicAddress: parseAddress('203.0.113.5'),
  asn: 65_010,
  blocks: [],
  ...over,
})

const aVpn = (over: Partial<NetworkObjectOf<'connection'>> = {}): NetworkObjectOf<'connection'> => ({
  kind: 'connection',
  id: 'vpn-1',
  name: 'to Berlin',
  gatewayId: 'gw-1',
  remoteId: 'device-1',
  vpcId: 'vpc-1',
  subnetIds: [],
  blocks: [parseCidr('192.168.0.0/24')],
  insideBlocks: [],
  translations: [],
  dynamic: false,
  ...over,
})

const saidIn = (findings: readonly Finding[], code: string): string =>
  findings
    .filter((finding) => finding.code === code)
    .map(({ message }) => message)
    .join()

const through = (id: string, destination: string, over: Partial<Route> = {}): Route => ({
  ...aRoute(id, destination, 'vpn-gateway'),
  hop: { kind: 'vpn-gateway', id: 'gw-1' },
  ...over,
})

const office: readonly NetworkObject[] = [aGateway(), aDevice(), aVpn()]

const planned = (rules: readonly GatewayRule[], over: Partial<Network> = {}, limits = someLimits()) =>
  translate({
    vms: [aHost('a', 'subnet-1', ['10.0.1.10'])],
    network: {
      routeTables: [aTable('rtb-1', { learnsFrom: ['gw-1'] }), aTable('rtb-2', { main: false })],
      routes: [
        through('written', '192.168.0.0/24', { tableId: 'rtb-2' }),
        through('learned', '192.168.0.0/24', { learned: true }),
      ],
      objects: office,
      ...over,
    },
    policy: { pool: ['10.128.0.0/9'], gateways: rules },
    limits,
  })

describe('a gateway that is built', () => {
  it('has its connections and devices, and routes lead to it as they did', () => {
    const { translation } = planned([{ from: 'gw-1', build: true }])

    const [gateway] = translation.gateways ?? []
    expect(gateway).toMatchObject({ role: 'vpn', use: null, asn: 64_512, from: 'gw-1' })
    expect(gateway?.learningTableKeys).toEqual([translation.routeTables.find(({ from }) => from === 'rtb-1')?.key])
    expect(translation.remoteGateways).toMatchObject([{ name: 'Berlin', asn: 65_010 }])
    expect(translation.connections).toMatchObject([{ gatewayKey: gateway?.key, dynamic: false }])
    expect(translation.connections?.[0]?.blocks.map(formatCidr)).toEqual(['192.168.0.0/24'])
    expect(translation.routes.map(({ from, gatewayKey, learned }) => [from, gatewayKey, learned])).toEqual([
      ['learned', gateway?.key, true],
      ['written', gateway?.key, undefined],
    ])
  })

  it('leaves to others what is theirs, and says it once', () => {
    const { findings } = planned([{ from: 'gw-1', build: true }])

    expect(codesOf(findings).filter((code) => code.startsWith('network.gateway'))).toEqual(['network.gateway-by-hand'])
    expect(saidIn(findings, 'network.gateway-by-hand')).toContain('Berlin (203.0.113.5)')
    expect(codesOf(findings)).not.toContain('network.route-untranslated')
  })

  it.each([
    ['a device without an address', [aGateway(), aDevice({ publicAddress: null }), aVpn()], 'which public address'],
    ['BGP without an ASN', [aGateway(), aDevice({ asn: null }), aVpn({ dynamic: true })], 'which ASN'],
    ['static routes that nobody states', [aGateway(), aDevice(), aVpn({ blocks: [] })], 'its routes are static'],
    ['a private line', [aGateway(), aDevice(), aVpn({ overLine: true })], 'over a private line'],
    ['another gateway at its other end', [aGateway(), aVpn({ remoteId: 'gw-9' })], 'no device'],
    [
      'translation of addresses',
      [
        aGateway(),
        aDevice(),
        aVpn({ translations: [{ from: parseCidr('10.0.0.0/24'), to: parseCidr('10.9.0.0/24') }] }),
      ],
      'translates addresses',
    ],
  ])('does not build %s', (_, objects, said) => {
    const { translation, findings } = planned([{ from: 'gw-1', build: true }], { objects })

    expect(translation.connections).toBeUndefined()
    expect(saidIn(findings, 'network.gateway-by-hand')).toContain(said)
  })

  it('stands in a subnet that is made where the target wants one, away from the others', () => {
    const limits = someLimits({
      gateways: azureNetworkLimits.gateways,
      specialSubnets: azureNetworkLimits.specialSubnets,
    })

    const { translation, findings } = planned([{ from: 'gw-1', build: true }], {}, limits)

    const made = translation.subnets.find(({ name }) => name === 'GatewaySubnet')
    expect(made).toMatchObject({ from: null, rule: 'allocated', block: { prefixLength: 27 } })
    expect(translation.gateways?.[0]?.subnetKeys).toEqual([made?.key])
    expect(translation.routeTables.map(({ key }) => key)).toContain(made?.routeTableKey)
    expect(codesOf(findings)).not.toContain('network.special-subnet')
  })
})

describe('a gateway that is there', () => {
  const hub = aGateway({ id: 'tgw-1', name: 'hub', role: 'transit', vpcIds: ['vpc-1', 'vpc-2'] })
  const attached = aVpn({ id: 'att-1', gatewayId: 'tgw-1', remoteId: null, subnetIds: ['subnet-2'], blocks: [] })
  const over: Partial<Network> = {
    vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.1.0.0/16')],
    subnets: [
      aSubnet('subnet-1', '10.0.1.0/24', { zone: 'a' }),
      aSubnet('subnet-2', '10.0.2.0/24', { zone: 'a' }),
      aSubnet('subnet-3', '10.1.1.0/24', { zone: 'a', vpcId: 'vpc-2' }),
    ],
    routes: [{ ...through('r', '172.20.0.0/16'), hop: { kind: 'transit-gateway', id: 'tgw-1' } }],
    objects: [hub, attached],
  }

  it('stands for all networks, through a subnet of each zone, that of the primary site first', () => {
    const { translation } = planned([{ from: 'tgw-1', use: 'hub-7' }], over)

    const [gateway] = translation.gateways ?? []
    const names = gateway?.subnetKeys.map((key) => translation.subnets.find((one) => one.key === key)?.name)
    expect(gateway).toMatchObject({ role: 'transit', use: 'hub-7', asn: null })
    expect(gateway?.vpcKeys).toHaveLength(2)
    expect(names?.toSorted()).toEqual(['subnet-2', 'subnet-3'])
    expect(translation.routes).toMatchObject([{ hop: 'transit-gateway', gatewayKey: gateway?.key }])
  })

  it('may be of another sort than what it stands for; what was learned is written then', () => {
    const { translation } = planned([{ from: 'gw-1', use: 'hub-7' }])

    expect(translation.gateways).toMatchObject([{ role: 'transit' }])
    expect(translation.routes.map(({ learned }) => learned)).toEqual([undefined, undefined])
    expect(translation.connections).toBeUndefined()
  })

  it.each([
    ['an id of nothing', [{ from: 'tgw-1', use: 'elsewhere' }], 'no id of a gateway of the target'],
    ['one for a single network', [{ from: 'tgw-1', use: 'own-7' }], 'is for one network'],
    ['a VPN gateway for several networks', [{ from: 'tgw-1', build: true as const }], 'is for one network'],
  ])('refuses %s', (_, rules, said) => {
    const { translation, findings } = planned(rules, over)

    expect(translation.gateways).toBeUndefined()
    expect(saidIn(findings, 'network.gateway-refused')).toContain(said)
    expect(codesOf(findings)).toContain('network.route-untranslated')
  })
})

describe('an entry of drplan.yaml', () => {
  it('for a gateway that the site has not is said', () => {
    const { findings } = planned([{ from: 'gw-9', build: true }])

    expect(saidIn(findings, 'network.rule-unused')).toContain('no gateway gw-9')
  })

  it.each([
    ['a gateway of the internet', aGateway({ role: 'internet' }), 'another sort'],
    ['a private line', aGateway({ role: 'private-line' }), 'has to be ordered'],
    ['a gateway of no planned network', aGateway({ vpcIds: ['vpc-9'] }), 'no network of the plan'],
  ])('cannot build %s', (_, gateway, said) => {
    const { findings } = planned([{ from: 'gw-1', build: true }], { objects: [gateway] })

    expect(saidIn(findings, 'network.gateway-refused')).toContain(said)
  })

  it('cannot build a second VPN gateway into one network', () => {
    const objects = [aGateway(), aGateway({ id: 'gw-2', name: 'second' })]

    const { translation, findings } = planned(
      [
        { from: 'gw-1', build: true },
        { from: 'gw-2', build: true },
      ],
      { objects },
    )

    expect(translation.gateways).toHaveLength(1)
    expect(saidIn(findings, 'network.gateway-refused')).toContain('has office already')
  })

  it('stands once for a gateway, and says one thing of it', () => {
    const parse = (gateways: unknown) => networkPolicySchema.safeParse({ gateways }).success

    expect(
      parse([
        { from: 'a', use: 'b' },
        { from: 'c', build: true },
      ]),
    ).toBe(true)
    expect(
      parse([
        { from: 'a', use: 'b' },
        { from: 'A', build: true },
      ]),
    ).toBe(false)
    expect(parse([{ from: 'a', use: 'b', build: true }])).toBe(false)
    expect(parse([{ from: 'a' }])).toBe(false)
  })

  it('takes the gateway, its connections and their devices out of what the plan leaves', () => {
    const network = aNetwork({ objects: office })

    const left = objectsNotPlanned(network, [], { gateways: [{ from: 'gw-1', build: true }] })

    expect(
      objectsNotPlanned(network, [])
        .map(({ affected }) => affected)
        .flat(),
    ).toContain('gw-1')
    expect(left).toEqual([])
  })
})

describe('the proof', () => {
  it('finds routes to a gateway equal to those to what stands for it, and no others', () => {
    const network: Partial<Network> = {
      routeTables: [aTable('rtb-1', { learnsFrom: ['gw-1'] })],
      routes: [
        ...(routed.routes ?? []),
        through('r', '192.168.0.0/24'),
        through('l', '192.168.9.0/24', { learned: true }),
      ],
      objects: office,
    }
    const verdictsOf = (gateways: readonly GatewayRule[]) =>
      prove({ network, gateways }).tables.map(({ verdict }) => verdict)

    expect(verdictsOf([{ from: 'gw-1', build: true }])).toEqual(['structural'])
    expect(verdictsOf([])).toEqual(['different'])
  })
})
