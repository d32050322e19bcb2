import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dampedTrend } from '../../../../src/core/forecast/models/damped-trend.ts'
import { hours } from '../series.ts'

const referenceSchema = z.object({
  values: z.array(z.number()),
  period: z.number(),
  horizon: z.number(),
  forecast: z.array(z.number()),
})

describe('the damped trend', () => {
  it.each(['office-hours', 'night-backup', 'step-up'])('forecasts %s as statsmodels does', (name) => {
    const path = new URL(`../../../../fixtures/series/${name}.json`, import.meta.url)
    const reference = referenceSchema.parse(JSON.parse(readFileSync(path, 'utf8')))

    const predicted = dampedTrend.fit(Float64Array.from(reference.values), reference.period).predict(reference.horizon)

    for (const [step, value] of reference.forecast.entries()) {
      expect(Math.abs((predicted[step] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value))
    }
  })

  it('follows a rise, and lets it fade', () => {
    const rising = hours(240, (hour) => 10 + hour / 10)

    const predicted = dampedTrend.fit(rising, 24).predict(480)

    const [firstDay, lastDay] = [predicted.slice(0, 24), predicted.slice(-24)]
    expect(Math.max(...firstDay)).toBeGreaterThan(34)
    expect(Math.max(...lastDay)).toBeLessThan(10 + 720 / 10)
  })
})
