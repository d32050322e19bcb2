import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binOnCells, columnsOf, sparkline } from '../../src/cli/bars.ts'

describe('cells', () => {
  it('take the share of a bin that lies on them', () => {
    const bins = { edges: [0, 10, 20], counts: [4, 8] }

    expect(binOnCells(bins, 4, 5)).toEqual({ inside: [2, 2, 4, 4], beyond: 0 })
    expect(binOnCells(bins, 1, 15)).toEqual({ inside: [8], beyond: 4 })
  })

  it('lose no run, and let none across an edge that both have', () => {
    const bins = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(bins, fc.nat(30), fc.integer({ min: 1, max: 20 }), (counts, first, within) => {
        const edges = Array.from({ length: counts.length + 1 }, (_, index) => first + index)
        const promise = edges[Math.floor(counts.length / 2)] ?? 0
        fc.pre(promise > 0)

        const { inside, beyond } = binOnCells({ edges, counts }, within + 5, promise / within)

        const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
        expect(sum(inside) + beyond).toBeCloseTo(sum(counts), 3)
        expect(sum(inside.slice(0, within))).toBeCloseTo(sum(counts.slice(0, Math.floor(counts.length / 2))), 3)
      }),
      { numRuns: 200 },
    )
  })
})

describe('bars', () => {
  it('show whatever is not nothing', () => {
    expect(sparkline([0, 1, 500, 1000]).join('')).toBe(' ▁▄█')
    expect(sparkline([0, 0]).join('')).toBe('  ')
  })

  it('stand on the lowest line', () => {
    expect(columnsOf([8, 4, 0], 2, 8).map((line) => line.join(''))).toEqual(['█  ', '██ '])
  })
})
