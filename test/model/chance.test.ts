import { describe, expect, it } from 'vitest'
import { createChance } from '../../src/model/chance.ts'

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number): number[] => {
      const chance = createChance(seed)
      return Array.from({ length: 5 }, () => chance())
    }

    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('fills the numbers from 0 to 1 evenly', () => {
    const chance = createChance(1)
    const counts = Array.from({ length: 10 }, () => 0)

    for (let draw = 0; draw < 100_000; draw++) {
      const tenth = Math.floor(chance() * 10)
      counts[tenth] = (counts[tenth] ?? 0) + 1
    }

    expect(Math.min(...counts)).toBeGreaterThan(9_500)
    expect(Math.max(...counts)).toBeLessThan(10_500)
  })
})
