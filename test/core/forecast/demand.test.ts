import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveDemand } from '../../../src/core/forecast/demand.ts'
import { forecastSeries } from '../../../src/core/forecast/forecast-series.ts'
import { isKnown } from '../../../src/core/forecast/need.ts'
import { forecastSettingsFor } from '../../../src/core/forecast/usage.ts'
import { configSchema, type DemandPolicy } from '../../../src/model/config.ts'
import { demandSchema, type Forecast } from '../../../src/model/forecast.ts'
import type { Grid, MetricId } from '../../../src/model/metric-series.ts'
import { aDisk, aVm } from '../../builders.ts'
import { aGrid, gappyHistories, gridsOf, hours, noise, rhythm } from './series.ts'

const policy: DemandPolicy = configSchema.shape.demand.parse({})
const GIB = 2 ** 30

const forecastAll = (grids: ReadonlyMap<MetricId, Grid>, one: DemandPolicy): ReadonlyMap<MetricId, Forecast> =>
  new Map(
    [...grids].flatMap(([metric, grid]) => {
      const forecast = forecastSeries(grid, forecastSettingsFor(one, grid.stepSeconds))
      return forecast === null ? [] : [[metric, forecast]]
    }),
  )

const derive = (vm = aVm(), grids: Grid[] = [], one: DemandPolicy = policy) => {
  const byMetric = gridsOf(...grids)
  const derived = deriveDemand(vm, { grids: byMetric, forecasts: forecastAll(byMetric, one) }, one)
  demandSchema.parse(derived.demand)
  return derived
}
const codes = ({ findings }: ReturnType<typeof derive>): string[] => findings.map(({ code }) => code)

const month = 28 * 24
const cpu = (value: (hour: number) => number, length = month): Grid => aGrid(hours(length, value))
const memory = (gib: (hour: number) => number, length = month): Grid =>
  aGrid(
    hours(length, (hour) => gib(hour) * GIB),
    { metric: 'memory' },
  )

