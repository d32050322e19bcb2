import { describe, expect, test } from 'vitest'
import { carryOver, casesOf } from '../../../bench/forecast/cases.ts'
import type { NamedSeries, SeriesSet } from '../../../bench/forecast/series-files.ts'

const counted = (length: number): Float64Array => Float64Array.from({ length }, (_, hour) => hour)

const aSeries = (over: Partial<NamedSeries> = {}): NamedSeries => ({
  name: '1',
  values: counted(1440),
  official: null,
  ...over,
})

const machines = (...series: NamedSeries[]): SeriesSet => ({ name: 'cpu', kind: 'wide', series })
const m4 = (...series: NamedSeries[]): SeriesSet => ({ name: 'Hourly-train', kind: 'm4', series })

/** The first hour that came. */
const cutsOf = (set: SeriesSet, kind: 'rolling' | 'design', horizon: number): unknown[] =>
  casesOf(set, kind, horizon).map(({ tag, past, actual }) => [tag, past.length, actual[0]])

describe('rolling cases', () => {
  test('a long series is cut behind every full history of four weeks', () => {
    const set = machines(aSeries())

    expect(cutsOf(set, 'rolling', 48)).toEqual([672, 910, 1148, 1386].map((at) => ['rolling', 672, at]))
    expect(cutsOf(set, 'rolling', 168)).toEqual([672, 910, 1148].map((at) => ['rolling', 672, at]))
  })

  test('a short series is cut behind two weeks', () => {
    const set = machines(aSeries({ values: counted(480) }))

    expect(cutsOf(set, 'rolling', 48)).toEqual([336, 392].map((at) => ['rolling', 336, at]))
  })

  test('M4 is judged by its official test', () => {
    const set = m4(aSeries({ values: counted(700), official: counted(48).map((hour) => hour + 700) }))

    expect(cutsOf(set, 'rolling', 48)).toEqual([['official', 700, 700]])
    expect(cutsOf(set, 'rolling', 168)).toEqual([['official', 580, 580]])
  })

  test('M4 without its official test is judged by the end of its training part', () => {
    const set = m4(aSeries({ values: counted(700) }))

    expect(cutsOf(set, 'rolling', 48)).toEqual([['validation', 652, 652]])
  })
})

describe('cases of the design', () => {
  test('the last machines and the last cut are kept from it', () => {
    const set = machines(...['1', '2', '3', '4'].map((name) => aSeries({ name })))

    const cases = casesOf(set, 'design', 48)

    const kept = cases.filter(({ tag }) => tag === 'validation')
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(['1', '3']))
    expect(kept.map(({ actual }) => actual[0])).toEqual([1392, 1392])
  })

  test('M4 is cut in its training part, official test or not', () => {
    const set = m4(aSeries({ values: counted(700), official: counted(48) }))

    const cuts = cutsOf(set, 'design', 48)

    expect(cuts).toEqual([
      ['validation', 652, 652],
      ['tune', 604, 604],
      ['tune', 532, 532],
      ['tune', 484, 484],
    ])
  })
})

describe('what makes no case', () => {
  test('less than half of what came is known', () => {
    const values = counted(720).fill(Number.NaN, 690)

    expect(casesOf(machines(aSeries({ values })), 'rolling', 48)).toHaveLength(6)
  })

  test('the past is constant', () => {
    const values = counted(1440).fill(7, 0, 672)

    expect(cutsOf(machines(aSeries({ values })), 'rolling', 48)).toEqual(
      [910, 1148, 1386].map((at) => ['rolling', 672, at]),
    )
  })
})

test('gaps stay in the past and are closed for peers', () => {
  const values = counted(1440).fill(Number.NaN, 0, 2).fill(Number.NaN, 10, 12)

  const [first] = casesOf(machines(aSeries({ values })), 'rolling', 48)

  expect(first?.past[10]).toBeNaN()
  expect([...(first?.filled.slice(0, 13) ?? [])]).toEqual([2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12])
  expect([...carryOver(new Float64Array(2).fill(Number.NaN))]).toEqual([0, 0])
})
