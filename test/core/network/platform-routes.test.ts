/** Routes that nobody writes: those that a platform adds to every table. */
import { describe, expect, it } from 'vitest'
import { drillTranslation } from '../../../src/core/network/drill.ts'
import { proveIsolation } from '../../../src/core/network/isolation.ts'
import { withPlatformRoutes } from '../../../src/core/network/proof/platform-routes.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr, parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import type { Network } from '../../../src/model/network.ts'
import { azureSystemRoutes as sourceRoutes } from '../../../src/sources/azure/system-routes.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import { azureSystemRoutes } from '../../../src/targets/azure/system-routes.ts'
import {
  carryToAws,
  carryToAzure,
  orderedNetwork,
  someHosts,
  twoSubnets,
  type Carried,
} from '../../builders-filters.ts'
import { aNetwork, aRoute, aSubnet, aTable, aVpc, messagesOf } from '../../builders-network.ts'

/** A network that states its whole tables. */
const stated = (...routes: Network['routes']) =>
  aNetwork({
    subnets: twoSubnets,
    routeTables: [aTable('rtb-1')],
    routes: [aRoute('local', '10.0.0.0/16', 'local'), ...routes],
  })

const ways = ({ translation }: Carried): readonly string[] =>
  translation.routes.map(
    ({ destination, hop, byPlatform, rule }) =>
      `${formatCidr(destination)} ${hop} ${rule}${byPlatform ? ', by the platform' : ''}`,
  )

const shown = ({ differences }: Carried['proof']): readonly string[] =>
  differences
    .filter(({ direction }) => direction === 'route')
    .map(
      ({ kind, packet, before, after }) =>
        `${kind} ${formatAddress(packet.destination)}: ${before.outcome} / ${after.outcome}`,
    )

const verdicts = ({ proof }: Carried): readonly string[] => proof.tables.map(({ verdict }) => verdict)

const aNatGateway = (...subnetIds: string[]): NetworkObjectOf<'gateway'> => ({
  kind: 'gateway',
  id: 'nat-1',
  name: 'nat-1',
  role: 'nat',
  vpcIds: ['vpc-1'],
  subnetIds,
  addresses: [],
  publicAddresses: [],
  asn: null,
})

const withoutPublic = () =>
  someHosts().map((vm) => ({ ...vm, nics: vm.nics.map((nic) => ({ ...nic, hasPublicAddress: false })) }))

it('the source and the target of one platform know the same routes', () => {
  expect(sourceRoutes).toEqual(azureSystemRoutes)
})

describe('a platform that adds routes', () => {
  const facts = {
    platformRoutes: azureSystemRoutes,
    blocks: [parseCidr('10.0.0.0/16')],
    peers: [],
    behindGateways: [],
    learnedBy: null,
  }
  const text = (routes: ReturnType<typeof withPlatformRoutes>): readonly string[] =>
    routes.map(({ destination, hop }) => `${'prefixLength' in destination ? formatCidr(destination) : ''} ${hop}`)

  it('drops private destinations that are nowhere in the network', () => {
    expect(text(withPlatformRoutes([], facts))).toEqual([
      '10.0.0.0/16 local',
      '0.0.0.0/0 internet-gateway',
      '10.0.0.0/8 blackhole',
      '172.16.0.0/12 blackhole',
      '192.168.0.0/16 blackhole',
      '100.64.0.0/10 blackhole',
    ])
  })

  it('does not drop what a block of the network holds whole', () => {
    const wide = { ...facts, blocks: [parseCidr('10.0.0.0/8')] }

    expect(text(withPlatformRoutes([], wide))).not.toContain('10.0.0.0/8 blackhole')
  })

  it('drops nothing where people lead everything elsewhere', () => {
    const everything = { id: 'r', destination: parseCidr('0.0.0.0/0'), hop: 'vpn-gateway', hopId: null }

    expect(text(withPlatformRoutes([everything], facts)).filter((route) => route.endsWith('blackhole'))).toEqual([])
  })
})

