/** Settings of a forecast as people type them; what is none of them is an InputError `cli.usage` with the nearest. */
import { InputError } from '../errors.ts'
import { modelIds, selections, type Selection } from '../model/forecast.ts'
import { metricIds, type MetricId } from '../model/metric-series.ts'
import { nearest } from '../model/nearest.ts'
import type { WhatIf } from '../model/vm-forecast.ts'
import { parseDuration } from './duration.ts'

const MS_PER_HOUR = 3_600_000
const MOST_HOURS = 365 * 24
const [LOWEST_QUANTILE, HIGHEST_QUANTILE] = [0.5, 0.999]

interface WhatIfFlags {
  readonly horizon?: string | undefined
  readonly model?: string | undefined
  readonly quantile?: string | undefined
}

/** Throws InputError `cli.usage`. */
export const parseWhatIf = ({ horizon, model, quantile }: WhatIfFlags): WhatIf => ({
  horizonHours: horizon === undefined ? null : parseHorizon(horizon),
  selection: model === undefined ? null : parseSelection(model),
  quantile: quantile === undefined ? null : parseQuantile(quantile),
})

export const isTried = (whatIf: WhatIf): boolean => Object.values(whatIf).some((value) => value !== null)

function parseHorizon(text: string): number {
  if (/^\d{1,6}$/.test(text)) throw wrong(`--horizon ${text} has no unit.`, [`Did you mean ${text}d?`])
  const hours = parseDuration(text, '--horizon', '48h or 7d') / MS_PER_HOUR
  if (Number.isInteger(hours) && hours <= MOST_HOURS) return hours
  throw wrong(`--horizon ${text} is not from 1 to ${MOST_HOURS} whole hours.`, ['Write it as 48h or 7d.'])
}

function parseSelection(text: string): Selection {
  const known = selections.find((one) => one === text)
  if (known) return known
  const ways = selections.filter((one) => !modelIds.some((model) => model === one))
  throw wrong(`--model ${text} is neither a model nor ${ways.join(', ')}.`, [
    ...didYouMean(text, selections),
    `Models: ${modelIds.join(', ')}`,
  ])
}

/** Also P99 and 99 are understood, well enough to say how they are written. */
function parseQuantile(text: string): number {
  const quantile = /^0?[.]\d+$/.test(text) ? Number(text) : Number.NaN
  if (quantile >= LOWEST_QUANTILE && quantile <= HIGHEST_QUANTILE) return quantile
  const meant = Number((Number(/^[pP]?(\d\d([.]\d+)?) ?%?$/.exec(text)?.[1]) / 100).toFixed(6))
  const near = meant >= LOWEST_QUANTILE && meant <= HIGHEST_QUANTILE ? [`Did you mean ${meant}?`] : []
  throw wrong(`--quantile ${text} is not a share from ${LOWEST_QUANTILE} to ${HIGHEST_QUANTILE}.`, [
    ...near,
    'Write it as 0.95.',
  ])
}

/** An amount of vCPU. Throws InputError `cli.usage`. */
export function parsePool(text: string): number {
  const vcpus = /^\d{1,9}([.]\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
  if (vcpus > 0) return vcpus
  const meant = /^(\d{1,9}([.]\d{1,6})?) ?(vcpus?|cores?)$/i.exec(text)?.[1]
  throw wrong(`--pool ${text} is not a number of vCPU above 0.`, [
    ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
    'Write it as 400.',
  ])
}

/** A metric by its id. Throws InputError `cli.usage`. */
export function parseMetric(text: string): MetricId {
  const known = metricIds.find((id) => id === text)
  if (known) return known
  throw wrong(`--metric ${text} is no metric.`, [...didYouMean(text, metricIds), `Metrics: ${metricIds.join(', ')}`])
}

function didYouMean(text: string, known: readonly string[]): readonly string[] {
  const near = nearest(text, known)
  return near ? [`Did you mean ${near}?`] : []
}

const wrong = (message: string, suggestions: readonly string[]): InputError =>
  new InputError('cli.usage', message, { suggestions })
