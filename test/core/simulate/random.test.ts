import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../../../src/core/simulate/normal-quantile.ts'
import { createBlock, hashIds, keysOf, threefry, uniformOf } from '../../../src/core/simulate/random.ts'

const wordsOf = (key: readonly [number, number], counter: readonly [number, number]): readonly number[] => {
  const block = createBlock()
  block.set([...key, ...counter])
  threefry(block)
  return [block[4]! >>> 0, block[5]! >>> 0]
}

describe('counted random numbers', () => {
  it('are those of Random123 (kat_vectors, threefry2x32 20)', () => {
    expect(wordsOf([0, 0], [0, 0])).toEqual([0x6b200159, 0x99ba4efe])
    expect(wordsOf([-1, -1], [-1, -1])).toEqual([0x1cb996fc, 0xbb002be7])
    expect(wordsOf([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toEqual([0xc4923a9c, 0x483df7a0])
  })

  it('are uniform over runs, tasks and seeds (chi-square of 256 bins, at one in 10,000)', () => {
    const keys = keysOf(hashIds(Array.from({ length: 10_000 }, (_, index) => `vm:${index}/launch`)), 7)
    const samples = {
      runs: (index: number) => wordsOf([keys[0]!, keys[1]!], [index, 0])[0]!,
      tasks: (index: number) =>
        wordsOf([keys[2 * (index % 10_000)]!, keys[2 * (index % 10_000) + 1]!], [index > 9999 ? 1 : 0, 0])[1]!,
      seeds: (index: number) => {
        const own = keysOf(hashIds(['a']), index)
        return wordsOf([own[0]!, own[1]!], [0, 0])[0]!
      },
    }

    for (const draw of Object.values(samples)) {
      const bins = new Float64Array(256)
      for (let index = 0; index < 20_000; index++) bins[Math.floor(uniformOf(draw(index)) * 256)]!++
      const expected = 20_000 / 256
      const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      // 255 degrees of freedom: mean 255, standard deviation 22.6; 0.9999 of them lie below 347.7.
      expect(chiSquare).toBeLessThan(347.7)
      expect(chiSquare).toBeGreaterThan(180)
    }
  })

  it('of neighbours have nothing to do with one another', () => {
    const keys = keysOf(hashIds(['vm:1/launch', 'vm:2/launch']), 1)
    const sequence = (place: number, word: number, later: number): Float64Array =>
      Float64Array.from({ length: 20_000 }, (_, run) =>
        uniformOf(wordsOf([keys[place]!, keys[place + 1]!], [run + later, 0])[word]!),
      )
    const own = sequence(0, 0, 0)

    for (const other of [sequence(0, 1, 0), sequence(0, 0, 1), sequence(2, 0, 0)]) {
      // The correlation of independent pairs has a standard deviation of 1/sqrt(n); four of them.
      expect(Math.abs(correlation(own, other))).toBeLessThan(4 / Math.sqrt(20_000))
    }
  })
})

function correlation(a: Float64Array, b: Float64Array): number {
  // Uniform numbers have a mean of 1/2 and a variance of 1/12.
  return (a.reduce((sum, value, index) => sum + (value - 0.5) * (b[index]! - 0.5), 0) / a.length) * 12
}

describe('the standard score', () => {
  it('is that of the tables', () => {
    for (const [p, score] of [
      [0.5, 0],
      [0.7, 0.5244005127],
      [0.95, 1.644853627],
      [0.975, 1.959963985],
      [1e-12, -7.034483825],
    ] as const)
      expect(normalQuantile(p)).toBeCloseTo(score, 6)
  })
})
