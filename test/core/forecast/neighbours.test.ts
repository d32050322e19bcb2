import fc from 'fast-check'
import { median } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { hasNeighbour, playNeighbours } from '../../../src/core/forecast/neighbours.ts'
import { aPast, noise, rhythm } from './series.ts'

interface Settings {
  readonly nearest: number
  readonly window: number
  readonly stride: number
  readonly moved: boolean
}

/** Every window, measured in full and sorted. */
function byEnumeration(x: Float64Array, { nearest, window, stride, moved }: Settings): number[] {
  const end = x.length
  const mean = (from: number): number => x.slice(from, from + window).reduce((sum, value) => sum + value, 0) / window
  const all: { at: number; shift: number; distance: number }[] = []
  for (let at = end - stride * Math.ceil(48 / stride); at >= window; at -= stride) {
    const shift = moved ? mean(end - window) - mean(at - window) : 0
    let distance = 0.25 * window * Math.abs(shift)
    for (let step = 0; step < window; step++)
      distance += Math.abs(x[at - window + step]! + shift - x[end - window + step]!)
    all.push({ at, shift, distance })
  }
  const best = all.toSorted((a, b) => a.distance - b.distance).slice(0, nearest)
  return Array.from({ length: 48 }, (_, step) => median(best.map(({ at, shift }) => x[at + step]! + shift)))
}

describe('days like the last ones', () => {
  it.each([
    { nearest: 9, window: 24, stride: 1, moved: false },
    { nearest: 3, window: 48, stride: 24, moved: true },
  ])('are those that looking at every window finds: %o', (settings) => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 500 }), fc.nat({ max: 1000 }), (length, seed) => {
        const y = noise(length, seed).map((value, hour) => value + (rhythm(length)[hour] ?? 0))

        const path = playNeighbours(y, aPast(y), settings).predict(48)

        for (const [step, value] of byEnumeration(y, settings).entries()) expect(path[step]).toBeCloseTo(value, 9)
      }),
      { numRuns: 30 },
    )
  })

  it('need two days behind them', () => {
    const settings = { window: 24, stride: 1 }

    expect(hasNeighbour(aPast(noise(71)), settings)).toBe(false)
    expect(hasNeighbour(aPast(noise(72)), settings)).toBe(true)
  })
})
