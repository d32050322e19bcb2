import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Forecast } from '../../src/model/forecast.ts'
import { readForecastCurves } from '../../src/workspace/forecast-curves.ts'
import { openEngine, sqlText } from '../../src/workspace/engine.ts'
import { writeForecasts, type ForecastFiles } from '../../src/workspace/forecast-store.ts'
import { collect } from '../support/collect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const levels = [0.05, 0.975]

const aForecast = (over: Partial<Forecast> = {}): Forecast => ({
  vmId: 'vm-1',
  metric: 'cpu',
  model: 'repeat-day',
  family: 'seasonal',
  mae: 0.5,
  mase: null,
  selection: 'combine',
  start: '2026-11-16T00:00:00Z',
  stepSeconds: 3600,
  steps: 3,
  levels,
  point: Float64Array.of(1, 2, 3),
  quantiles: [Float64Array.of(0.5, 1.5, 2.5), Float64Array.of(1.5, 2.5, 3.5)],
  scores: [
    { model: 'repeat-day', family: 'seasonal', mae: 0.5, mase: null, vote: 0.75 },
    { model: 'theta', family: 'trend', mae: null, mase: 2, vote: 0.25 },
  ],
  origins: 0,
  history: { steps: 840, coverage: 1 },
  ...over,
})

const longForecast = (vmId: string, length: number): Forecast => {
  const point = Float64Array.from({ length }, (_, step) => step / 7)
  return aForecast({ vmId, steps: length, point, quantiles: [point.map((y) => y - 1), point] })
}

const filesIn = (name: string): ForecastFiles => ({
  curves: join(folder, `${name}.parquet`),
  scores: join(folder, `${name}-scores.parquet`),
})

async function* given(forecasts: readonly Forecast[]): AsyncGenerator<Forecast> {
  yield* forecasts
}

const write = async (forecasts: readonly Forecast[], name = 'forecasts'): Promise<ForecastFiles> => {
  const files = filesIn(name)
  await writeForecasts(files, { levels, forecasts: given(forecasts) })
  return files
}

describe('forecast curves', () => {
  it('come back by VM and metric, with the time of every step', async () => {
    const { curves: file } = await write([
      aForecast({ vmId: 'a' }),
      aForecast({ vmId: 'b' }),
      aForecast({ metric: 'memory' }),
    ])

    const curves = await collect(readForecastCurves(file))

    expect(curves.map(({ vmId, metric }) => `${vmId} ${metric}`)).toEqual(['a cpu', 'b cpu', 'vm-1 memory'])
    expect(curves[0]).toEqual({
      vmId: 'a',
      metric: 'cpu',
      at: Float64Array.of(0, 1, 2).map((hour) => Date.UTC(2026, 10, 16, hour)),
      point: Float64Array.of(1, 2, 3),
      levels,
      quantiles: [Float64Array.of(0.5, 1.5, 2.5), Float64Array.of(1.5, 2.5, 3.5)],
    })
  })

  it('keep their lengths apart when they cross the chunks of the engine', async () => {
    const lengths = [1, 2048, 5000, 3, 4095]

    const { curves: file } = await write(lengths.map((length, index) => longForecast(`vm-${index}`, length)))
    const curves = await collect(readForecastCurves(file))

    expect(curves.map(({ point }) => point.length)).toEqual(lengths)
    expect(curves[2]?.point.at(-1)).toBe(4999 / 7)
    expect(curves[4]?.quantiles[0]?.[0]).toBe(-1)
  })

  it('of one VM are read alone, whatever characters its id has', async () => {
    const { curves: file } = await write(
      [aForecast({ vmId: 'b', metric: 'memory' }), aForecast({ vmId: "o'hara" })],
      "it's [a] file*",
    )

    expect((await collect(readForecastCurves(file, "o'hara"))).map(({ vmId }) => vmId)).toEqual(["o'hara"])
    expect(await collect(readForecastCurves(file, 'nobody'))).toEqual([])
  })

  it('make the same bytes again, and leave nothing else behind', async () => {
    const forecasts = [longForecast('a', 3000), longForecast('b', 10), aForecast()]

    const one = await write(forecasts, 'one')
    const two = await write(forecasts, 'two')

    expect((await readFile(one.curves)).equals(await readFile(two.curves))).toBe(true)
    expect((await readFile(one.scores)).equals(await readFile(two.scores))).toBe(true)
    expect((await readdir(folder)).toSorted()).toEqual(
      ['one-scores.parquet', 'one.parquet', 'two-scores.parquet', 'two.parquet'].toSorted(),
    )
  })

  it('of no forecasts are an empty file', async () => {
    const { curves: file } = await write([])

    expect(await collect(readForecastCurves(file))).toEqual([])
  })

  it('stay as they were when the forecasts fail on the way', async () => {
    const { curves: file } = await write([aForecast()])
    async function* failing(): AsyncGenerator<Forecast> {
      yield aForecast({ vmId: 'z' })
      throw new Error('the store is gone')
    }

    const again = writeForecasts(filesIn('forecasts'), { levels, forecasts: failing() })

    await expect(again).rejects.toThrow('the store is gone')
    expect((await collect(readForecastCurves(file))).map(({ vmId }) => vmId)).toEqual(['vm-1'])
    expect(await readdir(folder)).toHaveLength(2)
  })

  it('have the scores of every model beside them, ranked, what is unknown as null', async () => {
    const { scores } = await write([aForecast()])

    const engine = await openEngine(join(folder, 'spill'))
    const rows = await engine.connection.runAndReadAll(`SELECT * FROM read_parquet(${sqlText(scores)})`)
    const found = rows.getRows()
    engine.close()

    expect(found).toEqual([
      ['vm-1', 'cpu', 1, 'repeat-day', 'seasonal', 0.5, null, 0.75],
      ['vm-1', 'cpu', 2, 'theta', 'trend', null, 2, 0.25],
    ])
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
