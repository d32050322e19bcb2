import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createAddressMap,
  imageOf,
  mapAddress,
  type HostMove,
  type Segment,
} from '../../../src/core/network/address-map.ts'
import { formatAddress, parseAddress, type Address } from '../../../src/model/address.ts'
import { cidrAround, containsAddress, formatCidr, parseCidr, type Cidr } from '../../../src/model/cidr.ts'

const segment = (from: string, to: string): Segment => ({ from: parseCidr(from), to: parseCidr(to) })
const host = (from: string, to: string): HostMove => ({ from: parseAddress(from), to: parseAddress(to) })
const image = (map: ReturnType<typeof createAddressMap>, cidr: string): readonly string[] =>
  imageOf(map, parseCidr(cidr)).map(formatCidr)

const BASE = 10n << 24n
const at = (low: number): Address => ({ family: 4, value: BASE + BigInt(low) })
const block = (low: number, prefixLength: number): Cidr => cidrAround(at(low), prefixLength)
const inAny = (blocks: readonly Cidr[], address: Address): boolean =>
  blocks.some((one) => containsAddress(one, address))

/** A universe of 128 addresses: eight slots of sixteen; some move to other slots, some of their hosts elsewhere. */
const anyWorld = fc
  .record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8, maxLength: 8 }),
    many: fc.integer({ min: 0, max: 3 }),
    hosts: fc.uniqueArray(fc.integer({ min: 0, max: 127 }), { maxLength: 24 }),
    moving: fc.array(fc.nat({ max: 23 }), { maxLength: 6 }),
    places: fc.shuffledSubarray(
      Array.from({ length: 128 }, (_, low) => low),
      { minLength: 64, maxLength: 128 },
    ),
  })
  .map(({ order, many, hosts, moving, places }) => {
    const segments = Array.from({ length: many }, (_, index) => ({
      from: block((order[index] ?? 0) * 16, 28),
      to: block((order[index + many] ?? 0) * 16, 28),
    }))
    const sources = segments.map(({ from }) => from)
    const targets = segments.map(({ to }) => to)
    // Addresses of the primary site lie in its blocks; nobody has an address in a block of the recovery site yet.
    const allocated = hosts.filter((low) => inAny(sources, at(low)) || !inAny(targets, at(low)))
    const plain = createAddressMap(segments, [])
    const movers = [...new Set(moving)].flatMap((index) => allocated[index] ?? [])
    const taken = new Set(
      allocated.filter((low) => !movers.includes(low)).map((low) => mapAddress(plain, at(low)).to.value),
    )
    const free = places.filter((low) => !taken.has(at(low).value) && !allocated.includes(low))
    const moves = movers.flatMap((low, index) => {
      const place = free[index]
      return place === undefined ? [] : [{ from: at(low), to: at(place) }]
    })
    return {
      segments,
      moves,
      allocated: allocated.filter(
        (low) => !movers.includes(low) || moves.some(({ from }) => from.value === at(low).value),
      ),
    }
  })

describe('the image of a block', () => {
  it('holds a host exactly when the block held it before, and leaves the rest of the world alone', () => {
    fc.assert(
      fc.property(anyWorld, fc.nat({ max: 127 }), fc.integer({ min: 24, max: 32 }), (world, low, prefixLength) => {
        const map = createAddressMap(world.segments, world.moves)
        const cidr = block(low, prefixLength)

        const result = imageOf(map, cidr)

        for (const one of world.allocated) {
          const held = containsAddress(cidr, at(one))
          expect(inAny(result, mapAddress(map, at(one)).to), `${formatCidr(cidr)} and host ${one}`).toBe(held)
        }
        const touched = [
          ...world.segments.flatMap(({ from, to }) => [from, to]),
          ...world.moves.flatMap(({ from, to }) => [cidrAround(from, 32), cidrAround(to, 32)]),
        ]
        for (let one = -20; one < 148; one++) {
          if (inAny(touched, at(one))) continue
          expect(inAny(result, at(one)), `${formatCidr(cidr)} and outsider ${one}`).toBe(containsAddress(cidr, at(one)))
        }
      }),
      { numRuns: 2000 },
    )
  })

  const moved = createAddressMap([segment('10.1.0.0/16', '10.9.0.0/16')], [host('10.1.0.2', '10.9.0.7')])

  it.each([
    ['10.1.0.0/16', ['10.9.0.0/16']],
    ['10.1.0.0/24', ['10.9.0.0/24']],
    ['10.1.5.7/32', ['10.9.5.7/32']],
    ['10.1.0.2/32', ['10.9.0.7/32']],
    ['10.1.0.7/32', []],
    ['0.0.0.0/0', ['0.0.0.0/0']],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['192.168.0.0/16', ['192.168.0.0/16']],
    ['::/0', ['::/0']],
    ['2001:db8::/32', ['2001:db8::/32']],
  ])('of %s is %j', (cidr, expected) => {
    expect(image(moved, cidr)).toEqual(expected)
  })

  it('keeps the part outside the map where a block is only partly inside', () => {
    const map = createAddressMap([segment('10.1.0.0/16', '172.16.0.0/16')], [])

    expect(image(map, '10.0.0.0/8')).toEqual(['10.0.0.0/8', '172.16.0.0/16'])
  })

  it('follows a block that takes the place of another', () => {
    const map = createAddressMap([segment('10.1.0.0/16', '10.2.0.0/16'), segment('10.2.0.0/16', '10.3.0.0/16')], [])

    expect(image(map, '10.1.0.0/16')).toEqual(['10.2.0.0/16'])
    expect(image(map, '10.2.0.0/16')).toEqual(['10.3.0.0/16'])
  })

  it('is found quickly for thousands of rules in a map of thousands of hosts', () => {
    const hosts = Array.from({ length: 10_000 }, (_, low) => ({ from: at(low), to: at(low + 1_000_000) }))
    const map = createAddressMap([], hosts)
    const start = performance.now()

    for (let low = 0; low < 2000; low++) imageOf(map, block(low * 5, 32))

    expect(performance.now() - start).toBeLessThan(1500)
  })
})

describe('the address map', () => {
  it('says by which part an address moves', () => {
    const map = createAddressMap([segment('10.1.0.0/16', '10.9.0.0/16')], [host('10.1.0.2', '10.9.0.7')])

    const where = ['10.1.0.2', '10.1.3.4', '8.8.8.8', '::1'].map((text) => {
      const { to, by } = mapAddress(map, parseAddress(text))
      return `${by} ${formatAddress(to)}`
    })

    expect(where).toEqual(['host 10.9.0.7', 'segment 10.9.3.4', 'identity 8.8.8.8', 'identity ::1'])
  })
})
