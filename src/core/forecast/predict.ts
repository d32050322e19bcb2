import type { ForecastModel } from '../../model/forecast.ts'

/**
 * `horizon` values after the end of `y`. Where nothing ever was negative - no CPU ever is - nothing is
 * predicted to become so.
 */
export function predictFrom(
  model: ForecastModel,
  y: Float64Array,
  { period, horizon }: { readonly period: number; readonly horizon: number },
): Float64Array {
  const predicted = model.fit(y, period).predict(horizon)
  return y.some((value) => value < 0) ? predicted : predicted.map((value) => Math.max(0, value))
}
