import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import type { ScopedVm } from '../../src/model/scoped-vm.ts'
import type { WhatIf } from '../../src/model/vm-forecast.ts'
import type { StepContext } from '../../src/pipeline/context.ts'
import { untilForecast } from '../../src/pipeline/steps.ts'
import { tryForecast, tryForecastVm } from '../../src/pipeline/try-forecast.ts'
import { contextOf } from '../support/run-plan.ts'
import { aScenario, contentsOf } from '../support/temporary-folder.ts'

const asConfigured: WhatIf = { horizonHours: null, selection: null, quantile: null }
const named =
  (name: string) =>
  (planned: readonly ScopedVm[]): ScopedVm =>
    planned.find(({ vm }) => vm.name === name)!

describe('with a workspace that holds a forecast', () => {
  let folder: string
  let context: StepContext
  let kept: Awaited<ReturnType<typeof untilForecast>>['demands']['stored']['content']

  beforeAll(async () => {
    // Shared by the tests, which write nothing: the first of them says so.
    const { cp, mkdtemp } = await import('node:fs/promises')
    const { tmpdir } = await import('node:os')
    const { harbourFoods } = await import('../support/temporary-folder.ts')
    folder = await mkdtemp(join(tmpdir(), 'drplan-try-'))
    await cp(harbourFoods, folder, { recursive: true })
    context = await contextOf(folder)
    kept = (await untilForecast(context)).demands.stored.content
    return () => rm(folder, { recursive: true, force: true })
  })

  test('nothing is written, whatever is tried', async () => {
    const before = await contentsOf(folder)

    await tryForecast(context, { horizonHours: 48, selection: 'median-day', quantile: 0.9 })
    await tryForecastVm(context, { pick: named('web-1'), whatIf: { ...asConfigured, quantile: 0.9 } })

    expect(await contentsOf(folder)).toEqual(before)
  })

  test('one VM comes to what the site came to, with courses, scores and history', async () => {
    const vm = await tryForecastVm(context, { pick: named('wms-db-1'), whatIf: asConfigured })

    expect(vm).toMatchObject({ name: 'wms-db-1', application: 'warehouse', tierId: '2' })
    expect(vm.demand).toEqual(kept.demands.find(({ vmId }) => vmId === vm.vmId))
    expect(vm.series.map(({ forecast }) => forecast.metric)).toEqual(
      kept.forecasts.filter(({ vmId }) => vmId === vm.vmId).map(({ metric }) => metric),
    )
    for (const { grid, forecast } of vm.series) {
      expect(grid.metric).toBe(forecast.metric)
      expect(forecast.point).toHaveLength(168)
      expect(forecast.scores.length).toBeGreaterThan(10)
    }
  })

  test('a VM without samples is sized by its allocation, and a finding says so', async () => {
    const vm = await tryForecastVm(context, { pick: named('jump-1'), whatIf: asConfigured })

    expect(vm.series).toEqual([])
    expect(vm.demand.vcpus.basis).toBe('allocation')
    expect(vm.findings).toMatchObject([{ code: 'forecast.history-missing' }])
  })

  test('horizon, model and quantile are those that are tried', async () => {
    const whatIf: WhatIf = { horizonHours: 36, selection: 'repeat-day', quantile: 0.99 }

    const vm = await tryForecastVm(context, { pick: named('web-1'), whatIf })

    expect(vm.demand).toMatchObject({ level: 0.99, horizonHours: 36 })
    for (const { forecast } of vm.series) {
      expect(forecast.selection).toBe('repeat-day')
      expect(forecast.point).toHaveLength(36)
      expect(forecast.levels).toContain(0.99)
    }
  })

  test('what is not tried is as in drplan.yaml, for the whole site', async () => {
    const { demands } = await tryForecast(context, { ...asConfigured, quantile: 0.99 })
    const same = await tryForecast(context, asConfigured)

    expect(new Set(demands.demands.map(({ level, horizonHours }) => `${level} ${horizonHours}`))).toEqual(
      new Set(['0.99 672']),
    )
    expect(same.demands).toEqual(kept)
  })

  test('what the pick throws passes through, and the workspace is free again', async () => {
    const pick = (): never => {
      throw new InputError('cli.usage', 'no such VM')
    }

    await expect(tryForecastVm(context, { pick, whatIf: asConfigured })).rejects.toMatchObject({ code: 'cli.usage' })
    await expect(tryForecastVm(context, { pick: named('web-1'), whatIf: asConfigured })).resolves.toBeDefined()
  })
})

test('an empty workspace gets the site, and no forecast', async () => {
  const folder = await aScenario()
  const context = await contextOf(folder)

  await tryForecastVm(context, { pick: named('web-1'), whatIf: asConfigured })

  const files = [...(await contentsOf(join(folder, '.drplan'))).keys()]
  expect(files).toContain('site.json')
  expect(files.filter((file) => /demands|forecasts|scores/.test(file))).toEqual([])
})
