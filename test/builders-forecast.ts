/** Forecasts of invented series. */
import type { Forecast, ModelScore } from '../src/model/forecast.ts'
import type { Grid } from '../src/model/metric-series.ts'
import type { SeriesForecast, VmForecast } from '../src/model/vm-forecast.ts'
import { aDemand } from './builders.ts'

const START = '2026-11-16T00:00:00.000Z'
const MS_PER_HOUR = 3_600_000

/** Busy by day. */
const officeHours = (hour: number): number => (hour % 24 >= 8 && hour % 24 < 18 ? 3 : 1)

const hourly = (hours: number, valueAt: (hour: number) => number): Float64Array =>
  Float64Array.from({ length: hours }, (_, hour) => valueAt(hour))

/** Hours that end where `aForecast` begins. */
function aGrid(over: Partial<Grid> = {}, hours = 14 * 24): Grid {
  const mean = over.mean ?? hourly(hours, officeHours)
  const startMs = Date.parse(START) - mean.length * MS_PER_HOUR
  return { vmId: 'vm-1', metric: 'cpu', startMs, stepSeconds: 3600, mean, p95: mean, max: mean, ...over }
}

export const aScore = (over: Partial<ModelScore> = {}): ModelScore => ({
  model: 'day-profile',
  family: 'seasonal',
  mae: 0.25,
  mase: 0.5,
  vote: 0,
  ...over,
})

export function aForecast(over: Partial<Forecast> = {}): Forecast {
  const point = over.point ?? hourly(48, officeHours)
  return {
    vmId: 'vm-1',
    metric: 'cpu',
    model: 'day-profile',
    family: 'seasonal',
    mae: 0.25,
    mase: 0.5,
    selection: 'combine',
    start: START,
    stepSeconds: 3600,
    steps: point.length,
    levels: [0.05, 0.95],
    origins: 3,
    history: { steps: 336, coverage: 1 },
    point,
    quantiles: [point.map((value) => value - 0.5), point.map((value) => value + 0.5)],
    scores: [aScore({ vote: 0.75 }), aScore({ model: 'theta', family: 'trend', mase: 0.9, mae: 0.45, vote: 0.25 })],
    ...over,
  }
}

export const aSeries = (forecast: Partial<Forecast> = {}, grid: Partial<Grid> = {}): SeriesForecast => ({
  grid: aGrid({ metric: forecast.metric ?? 'cpu', ...grid }),
  forecast: aForecast(forecast),
})

export const aVmForecast = (over: Partial<VmForecast> = {}): VmForecast => ({
  vmId: 'vm-1',
  name: 'db-01',
  application: 'shop',
  tierId: '1',
  demand: aDemand({ confidence: { level: 'high', coverage: 1, historyDays: 35, missing: [] } }),
  series: [aSeries()],
  peers: [],
  findings: [],
  ...over,
})
