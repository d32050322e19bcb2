/** Many series judged over their own history, as one table a metric. */
import { mean, median } from 'simple-statistics'
import { modelFamilies, modelIds } from '../../model/forecast.ts'
import {
  estimatorIds,
  type EstimateScore,
  type EstimatorId,
  type EstimatorSummary,
  type HistoryBacktest,
  type HistoryBacktestSettings,
  type MetricBacktest,
  type SeriesBacktest,
} from '../../model/history-backtest.ts'
import { metricIds, type MetricId } from '../../model/metric-series.ts'
import { compareText } from '../../model/text-order.ts'
import type { BacktestOutcome } from './history-backtest.ts'

/** Fewer steps covered than the level asked for, by more than this, is under-covered. */
const UNDER_COVERED_BY = 0.05

/** The order of the outcomes does not matter. */
export function summariseBacktests(
  outcomes: readonly BacktestOutcome[],
  settings: HistoryBacktestSettings,
): HistoryBacktest {
  const judged = outcomes
    .flatMap((one) => (one.kind === 'judged' ? one.series : []))
    .sort((a, b) => compareText(a.vmId, b.vmId))
  const skipped = outcomes
    .flatMap((one) => (one.kind === 'skipped' ? one.series : []))
    .sort((a, b) => compareText(a.vmId, b.vmId) || compareText(a.metric, b.metric))
  return {
    settings,
    metrics: metricIds.flatMap((metric) => {
      const series = judged.filter((one) => one.metric === metric)
      return series.length === 0 ? [] : [summariseMetric(metric, series, settings)]
    }),
    skipped,
  }
}

function summariseMetric(
  metric: MetricId,
  series: readonly SeriesBacktest[],
  { level }: HistoryBacktestSettings,
): MetricBacktest {
  const cuts = series.flatMap((one) => one.cuts)
  const errors = series.map((one) => geometricMean(one.cuts.map(({ relativeError }) => relativeError)))
  const wins = <T>(ids: readonly T[], winner: (cut: (typeof cuts)[number]) => T | null) =>
    ids
      .map((id) => ({ id, cuts: cuts.filter((cut) => winner(cut) === id).length }))
      .filter((one) => one.cuts > 0)
      .sort((a, b) => b.cuts - a.cuts)
  return {
    metric,
    series: series.length,
    cuts: cuts.length,
    relativeError: geometricMean(errors),
    betterShare: mean(errors.map((error) => Number(error < 1))),
    modelWins: wins(modelIds, ({ model }) => model).map(({ id, cuts }) => ({ model: id, cuts })),
    familyWins: wins(modelFamilies, ({ family }) => family).map(({ id, cuts }) => ({ family: id, cuts })),
    estimators: estimatorIds.map((estimator) => summariseEstimator(estimator, series, level)),
  }
}

/** Errors are above 0: a floor is added to both of each ratio. */
const geometricMean = (values: readonly number[]): number => Math.exp(mean(values.map(Math.log)))

interface Weighed {
  readonly score: EstimateScore
  readonly steps: number
}

function summariseEstimator(
  estimator: EstimatorId,
  series: readonly SeriesBacktest[],
  level: number,
): EstimatorSummary {
  const bySeries = series.map((one) => scoresOf(one, estimator)).filter((scores) => scores.length > 0)
  const coverages = bySeries.map(coverageOf)
  const known = (pick: (score: EstimateScore) => number | null): number[] =>
    bySeries
      .map((scores) => scores.flatMap(({ score }) => pick(score) ?? []))
      .filter((values) => values.length > 0)
      .map((values) => mean(values))
  const pinballs = known(({ pinball }) => pinball)
  const provisions = known(({ provision }) => provision)
  return {
    estimator,
    series: bySeries.length,
    coverage: bySeries.length === 0 ? null : coverageOf(bySeries.flat()),
    underCoveredShare:
      coverages.length === 0 ? null : mean(coverages.map((one) => Number(one < level - UNDER_COVERED_BY))),
    pinball: pinballs.length === 0 ? null : mean(pinballs),
    provision: provisions.length === 0 ? null : median(provisions),
  }
}

const scoresOf = ({ cuts }: SeriesBacktest, estimator: EstimatorId): Weighed[] =>
  cuts.flatMap(({ estimates, judgedSteps }) => {
    const score = estimates.find((one) => one.estimator === estimator)
    return score === undefined ? [] : [{ score, steps: judgedSteps }]
  })

/** Of all judged steps; the rounding of shares must not lift it over 1. */
function coverageOf(scores: readonly Weighed[]): number {
  const steps = scores.reduce((sum, one) => sum + one.steps, 0)
  return scores.reduce((sum, { score, steps }) => sum + Math.round(score.coverage * steps), 0) / steps
}