describe('the demand of a VM with history', () => {
  it('is its constant usage, with the headroom kept free', () => {
    const { demand, findings } = derive(aVm({ vcpus: 4, memoryGiB: 16 }), [cpu(() => 1.7), memory(() => 9)])

    expect(demand.vcpus).toMatchObject({ expected: 1.7, interval: { lower: 1.7, upper: 1.7 }, basis: 'forecast' })
    expect(demand.vcpus.required).toBeCloseTo(2, 12)
    expect(demand.memoryGiB.required).toBeCloseTo(10, 12)
    expect(demand.confidence).toEqual({ level: 'high', coverage: 1, historyDays: 28, missing: [] })
    expect(findings).toEqual([])
  })

  it('states its quantile, its horizon and the model', () => {
    const { demand } = derive(aVm(), [cpu((hour) => 1 + Math.sin((Math.PI * hour) / 12)), memory(() => 2)])

    expect(demand).toMatchObject({
      level: 0.95,
      horizonHours: 672,
      vcpus: { model: 'hour-median', allocated: 2, peak: 2, growth: 0 },
    })
  })

  it('holds the bursts inside the hours, not their mean', () => {
    const grid = { ...cpu(() => 1), p95: new Float64Array(month).fill(1.5), max: new Float64Array(month).fill(1.9) }

    const { demand } = derive(aVm(), [grid])

    expect(demand.vcpus).toMatchObject({ expected: 1.5, peak: 1.9 })
  })

  it('is not sized by one spike', () => {
    const { demand } = derive(aVm({ vcpus: 8 }), [cpu((hour) => (hour === 300 ? 8 : 0.5))])

    expect(demand.vcpus.expected).toBe(0.5)
    expect(demand.vcpus.peak).toBe(8)
  })

  it('is never below the level of the last day', () => {
    const { demand } = derive(aVm({ vcpus: 8 }), [cpu((hour) => (hour < month - 14 ? 0.5 : 3))])

    expect(demand.vcpus.expected).toBe(3)
  })

  it('is cut at the allocation times the bound, and says so', () => {
    const derived = derive(aVm({ vcpus: 2, memoryGiB: 8 }), [cpu(() => 5), memory(() => 4)])

    expect(derived.demand.vcpus.required).toBe(3)
    expect(derived.findings).toEqual([
      expect.objectContaining({ code: 'forecast.demand-bounded', subject: 'vm-1', affected: ['vm-1'] }),
    ])
    expect(derived.findings[0]?.message).toBe('A demand of 5.9 vCPU (allocated 2) was cut to 3.0.')
  })

  it('holds a machine that runs at its limit, with headroom', () => {
    const { demand } = derive(aVm({ vcpus: 2 }), [cpu(() => 2)])

    expect(demand.vcpus.required).toBeCloseTo(2 / 0.85, 12)
  })

  it('is zero CPU for a machine that does nothing', () => {
    expect(derive(aVm(), [cpu(() => 0)]).demand.vcpus).toMatchObject({ required: 0, expected: 0, allocated: 2 })
  })

  it('is finite, ordered, and never negative nor above the bound', () => {
    fc.assert(
      fc.property(
        gappyHistories,
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(0.5, 0.8, 0.95, 0.99),
        (values, vcpus, quantile) => {
          const one = { ...policy, quantile }

          const { vcpus: need } = derive(aVm({ vcpus }), [aGrid(values)], one).demand

          expect(need.required).toBeGreaterThanOrEqual(0)
          expect(need.required).toBeLessThanOrEqual(vcpus * policy.allocationBound)
          expect(need.interval === null).toBe(need.expected === null)
          if (need.expected === null || need.interval === null) return
          expect(need.interval.lower).toBeLessThanOrEqual(need.expected)
          expect(need.interval.upper).toBeGreaterThanOrEqual(need.expected)
          expect(need.expected - (need.growth ?? 0)).toBeLessThanOrEqual(1.000001 * (need.peak ?? Number.NaN))
        },
      ),
    )
  })

  it('asks for no less at a higher quantile', () => {
    const grid = aGrid(noise(month).map((value) => value ** 3))
    const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99]

    const expected = quantiles.map((quantile) => derive(aVm(), [grid], { ...policy, quantile }).demand.vcpus.expected!)

    expect(expected).toEqual(expected.toSorted((a, b) => a - b))
  })

  it('grows with a machine that grows, and says how much of it is still to come', () => {
    const { demand } = derive(aVm({ vcpus: 16 }), [cpu((hour) => 2 + hour / 300)])

    expect(demand.vcpus.growth).toBeGreaterThan(1)
    expect(demand.vcpus.growth).toBeLessThan(2)
    expect(demand.vcpus.expected).toBeGreaterThan(2 + month / 300 + 1)
  })

  it('forgets a level that fell and stayed down for a week, not sooner', () => {
    const resized = (days: number): number =>
      derive(aVm({ vcpus: 16 }), [cpu((hour) => (hour < month - 24 * days ? 8 : 2) + 0.1 * (hour % 3))]).demand.vcpus
        .expected!

    expect(resized(8)).toBeCloseTo(2.2, 9)
    expect(resized(5)).toBeCloseTo(8.2, 9)
  })

  it('refuses a forecast that was made for another quantile', () => {
    const grids = gridsOf(cpu(() => 1))
    const [made] = forecastAll(grids, policy).values()
    const forecasts = new Map([['cpu', { ...made!, levels: [0.05, 0.8] }] as const])

    expect(() => deriveDemand(aVm(), { grids, forecasts }, policy)).toThrow(
      /quantile 0.95 got the forecast of cpu of vm-1/,
    )
  })

  it('tells of a machine that uses all it has for hours', () => {
    const busy = cpu((hour) => (hour % 24 < 3 ? 2 : 0.4))

    expect(codes(derive(aVm({ vcpus: 2 }), [busy, memory(() => 2)]))).toEqual(['forecast.saturated'])
    expect(codes(derive(aVm({ vcpus: 4 }), [busy, memory(() => 2)]))).toEqual([])
  })

  it.each([
    {
      before: 8,
      after: 2,
      days: 10,
      words: 'fell from 8.0 to 2.0 vCPU (median of a day). It is sized by what came since.',
    },
    {
      before: 8,
      after: 2,
      days: 3,
      words:
        'fell from 8.0 to 2.0 vCPU (median of a day). It is sized by the old level until the new one has held for 7 days.',
    },
    {
      before: 2,
      after: 8,
      days: 3,
      words: 'rose from 2.0 to 8.0 vCPU (median of a day). It is sized by the new level.',
    },
  ])('tells of a level that moved from $before to $after $days days ago', ({ before, after, days, words }) => {
    const moved = cpu((hour) => (hour < month - 24 * days ? before : after))

    const { findings } = derive(aVm({ vcpus: 16 }), [moved, memory(() => 2)])

    expect(findings.map(({ code }) => code)).toEqual(['forecast.level-shift'])
    expect(findings[0]?.message).toContain(words)
  })

  it('tells of gaps, and of a history too short to test on', () => {
    const gappy = aGrid(rhythm(month).map((value, hour) => (hour % 3 === 1 ? Number.NaN : value)))

    expect(codes(derive(aVm({ vcpus: 4 }), [gappy, memory(() => 2, 30)]))).toEqual([
      'forecast.history-short',
      'forecast.history-gaps',
    ])
  })
})

