import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requiredRanks, waiverOf } from '../../src/model/tier-order.ts'

const anOrder = fc
  .record({
    ranks: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 }),
    pairs: fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 16 }),
    exempt: fc.subarray(['0', '1', '2', '3', '4', '5', '6', '7']),
  })
  .map(({ ranks, pairs, exempt }) => ({
    own: new Map(ranks.map((rank, id) => [String(id), rank])),
    edges: pairs
      .filter(([a, b]) => a < ranks.length && b < ranks.length)
      .map(([a, b]) => [String(a), String(b)] as const),
    exempt: new Set(exempt),
  }))

type Order = typeof anOrder extends fc.Arbitrary<infer One> ? One : never

/** By repeating single steps until nothing changes. */
function slowly({ own, edges, exempt }: Order): ReadonlyMap<string, number> {
  const ranks = new Map(own)
  for (let round = 0; round < own.size; round++)
    for (const [user, need] of edges)
      if (!exempt.has(need)) ranks.set(need, Math.min(ranks.get(need) ?? 0, ranks.get(user) ?? 0))
  return ranks
}

describe('the rank that is required of a VM', () => {
  it('is the lowest among its own and those of all that need it, as far as nothing is exempt', () => {
    fc.assert(
      fc.property(anOrder, (order) => {
        const { own, edges, exempt } = order
        const needs = new Map(
          [...own.keys()].map((id) => [id, edges.filter(([user]) => user === id).map(([, need]) => need)]),
        )

        const required = requiredRanks(own, needs, (id) => exempt.has(id))

        expect(new Map([...required].map(([id, { rank }]) => [id, rank]))).toEqual(slowly(order))
        for (const { rank, by } of required.values()) expect(own.get(by)).toBe(rank)
      }),
    )
  })

  it('names the VM that decides, and the one through which it needs this one', () => {
    const required = requiredRanks(
      new Map([
        ['a', 0],
        ['b', 3],
        ['c', 3],
      ]),
      new Map([
        ['a', ['b']],
        ['b', ['c']],
      ]),
      () => false,
    )

    expect(required.get('c')).toEqual({ rank: 0, by: 'a', through: 'b' })
    expect(required.get('a')).toEqual({ rank: 0, by: 'a', through: 'a' })
  })
})

describe('a waiver', () => {
  const waiver = (over: object = {}) => ({ vm: 'db', owner: 'x', until: '2026-01-01', reason: 'y', ...over })
  const db = { id: 'i-1', name: 'db' }

  it('names a VM by its id or its whole name', () => {
    expect(waiverOf(db, { waivers: [waiver({ vm: 'i-1' })], today: null })?.inForce).toBe(true)
    expect(waiverOf(db, { waivers: [waiver()], today: null })?.inForce).toBe(true)
    expect(waiverOf({ id: 'i-1', name: 'db-2' }, { waivers: [waiver()], today: null })).toBeNull()
  })

  it('that is in force counts before one that has ended', () => {
    const waivers = [waiver(), waiver({ until: '2027-01-01', owner: 'z' })]

    expect(waiverOf(db, { waivers, today: '2026-06-01' })).toMatchObject({ inForce: true, waiver: { owner: 'z' } })
  })
})
