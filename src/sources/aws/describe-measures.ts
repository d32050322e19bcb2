/** The same measures as are asked of CloudWatch live, for samples that stand in files. */
import type { Vm } from '../../model/site.ts'
import type { DumpMeasure, Samples } from '../dump-samples.ts'
import { measuresOf, type GuestMetrics, type Measure } from './metric-measures.ts'
import type { CloudWatchMetric } from './metric-names.ts'
import { measureSamples } from './metric-samples.ts'

/** A file does not say the dimensions of what is in it; the namespace does not matter here. */
const guest: GuestMetrics = {
  memory: [[{ namespace: '', name: 'mem_used_percent', dimensions: [] }]],
  gpu: [],
  gpuMemory: [],
}

export interface DescribeMeasure extends DumpMeasure {
  readonly statistic: Measure['stat']
}

export function describeMeasure(vm: Vm, { metric, unit }: CloudWatchMetric): DescribeMeasure {
  const own = measuresOf(vm, guest, vm.id).find((measure) => measure.metric === metric)
  return {
    metric,
    statistic: unit === 'Percent' ? 'Average' : 'Sum',
    names: own?.parts.flatMap(([first]) => first?.name ?? []) ?? [],
    isPerPeriod: own?.isPerPeriod ?? false,
    convert: own ? (samples, periodSeconds) => measureSamples(own, [[samples]], asked(samples, periodSeconds)) : null,
  }
}

/**
 * Samples five minutes apart, and some of them one minute, are minutes that were asked for while monitoring was mostly
 * basic; measureSamples tells the ones from the others.
 */
const asked = (samples: Samples, periodSeconds: number): number =>
  periodSeconds === 300 && [...samples.keys()].some((ms) => samples.has(ms + 60_000)) ? 60 : periodSeconds
