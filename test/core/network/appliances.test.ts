/** Routes to machines of the plan that pass on what is not for them. */
import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { Network, Route } from '../../../src/model/network.ts'
import type { Nic, Vm } from '../../../src/model/site.ts'
import { carryToAws, carryToAzure } from '../../builders-filters.ts'
import {
  aHost,
  aNetwork,
  anAppliance,
  aPeering,
  aRoute,
  aSubnet,
  aTable,
  aVpc,
  codesOf,
  messagesOf,
} from '../../builders-network.ts'

const through = (kind: 'interface' | 'address', id: string, tableId = 'rtb-1'): Route => ({
  ...aRoute(`via-${id}`, '198.51.100.0/24', kind),
  tableId,
  hop: { kind, id },
})

const home = (tableId: string, block: string): Route => ({ ...aRoute(`home-${tableId}`, block, 'local'), tableId })

const network = ({ routes = [through('interface', 'nic-gate')], ...over }: Partial<Network> = {}) =>
  aNetwork({
    subnets: [
      aSubnet('subnet-1', '10.0.0.0/24', { routeTableId: 'rtb-1' }),
      aSubnet('subnet-2', '10.0.1.0/24', { routeTableId: 'rtb-2' }),
    ],
    routeTables: [aTable('rtb-1'), aTable('rtb-2', { main: false })],
    routes: [home('rtb-1', '10.0.0.0/16'), home('rtb-2', '10.0.0.0/16'), ...routes],
    ...over,
  })

const vms = (): readonly Vm[] => [
  aHost('web', 'subnet-1', ['10.0.0.10']),
  anAppliance('gate', 'subnet-2', ['10.0.1.2']),
  anAppliance('other', 'subnet-2', ['10.0.1.20']),
]

const changed = (translation: NetworkTranslation, over: Partial<NetworkTranslation['routes'][number]>) => ({
  ...translation,
  routes: translation.routes.map((route) => (route.hop === 'appliance' ? { ...route, ...over } : route)),
})

