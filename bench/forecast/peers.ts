/**
 * What drplan is compared with: seasonal naive, a forecaster from npm, and flat figures as sizing tools take them.
 * - augurs: MSTL (K. Bandara, R. J. Hyndman and C. Bergmeir, arXiv 2107.13462) with seasons of a day and a week, exponential
 *   smoothing of the rest.
 * - Azure Migrate sizes by a percentile times a comfort factor, 95th and 1.3 unless said otherwise.
 * - AWS Compute Optimizer sizes CPU by P99.5 and keeps 20 % headroom unless told otherwise (its API reference, customizable
 *   metric thresholds and headroom).
 * Both are given 14 days here.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { initSync, MSTL } from '@bsull/augurs/mstl'
import { quantile } from 'simple-statistics'
import { levels, sizingLevel, type Contender } from './contender.ts'
import { flat } from './drplan.ts'

const DAY = 24
const WEEK = 7 * DAY

export const seasonalNaive: Contender = {
  name: 'seasonal naive',
  say: ({ filled }, horizon) => ({
    point: Float64Array.from({ length: horizon }, (_, hour) => filled[filled.length - DAY + (hour % DAY)] as number),
    quantiles: new Map(),
  }),
}

/** The quantile of the last `days`, times `factor`. */
const flatFigure = (
  name: string,
  { days, level, factor }: { days: number; level: number; factor: number },
): Contender => ({
  name,
  say: ({ filled }, horizon) => flat(quantile(Array.from(filled.subarray(-days * DAY)), level) * factor, horizon),
})

const COMFORT = 1.3
const HEADROOM = 0.2

export const flatFigures: readonly Contender[] = [
  flatFigure('flat P95 of 7 days', { days: 7, level: sizingLevel, factor: 1 }),
  flatFigure('Azure-Migrate-like', { days: 14, level: 0.95, factor: COMFORT }),
  flatFigure('Compute-Optimizer-like', { days: 14, level: 0.995, factor: 1 / (1 - HEADROOM) }),
]

/** Says nothing of a case that it fails on. Under node the module does not find its WebAssembly by itself. */
export function augurs(): Contender {
  const entry = fileURLToPath(import.meta.resolve('@bsull/augurs/mstl'))
  initSync({ module: readFileSync(entry.replace(/\.js$/, '_bg.wasm')) })
  return {
    name: 'augurs MSTL(24,168)+ETS',
    say({ filled }, horizon) {
      const model = MSTL.ets([DAY, WEEK])
      try {
        model.fit(filled)
        // The upper bound of a central interval of 90 % is P95.
        const made = levels.map((level) => model.predict(horizon, 2 * level - 1))
        const paths = made.map(({ intervals }) => Float64Array.from(intervals?.upper ?? []))
        const point = Float64Array.from(made[0]?.point ?? [])
        const isWhole = [point, ...paths].every((path) => path.length === horizon && path.every(Number.isFinite))
        return isWhole
          ? { point, quantiles: new Map(levels.map((level, place) => [level, paths[place] as Float64Array])) }
          : null
      } catch {
        return null
      } finally {
        model.free()
      }
    },
  }
}
