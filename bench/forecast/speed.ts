/** How long forecasts take: at one length, at several lengths and numbers of series, and on two threads. */
import { forecastSeries } from '../../src/core/forecast/forecast-series.ts'
import { carryOver } from './cases.ts'
import { levels } from './contender.ts'
import { gridOf } from './drplan.ts'
import type { SeriesSet } from './series-files.ts'
import { timePool, type PoolTime } from './speed-of-pool.ts'
import { align } from './table.ts'

const POINTS = 720
const HORIZON = 48
const ROUNDS = 9
const FEW_ROUNDS = 3
const LENGTHS = [360, 720, 1440, 2880]
const COUNTS = [1000, 2000, 4000]
/** Enough to be measured, few enough for the longest of them. */
const LENGTH_SERIES = 100
const POOL_SERIES = 20_000

interface Timing {
  readonly what: string
  readonly series: number
  readonly points: number
  /** CPU a series: the quickest round, and the one in the middle. */
  readonly best: number
  readonly median: number
}

export interface Speed {
  readonly atOneLength: readonly Timing[]
  readonly byLength: readonly Timing[]
  readonly byCount: readonly Timing[]
  readonly pool: PoolTime
}

/** Null where no set has series of a month. */
export async function measureSpeed(sets: readonly SeriesSet[]): Promise<Speed | null> {
  const known = sets.map((set) => ({ name: set.name, series: monthsOf(set) })).filter(({ series }) => series.length > 0)
  const [first] = known
  if (first === undefined) return null
  const cpu = known.find(({ name }) => name.includes('cpu')) ?? first
  const some = repeat(first.series, LENGTH_SERIES)
  return {
    atOneLength: known.map(({ name, series }) => time(name, series, ROUNDS)),
    byLength: LENGTHS.map((points) => time(first.name, lengthened(some, points), FEW_ROUNDS)),
    byCount: COUNTS.map((count) => time(cpu.name, repeat(cpu.series, count), FEW_ROUNDS)),
    pool: await timePool(repeat(cpu.series, POOL_SERIES)),
  }
}

/** Thirty days of every series that has them, without gaps: of machines the first ones, of M4 the last. */
const monthsOf = ({ kind, series }: SeriesSet): Float64Array[] =>
  series
    .filter(({ values }) => values.length >= POINTS)
    .map(({ values }) => carryOver(kind === 'm4' ? values.slice(-POINTS) : values.slice(0, POINTS)))

const repeat = <T>(all: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, place) => all[place % all.length] as T)

/** Repeated, or cut, to `points`. */
const lengthened = (series: readonly Float64Array[], points: number): Float64Array[] =>
  series.map((y) => Float64Array.from({ length: points }, (_, hour) => y[hour % y.length] as number))

/** Rounds after one that is not counted. */
function time(what: string, series: readonly Float64Array[], rounds: number): Timing {
  const grids = series.map((y, place) => gridOf(`series ${place}`, y))
  const settings = { horizonSteps: HORIZON, levels, selection: 'combine' } as const
  const round = (): number => {
    const before = process.cpuUsage()
    for (const grid of grids) forecastSeries(grid, settings)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / grids.length
  }
  round()
  const taken = Array.from({ length: rounds }, round).sort((a, b) => a - b)
  const [best, median] = [taken[0] as number, taken[taken.length >> 1] as number]
  return { what, series: grids.length, points: series[0]?.length ?? 0, best, median }
}

/** Lengths and numbers come below the sets, in the order they were measured. */
export function formatSpeed({ atOneLength, byLength, byCount, pool }: Speed): string {
  const line = ({ what, series, points, best, median }: Timing): string[] => [
    what,
    `${series}`,
    `${points}`,
    best.toFixed(3),
    median.toFixed(3),
  ]
  const lines = [
    ['ms CPU a series', 'series', 'points', 'best', 'median'],
    ...[...atOneLength, ...byLength, ...byCount].map(line),
  ]
  return `${align(lines)}
${pool.series} series on ${pool.threads} threads: ${pool.seconds.toFixed(1)} s, ${pool.cpuSeconds.toFixed(1)} s CPU`
}
