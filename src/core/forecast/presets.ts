/** Sizes a series by the rule of a peer (model/sizing-preset.ts has the rules and where they come from). */
import { InputError } from '../../errors.ts'
import type { Grid } from '../../model/metric-series.ts'
import {
  sizingPresets,
  type HourlyTrack,
  type PresetFigure,
  type SizingBasis,
  type SizingPresetId,
  type SizingRule,
} from '../../model/sizing-preset.ts'
import { nearestRank, sortFinite } from './nearest-rank.ts'

/** Single samples in any order; what is not finite counts as missing. */
export interface Samples {
  /** Epoch milliseconds UTC. */
  readonly at: Float64Array
  readonly values: Float64Array
}

type Setting = 'pointMinutes' | 'percentile' | 'factor' | 'headroom' | 'historyDays'
export type RuleChoices = Partial<Pick<SizingRule, Setting>>

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * The rule of a preset with some of its settings chosen.
 * @throws InputError `forecast.invalid` for a choice that the peer does not offer.
 */
export function sizingRule(id: SizingPresetId, chosen: RuleChoices = {}): SizingRule {
  const { title, rule, choices } = sizingPresets[id]
  for (const setting of Object.keys(chosen) as Setting[]) {
    const value = chosen[setting]
    const allowed: readonly (number | null | undefined)[] | null = choices[setting]
    if (allowed === null ? (value ?? 0) >= 1 : allowed.includes(value)) continue
    throw new InputError('forecast.invalid', `${title} offers no ${setting} of ${value}.`, {
      suggestions: [allowed === null ? 'Choose a factor of 1 or more.' : `Choose one of ${allowed.join(', ')}.`],
    })
  }
  return { ...rule, ...chosen }
}

export interface SizingOptions {
  /** What the VM has today, in the unit of the series; null when nobody says. */
  readonly allocated?: number | null
  /** Epoch milliseconds UTC of the assessment, which looks back from here; by default the last sample. */
  readonly endMs?: number
}

/** The rule exactly as it is: by samples. */
export function sizeBySamples(samples: Samples, rule: SizingRule, options: SizingOptions = {}): PresetFigure {
  const recent = within(realSamples(samples), rule.historyDays, options.endMs)
  const hours = new Set(Array.from(recent.at, (ms) => Math.floor(ms / HOUR_MS))).size
  const points = rule.pointMinutes === null ? recent.values : peaksOf(recent, rule.pointMinutes)
  return sizeByPoints({ sorted: points.sort(), hours, basis: 'samples' }, rule, options)
}

/** The rule where only hours are kept: each is one data point. `track` is the rule's own unless another is asked for. */
export function sizeByHours(
  grid: Grid,
  rule: SizingRule,
  options: SizingOptions & { readonly track?: HourlyTrack } = {},
): PresetFigure {
  const { startMs, stepSeconds } = grid
  const track = options.track ?? rule.hourly
  const values = grid[track]
  const stepMs = stepSeconds * 1000
  const endMs = options.endMs ?? startMs + values.findLastIndex(Number.isFinite) * stepMs
  const last = Math.floor((endMs - startMs) / stepMs)
  const first = Math.floor((endMs - startMs - rule.historyDays * DAY_MS) / stepMs) + 1
  const sorted = sortFinite(values.subarray(Math.max(0, first), Math.max(0, last + 1)))
  return sizeByPoints({ sorted, hours: (sorted.length * stepSeconds) / 3600, basis: `hourly-${track}` }, rule, options)
}

interface Points {
  /** Ascending. */
  readonly sorted: Float64Array
  /** That have a sample. */
  readonly hours: number
  readonly basis: SizingBasis
}

function sizeByPoints(
  { sorted, hours, basis }: Points,
  rule: SizingRule,
  { allocated = null }: SizingOptions,
): PresetFigure {
  if (sorted.length > 0 && hours >= rule.leastHours) {
    const used = nearestRank(sorted, rule.percentile)
    return { rule, required: (used * rule.factor) / (1 - rule.headroom), used, basis, points: sorted.length }
  }
  const fallback = rule.sizesByAllocation && allocated !== null
  return {
    rule,
    required: fallback ? allocated * rule.factor : null,
    used: null,
    basis: fallback ? 'allocation' : 'none',
    points: 0,
  }
}

function realSamples({ at, values }: Samples): Samples {
  const isReal = (_: number, place: number): boolean => Number.isFinite(at[place]) && Number.isFinite(values[place])
  return { at: at.filter(isReal), values: values.filter(isReal) }
}

/** The last `days` up to `endMs`, that moment included. */
function within({ at, values }: Samples, days: number, endMs?: number): Samples {
  const end = endMs ?? at.reduce((latest, ms) => Math.max(latest, ms), -Infinity)
  const isWithin = (_: number, place: number): boolean => {
    const age = end - (at[place] as number)
    return age >= 0 && age < days * DAY_MS
  }
  return { at: at.filter(isWithin), values: values.filter(isWithin) }
}

/** The peak of each period that has a sample; periods begin with the clock. */
function peaksOf({ at, values }: Samples, minutes: number): Float64Array {
  const peaks = new Map<number, number>()
  for (const [place, ms] of at.entries()) {
    const period = Math.floor(ms / (minutes * MINUTE_MS))
    peaks.set(period, Math.max(peaks.get(period) ?? -Infinity, values[place] as number))
  }
  return Float64Array.from(peaks.values())
}
