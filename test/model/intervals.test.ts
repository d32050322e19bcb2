import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastOf, parseCidr } from '../../src/model/cidr.ts'
import { coverOf, intersect, intervalSet, subtract, union, type IntervalSet } from '../../src/model/intervals.ts'

const UNIVERSE = 256
const anyInterval = fc
  .tuple(fc.integer({ min: 0, max: UNIVERSE - 1 }), fc.integer({ min: 0, max: UNIVERSE - 1 }))
  .map(([a, b]) => ({ lo: BigInt(Math.min(a, b)), hi: BigInt(Math.max(a, b)) }))
const anySet = fc.array(anyInterval, { maxLength: 8 }).map(intervalSet)

const bits = (set: IntervalSet): boolean[] =>
  Array.from({ length: UNIVERSE }, (_, value) => set.some(({ lo, hi }) => lo <= BigInt(value) && BigInt(value) <= hi))

const isNormal = (set: IntervalSet): boolean =>
  set.every(({ lo, hi }, index) => lo <= hi && (index === 0 || (set[index - 1]?.hi ?? 0n) + 1n < lo))

/** The fewest aligned blocks for a set of bits: a block is taken whole or split in two. */
function fewestBlocks(set: readonly boolean[], from = 0, size = UNIVERSE): number {
  const part = set.slice(from, from + size)
  if (part.every((bit) => !bit)) return 0
  if (part.every((bit) => bit)) return 1
  return fewestBlocks(set, from, size / 2) + fewestBlocks(set, from + size / 2, size / 2)
}

describe('a set of intervals', () => {
  it('is what its intervals hold together, in the one normal form', () => {
    fc.assert(
      fc.property(fc.array(anyInterval, { maxLength: 8 }), (intervals) => {
        const set = intervalSet(intervals)

        expect(isNormal(set)).toBe(true)
        expect(bits(set)).toEqual(bits(intervals))
      }),
    )
  })

  it.each([
    ['union', union, (a: boolean, b: boolean) => a || b],
    ['subtract', subtract, (a: boolean, b: boolean) => a && !b],
    ['intersect', intersect, (a: boolean, b: boolean) => a && b],
  ] as const)('%s agrees with a bitmap', (_, operation, onBits) => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const result = operation(a, b)

        const [left, right] = [bits(a), bits(b)]
        expect(isNormal(result)).toBe(true)
        expect(bits(result)).toEqual(left.map((bit, index) => onBits(bit, right[index] ?? false)))
      }),
    )
  })

  it('is covered exactly, by the fewest blocks there are', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const cover = coverOf(4, set)

        const covered = intervalSet(cover.map((block) => ({ lo: block.network, hi: lastOf(block) })))
        expect(covered).toEqual(set)
        expect(cover.reduce((sum, block) => sum + Number(lastOf(block) - block.network) + 1, 0)).toBe(
          bits(set).filter(Boolean).length,
        )
        expect(cover).toHaveLength(fewestBlocks(bits(set)))
      }),
    )
  })

  it.each([
    [4, '0.0.0.0/0', 2n ** 32n],
    [6, '::/0', 2n ** 128n],
  ] as const)('covers all of IPv%i by one block', (family, text, size) => {
    expect(coverOf(family, [{ lo: 0n, hi: size - 1n }])).toEqual([parseCidr(text)])
  })
})
