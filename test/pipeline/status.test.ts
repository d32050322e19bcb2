import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { monitor } from '../../src/pipeline/monitor.ts'
import { status } from '../../src/pipeline/status.ts'
import { contextOf } from '../support/run-plan.ts'
import { aScenario, contentsOf } from '../support/temporary-folder.ts'

test('the scenario: every planned VM with its series, the unmeasured one first, and nothing written', async () => {
  const folder = await aScenario()
  const context = await contextOf(folder)
  const { metrics } = await monitor(context)
  const before = await contentsOf(folder)

  const held = await status(context)

  const seriesHeld = held.vms.reduce((sum, { series }) => sum + series.length, held.outsidePlan.series)
  expect(seriesHeld).toBe(metrics.series.length)
  expect(held.vms[0]).toMatchObject({ name: 'jump-1', nextLevel: 'low', collectUntil: null, series: [] })
  expect(held.vms[1]).toMatchObject({
    name: 'wms-db-1',
    confidence: { level: 'high', missing: [] },
    series: expect.arrayContaining([
      expect.objectContaining({ metric: 'cpu', longestGap: { hours: 26, from: '2026-10-29T12:00:00.000Z' } }),
    ]),
  })
  expect(await contentsOf(folder)).toEqual(before)
})

test('it needs no source any more: the files may be gone', async () => {
  const folder = await aScenario()
  const context = await contextOf(folder)
  await monitor(context)
  await rm(join(folder, 'metrics.csv.gz'))
  await rm(join(folder, 'inventory.json'))

  const held = await status(context)

  expect(held).toMatchObject({ site: 'harbour-foods', latestSample: expect.stringMatching(/^2026-11-15T23:/) })
})

test.each(['', 'site.json', 'metrics'])('without what monitor leaves (%s) it says to run monitor', async (missing) => {
  const folder = await aScenario()
  const context = await contextOf(folder)
  if (missing !== '') {
    await monitor(context)
    await rm(join(folder, '.drplan', missing), { recursive: true })
  }

  const failing = status(context)

  await expect(failing).rejects.toMatchObject({
    code: 'artifact.missing',
    suggestions: [expect.stringContaining('drplan monitor')],
  })
})
