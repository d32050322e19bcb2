/**
 * How far a demand can be trusted. High asks for four weeks with nine tenths of the samples, so that each
 * weekday was seen four times; medium for two weeks with eight tenths; less is low. A VM is as sure as the
 * less sure of its CPU and its memory; `none` is sized by allocation only.
 */
import type { Demand } from '../../model/forecast.ts'
import type { Grid } from '../../model/metric-series.ts'
import { trimHistory } from './prepare.ts'
import { isUsable, LEAST_HISTORY_HOURS, realOf } from './usage.ts'

export type Confidence = Demand['confidence']

const requirements = [
  { level: 'high', days: 28, coverage: 0.9 },
  { level: 'medium', days: 14, coverage: 0.8 },
  { level: 'low', days: 1, coverage: 0 },
] as const
export type Requirement = (typeof requirements)[number]

/** What there is of one metric. */
interface Evidence {
  readonly metric: string
  readonly days: number
  readonly coverage: number
}

const SECONDS_PER_DAY = 86_400

/** The series that a VM is sized by. */
export interface SizingGrids {
  readonly cpu: Grid | undefined
  readonly memory: Grid | undefined
}

/** Judges the series that a VM is sized by; a metric without usable history counts as 0 days. */
export function judgeConfidence(grids: SizingGrids): Confidence {
  const { evidence, present, met, next } = weigh(grids)
  return {
    level: met?.level ?? (present.length > 0 ? 'low' : 'none'),
    coverage: evidence.reduce((sum, { coverage }) => sum + coverage, 0) / evidence.length,
    historyDays: present.length === 0 ? 0 : Math.min(...present.map(({ days }) => days)),
    missing: missingFor(evidence, next),
  }
}

/** What the level above the present one asks of both metrics; null at the highest. */
export const nextRequirement = (grids: SizingGrids): Requirement | null => weigh(grids).next

function weigh(grids: SizingGrids) {
  const evidence = [evidenceOf('cpu', grids.cpu), evidenceOf('memory', grids.memory)]
  const present = evidence.filter(({ days }) => days > 0)
  const met = requirements.find((one) => evidence.every((metric) => meets(metric, one)))
  return { evidence, present, met, next: requirementAbove(met, present.length) }
}

/**
 * Hours of samples without a gap, from `endMs` on, after which `grid` meets the requirement; whole steps. What is
 * missing between its last sample and `endMs` counts as a gap. Infinity when it has no sample at all.
 */
export function hoursToReach(requirement: Requirement, grid: Grid, endMs: number): number {
  const history = trimHistory(grid.mean)
  if (history === null) return Number.POSITIVE_INFINITY
  const hoursPerStep = grid.stepSeconds / 3600
  const startMs = grid.startMs + history.trimmed.leading * grid.stepSeconds * 1000
  const steps = Math.max(history.samples.length, Math.ceil((endMs - startMs) / (grid.stepSeconds * 1000)))
  const real = realOf(history.samples).length
  // A gap counts only once a sample has come behind it.
  const isSilent = steps > history.samples.length
  const { days, coverage } = requirement
  const lacking = [
    LEAST_HISTORY_HOURS / hoursPerStep - realOf(grid.p95).length,
    (days * 24) / hoursPerStep - steps,
    // (real + more) / (steps + more) >= coverage, solved for `more`.
    (coverage * steps - real) / (1 - coverage),
  ]
  return Math.max(isSilent ? 1 : 0, ...lacking.map((more) => Math.ceil(more - 1e-9))) * hoursPerStep
}

function evidenceOf(metric: string, grid: Grid | undefined): Evidence {
  const history = isUsable(grid) ? trimHistory(grid.mean) : null
  if (grid === undefined || history === null) return { metric, days: 0, coverage: 0 }
  return { metric, days: (history.samples.length * grid.stepSeconds) / SECONDS_PER_DAY, coverage: history.coverage }
}

const meets = (evidence: Evidence, requirement: Requirement): boolean =>
  evidence.days >= requirement.days && evidence.coverage >= requirement.coverage

/** The level above the one that is met; null above the highest. With one metric of two, low is reached already. */
function requirementAbove(met: Requirement | undefined, present: number): Requirement | null {
  if (met === undefined) return requirements[present > 0 ? 1 : 2]
  return requirements[requirements.indexOf(met) - 1] ?? null
}

function missingFor(evidence: readonly Evidence[], next: Requirement | null): string[] {
  if (next === null) return []
  return evidence.flatMap(({ metric, days, coverage }) => {
    const more = Math.ceil(next.days - days)
    const words: string[] = []
    if (more > 0)
      words.push(
        `${more} ${days > 0 ? 'more ' : ''}${more === 1 ? 'day' : 'days'} of ${metric} history for ${next.level}`,
      )
    if (days > 0 && coverage < next.coverage) {
      words.push(
        `${metric} samples for ${percent(next.coverage)} of the time (${percent(coverage)} now) for ${next.level}`,
      )
    }
    return words
  })
}

/** Rounded down, so that 79.9 % does not read as the 80 % it misses. */
const percent = (share: number): string => `${Math.floor(share * 100 + 1e-9)} %`
