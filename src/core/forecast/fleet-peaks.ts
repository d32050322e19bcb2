/**
 * How large a shared pool has to be: days of the history are drawn with replacement, all VMs together, until they fill the
 * horizon, and the highest step is kept. Whole days are blocks, so the dependence between VMs and between hours is kept
 * (H. R. Künsch, "The jackknife and the bootstrap for general stationary observations", Annals of Statistics 17(3), 1989;
 * blocks run round the end, as D. N. Politis and J. P. Romano proposed in 1992).
 */
import { InputError } from '../../errors.ts'
import { createChance } from '../../model/chance.ts'
import type { FleetDemand, PeakDistribution, Shortage } from '../../model/fleet-demand.ts'

export interface PeakOptions {
  readonly horizonDays: number
  /** The same seed, the same draws. */
  readonly seed: number
  /** Default 10,000: half-widths of 1 % at most. */
  readonly draws?: number
  /** How many days in a row are drawn at once; 7 keep busy weeks together. Default 1. */
  readonly blockDays?: number
}

/**
 * The distribution of the highest step of `horizonDays` days.
 * @throws InputError `forecast.invalid` unless all figures are whole, and all but the seed 1 or more.
 */
export function drawPeaks(fleet: FleetDemand, options: PeakOptions): PeakDistribution {
  const { horizonDays, seed, draws = 10_000, blockDays = 1 } = options
  if (
    ![horizonDays, draws, blockDays].every((value) => Number.isInteger(value) && value > 0) ||
    !Number.isInteger(seed)
  )
    throw invalid(
      `Drawing ${draws} times ${horizonDays} days in blocks of ${blockDays} with seed ${seed} makes no sense.`,
    )
  const { dayPeaks, historyDays, largestPeak, sumOfPeaks } = fleet
  const chance = createChance(seed)
  const peaks = Float64Array.from({ length: draws }, () => {
    let highest = -Infinity
    for (let day = 0, from = 0; day < horizonDays; day++) {
      if (day % blockDays === 0) from = Math.floor(chance() * historyDays)
      highest = Math.max(highest, dayPeaks[(from + (day % blockDays)) % historyDays] as number)
    }
    return highest
  }).sort()
  return {
    horizonDays,
    historyDays,
    blockDays,
    draws,
    seed,
    peaks,
    leastPool: largestPeak,
    mostPool: sumOfPeaks,
    recordProbability: horizonDays / (historyDays + horizonDays),
  }
}

/** The standard score that 95 % of a normal distribution lie within. */
const Z95 = 1.959964

/** How probable it is that the highest step of the horizon lies above `pool`. */
export function shortageProbability({ peaks, draws }: PeakDistribution, pool: number): Shortage {
  const probability = countAbove(peaks, pool) / draws
  // E. B. Wilson, Journal of the American Statistical Association 22(158), 1927: none of n draws is not "never".
  const spread = Z95 ** 2 / draws
  const centre = (probability + spread / 2) / (1 + spread)
  const reach = Math.sqrt(spread * probability * (1 - probability) + spread ** 2 / 4) / (1 + spread)
  const lower = Math.min(probability, Math.max(0, centre - reach))
  const upper = Math.max(probability, Math.min(1, centre + reach))
  return { pool, probability, lower, upper, halfWidth: (upper - lower) / 2 }
}

/**
 * The smallest pool whose shortage probability is at most `probability`; never below the highest step of the largest VM,
 * nor above the sum of the highest steps of all.
 * @throws InputError `forecast.invalid` unless `probability` lies from 0 to 1.
 */
export function poolFor({ peaks, draws, leastPool, mostPool }: PeakDistribution, probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw invalid(`A shortage with a probability of ${probability} makes no sense.`)
  let allowed = Math.ceil(probability * draws)
  // The product is rounded; the share that shortageProbability gives is what has to hold.
  while (allowed / draws > probability) allowed--
  const smallest = allowed >= draws ? 0 : (peaks[draws - 1 - allowed] as number)
  return Math.min(mostPool, Math.max(leastPool, smallest))
}

/** How many of `sorted` lie above `limit`. */
function countAbove(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) > limit) high = middle
    else low = middle + 1
  }
  return sorted.length - low
}

const invalid = (message: string): InputError =>
  new InputError('forecast.invalid', message, {
    suggestions: ['Ask for whole days and draws, 1 or more, and for a probability from 0 to 1, such as 0.01.'],
  })