describe('a table that is stated whole, on a platform that adds routes', () => {
  it('without a way to the internet gets a route that leads nowhere, without which a packet would leave', () => {
    const result = carryToAzure({ network: stated() })

    expect(ways(result)).toEqual(['0.0.0.0/0 blackhole allocated'])
    expect(verdicts(result)).toEqual(['structural'])
    expect(shown(result.prove({ ...result.translation, routes: [] }))).toEqual([
      'newly-allowed 0.0.0.0: nowhere / internet-gateway',
    ])
  })

  it.each([
    ['internet-gateway', []],
    ['nat-gateway', ['changed 0.0.0.0: nat-gateway / internet-gateway']],
  ] as const)('that leads to the internet by a %s does so without a route of its own', (kind, otherwise) => {
    const result = carryToAzure({ network: stated(aRoute('out', '0.0.0.0/0', kind)) })

    expect(ways(result)).toEqual([`0.0.0.0/0 ${kind} kept, by the platform`])
    expect(verdicts(result)).toEqual(['structural'])
    expect(shown(result.prove({ ...result.translation, routes: [] }))).toEqual(otherwise)
  })

  it('that leads everything to what cannot be carried over is closed, not opened', () => {
    const result = carryToAzure({ network: stated(aRoute('vpn', '0.0.0.0/0', 'vpn-gateway')) })

    expect(ways(result)).toEqual(['0.0.0.0/0 blackhole allocated'])
    expect(shown(result.proof)).toEqual(['now-denied 0.0.0.0: vpn-gateway / nowhere'])
  })

  it('keeps a route whose hop is gone, as one that leads nowhere', () => {
    const result = carryToAzure({
      network: stated(aRoute('out', '0.0.0.0/0', 'internet-gateway'), aRoute('gone', '198.51.100.0/24', 'blackhole')),
    })

    expect(ways(result)).toContain('198.51.100.0/24 blackhole kept')
    expect(verdicts(result)).toEqual(['structural'])
  })

  it('goes out by one way only: a NAT gateway at its subnets takes all that goes to the internet', () => {
    const result = carryToAzure({
      network: stated(aRoute('out', '0.0.0.0/0', 'internet-gateway'), aRoute('nat', '198.51.100.0/24', 'nat-gateway')),
    })

    expect(shown(result.proof)).toEqual(['changed 0.0.0.0: internet-gateway / nat-gateway'])
  })
})

