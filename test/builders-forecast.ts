/** Forecasts of invented series. */
import type { FleetSummary, PoolSizing } from '../src/model/fleet-demand.ts'
import type { Forecast, ModelScore } from '../src/model/forecast.ts'
import type { EstimatorId, EstimatorSummary, HistoryBacktest, MetricBacktest } from '../src/model/history-backtest.ts'
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

const scoreRow = (estimator: EstimatorId, figures: readonly [number, number, number, number]): EstimatorSummary => {
  const [coverage, underCoveredShare, pinball, provision] = figures
  return { estimator, series: 20, coverage, underCoveredShare, pinball, provision }
}

/** drplan's path is best, its size as safe as Azure Migrate and cheaper. */
export const someEstimators: readonly EstimatorSummary[] = [
  scoreRow('drplan-path', [0.951, 0.1, 0.04, 1.2]),
  scoreRow('drplan-size', [0.972, 0.05, 0.06, 1.6]),
  scoreRow('flat-week', [0.94, 0.25, 0.055, 1.5]),
  scoreRow('azure-migrate', [0.9999, 0.05, 0.09, 2]),
  scoreRow('compute-optimizer', [1, 0, 0.13, 3.5]),
]

export const aMetricBacktest = (over: Partial<MetricBacktest> = {}): MetricBacktest => ({
  metric: 'cpu',
  series: 20,
  cuts: 60,
  relativeError: 0.71,
  betterShare: 0.9,
  modelWins: (['day-profile', 'theta', 'repeat-week', 'repeat-day', 'median-day', 'croston'] as const).map(
    (model, place) => ({ model, cuts: [30, 10, 8, 6, 4, 1][place] ?? 1 }),
  ),
  familyWins: [
    { family: 'seasonal', cuts: 48 },
    { family: 'trend', cuts: 10 },
    { family: 'baseline', cuts: 1 },
  ],
  estimators: [...someEstimators],
  ...over,
})

export const aBacktest = (over: Partial<HistoryBacktest> = {}): HistoryBacktest => ({
  settings: { horizonHours: 48, level: 0.95, selection: 'combine', track: 'mean' },
  metrics: [aMetricBacktest(), aMetricBacktest({ metric: 'disk-bytes', relativeError: 1.2, betterShare: 0.3 })],
  skipped: [],
  ...over,
})

export const aFleet = (over: Partial<FleetSummary> = {}): FleetSummary => ({
  metric: 'cpu',
  track: 'p95',
  stepSeconds: 3600,
  start: '2026-10-19T00:00:00.000Z',
  historyDays: 28,
  peakOfSums: 412,
  sumOfPeaks: 640,
  largestPeak: 16,
  quantiles: [{ level: 0.95, value: 390 }],
  members: ['vm-1', 'vm-2'].map((vmId) => ({ vmId, peak: 16, filledSteps: 0, basis: 'samples' as const })),
  filledShare: 0,
  unknown: [],
  ...over,
})

export const aPoolSizing = (over: Partial<PoolSizing> = {}): PoolSizing => ({
  fleet: aFleet(),
  drawn: {
    horizonDays: 28,
    historyDays: 28,
    blockDays: 1,
    draws: 10_000,
    seed: 1,
    leastPool: 16,
    mostPool: 640,
    recordProbability: 0.5,
  },
  shortage: { pool: 400, probability: 0.032, lower: 0.0287, upper: 0.0356, halfWidth: 0.00345 },
  pools: [
    { probability: 0.05, pool: 396 },
    { probability: 0.01, pool: 408 },
    { probability: 0.001, pool: 412 },
  ],
  ...over,
})
