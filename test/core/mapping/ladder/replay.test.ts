import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failuresOf, replayFailures, zoneAfter } from '../../../../src/core/mapping/ladder/replay.ts'
import { rotateZones } from '../../../../src/core/mapping/ladder/rotate-zones.ts'

const zonesUpTo = (zones: number): number[] => Array.from({ length: zones }, (_, zone) => zone)

/** Disjoint groups by the zones of their VMs, all different within a group. */
const estates = (mostZones: number) =>
  fc.integer({ min: 2, max: mostZones }).chain((zones) =>
    fc.record({
      zones: fc.constant(zones),
      groups: fc.array(fc.shuffledSubarray(zonesUpTo(zones), { minLength: 2 }), { minLength: 1, maxLength: 3 }),
    }),
  )

function named(groups: readonly (readonly number[])[]) {
  const ids = groups.map((own, group) => own.map((_, index) => `vm-${group}-${index}`))
  const first = new Map<string, number>(
    groups.flatMap((own, group) => own.map((zone, index) => [`vm-${group}-${index}`, zone] as const)),
  )
  return { groups: ids, first }
}

const allOrders = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) => allOrders(items.filter((one) => one !== item)).map((rest) => [item, ...rest]))

/** The fewest meetings that any orders have, by trying all of them. */
function fewestMeetings(firsts: readonly number[], zones: number): number {
  const ids = firsts.map((_, index) => `vm-${index}`)
  const all = firsts
    .map((first) => allOrders(zonesUpTo(zones)).filter(([zone]) => zone === first))
    .reduce<readonly (readonly (readonly number[])[])[]>(
      (made, orders) => made.flatMap((before) => orders.map((order) => [...before, order])),
      [[]],
    )
  const counts = all.map((orders) => {
    const zonesOf = new Map(ids.map((id, index) => [id, orders[index]!] as const))
    return replayFailures({ groups: [ids], zonesOf, zones }).together.length
  })
  return Math.min(...counts)
}

describe('the replay of failures', () => {
  it('tries no failure, every single one and every double one, and never all zones', () => {
    expect(failuresOf(3)).toEqual([[], [0], [1], [2], [0, 1], [0, 2], [1, 2]])
    expect(failuresOf(2)).toEqual([[], [0], [1]])
  })

  it('finds two that meet in the zone both go to next', () => {
    const zonesOf = new Map([
      ['a', [0, 1, 2]],
      ['b', [1, 2, 0]],
    ])

    const { together, stranded } = replayFailures({ groups: [['a', 'b']], zonesOf, zones: 3 })

    expect(together).toEqual([{ failed: [0], pair: ['a', 'b'] }])
    expect(stranded).toEqual([])
  })

  it('does not blame two for sharing the only zone that is left', () => {
    const zonesOf = new Map([
      ['a', [0, 2, 1]],
      ['b', [1, 2, 0]],
    ])

    expect(replayFailures({ groups: [['a', 'b']], zonesOf, zones: 3 }).together).toEqual([])
  })

  it('finds a VM that has no target left', () => {
    const zonesOf = new Map([['a', [0, 1]]])

    expect(replayFailures({ groups: [['a']], zonesOf, zones: 3 }).stranded).toEqual([{ failed: [0, 1], vmId: 'a' }])
  })

  it('agrees with what is counted failure by failure', () => {
    fc.assert(
      fc.property(estates(5), ({ zones, groups }) => {
        const { groups: ids, first } = named(groups)
        const zonesOf = new Map([...first].map(([id, zone]) => [id, [zone, (zone + 1) % zones]] as const))

        const replayed = replayFailures({ groups: ids, zonesOf, zones })

        let [together, stranded] = [0, 0]
        for (const failed of failuresOf(zones)) {
          for (const id of first.keys()) if (zonesOf.get(id)!.every((zone) => failed.includes(zone))) stranded++
          for (const group of ids.filter(({ length }) => length <= zones - failed.length)) {
            const places = group.map((id) => zonesOf.get(id)!.find((zone) => !failed.includes(zone)))
            for (const [index, place] of places.entries())
              together += places.slice(index + 1).filter((other) => place !== undefined && other === place).length
          }
        }
        expect(replayed.together).toHaveLength(together)
        expect(replayed.stranded).toHaveLength(stranded)
      }),
    )
  })
})

describe('the order of zones', () => {
  it('begins with the zone of the first choice and names every zone once', () => {
    fc.assert(
      fc.property(estates(5), ({ zones, groups }) => {
        const { groups: ids, first } = named(groups)

        const orders = rotateZones({ groups: ids, first, zones })

        for (const [id, zone] of first) {
          expect(orders.get(id)![0]).toBe(zone)
          expect(orders.get(id)!.toSorted((a, b) => a - b)).toEqual(zonesUpTo(zones))
        }
      }),
    )
  })

  it('leaves nobody stranded, and with three zones brings no two together', () => {
    fc.assert(
      fc.property(estates(3), ({ zones, groups }) => {
        const { groups: ids, first } = named(groups)

        const replayed = replayFailures({ groups: ids, zonesOf: rotateZones({ groups: ids, first, zones }), zones })

        expect(replayed).toEqual({ together: [], stranded: [] })
      }),
    )
  })

  it('is as good as the best of all orders for one group in up to four zones', () => {
    for (const zones of [2, 3, 4])
      for (const size of [2, 3].filter((one) => one <= zones))
        for (const order of allOrders(zonesUpTo(zones))) {
          const firsts = order.slice(0, size)
          const { groups, first } = named([firsts])

          const { together } = replayFailures({ groups, zonesOf: rotateZones({ groups, first, zones }), zones })

          expect(together.length).toBe(fewestMeetings(firsts, zones))
        }
  })

  it('sends a VM that is in two groups away from both', () => {
    const groups = [
      ['a', 'b'],
      ['a', 'c'],
    ]
    const first = new Map<string, number>([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ])

    const orders = rotateZones({ groups, first, zones: 3 })

    expect(zoneAfter(orders.get('b')!, [1])).toBe(2)
    expect(zoneAfter(orders.get('c')!, [2])).toBe(1)
  })
})
