/** One VM sized by the rules of peers: by its single samples where they reach back far enough, else by its hours. */
import type { Grid, MetricId } from '../../model/metric-series.ts'
import { sizingPresetIds, type PresetFigure, type SizingPresetId, type SizingRule } from '../../model/sizing-preset.ts'
import type { PeerSizing } from '../../model/vm-forecast.ts'
import { sizeByHours, sizeBySamples, sizingRule, type Samples } from './presets.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const GIB = 2 ** 30

export interface PeerInputs {
  readonly vm: { readonly vcpus: number | null; readonly memoryGiB: number | null }
  readonly grids: readonly Grid[]
  /** Ascending in time; a metric without single samples is not there. */
  readonly samples: ReadonlyMap<MetricId, Samples>
}

export const sizeByPeers = (inputs: PeerInputs): readonly PeerSizing[] =>
  sizingPresetIds.map((preset) => ({
    preset,
    vcpus: figureOf(inputs, preset, 'cpu'),
    memoryGiB: inUnits(figureOf(inputs, preset, 'memory'), GIB),
  }))

const none: Samples = { at: new Float64Array(0), values: new Float64Array(0) }

function figureOf({ vm, grids, samples }: PeerInputs, preset: SizingPresetId, metric: 'cpu' | 'memory'): PresetFigure {
  const rule = sizingRule(preset)
  const grid = grids.find((one) => one.metric === metric)
  const single = samples.get(metric) ?? none
  const allocated = metric === 'cpu' ? vm.vcpus : vm.memoryGiB && vm.memoryGiB * GIB
  if (grid === undefined || reachesBack(single, grid, rule)) return sizeBySamples(single, rule, { allocated })
  return sizeByHours(grid, rule, { allocated })
}

/** To where the rule looks, or to where the hours begin; one hour is forgiven. */
function reachesBack({ at }: Samples, { startMs }: Grid, { historyDays }: SizingRule): boolean {
  const [first, last] = [at[0], at.at(-1)]
  if (first === undefined || last === undefined) return false
  return first <= Math.max(startMs, last - historyDays * DAY_MS) + HOUR_MS
}

const inUnits = ({ required, used, ...figure }: PresetFigure, unit: number): PresetFigure => ({
  ...figure,
  required: required && required / unit,
  used: used && used / unit,
})
