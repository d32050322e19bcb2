import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Forecast } from '../../src/model/forecast.ts'
import { readForecastCurves } from '../../src/workspace/forecast-curves.ts'
import { writeForecasts } from '../../src/workspace/forecast-store.ts'
import { collect } from '../support/collect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const aForecast = (over: Partial<Forecast> = {}): Forecast => ({
  vmId: 'vm-1',
  metric: 'cpu',
  model: 'seasonal-naive',
  family: 'seasonal',
  start: '2026-11-16T00:00:00Z',
  stepSeconds: 3600,
  point: [1, 2, 3],
  interval: { level: 0.9, lower: [0.5, 1.5, 2.5], upper: [1.5, 2.5, 3.5] },
  scores: [],
  origins: 0,
  history: { steps: 840, coverage: 1 },
  ...over,
})

const longForecast = (vmId: string, length: number): Forecast => {
  const point = Array.from({ length }, (_, step) => step / 7)
  return aForecast({ vmId, point, interval: { level: 0.9, lower: point.map((y) => y - 1), upper: point } })
}

describe('forecast curves', () => {
  it('come back by VM and metric, with the time of every step', async () => {
    const file = join(folder, 'forecasts.parquet')

    await writeForecasts(file, [aForecast({ vmId: 'b' }), aForecast({ metric: 'memory' }), aForecast({ vmId: 'a' })])
    const curves = await collect(readForecastCurves(file))

    expect(curves.map(({ vmId, metric }) => `${vmId} ${metric}`)).toEqual(['a cpu', 'b cpu', 'vm-1 memory'])
    expect(curves[0]).toEqual({
      vmId: 'a',
      metric: 'cpu',
      at: Float64Array.of(0, 1, 2).map((hour) => Date.UTC(2026, 10, 16, hour)),
      point: Float64Array.of(1, 2, 3),
      lower: Float64Array.of(0.5, 1.5, 2.5),
      upper: Float64Array.of(1.5, 2.5, 3.5),
    })
  })

  it('keep their lengths apart when they cross the chunks of the engine', async () => {
    const file = join(folder, 'forecasts.parquet')
    const lengths = [1, 2048, 5000, 3, 4095]

    await writeForecasts(
      file,
      lengths.map((length, index) => longForecast(`vm-${index}`, length)),
    )
    const curves = await collect(readForecastCurves(file))

    expect(curves.map(({ point }) => point.length)).toEqual(lengths)
    expect(curves[2]?.point.at(-1)).toBe(4999 / 7)
    expect(curves[4]?.lower[0]).toBe(-1)
  })

  it('of one VM are read alone, whatever characters its id has', async () => {
    const file = join(folder, "it's [a] folder*.parquet")

    await writeForecasts(file, [aForecast({ vmId: "o'hara" }), aForecast({ vmId: 'b', metric: 'memory' })])

    expect((await collect(readForecastCurves(file, "o'hara"))).map(({ vmId }) => vmId)).toEqual(["o'hara"])
    expect(await collect(readForecastCurves(file, 'nobody'))).toEqual([])
  })

  it('make the same bytes in any order, and leave nothing else behind', async () => {
    const [one, two] = [join(folder, 'one.parquet'), join(folder, 'two.parquet')]
    const forecasts = [longForecast('a', 3000), longForecast('b', 10), aForecast()]

    await writeForecasts(one, forecasts)
    await writeForecasts(two, forecasts.toReversed())

    expect((await readFile(one)).equals(await readFile(two))).toBe(true)
    expect(await readdir(folder)).toEqual(['one.parquet', 'two.parquet'])
  })

  it('of no forecasts are an empty file', async () => {
    const file = join(folder, 'forecasts.parquet')

    await writeForecasts(file, [])

    expect(await collect(readForecastCurves(file))).toEqual([])
  })

  it('say which command makes them when they are missing or damaged', async () => {
    const file = join(folder, 'forecasts.parquet')

    await expect(collect(readForecastCurves(file))).rejects.toMatchObject({ code: 'artifact.missing' })
    await writeFile(file, 'not parquet')
    await expect(collect(readForecastCurves(file))).rejects.toMatchObject({
      code: 'artifact.damaged',
      suggestions: ['Run `drplan forecast` to make it again.'],
      place: { file },
    })
  })
})
