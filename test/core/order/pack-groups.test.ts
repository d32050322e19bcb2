import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundGroups } from '../../../src/core/order/bounds.ts'
import { levelsOf } from '../../../src/core/order/levels.ts'
import { packGroups } from '../../../src/core/order/pack-groups.ts'
import type { OrderGraph } from '../../../src/model/recovery-order.ts'
import { graphs } from './random-graphs.ts'
import { replayGroups } from './schedule-checker.ts'

const graphOf = (needs: Record<string, readonly string[]>, urgency: Record<string, number> = {}): OrderGraph => ({
  ids: Object.keys(needs).sort(),
  needs: new Map(Object.entries(needs)),
  urgency: new Map(Object.entries(urgency)),
})

/** The fewest groups there can be, by breadth-first search over all sets of VMs, with every subset of what is ready. */
function fewestGroups({ ids, needs }: OrderGraph, size: number): number {
  const masks = ids.map((id) => (needs.get(id) ?? []).reduce((mask, need) => mask | (1 << ids.indexOf(need)), 0))
  const all = (1 << ids.length) - 1
  let reached = new Set([0])
  for (let groups = 0; ; groups++) {
    if (reached.has(all)) return groups
    const next = new Set<number>()
    for (const done of reached) {
      const ready = ids.reduce((mask, _, at) => ((masks[at]! & ~done) === 0 ? mask | (1 << at) : mask), 0) & ~done
      for (const group of subsetsOf(ready, size)) next.add(done | group)
    }
    reached = next
  }
}

function* subsetsOf(mask: number, size: number): Generator<number> {
  for (let one = mask; one > 0; one = (one - 1) & mask) if (countBits(one) <= size) yield one
}

const countBits = (mask: number): number => mask.toString(2).replaceAll('0', '').length

const sizes = fc.constantFrom(1, 2, 3, 4, Infinity)

describe('packing into groups', () => {
  it('keeps every need and every limit, as a replay sees it', () => {
    fc.assert(
      fc.property(graphs(40), sizes, (graph, size) => {
        const { groups, atLeast } = packGroups(graph, size)

        expect(replayGroups(groups, graph, size)).toEqual([])
        expect(groups.length).toBeGreaterThanOrEqual(atLeast)
      }),
    )
  })

  it('has as few groups as there can be, compared with trying everything', () => {
    fc.assert(
      fc.property(graphs(9), fc.constantFrom(1, 2, 3), (graph, size) => {
        const { groups, atLeast } = packGroups(graph, size)

        expect(groups.length).toBe(fewestGroups(graph, size))
        expect(atLeast).toBe(groups.length)
      }),
      { numRuns: 200 },
    )
  })

  it('is never below its bounds, and the combined bound is never below the simple ones', () => {
    fc.assert(
      fc.property(graphs(9), fc.constantFrom(1, 2, 3), (graph, size) => {
        const bounds = boundGroups(graph, levelsOf(graph), size)

        expect(bounds.combined).toBeLessThanOrEqual(fewestGroups(graph, size))
        expect(bounds.combined).toBeGreaterThanOrEqual(Math.max(bounds.chain, bounds.size))
      }),
      { numRuns: 200 },
    )
  })

  it('sees by both ends what neither the chain nor the size shows', () => {
    const graph = graphOf({ a: [], b: ['a'], c: ['a'], d: ['a'], e: ['b', 'c', 'd'] })

    const { bounds, groups } = packGroups(graph, 2)

    expect(bounds).toEqual({ chain: 3, size: 3, combined: 4 })
    expect(groups).toHaveLength(4)
  })

  it('lets the urgent come first where that costs no group', () => {
    const graph = graphOf({ a: [], b: [], c: [], d: [] }, { a: 2, b: 1, c: 2, d: 1 })

    expect(packGroups(graph, 2).groups).toEqual([
      ['b', 'd'],
      ['a', 'c'],
    ])
  })

  it('packs a chain of 20,000 VMs and a crowd of 100,000 without a stack or a square of work', () => {
    const name = (index: number): string => `vm-${String(index).padStart(6, '0')}`
    const chain: OrderGraph = {
      ids: Array.from({ length: 20_000 }, (_, index) => name(index)),
      needs: new Map(Array.from({ length: 20_000 }, (_, index) => [name(index), index ? [name(index - 1)] : []])),
      urgency: new Map(),
    }
    const crowd: OrderGraph = {
      ids: Array.from({ length: 100_000 }, (_, index) => name(index)),
      needs: new Map(),
      urgency: new Map(),
    }

    expect(packGroups(chain, 100).groups).toHaveLength(20_000)
    expect(packGroups(crowd, 100)).toMatchObject({ atLeast: 1000, bounds: { chain: 1, size: 1000 } })
  })

  it('refuses a circle', () => {
    expect(() => packGroups(graphOf({ a: ['b'], b: ['a'] }), 2)).toThrow(/circle/)
  })
})
