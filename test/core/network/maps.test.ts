import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drillTranslation } from '../../../src/core/network/drill.ts'
import { proveIsolation } from '../../../src/core/network/isolation.ts'
import { applyMap, networkMaps, type MapsInput } from '../../../src/core/network/maps.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { containsAddress, formatCidr, lastOf, overlaps, parseCidr } from '../../../src/model/cidr.ts'
import type { Vm } from '../../../src/model/site.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import {
  aHost,
  aNetwork,
  aPolicy,
  aRoute,
  aSubnet,
  aTable,
  aVpc,
  someLimits,
  translate,
} from '../../builders-network.ts'

type Parts = NonNullable<Parameters<typeof translate>[0]>

/** The maps of a small site. */
const mapsOf = ({
  vms = [aHost('vm-1', 'subnet-1', ['10.0.0.10'])],
  network = {},
  policy = {},
  limits = {},
}: Parts) => {
  const { translation } = translate({ vms, network, policy, limits })
  const input: MapsInput = {
    vms,
    network: aNetwork(network),
    translation,
    policy: aPolicy(policy),
    limits: someLimits(limits),
  }
  return { translation, ...networkMaps(input) }
}

const moved = { blocks: [['10.0.0.0/16', '10.9.0.0/16']] } as const

const { routing } = someLimits()

describe('a drill', () => {
  it('has the addresses of the recovery site when no pool is named', () => {
    const { maps } = mapsOf({ policy: moved })

    expect(maps.drill.hosts.map(({ to }) => to && formatAddress(to.address))).toEqual(['10.9.0.10'])
  })

  it('has its own addresses in a pool, away from whatever is in use', () => {
    const { maps, drill } = mapsOf({ policy: { ...moved, drill: ['10.8.0.0/14'] } })

    expect(drill.map(({ to }) => to && formatCidr(to))).toEqual(['10.10.0.0/16'])
    const [host] = maps.drill.hosts
    expect(host?.to && [formatAddress(host.to.address), host.to.block && formatCidr(host.to.block)]).toEqual([
      '10.10.0.10',
      '10.10.0.0/24',
    ])
    expect(host?.to?.gateway && formatAddress(host.to.gateway)).toBe('10.10.0.1')
  })

  it('without room in its pool says so, and has no addresses', () => {
    const { maps, findings } = mapsOf({ policy: { ...moved, drill: ['10.9.0.0/16'] } })

    expect(findings.map(({ code }) => code)).toEqual(['network.drill-overlap'])
    expect(maps.drill.hosts.map(({ to }) => to)).toEqual([null])
  })
})

describe('the way home', () => {
  it('leads every host to where it was, with the gateway and name servers of the primary site', () => {
    const network = {
      subnets: [aSubnet('subnet-1', '10.0.0.0/24', { gateway: parseAddress('10.0.0.254') })],
      objects: [
        {
          kind: 'name-service' as const,
          id: 'dns',
          name: 'dns',
          tags: {},
          vpcIds: ['vpc-1'],
          domain: 'corp.test',
          nameServers: [parseAddress('10.0.0.10'), parseAddress('192.0.2.53')],
          timeServers: [],
          netbiosServers: [],
        },
      ],
    }
    const { maps } = mapsOf({ policy: moved, network })

    const [home] = maps.failback.hosts
    const [live] = maps.live.hosts
    expect([home?.from, home?.to].map((card) => card && formatAddress(card.address))).toEqual([
      '10.9.0.10',
      '10.0.0.10',
    ])
    expect(home?.to?.gateway && formatAddress(home.to.gateway)).toBe('10.0.0.254')
    expect(home?.nameServers.map(formatAddress)).toEqual(['10.0.0.10', '192.0.2.53'])
    expect(live?.nameServers.map(formatAddress)).toEqual(['10.9.0.10', '192.0.2.53'])
    expect(live?.domain).toBe('corp.test')
  })
})