describe('a network with routes of its platform, on a platform that adds none', () => {
  it('leads VMs with public addresses to the internet gateway', () => {
    const result = carryToAws({ network: orderedNetwork([]) })

    expect(ways(result)).toEqual(['0.0.0.0/0 internet-gateway allocated'])
    expect(verdicts(result)).toEqual(['structural'])
  })

  it('shows a packet of VMs that go out by an address that the platform lends', () => {
    const lending = twoSubnets.map((subnet) => ({ ...subnet, lendsWayOut: true }))
    const result = carryToAws({ vms: withoutPublic(), network: orderedNetwork([], { subnets: lending }) })

    expect(ways(result)).toEqual([])
    expect(messagesOf(result, 'network.route-untranslated')).toContain('by addresses that it lends')
    expect(shown(result.proof)).toEqual(['now-denied 0.0.0.0: an address that the platform lends / nowhere'])
  })

  it('leads subnets with a NAT gateway to one, where the VPC has a place for it', () => {
    const [first, second] = [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')]
    const network = (own: string) =>
      orderedNetwork([aNatGateway('subnet-2')], {
        subnets: [first, { ...second, routeTableId: own }],
        routeTables: [aTable('rtb-2', { main: false })],
      })
    const result = carryToAws({ network: network('rtb-2') })
    const closed = carryToAws({ vms: withoutPublic(), network: network('rtb-2') })

    expect(ways(result).toSorted()).toEqual(['0.0.0.0/0 internet-gateway allocated', '0.0.0.0/0 nat-gateway allocated'])
    expect(new Set(verdicts(result))).toEqual(new Set(['structural']))
    expect(messagesOf(closed, 'network.route-untranslated')).toContain('where one could stand')
  })
})

describe('a network with routes of its platform, on the same platform', () => {
  const user = (id: string, destination: string, kind: Network['routes'][number]['hop']['kind']) => ({
    ...aRoute(id, destination, kind),
    tableId: 'rtb-1',
  })
  const routed = (routes: Network['routes'], objects: Network['objects'] = []) =>
    orderedNetwork(objects, {
      subnets: [aSubnet('subnet-1', '10.0.0.0/24', { routeTableId: 'rtb-1' }), aSubnet('subnet-2', '10.0.1.0/24')],
      routeTables: [aTable('rtb-1', { main: false })],
      routes,
    })

  it('is proven equal without any route, and subnets without a table get none of another', () => {
    const result = carryToAzure({ network: routed([]) })

    expect(ways(result)).toEqual([])
    expect(result.translation.subnets.map(({ routeTableKey }) => routeTableKey)).toEqual([
      expect.stringMatching(/^rtb-1/),
      'vpc-1-main',
    ])
    expect(verdicts(result)).toEqual(['structural', 'structural'])
  })

  it('keeps what people wrote: home, nowhere, and the internet', () => {
    const result = carryToAzure({
      network: routed([
        user('all', '0.0.0.0/0', 'blackhole'),
        user('home', '10.0.1.0/24', 'local'),
        user('out', '198.51.100.0/24', 'internet-gateway'),
      ]),
    })

    expect(ways(result).toSorted()).toEqual([
      '0.0.0.0/0 blackhole kept',
      '10.9.1.0/24 local offset',
      '198.51.100.0/24 internet-gateway kept',
    ])
    expect(verdicts(result)).toEqual(['structural', 'structural'])
  })

  it('notices a route of people for the very block of the network that is lost', () => {
    const result = carryToAzure({ network: routed([user('shut', '10.0.0.0/16', 'blackhole')]) })

    expect(verdicts(result)).toEqual(['structural', 'structural'])
    expect(shown(result.prove({ ...result.translation, routes: [] }))[0]).toMatch(
      /^newly-allowed .*: nowhere \/ local$/,
    )
  })

  it('needs the NAT gateway that stands at its subnets', () => {
    const result = carryToAzure({ network: routed([], [aNatGateway('subnet-1')]) })

    expect(ways(result)).toEqual(['0.0.0.0/0 nat-gateway allocated, by the platform'])
    expect(verdicts(result)).toEqual(['structural', 'structural'])
  })

  it('leads to networks behind its gateways, which are not built', () => {
    const vpn: NetworkObjectOf<'connection'> = {
      kind: 'connection',
      id: 'vpn-1',
      name: 'vpn-1',
      gatewayId: null,
      remoteId: null,
      vpcId: 'vpc-1',
      subnetIds: [],
      blocks: [parseCidr('172.20.0.0/16')],
      insideBlocks: [],
      translations: [],
      dynamic: false,
    }
    const known = carryToAzure({ network: routed([], [vpn]) })
    const learned = carryToAzure({ network: routed([], [{ ...vpn, blocks: [], dynamic: true }]) })

    expect(shown(known.proof)).toContain('now-denied 172.20.0.0: vpn-gateway / nowhere')
    expect(verdicts(learned)).toContain('undetermined')
    expect(learned.proof.missing).toContain('networks joined to vpc-1')
  })

  it('is closed in a drill by routes that lead nowhere, and would not be without', () => {
    const { translation } = carryToAzure({ network: routed([]) })
    const { routing } = azureNetworkLimits
    const moves = [{ from: parseCidr('10.9.0.0/16'), to: parseCidr('10.9.0.0/16') }]
    const drill = drillTranslation(translation, moves, routing)

    expect(proveIsolation(drill, routing).verdict).toBe('isolated')
    expect(proveIsolation({ ...drill, routes: [] }, routing).leaks.map(({ hop }) => hop)).toContain('internet-gateway')
  })
})

it('a network of that platform whose source does not tell of it stays as it is written', () => {
  const silent = orderedNetwork([], { vpcs: [aVpc('vpc-1', '10.0.0.0/16')], routeTables: [aTable('rtb-1')] })

  expect(ways(carryToAws({ network: silent }))).toEqual([])
})
