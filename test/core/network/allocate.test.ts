import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverBlocks, findFreeBlock, maximal, prefixForHosts } from '../../../src/core/network/allocate.ts'
import { cidrAround, contains, formatCidr, overlaps, parseCidr, sizeOf, type Cidr } from '../../../src/model/cidr.ts'

const BASE = 10n << 24n
/** Blocks in 10.0.0.0/24. */
const aBlock = (shortest: number): fc.Arbitrary<Cidr> =>
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: shortest, max: 32 }))
    .map(([low, prefixLength]) => cidrAround({ family: 4, value: BASE + BigInt(low) }, prefixLength))

const free = (pool: readonly Cidr[], prefixLength: number, taken: readonly Cidr[]): readonly Cidr[] =>
  Array.from({ length: 2 ** (prefixLength - 24) }, (_, index) => ({
    family: 4 as const,
    network: BASE + BigInt(index) * (1n << BigInt(32 - prefixLength)),
    prefixLength,
  })).filter((one) => pool.some((range) => contains(range, one)) && !taken.some((block) => overlaps(block, one)))

describe('a free block', () => {
  it('is in the pool, overlaps nothing, and is found exactly when there is one', () => {
    fc.assert(
      fc.property(
        fc.record({
          pool: fc.array(aBlock(24), { minLength: 1, maxLength: 3 }),
          taken: fc.array(aBlock(25), { maxLength: 12 }),
          prefixLength: fc.integer({ min: 24, max: 30 }),
          like: fc.option(aBlock(24)),
        }),
        ({ pool, taken, prefixLength, like }) => {
          const found = findFreeBlock(pool, prefixLength, { taken, like })

          const possible = free(pool, prefixLength, taken).map(formatCidr)
          expect(found ? possible.includes(formatCidr(found)) : possible.length === 0).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['172.20.0.0/16', '10.20.0.0/16'],
    ['10.7.0.0/16', '10.7.0.0/16'],
    ['192.168.0.0/16', '10.168.0.0/16'],
  ])('lies in the pool where %s would lie', (like, expected) => {
    const found = findFreeBlock([parseCidr('10.0.0.0/8')], 16, { taken: [], like: parseCidr(like) })

    expect(found && formatCidr(found)).toBe(expected)
  })

  it('wraps round, takes the next range of the pool, and is null when all is full', () => {
    const pool = ['10.0.0.0/15', '172.16.0.0/16'].map(parseCidr)
    const next = (...taken: string[]) =>
      findFreeBlock(pool, 16, { taken: taken.map(parseCidr), like: parseCidr('10.1.0.0/16') })

    expect(next('10.1.0.0/16')).toEqual(parseCidr('10.0.0.0/16'))
    expect(next('10.1.0.0/16', '10.0.4.0/24')).toEqual(parseCidr('172.16.0.0/16'))
    expect(next('10.0.0.0/8', '172.16.0.0/12')).toBeNull()
  })

  it('is found in a large pool behind many taken blocks', () => {
    const taken = Array.from({ length: 5000 }, (_, index) =>
      cidrAround({ family: 4, value: BASE + BigInt(index * 256) }, 24),
    )

    const found = findFreeBlock([parseCidr('10.0.0.0/8')], 28, { taken, like: null })

    expect(found && formatCidr(found)).toBe('10.19.136.0/28')
  })
})

describe('covering blocks', () => {
  it('hold every block once, and are no larger than allowed unless a block is', () => {
    fc.assert(
      fc.property(fc.array(aBlock(24), { maxLength: 10 }), fc.integer({ min: 24, max: 32 }), (blocks, shortest) => {
        const covers = coverBlocks(blocks, shortest)

        for (const block of blocks) expect(covers.filter((cover) => contains(cover, block))).toHaveLength(1)
        for (const cover of covers) {
          expect(
            cover.prefixLength >= shortest || blocks.some((block) => formatCidr(block) === formatCidr(cover)),
          ).toBe(true)
          expect(covers.filter((other) => overlaps(other, cover))).toHaveLength(1)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keep two blocks that are the same and larger than allowed', () => {
    const twice = ['10.0.0.0/15', '10.0.0.0/15'].map(parseCidr)

    expect(coverBlocks(twice, 16).map(formatCidr)).toEqual(['10.0.0.0/15'])
  })

  it('split what no allowed block can hold', () => {
    const far = ['10.0.1.0/24', '10.0.9.0/24', '10.200.0.0/24'].map(parseCidr)

    expect(coverBlocks(far, 16).map(formatCidr)).toEqual(['10.0.0.0/20', '10.200.0.0/24'])
  })

  it('are the blocks that no other contains', () => {
    const blocks = ['10.0.1.0/24', '10.0.0.0/16', '10.0.0.0/16', '10.1.0.0/24', '::/0'].map(parseCidr)

    expect(maximal(blocks).map(formatCidr)).toEqual(['10.0.0.0/16', '10.1.0.0/24', '::/0'])
  })
})

describe('the prefix for a number of hosts', () => {
  it('is the longest with room for them and what is reserved', () => {
    for (let hosts = 1; hosts < 5000; hosts++) {
      const prefixLength = prefixForHosts(hosts, 5)
      const room = sizeOf({ family: 4, network: 0n, prefixLength })

      expect(room >= BigInt(hosts + 5) && room / 2n < BigInt(hosts + 5)).toBe(true)
    }
  })
})
