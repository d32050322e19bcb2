/**
 * How far off a forecast may be, from how far off it was: empirical quantiles of backtest errors at the
 * rank ceil((n + 1) tau) that holds its promise for n errors (split conformal prediction: V. Vovk,
 * A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World", 2005).
 */
import { max, min } from 'simple-statistics'

export interface Margins {
  /** To be added to the point, usually negative. */
  readonly below: number
  readonly above: number
}

/**
 * Margins of a central interval of `level`. Where the rank asks for more errors than there are, the
 * largest has to do. Needs at least one error.
 */
export function marginsOf(errors: Float64Array, level: number): Margins {
  const sorted = errors.toSorted()
  const tau = (1 + level) / 2
  const place = Math.min(sorted.length, Math.ceil((sorted.length + 1) * tau)) - 1
  return { below: sorted[sorted.length - 1 - place] ?? 0, above: sorted[place] ?? 0 }
}

/** Missing samples are unseen errors: at a coverage of 0.8 margins are 1.2 times as wide, at most twice. */
export const widenBy = (coverage: number): number => 2 - coverage

/** Without a backtest: as far again beyond what was seen as what was seen is wide. */
export function marginsOfShortHistory(y: Float64Array, point: number): Margins {
  const lowest = min([...y])
  const highest = max([...y])
  const range = highest - lowest
  return { below: lowest - range - point, above: highest + range - point }
}