describe('a route to a planned machine', () => {
  it.each([
    ['its card', through('interface', 'nic-gate')],
    ['an address of it', through('address', '10.0.1.2')],
  ])('by %s leads to the card where it is recovered, at its address there', (_, route) => {
    const { translation, proof, findings } = carryToAws({ vms: vms(), network: network({ routes: [route] }) })

    const [carried] = translation.routes
    expect(carried).toMatchObject({ hop: 'appliance', card: { vmId: 'gate', nicIndex: 0 }, rule: 'kept' })
    // Its place is reserved there, so it moves, and the route follows.
    expect(carried?.address && formatAddress(carried.address)).toBe('10.9.1.4')
    expect(translation.addresses.filter(({ forwards }) => forwards).map(({ vmId }) => vmId)).toEqual(['gate', 'other'])
    expect(proof.tables.map(({ verdict }) => verdict)).toEqual(['structural', 'structural'])
    expect(codesOf(findings)).not.toContain('network.route-untranslated')
  })

  it('is another route when it leads to another card', () => {
    const { translation, prove } = carryToAws({ vms: vms(), network: network() })
    const proof = prove(changed(translation, { card: { vmId: 'other', nicIndex: 0 } }))

    expect(proof.differences.map(({ kind, before, after }) => [kind, before.outcome, after.outcome])).toEqual([
      ['changed', 'appliance card 0 of gate', 'appliance card 0 of other'],
    ])
  })

  it('is lost when the card does not forward any more', () => {
    const { translation, prove } = carryToAws({ vms: vms(), network: network() })
    const addresses = translation.addresses.map(({ forwards: _was, ...entry }) => entry)

    expect(prove({ ...translation, addresses }).differences.map(({ kind, after }) => [kind, after.outcome])).toEqual([
      ['now-denied', 'nowhere'],
    ])
  })

  it('inside the network is carried for whole subnets only, where the target has no others', () => {
    const inside = (block: string) =>
      carryToAws({
        vms: vms(),
        network: network({
          routes: [{ ...aRoute('in', block, 'interface'), hop: { kind: 'interface', id: 'nic-gate' } }],
        }),
      })

    expect(inside('10.0.1.0/24').translation.routes.map(({ hop }) => hop)).toEqual(['appliance'])
    expect(messagesOf(inside('10.0.1.0/25'), 'network.route-untranslated')).toContain('for whole subnets only')
  })

  it('is said when the machine is not planned, or has no known address', () => {
    const [web, gate] = vms()
    const gone = carryToAws({ vms: web ? [web] : [], network: network() })
    const unknown = carryToAws({
      vms: gate ? [{ ...gate, nics: gate.nics.map((nic) => ({ ...nic, addresses: [] })) }] : [],
      network: network(),
    })

    expect(messagesOf(gone, 'network.route-untranslated')).toContain('has to be recovered first')
    expect(messagesOf(unknown, 'network.route-untranslated')).toContain('the address of gate')
    expect(gone.proof.tables[0]?.verdict).toBe('different')
  })

  it.each([
    [false, 'takes only what is for itself'],
    [undefined, 'is not known to pass on'],
  ])('whose card forwards: %s, is said to lead nowhere', (forwards, why) => {
    const [web, gate] = vms()
    const set = (nic: Nic): Nic => {
      const { forwards: _was, ...rest } = nic
      return forwards === undefined ? rest : { ...rest, forwards }
    }
    const planned = web && gate ? [web, { ...gate, nics: gate.nics.map(set) }] : []
    const result = carryToAws({ vms: planned, network: network() })

    expect(messagesOf(result, 'network.appliance-idle')).toContain(why)
    expect(result.translation.addresses.some((entry) => entry.forwards)).toBe(false)
  })

  it('that stands in a subnet with the same route is said to be a loop', () => {
    const looped = carryToAws({ vms: vms(), network: network({ routes: [through('interface', 'nic-gate', 'rtb-2')] }) })
    const straight = carryToAws({ vms: vms(), network: network() })

    expect(messagesOf(looped, 'network.appliance-loop')).toContain('comes back to it')
    expect(codesOf(straight.findings)).not.toContain('network.appliance-loop')
  })
})