describe('the demand of a VM without usable history', () => {
  it('is its allocation as it stands, and says so', () => {
    const { demand, findings } = derive(aVm({ id: 'db-7', vcpus: 4, memoryGiB: 32 }))

    expect(demand.vcpus).toEqual({
      required: 4,
      expected: null,
      interval: null,
      growth: null,
      allocated: 4,
      peak: null,
      basis: 'allocation',
      headroom: 0,
      model: null,
    })
    expect(demand.memoryGiB.required).toBe(32)
    expect(demand.confidence).toMatchObject({ level: 'none', coverage: 0, historyDays: 0 })
    expect(findings).toEqual([
      expect.objectContaining({ code: 'forecast.history-missing', subject: 'db-7', affected: ['db-7'] }),
    ])
  })

  it('does not shrink a VM for a few idle hours', () => {
    const { demand } = derive(aVm({ vcpus: 16 }), [cpu(() => 0.1, 3)])

    expect(demand.vcpus).toMatchObject({ required: 16, basis: 'allocation', peak: 0.1 })
  })

  it('is the largest of a few samples where the allocation is unknown', () => {
    const { demand } = derive(aVm({ vcpus: null }), [cpu((hour) => hour, 3)])

    expect(demand.vcpus).toMatchObject({ required: 2, expected: 2, interval: { lower: 0, upper: 2 }, allocated: null })
    expect(isKnown(demand.vcpus)).toBe(true)
  })

  it('is unknown, not nothing, where nobody says anything', () => {
    const derived = derive(aVm({ vcpus: null, memoryGiB: null }), [aGrid(new Float64Array(100).fill(Number.NaN))])

    expect(derived.demand.vcpus).toMatchObject({ required: 0, expected: null, allocated: null })
    expect([isKnown(derived.demand.vcpus), isKnown(derived.demand.memoryGiB)]).toEqual([false, false])
    expect(codes(derived)).toEqual(['forecast.history-missing', 'site.value-missing'])
    expect(derived.findings[1]?.message).toContain('vCPU count and memory size')
  })

  it('is sized by CPU history and memory allocation where only CPU is measured', () => {
    const { demand } = derive(aVm(), [cpu(() => 1)])

    expect([demand.vcpus.basis, demand.memoryGiB.basis]).toEqual(['forecast', 'allocation'])
    expect(demand.confidence).toEqual({
      level: 'low',
      coverage: 0.5,
      historyDays: 28,
      missing: ['14 days of memory history for medium'],
    })
  })
})

describe('what else a VM needs', () => {
  const flat = (metric: MetricId, value: number): Grid => aGrid(new Float64Array(month).fill(value), { metric })

  it('is null where nobody measures it', () => {
    expect(derive().demand).toMatchObject({
      iops: null,
      diskMiBps: null,
      networkMbps: null,
      churnGiBPerHour: null,
      gpuMemoryGiB: null,
    })
  })

  it('is in the units that components are sold in', () => {
    const { demand } = derive(aVm({ disks: [aDisk({ capacityGiB: 30 }), aDisk({ id: 'disk-2', capacityGiB: 70 })] }), [
      flat('disk-operations', 250),
      flat('disk-bytes', 3 * 2 ** 20),
      flat('network-bytes', 1e6),
      flat('disk-written-bytes', GIB / 3600),
      flat('gpu-memory', 6 * GIB),
    ])

    expect(demand.iops?.required).toBe(250)
    expect(demand.diskMiBps?.required).toBe(3)
    expect(demand.networkMbps?.required).toBe(8)
    expect(demand.churnGiBPerHour).toEqual({ median: 1, high: 1, mean: 1 })
    expect(demand.gpuMemoryGiB).toBe(6)
    expect(demand.storageGiB).toBe(100)
  })

  it('has the mean of what is written, which bursts raise and the median hides', () => {
    const bursts = hours(month, (hour) => (hour % 4 === 0 ? (4 * GIB) / 3600 : 0))

    const { demand } = derive(aVm(), [aGrid(bursts, { metric: 'disk-written-bytes' })])

    expect(demand.churnGiBPerHour).toMatchObject({ median: 0, mean: expect.closeTo(1, 9) })
  })

  it('adds traffic hour by hour, because peaks of the two directions seldom meet', () => {
    const by = (metric: MetricId, even: boolean): Grid =>
      aGrid(
        hours(month, (hour) => ((hour % 2 === 0) === even ? 1e6 : 0)),
        { metric },
      )

    const { demand } = derive(aVm(), [by('network-received-bytes', true), by('network-sent-bytes', false)])

    expect(demand.networkMbps?.expected).toBe(8)
  })
})
