import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratesOf } from '../../../src/sources/metrics-csv/counter-rates.ts'

const MINUTE = 60_000
const samples = (pairs: readonly (readonly [minute: number, value: number])[]) => ({
  at: Float64Array.from(pairs, ([minute]) => minute * MINUTE),
  values: Float64Array.from(pairs, ([, value]) => value),
})
const rates = (pairs: readonly (readonly [minute: number, value: number])[]) => {
  const { at, values } = ratesOf(samples(pairs), 60, null)
  return [...at].map((ms, index) => [ms / MINUTE, values[index]])
}

test('a total becomes the rate of each interval, at its start', () => {
  expect(
    rates([
      [0, 100],
      [1, 160],
      [2, 160],
      [3, 400],
    ]),
  ).toEqual([
    [0, 1],
    [1, 0],
    [2, 4],
  ])
})

test('a total that drops began again at nothing', () => {
  expect(
    rates([
      [0, 6000],
      [1, 120],
      [2, 180],
    ]),
  ).toEqual([
    [0, 2],
    [1, 1],
  ])
})

test('over three steps there is a rate, over more there is none', () => {
  expect(
    rates([
      [0, 0],
      [3, 180],
      [7, 420],
      [8, 480],
    ]),
  ).toEqual([
    [0, 1],
    [7, 1],
  ])
})

test('order and repeats do not matter: of one time the last given counts', () => {
  expect(
    rates([
      [2, 120],
      [1, 999],
      [0, 0],
      [1, 60],
    ]),
  ).toEqual([
    [0, 1],
    [1, 1],
  ])
})

test('cut into batches a total gives the same rates, and rates add up to what was counted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 40 }), fc.nat(40), (steps, cut) => {
      let total = 0
      const pairs = steps.map((step, minute) => [minute, (total += step)] as const)
      const whole = ratesOf(samples(pairs), 60, null)
      const first = ratesOf(samples(pairs.slice(0, cut)), 60, null)
      const second = ratesOf(samples(pairs.slice(cut)), 60, first.last)

      expect([...first.at, ...second.at]).toEqual([...whole.at])
      expect([...first.values, ...second.values]).toEqual([...whole.values])
      const sum = whole.values.reduce((all, rate) => all + rate * 60, 0)
      expect(sum).toBeCloseTo(total - (steps[0] ?? 0))
      expect(whole.values.every((rate) => rate >= 0)).toBe(true)
    }),
  )
})
