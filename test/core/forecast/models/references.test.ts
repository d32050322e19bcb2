/** The same forecasts by other programs; fixtures/series/README.md says how they were made. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { forecastModels } from '../../../../src/core/forecast/models/index.ts'
import { aPast } from '../series.ts'

const referenceSchema = z.object({
  values: z.array(z.number()),
  period: z.number(),
  horizon: z.number(),
  forecasts: z.record(z.string(), z.array(z.number())),
})

const tolerances = {
  'damped-trend': 1e-9,
  'smoothed-level': 1e-9,
  'level-autoregression': 1e-7,
  'log-autoregression': 1e-7,
} as const

const readReference = (name: string) =>
  referenceSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../../fixtures/series/${name}.json`, import.meta.url), 'utf8')),
  )

describe.each(['office-hours', 'night-backup', 'step-up'])('the series %s', (name) => {
  const { values, period, horizon, forecasts } = readReference(name)

  it.each(Object.entries(tolerances))('has the %s that other programs give it', (id, tolerance) => {
    const model = forecastModels[id as keyof typeof tolerances]

    const predicted = model.fit(aPast(values, period)).predict(horizon)

    const expected = forecasts[id] ?? []
    expect(predicted.length).toBe(expected.length)
    for (const [step, value] of expected.entries()) {
      expect(Math.abs((predicted[step] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance * Math.abs(value))
    }
  })
})
