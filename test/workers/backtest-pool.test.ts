import { describe, expect, it } from 'vitest'
import { backtestHistory, defaultBacktestSettings } from '../../src/core/forecast/history-backtest.ts'
import type { Grid } from '../../src/model/metric-series.ts'
import { backtestAll } from '../../src/workers/backtest-pool.ts'
import { aGrid, noise, rhythm } from '../core/forecast/series.ts'
import { collect } from '../support/collect.ts'

const settings = { ...defaultBacktestSettings, horizonHours: 24 }

/** Some too short to be judged. */
const gridOf = (place: number): Grid => {
  const hours = place % 5 === 2 ? 100 : 300
  return aGrid(
    rhythm(hours).map((value, hour) => value + (noise(hours, place)[hour] ?? 0)),
    { vmId: `vm-${place}` },
  )
}

async function* grids(count: number): AsyncGenerator<Grid> {
  for (let place = 0; place < count; place++) yield gridOf(place)
}

describe('backtests on several threads', () => {
  it('are those of the present thread, in the same order, for any number of them', async () => {
    const alone = Array.from({ length: 50 }, (_, place) => backtestHistory(gridOf(place), settings))

    for (const threads of [0, 1, 3]) {
      expect(await collect(backtestAll(grids(50), { settings, threads }))).toEqual(alone)
    }
  })

  it('refuse settings that make no sense, on whichever thread', async () => {
    const wrong = { ...settings, horizonHours: 0.5 }

    await expect(collect(backtestAll(grids(1), { settings: wrong, threads: 2 }))).rejects.toMatchObject({
      code: 'forecast.invalid',
    })
  })
})