const aWorld = fc
  .record({
    sizes: fc.array(fc.constantFrom(22, 24, 26, 28), { minLength: 1, maxLength: 4 }),
    hosts: fc.array(fc.record({ subnet: fc.nat({ max: 3 }), place: fc.nat({ max: 1020 }) }), { maxLength: 40 }),
    to: fc.constantFrom('10.9.0.0/16', '10.9.0.0/20', '10.9.0.0/22', '10.9.0.0/24'),
    drill: fc.constantFrom(['10.64.0.0/10'], ['10.0.0.0/8'], ['172.20.0.0/14', '10.9.0.0/16']),
    special: fc.boolean(),
  })
  .map(({ sizes, hosts, to, drill, special }) => {
    const names = sizes.map((_, index) => (special && index === 0 ? 'GatewaySubnet' : `s${index}`))
    const subnets = sizes.map((size, index) => aSubnet(names[index] ?? '', `10.0.${index * 4}.0/${size}`))
    const vms = hosts.map(({ subnet, place }, index): Vm => {
      const at = subnet % sizes.length
      const inside = place % 2 ** (32 - (sizes[at] ?? 24))
      return aHost(`vm-${index}`, names[at] ?? '', [`10.0.${at * 4 + (inside >> 8)}.${inside & 255}`])
    })
    return {
      vms,
      network: { subnets, vpcs: [aVpc('vpc-1', '10.0.0.0/16')] },
      policy: { blocks: [['10.0.0.0/16', to]] as const, drill, avoid: ['10.77.0.0/16', '10.200.0.0/16'] },
    }
  })

describe('every map', () => {
  it('is undone by the way home, on every planned address', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const { maps, translation } = mapsOf({ ...world, limits: azureNetworkLimits })

        // Of several cards with one address the map can follow one; the others have no place and a finding.
        for (const { from, to } of translation.addresses) {
          if (!from || !to) continue
          const there = applyMap(maps.live, from)
          expect(there).toEqual(to)
          expect(there && applyMap(maps.failback, there)).toEqual(from)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives no address twice, none that is reserved and none in a range to avoid', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const { maps, translation } = mapsOf({ ...world, limits: azureNetworkLimits })
        const blocks = new Map(translation.subnets.map((subnet) => [subnet.key, subnet.block]))

        for (const { hosts } of [maps.live, maps.drill]) {
          const places = hosts.flatMap(({ to }) => (to ? [to.address] : []))
          expect(new Set(places.map(formatAddress)).size).toBe(places.length)
          expect(
            places.some((place) => world.policy.avoid.some((range) => containsAddress(parseCidr(range), place))),
          ).toBe(false)
        }
        for (const { to, subnetKey } of translation.addresses) {
          const block = blocks.get(subnetKey)
          const free = !to || !block || (to.value >= block.network + 4n && to.value < lastOf(block))
          expect(free).toBe(true)
        }
        const special = translation.subnets.find(({ name }) => name === 'GatewaySubnet')
        expect(special?.block.prefixLength ?? 27).toBeLessThanOrEqual(27)
      }),
      { numRuns: 200 },
    )
  })

  it('of a drill with a pool stays away from everything that is live', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const { drill, translation } = mapsOf({ ...world, limits: azureNetworkLimits })

        const live = [
          ...translation.vpcs.flatMap(({ blocks }) => blocks),
          parseCidr('10.0.0.0/16'),
          ...world.policy.avoid.map(parseCidr),
        ]
        const places = drill.flatMap(({ to }) => to ?? [])
        expect(places.some((place) => live.some((block) => overlaps(block, place)))).toBe(false)
        expect(places.some((place, index) => places.slice(index + 1).some((other) => overlaps(other, place)))).toBe(
          false,
        )
      }),
      { numRuns: 200 },
    )
  })
})

describe('the proof of a drill', () => {
  const withRoutes = {
    network: {
      routeTables: [aTable('rtb-1')],
      routes: [aRoute('out', '0.0.0.0/0', 'internet-gateway'), aRoute('nat', '198.51.100.0/24', 'internet-gateway')],
    },
    policy: { ...moved, drill: ['10.64.0.0/10'] },
  }

  it('shows that no destination outside is reached', () => {
    const { translation, drill } = mapsOf(withRoutes)

    expect(proveIsolation(drillTranslation(translation, drill, routing), routing)).toEqual({
      verdict: 'isolated',
      tables: 1,
      leaks: [],
      missing: [],
    })
  })

  it('shows a packet for every way out, here that of the live site', () => {
    const { translation, drill } = mapsOf(withRoutes)
    const leaky = { ...drillTranslation(translation, drill, routing), routes: translation.routes }

    const found = proveIsolation(leaky, routing)
    expect(found.verdict).toBe('leaks')
    const [leak] = found.leaks
    expect(leak?.hop).toBe('internet-gateway')
    expect(leak && drill.some(({ to }) => to && containsAddress(to, leak.destination))).toBe(false)
    expect(translation.routes.map(({ key }) => key)).toContain(leak?.routeKey)
  })
})
