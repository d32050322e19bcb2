/** How sure a figure is that was made of a number of runs. */
import type { ShareEstimate } from '../../model/simulation.ts'

/** The standard score that 95 % of a normal distribution lie within. */
const Z95 = 1.959964

/** E. B. Wilson, Journal of the American Statistical Association 22(158), 1927: all of n runs is not "always". */
export function estimateShare(hits: number, runs: number): ShareEstimate {
  const share = hits / runs
  const spread = Z95 ** 2 / runs
  const centre = (share + spread / 2) / (1 + spread)
  const reach = Math.sqrt(spread * share * (1 - share) + spread ** 2 / 4) / (1 + spread)
  const lower = Math.min(share, Math.max(0, centre - reach))
  const upper = Math.max(share, Math.min(1, centre + reach))
  return { share, lower, upper, halfWidth: (upper - lower) / 2 }
}

export interface PairedEstimate {
  readonly gain: number
  readonly halfWidth: number
}

/**
 * The mean of differences between pairs of runs, each from -1 to 1. One more pair of runs, half of it a gain and half a
 * loss, keeps the interval open where no pair differed (A. Agresti, Y. Min, "Simple improved confidence intervals for
 * comparing matched proportions", Statistics in Medicine 24(5), 2005, of shares; used for means of shares likewise).
 */
export function estimatePaired(sum: number, sumOfSquares: number, runs: number): PairedEstimate {
  const all = runs + 2
  const mean = sum / all
  const variance = Math.max(0, (sumOfSquares + 1) / all - mean ** 2)
  return { gain: sum / runs, halfWidth: Z95 * Math.sqrt(variance / all) }
}
