/**
 * How peers size a machine by its history, as data, so that a site can be sized their way beside ours.
 *
 *     required = percentile of the data points x factor / (1 - headroom)
 *
 * Azure Migrate (learn.microsoft.com/azure/migrate: "Azure VM assessments", "Target right-sizing", read 2026): a data point
 * is the peak of the samples inside ten minutes (VMware, Hyper-V) or five (physical servers); the points of the performance
 * history are sorted ascending, the percentile is picked and multiplied by the comfort factor. Without history the factor
 * applies to the allocation. The percentile is the 95th unless another is chosen; the factor of 1.3 is that of its worked
 * example (50 % of 4 cores x 1.3 = 2.6 cores). Its how-to pages start with a history of one day; ours is the month that it
 * keeps, because a day knows no weekend.
 *
 * AWS Compute Optimizer (docs.aws.amazon.com/compute-optimizer: "Rightsizing recommendation preferences" and
 * UtilizationPreference in the API reference, read 2026): threshold P99.5, headroom 20 %. Headroom is read as the part of
 * the recommended capacity that stays free, so it divides: 20 % ask for 1.25 times the use, not 1.2 times. It looks back 14
 * days, or 32, or 93 where that is paid for, and is known to say nothing of less than 30 hours of metrics. No threshold is
 * published for memory; it is taken to be P99.5 too.
 *
 * Neither says how it picks a percentile; both are read as nearest rank: the smallest point that at least that share of
 * all points lies at or below. Nor do they say where their periods begin: ours begin with the clock (UTC).
 */
export const sizingPresetIds = ['azure-migrate', 'compute-optimizer'] as const
export type SizingPresetId = (typeof sizingPresetIds)[number]

/** Which figure of an hour stands for its samples. */
export type HourlyTrack = 'mean' | 'p95' | 'max'

export interface SizingRule {
  readonly preset: SizingPresetId
  /** Minutes whose peak makes one data point; null = every sample is one. */
  readonly pointMinutes: number | null
  /** Share of the points that lie at or below the figure, such as 0.95. */
  readonly percentile: number
  /** Multiplies the percentile; 1 = none. */
  readonly factor: number
  /** Share of what is required that stays free: 0 to below 1. */
  readonly headroom: number
  /** How far back from the last sample the rule looks. */
  readonly historyDays: number
  /** Hours with a sample that the rule needs to say anything. */
  readonly leastHours: number
  /** Does the rule fall back to the allocation, times the factor? */
  readonly sizesByAllocation: boolean
  /** What takes the place of samples where only hours are kept. */
  readonly hourly: HourlyTrack
}

export interface SizingPreset {
  readonly title: string
  readonly rule: SizingRule
  /** What its settings allow. */
  readonly choices: {
    readonly pointMinutes: readonly (number | null)[]
    readonly percentile: readonly number[]
    readonly historyDays: readonly number[]
    /** Null = any share from 1 on, for factors. */
    readonly factor: readonly number[] | null
    readonly headroom: readonly number[]
  }
}

export const sizingPresets: Readonly<Record<SizingPresetId, SizingPreset>> = {
  'azure-migrate': {
    title: 'Azure Migrate',
    rule: {
      preset: 'azure-migrate',
      pointMinutes: 10,
      percentile: 0.95,
      factor: 1.3,
      headroom: 0,
      historyDays: 30,
      leastHours: 0,
      sizesByAllocation: true,
      // The peak of ten minutes is at most the peak of their hour: hours ask for as much or more.
      hourly: 'max',
    },
    choices: {
      pointMinutes: [5, 10],
      percentile: [0.5, 0.9, 0.95, 0.99],
      historyDays: [1, 7, 30],
      factor: null,
      headroom: [0],
    },
  },
  'compute-optimizer': {
    title: 'AWS Compute Optimizer',
    rule: {
      preset: 'compute-optimizer',
      pointMinutes: null,
      percentile: 0.995,
      factor: 1,
      headroom: 0.2,
      historyDays: 14,
      leastHours: 30,
      sizesByAllocation: false,
      // One sample of an hour may be a spike that is above P99.5 of all samples; its P95 leaves that one out.
      hourly: 'p95',
    },
    choices: {
      pointMinutes: [null],
      percentile: [0.9, 0.95, 0.995],
      historyDays: [14, 32, 93],
      factor: [1],
      // 0.1 is for memory only, 0 for CPU only.
      headroom: [0, 0.1, 0.2, 0.3],
    },
  },
}

/** What a figure was made of: single samples, one figure an hour, the allocation, or nothing at all. */
export type SizingBasis = 'samples' | `hourly-${HourlyTrack}` | 'allocation' | 'none'

export interface PresetFigure {
  readonly rule: SizingRule
  /** In the unit of the metric; null where the rule has nothing to say. */
  readonly required: number | null
  /** The percentile alone; null without history. */
  readonly used: number | null
  readonly basis: SizingBasis
  /** How many data points the percentile was picked from. */
  readonly points: number
}
