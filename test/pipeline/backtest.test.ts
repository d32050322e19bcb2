import { join } from 'node:path'
import { mkdtemp, cp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { historyBacktestSchema } from '../../src/model/history-backtest.ts'
import type { WhatIf } from '../../src/model/vm-forecast.ts'
import { backtest, type BacktestWish } from '../../src/pipeline/backtest.ts'
import type { StepContext } from '../../src/pipeline/context.ts'
import { askPool } from '../../src/pipeline/fleet.ts'
import { untilForecast } from '../../src/pipeline/steps.ts'
import { contextOf } from '../support/run-plan.ts'
import { contentsOf, harbourFoods } from '../support/temporary-folder.ts'

const asConfigured: WhatIf = { horizonHours: null, selection: null, quantile: null }

describe('with a workspace that holds samples', () => {
  let folder: string
  let context: StepContext

  beforeAll(async () => {
    // Shared by the tests, which write nothing: the first of them says so.
    folder = await mkdtemp(join(tmpdir(), 'drplan-backtest-'))
    await cp(harbourFoods, folder, { recursive: true })
    context = await contextOf(folder)
    await untilForecast(context)
    return () => rm(folder, { recursive: true, force: true })
  })

  const wish = (over: Partial<BacktestWish> = {}): BacktestWish => ({
    pick: (planned) => planned.find(({ vm }) => vm.name === 'web-1')!,
    metrics: [],
    whatIf: asConfigured,
    onSeries: () => {},
    ...over,
  })

  test('nothing is written by backtests and pools', async () => {
    const before = await contentsOf(folder)

    await backtest(context, wish())
    await askPool(context, { vcpus: 40, horizonHours: null, seed: 1 })

    expect(await contentsOf(folder)).toEqual(before)
  })

  test('all series of one VM are judged, over 48 hours and as drplan.yaml has it', async () => {
    const judged = historyBacktestSchema.parse(await backtest(context, wish()))

    expect(judged.settings).toEqual({ horizonHours: 48, level: 0.95, selection: 'combine', track: 'mean' })
    expect(judged.metrics.length).toBeGreaterThan(2)
    expect(judged.metrics.every(({ series, cuts }) => series === 1 && cuts === 3)).toBe(true)
  })

  test('metrics, horizon, quantile and model narrow and change it, and every series is told of', async () => {
    const told: string[] = []

    const judged = await backtest(
      context,
      wish({
        pick: null,
        metrics: ['gpu', 'memory'],
        whatIf: { horizonHours: 24, selection: 'repeat-day', quantile: 0.9 },
        onSeries: (done, total) => told.push(`${done}/${total}`),
      }),
    )

    expect(judged.settings).toMatchObject({ horizonHours: 24, level: 0.9, selection: 'repeat-day' })
    expect(judged.metrics.map(({ metric, series }) => [metric, series])).toEqual([
      ['memory', 23],
      ['gpu', 1],
    ])
    expect(judged.metrics[0]?.relativeError).toBeCloseTo(1, 6)
    expect([told[0], told.at(-1), told.length]).toEqual(['1/24', '24/24', 24])
  })

  test('the result does not depend on the number of threads', async () => {
    const metrics = ['cpu', 'memory'] as const
    const alone = await backtest(context, wish({ pick: null, metrics }))

    expect(await backtest({ ...context, threads: 2 }, wish({ pick: null, metrics }))).toEqual(alone)
  })

  test('a horizon that is longer than the history leaves everything out, with the reason', async () => {
    const judged = await backtest(context, wish({ whatIf: { ...asConfigured, horizonHours: 24 * 365 } }))

    expect(judged.metrics).toEqual([])
    expect(new Set(judged.skipped.map(({ reason }) => reason))).toEqual(new Set(['too-short']))
  })

  test('all planned VMs are added up, those without samples by their allocation', async () => {
    const { together, demands } = await untilForecast(context)

    expect(together.map(({ metric }) => metric)).toEqual(['cpu', 'memory'])
    const [cpu] = together
    expect(cpu?.members).toHaveLength(demands.stored.content.demands.length)
    expect(cpu?.members.filter(({ basis }) => basis === 'allocation').length).toBe(1)
    expect(cpu?.peakOfSums).toBeLessThan(cpu?.sumOfPeaks ?? 0)
  })

  test('a pool is asked about over whole days, and the same seed draws the same', async () => {
    const wanted = { vcpus: 40, horizonHours: 30, seed: 3 }

    const { sizing } = await askPool(context, wanted)

    expect(sizing).toMatchObject({ drawn: { horizonDays: 2, seed: 3 }, shortage: { pool: 40 } })
    expect((await askPool(context, wanted)).sizing).toEqual(sizing)
  })
})
