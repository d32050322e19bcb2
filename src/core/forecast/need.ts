/** From what a VM uses to what its component must hold. */
import { max, min } from 'simple-statistics'
import type { DemandPolicy } from '../../model/config.ts'
import type { Forecast, Need } from '../../model/forecast.ts'
import type { Grid } from '../../model/metric-series.ts'
import { estimateUsage, isUsable, realOf } from './usage.ts'

/** One resource of one VM. */
export interface Resource {
  readonly grid: Grid | undefined
  readonly forecast: Forecast | undefined
  /** How many base units of the metric make one unit of the need: 2^30 bytes make a GiB. */
  readonly baseUnits: number
  /** In the unit of the need; null when the source does not say. */
  readonly allocated: number | null
  readonly headroom: number
}

/** Can anything be sized by this need? `required` 0 of an unknown need means "nobody knows", never "nothing". */
export const isKnown = (need: Need): boolean => need.allocated !== null || need.expected !== null

/** Was the need cut at what the policy allows over the allocation? */
export const isBounded = (need: Need, policy: DemandPolicy): boolean =>
  need.expected !== null &&
  need.allocated !== null &&
  need.expected / (1 - need.headroom) > need.allocated * policy.allocationBound

/** The need of one resource: by its history where that is usable, else by its allocation. */
export function sizeNeed(resource: Resource, policy: DemandPolicy): Need {
  const { grid, forecast, baseUnits, allocated, headroom } = resource
  const peak = peakOf(grid, baseUnits)
  if (!isUsable(grid)) return withoutHistory(resource, peak)
  const usage = estimateUsage(grid, forecast, policy)
  const expected = usage.expected / baseUnits
  const bound = allocated === null ? Number.POSITIVE_INFINITY : allocated * policy.allocationBound
  return {
    required: Math.min(expected / (1 - headroom), bound),
    expected,
    interval: { lower: usage.lower / baseUnits, upper: usage.upper / baseUnits },
    growth: usage.growth / baseUnits,
    allocated,
    peak,
    basis: 'forecast',
    headroom,
    model: forecast?.model ?? null,
  }
}

/**
 * The allocation as it stands: its owner asked for that much, so no headroom is added. Where that is
 * unknown too, the largest of the few samples there are.
 */
function withoutHistory({ grid, baseUnits, allocated }: Resource, peak: number | null): Need {
  const seen = allocated === null ? peak : null
  const lowest = grid === undefined || seen === null ? 0 : Math.max(0, min(realOf(grid.max)) / baseUnits)
  return {
    required: allocated ?? seen ?? 0,
    expected: seen,
    interval: seen === null ? null : { lower: lowest, upper: seen },
    growth: seen === null ? null : 0,
    allocated,
    peak,
    basis: seen === null ? 'allocation' : 'forecast',
    headroom: 0,
    model: null,
  }
}

function peakOf(grid: Grid | undefined, baseUnits: number): number | null {
  const seen = grid === undefined ? [] : realOf(grid.max)
  return seen.length === 0 ? null : Math.max(0, max(seen) / baseUnits)
}
