/** How long and how whole the samples of a VM are, and until when to collect for the next level of confidence. */
import {
  confidenceLevels,
  type ConfidenceLevel,
  type SeriesStatus,
  type VmDataStatus,
} from '../../model/data-status.ts'
import type { Grid } from '../../model/metric-series.ts'
import { hoursToReach, judgeConfidence, nextRequirement, type SizingGrids } from './confidence.ts'
import { findLongestGap, trimHistory } from './prepare.ts'

/** A series, and what the store knows of its single samples. */
export interface HeldSeries {
  readonly grid: Grid
  /** Epoch milliseconds UTC of the first and the last sample. */
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
}

const HOUR_MS = 3_600_000

/** `latestMs` is the latest sample of the whole store: what is collected from now on comes after it. */
export function describeData(
  vm: { readonly id: string; readonly name: string },
  held: readonly HeldSeries[],
  latestMs: number,
): VmDataStatus {
  const gridOf = (metric: string): Grid | undefined => held.find(({ grid }) => grid.metric === metric)?.grid
  const sizing = { cpu: gridOf('cpu'), memory: gridOf('memory') }
  return {
    vmId: vm.id,
    name: vm.name,
    confidence: judgeConfidence(sizing),
    nextLevel: nextRequirement(sizing)?.level ?? null,
    collectUntil: collectUntil(sizing, latestMs),
    series: held
      .map((one) => describeSeries(one, latestMs))
      .sort((a, b) => a.coverage - b.coverage || (a.metric < b.metric ? -1 : 1)),
  }
}

function describeSeries({ grid, firstMs, lastMs, count }: HeldSeries, latestMs: number): SeriesStatus {
  return {
    metric: grid.metric,
    first: isoOf(firstMs),
    last: isoOf(lastMs),
    samples: count,
    ...describeHours(grid),
    silentHours: Math.max(0, Math.floor((latestMs - lastMs) / HOUR_MS)),
  }
}

function describeHours(grid: Grid): Pick<SeriesStatus, 'expectedHours' | 'coverage' | 'longestGap'> {
  const hoursPerStep = grid.stepSeconds / 3600
  const history = trimHistory(grid.mean)
  if (history === null) return { expectedHours: grid.mean.length * hoursPerStep, coverage: 0, longestGap: null }
  const { samples, trimmed, coverage } = history
  const { from, steps } = findLongestGap(samples)
  const fromMs = grid.startMs + (trimmed.leading + from) * grid.stepSeconds * 1000
  return {
    expectedHours: samples.length * hoursPerStep,
    coverage,
    longestGap: steps > 0 ? { hours: steps * hoursPerStep, from: isoOf(fromMs) } : null,
  }
}

/** Both metrics have to be there: nobody can say when a collection ends that has not begun. */
function collectUntil(sizing: SizingGrids, latestMs: number): string | null {
  const next = nextRequirement(sizing)
  const { cpu, memory } = sizing
  if (next === null || cpu === undefined || memory === undefined) return null
  const endMs = (Math.floor(latestMs / HOUR_MS) + 1) * HOUR_MS
  const hours = Math.max(...[cpu, memory].map((grid) => hoursToReach(next, grid, endMs)))
  return Number.isFinite(hours) ? isoOf(endMs + hours * HOUR_MS) : null
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString()

const rankOf = (level: ConfidenceLevel): number => confidenceLevels.indexOf(level)

/** Least confidence first, then the least whole series, then by id. */
export function compareDataStatus(a: VmDataStatus, b: VmDataStatus): number {
  const byLevel = rankOf(a.confidence.level) - rankOf(b.confidence.level)
  const byCoverage = (a.series[0]?.coverage ?? 0) - (b.series[0]?.coverage ?? 0)
  return byLevel || byCoverage || (a.vmId < b.vmId ? -1 : 1)
}