describe('peered networks', () => {
  const peering = aPeering('pcx-1', ['vpc-1', 'vpc-2'], ['10.5.0.0/16'])
  const peered = (routes: readonly Route[], over: Partial<Network> = {}): Network =>
    network({
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.5.0.0/16'), aVpc('vpc-3', '10.6.0.0/16')],
      subnets: [
        aSubnet('subnet-1', '10.0.0.0/24', { routeTableId: 'rtb-1' }),
        aSubnet('subnet-5', '10.5.0.0/24', { vpcId: 'vpc-2' }),
      ],
      routeTables: [aTable('rtb-1'), aTable('rtb-5', { vpcId: 'vpc-2' }), aTable('rtb-6', { vpcId: 'vpc-3' })],
      routes: [home('rtb-5', '10.5.0.0/16'), ...routes],
      objects: [peering],
      ...over,
    })
  const there = { ...aRoute('there', '10.5.0.0/16', 'peering'), hop: { kind: 'peering' as const, id: 'pcx-1' } }
  const back = {
    ...aRoute('back', '10.0.0.0/16', 'peering'),
    tableId: 'rtb-5',
    hop: { kind: 'peering' as const, id: 'pcx-1' },
  }
  const hosts = [aHost('web', 'subnet-1', ['10.0.0.10']), anAppliance('gate', 'subnet-5', ['10.5.0.10'])]
  const policy = {
    blocks: [
      ['10.0.0.0/16', '10.9.0.0/16'],
      ['10.5.0.0/16', '10.10.0.0/16'],
      ['10.6.0.0/16', '10.11.0.0/16'],
    ],
  }
  const ways = (translation: NetworkTranslation): readonly string[] =>
    translation.routes.map(({ destination, hop, peeringKey, byPlatform, rule }) =>
      [
        formatCidr(destination),
        hop,
        rule,
        ...(peeringKey ? ['peered'] : []),
        ...(byPlatform ? ['by the platform'] : []),
      ].join(' '),
    )

  it('that are both planned are peered there, and routes lead from each to the other', () => {
    const { translation, proof, findings } = carryToAws({
      vms: hosts,
      network: peered([there, back]),
      blocks: policy.blocks,
    })

    expect(translation.peerings).toMatchObject([
      { from: 'pcx-1', vpcKey: 'vpc-1', peerVpcKey: 'vpc-2', resolvesNames: true },
    ])
    expect(ways(translation).toSorted()).toEqual([
      '10.10.0.0/16 peering offset peered',
      '10.9.0.0/16 peering offset peered',
    ])
    expect(translation.objects).toMatchObject([{ from: 'pcx-1', fate: 'built' }])
    expect(proof.tables.map(({ verdict }) => verdict)).toEqual(['structural', 'structural'])
    expect(codesOf(findings)).not.toContain('network.route-untranslated')
  })

  it('are another way when the peering is with another network', () => {
    const { translation, prove } = carryToAws({ vms: hosts, network: peered([there, back]), blocks: policy.blocks })
    const proof = prove({
      ...translation,
      peerings: translation.peerings?.map((one) => ({ ...one, peerVpcKey: 'vpc-3' })) ?? [],
    })

    expect(proof.differences.map(({ before, after }) => [before.outcome, after.outcome])).toContainEqual([
      'peering vpc-2',
      'peering vpc-3',
    ])
  })

  it('of which one is not in the inventory are not peered, and the route is said', () => {
    const far = aPeering('pcx-1', ['vpc-1', 'vpc-gone'], ['10.5.0.0/16'])
    const result = carryToAws({ vms: hosts, network: peered([there], { objects: [far] }), blocks: policy.blocks })

    expect(result.translation.peerings).toBeUndefined()
    expect(messagesOf(result, 'network.route-untranslated')).toContain('is not part of this plan')
  })

  it('lead to a machine of the other one only where the target has such routes', () => {
    const byGate = { ...through('address', '10.5.0.10') }
    const aws = carryToAws({ vms: hosts, network: peered([byGate]), blocks: policy.blocks })
    const azure = carryToAzure({ vms: hosts, network: peered([byGate, there]), blocks: policy.blocks })

    expect(messagesOf(aws, 'network.route-untranslated')).toContain('is in another VPC')
    expect(azure.translation.routes.map(({ hop }) => hop)).toContain('appliance')
  })

  it('are closed where the target leads to peers by itself and a table did not', () => {
    const both = carryToAzure({ vms: hosts, network: peered([there]), blocks: policy.blocks })

    expect(ways(both.translation).toSorted()).toEqual([
      '0.0.0.0/0 blackhole allocated',
      '0.0.0.0/0 blackhole allocated',
      '0.0.0.0/0 blackhole allocated',
      '10.10.0.0/16 peering offset peered by the platform',
      '10.9.0.0/16 blackhole allocated',
    ])
    expect(both.proof.tables.map(({ verdict }) => verdict)).toEqual(['structural', 'structural'])
  })

  it('have no route to a part of a peer where the target leads to whole peers', () => {
    const part = { ...aRoute('part', '10.5.0.0/24', 'peering'), hop: { kind: 'peering' as const, id: 'pcx-1' } }
    const result = carryToAzure({ vms: hosts, network: peered([part]), blocks: policy.blocks })

    expect(messagesOf(result, 'network.route-untranslated')).toContain('to no part of one')
    expect(result.proof.differences.map(({ kind }) => kind)).toContain('now-denied')
  })

  it('get routes where the platform of the primary site adds them and the target does not', () => {
    const adding = peered([], {
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.5.0.0/16')].map((vpc) => ({ ...vpc, platformRoutes: [] })),
      routeTables: [],
    })
    const { translation, proof } = carryToAws({ vms: hosts, network: adding, blocks: policy.blocks.slice(0, 2) })

    expect(ways(translation).toSorted()).toContain('10.10.0.0/16 peering allocated peered')
    expect(proof.tables[0]).toMatchObject({ name: 'vpc-1', verdict: 'structural' })
  })
})
