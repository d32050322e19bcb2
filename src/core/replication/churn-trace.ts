/**
 * What each VM sends over the link, step by step: what it writes, compressed. A step without a sample counts with the
 * largest one of the same VM: it is the most that is known of it, where 0 would make an outage of the monitoring look like a
 * quiet night.
 */
import { InputError } from '../../errors.ts'
import type { Grid } from '../../model/metric-series.ts'
import type { ReplicationSettings } from '../../model/replication-settings.ts'

const SECONDS_PER_HOUR = 3600
const HOURS_PER_DAY = 24

export interface ReplicatedVm {
  readonly vmId: string
  readonly tierId: string
  /** Lower goes first. */
  readonly priority: number
  /** Null = none is promised. */
  readonly rpoMinutes: number | null
  /** Bytes written over bytes sent. */
  readonly compression: number
}

export interface ChurnTrace extends ReplicatedVm {
  /** As it is sent, one value a step; no NaN. */
  readonly bytesPerSecond: Float64Array
  readonly gapSteps: number
}

/** The steps that all traces share. */
export interface Frame {
  readonly startMs: number
  readonly stepSeconds: number
  readonly steps: number
}

export interface Replay extends Frame {
  /** Of the link, that replication may have in each step. */
  readonly linkShares: Float64Array
  readonly traces: readonly ChurnTrace[]
}

/** From the first sample of any grid to the last; null without a grid. Grids of one store have one step. */
export function frameOf(grids: readonly Pick<Grid, 'startMs' | 'stepSeconds' | 'mean'>[]): Frame | null {
  const [first] = grids
  if (!first) return null
  const { stepSeconds } = first
  let [startMs, endMs] = [Infinity, -Infinity]
  for (const grid of grids) {
    startMs = Math.min(startMs, grid.startMs)
    endMs = Math.max(endMs, grid.startMs + grid.mean.length * stepSeconds * 1000)
  }
  return { startMs, stepSeconds, steps: Math.round((endMs - startMs) / (stepSeconds * 1000)) }
}

/**
 * The trace of one VM; null where no step has a sample.
 * @throws InputError `replication.grid-invalid` where the grid is not one of the frame.
 */
export function traceOf(vm: ReplicatedVm, grid: Grid, frame: Frame): ChurnTrace | null {
  const offset = (grid.startMs - frame.startMs) / (frame.stepSeconds * 1000)
  if (grid.stepSeconds !== frame.stepSeconds || !Number.isInteger(offset))
    throw new InputError(
      'replication.grid-invalid',
      `The samples of ${grid.vmId} are on another grid than the others.`,
      {
        suggestions: ['Collect the metrics again with  drplan monitor'],
      },
    )
  const largest = grid.mean.reduce((most, value) => (value > most ? value : most), -Infinity)
  if (largest === -Infinity) return null
  let gapSteps = 0
  const bytesPerSecond = Float64Array.from({ length: frame.steps }, (_, step) => {
    const value = grid.mean[step - offset] ?? Number.NaN
    if (Number.isNaN(value)) gapSteps += 1
    return (Number.isNaN(value) ? largest : value) / vm.compression
  })
  return { ...vm, bytesPerSecond, gapSteps }
}

/**
 * Of the link, that replication may have in each step: what is not reserved, by the hour of the day in UTC.
 * @throws InputError `replication.grid-invalid` where a step has more than one hour.
 */
export function linkSharesOf(
  frame: Frame,
  { reservedShare, schedule }: Pick<ReplicationSettings, 'reservedShare' | 'schedule'>,
): Float64Array {
  const startSeconds = frame.startMs / 1000
  const isWithinHours = SECONDS_PER_HOUR % frame.stepSeconds === 0 && Number.isInteger(startSeconds / frame.stepSeconds)
  if (!isWithinHours && schedule.length > 0)
    throw new InputError('replication.grid-invalid', 'The schedule of the link needs steps that lie within hours.', {
      suggestions: ['Take the schedule out of replication in drplan.yaml, or collect hourly metrics.'],
    })
  const byHour = Array.from(
    { length: HOURS_PER_DAY },
    (_, hour) => schedule.findLast(({ fromHour, toHour }) => fromHour <= hour && hour < toHour)?.share ?? 1,
  )
  return Float64Array.from({ length: frame.steps }, (_, step) => {
    const hour = Math.floor((startSeconds + step * frame.stepSeconds) / SECONDS_PER_HOUR) % HOURS_PER_DAY
    return (1 - reservedShare) * (byHour[hour] ?? 1)
  })
}
