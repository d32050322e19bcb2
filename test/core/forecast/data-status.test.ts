import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeConfidence } from '../../../src/core/forecast/confidence.ts'
import { compareDataStatus, describeData } from '../../../src/core/forecast/data-status.ts'
import type { Grid } from '../../../src/model/metric-series.ts'
import { aGrid, hours } from './series.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 5)
const vm = { id: 'vm-1', name: 'db' }

/** As the store holds it: the last sample lies five minutes before the end of its hour. */
const held = (grid: Grid) => ({
  grid,
  firstMs: grid.startMs,
  lastMs: grid.startMs + grid.mean.length * HOUR - 300_000,
  count: grid.mean.length,
})

const both = (values: Float64Array) => [held(aGrid(values)), held(aGrid(values, { metric: 'memory' }))]
const lastOf = (series: readonly { readonly lastMs: number }[]) => Math.max(...series.map(({ lastMs }) => lastMs))
const describeAlone = (series: ReturnType<typeof both>) => describeData(vm, series, lastOf(series))
const days = (count: number, isMissing: (hour: number) => boolean = () => false) =>
  hours(count * 24, (hour) => (isMissing(hour) ? Number.NaN : 1))

describe('the state of the data of a VM', () => {
  it('tells first and last sample, expected hours, coverage, and where the longest gap begins', () => {
    const values = days(4, (hour) => hour === 2 || (hour >= 10 && hour < 30) || (hour >= 40 && hour < 60))

    const { series } = describeAlone([held(aGrid(values))])

    expect(series).toEqual([
      {
        metric: 'cpu',
        first: '2026-01-05T00:00:00.000Z',
        last: '2026-01-08T23:55:00.000Z',
        samples: 96,
        expectedHours: 96,
        coverage: 55 / 96,
        longestGap: { hours: 20, from: '2026-01-05T10:00:00.000Z' },
        silentHours: 0,
      },
    ])
  })

  it('has no longest gap where no hour is missing', () => {
    expect(describeAlone(both(days(2))).series.map(({ longestGap }) => longestGap)).toEqual([null, null])
  })

  it.each([
    { count: 28, level: 'high', nextLevel: null, collectUntil: null },
    { count: 27, level: 'medium', nextLevel: 'high', collectUntil: '2026-02-02T00:00:00.000Z' },
    { count: 14, level: 'medium', nextLevel: 'high', collectUntil: '2026-02-02T00:00:00.000Z' },
    { count: 13, level: 'low', nextLevel: 'medium', collectUntil: '2026-01-19T00:00:00.000Z' },
    { count: 0.5, level: 'none', nextLevel: 'low', collectUntil: '2026-01-06T00:00:00.000Z' },
  ])('$count days without a gap are $level, and it says until when to collect', ({ count, level, ...next }) => {
    expect(describeAlone(both(days(count)))).toMatchObject({ confidence: { level }, ...next })
  })

  it('collects longer where hours are missing, until their share is small enough', () => {
    const { confidence, collectUntil } = describeAlone(both(days(20, (hour) => hour % 4 === 1)))

    // (360 + x) / (480 + x) = 0.8 at x = 120 h, five days after 2026-01-25.
    expect({ level: confidence.level, collectUntil }).toEqual({
      level: 'low',
      collectUntil: '2026-01-30T00:00:00.000Z',
    })
  })

  it('counts the silence of a series that ended long ago, since collecting again cannot fill it', () => {
    const series = both(days(14))
    const latestMs = START + 28 * 24 * HOUR - 300_000

    const described = describeData(vm, series, latestMs)

    // Real are 336 of 672 hours; (336 + x) / (672 + x) = 0.9 at x = 2,688 h, 112 days.
    expect(described.series[0]).toMatchObject({ last: '2026-01-18T23:55:00.000Z', silentHours: 336 })
    expect(described.collectUntil).toBe('2026-05-25T00:00:00.000Z')
  })

  it.each([
    ['nothing', []],
    ['CPU only', [held(aGrid(days(40)))]],
    ['another metric only', [held(aGrid(days(40), { metric: 'gpu' }))]],
  ] as const)('has no date where %s was measured, but says what is missing', (_, series) => {
    const { collectUntil, confidence } = describeData(vm, series, START + 40 * 24 * HOUR - 1)

    expect(collectUntil).toBeNull()
    expect(confidence.missing.length).toBeGreaterThan(0)
  })

  it('reaches the next level on the day it says, and not an hour earlier', () => {
    const sampled = fc.array(fc.boolean(), { minLength: 1, maxLength: 900, size: 'max' })
    fc.assert(
      fc.property(sampled, fc.nat(200), (sampled, silentHours) => {
        const past = [1, ...sampled.map((real) => (real ? 1 : Number.NaN)), 1]
        const series = both(Float64Array.from(past))
        const described = describeData(vm, series, lastOf(series) + silentHours * HOUR)
        fc.pre(described.collectUntil !== null)
        const now = [...past, ...Array<number>(silentHours).fill(Number.NaN)]
        const more = (Date.parse(described.collectUntil ?? '') - START) / HOUR - now.length
        const levelAfter = (wanted: number) => {
          const grid = aGrid([...now, ...Array<number>(wanted).fill(1)])
          return judgeConfidence({ cpu: grid, memory: { ...grid, metric: 'memory' } }).level
        }

        expect(levelAfter(more)).toBe(described.nextLevel)
        expect(levelAfter(more - 1)).not.toBe(described.nextLevel)
      }),
    )
  })
})

it('the least known VM comes first: by level, then coverage, then id', () => {
  const whole = describeAlone(both(days(30)))
  const described = [
    { ...whole, vmId: 'b' },
    { ...whole, vmId: 'a' },
    describeAlone(both(days(30, (hour) => hour % 20 === 1))),
    describeAlone(both(days(3))),
    { ...describeData(vm, [], START), vmId: 'z' },
  ]

  const order = described.sort(compareDataStatus).map(({ vmId, confidence }) => `${confidence.level} ${vmId}`)

  expect(order).toEqual(['none z', 'low vm-1', 'high vm-1', 'high a', 'high b'])
})
