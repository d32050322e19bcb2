import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canLoseHosts, type LoadedHost } from '../../../src/core/scope/can-lose-hosts.ts'
import { placeVms, type PlacedVm, type Room } from '../../../src/core/scope/place-vms.ts'

const aHost = (
  name: string,
  { sizes = [], ...over }: Partial<LoadedHost> & { readonly sizes?: readonly number[] },
): LoadedHost => ({
  name,
  memoryGiB: 64,
  threads: 64,
  vms: sizes.map((size, index) => ({ id: `${name}-${index}`, memoryGiB: size, vcpus: 2 })),
  ...over,
})

describe('hosts of a cluster', () => {
  it('can be lost while the others have room for their VMs', () => {
    const hosts = [aHost('a', { sizes: [16, 16] }), aHost('b', { sizes: [32] }), aHost('c', { sizes: [8] })]

    expect(canLoseHosts(hosts, 1)).toEqual({ verdict: 'yes' })
  })

  it('cannot be lost where the rest is too small, and the worst loss is named with what is short', () => {
    const hosts = [
      aHost('a', { memoryGiB: 72, sizes: [16, 16] }),
      aHost('b', { memoryGiB: 96, sizes: [32] }),
      aHost('c', { sizes: [32, 16] }),
    ]

    expect(canLoseHosts(hosts, 2)).toEqual({ verdict: 'no', lost: ['a', 'b'], shortGiB: 48 })
  })

  it('cannot be lost where there is room enough, but in parts that are too small', () => {
    const hosts = [aHost('a', { sizes: [40] }), aHost('b', { sizes: [40] }), aHost('c', { sizes: [40] })]

    expect(canLoseHosts(hosts, 1)).toEqual({ verdict: 'no', lost: ['a'], shortGiB: 0 })
  })

  it('do not hold a VM that is wider than they are', () => {
    const wide = aHost('a', { vms: [{ id: 'w', memoryGiB: 1, vcpus: 48 }] })

    expect(canLoseHosts([wide, aHost('b', { threads: 32 })], 1).verdict).toBe('no')
    expect(canLoseHosts([wide, aHost('b', { threads: null })], 1).verdict).toBe('yes')
  })

  it('that are overcommitted have no room, and owe the others none', () => {
    const hosts = [aHost('a', { sizes: [80] }), aHost('b', { sizes: [16] }), aHost('c', { memoryGiB: 128 })]

    expect(canLoseHosts(hosts, 1)).toEqual({ verdict: 'yes' })
  })
})

describe('placing', () => {
  it('finds a way that first-fit decreasing misses', () => {
    const vms = [5, 4, 3, 3, 3, 2].map((memoryGiB, index) => ({ id: `v${index}`, memoryGiB, vcpus: 1 }))
    const rooms = [10, 10].map((freeGiB) => ({ freeGiB, threads: 8 }))

    expect(placeVms(vms, rooms).verdict).toBe('fits')
  })

  const estates = fc.record({
    vms: fc.array(fc.record({ memoryGiB: fc.integer({ min: 1, max: 12 }), vcpus: fc.constantFrom(null, 1, 8) }), {
      maxLength: 6,
    }),
    rooms: fc.array(fc.record({ freeGiB: fc.integer({ min: 0, max: 16 }), threads: fc.constantFrom(null, 4, 16) }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  const withIds = (vms: readonly Omit<PlacedVm, 'id'>[]): readonly PlacedVm[] =>
    vms.map((vm, index) => ({ ...vm, id: `v${index}` }))

  /** Is every VM in a room that is wide enough, and no room overfull? */
  const isPlaced = (vms: readonly PlacedVm[], rooms: readonly Room[], at: (id: string) => number): boolean =>
    rooms.every(({ freeGiB, threads }, room) => {
      const own = vms.filter(({ id }) => at(id) === room)
      const isWide = own.every(({ vcpus }) => vcpus === null || threads === null || vcpus <= threads)
      return isWide && own.reduce((sum, { memoryGiB }) => sum + memoryGiB, 0) <= freeGiB
    })

  it('agrees with the trial of every placement', () => {
    fc.assert(
      fc.property(estates, ({ vms: sizes, rooms }) => {
        const vms = withIds(sizes)

        const placing = placeVms(vms, rooms)

        const ways = Array.from({ length: rooms.length ** vms.length }, (_, way) => way)
        const some = ways.some((way) =>
          isPlaced(vms, rooms, (id) => Math.floor(way / rooms.length ** Number(id.slice(1))) % rooms.length),
        )
        expect(placing.verdict).toBe(some ? 'fits' : 'does-not-fit')
      }),
      { numRuns: 300 },
    )
  })

  it('never claims to fit where its own placement does not hold, however many there are', () => {
    const many = fc.record({
      vms: fc.array(fc.record({ memoryGiB: fc.integer({ min: 1, max: 64 }), vcpus: fc.constantFrom(null, 1, 8) }), {
        maxLength: 60,
      }),
      rooms: fc.array(fc.record({ freeGiB: fc.integer({ min: 0, max: 256 }), threads: fc.constantFrom(null, 4, 16) }), {
        minLength: 1,
        maxLength: 12,
      }),
    })
    fc.assert(
      fc.property(many, ({ vms: sizes, rooms }) => {
        const vms = withIds(sizes)

        const placing = placeVms(vms, rooms)

        const held = placing.verdict !== 'fits' || isPlaced(vms, rooms, (id) => placing.rooms.get(id) ?? -1)
        const all = placing.verdict !== 'fits' || vms.every(({ id }) => placing.rooms.has(id))
        expect([held, all]).toEqual([true, true])
      }),
    )
  })
})
