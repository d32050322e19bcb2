/** What a person should know about where a demand comes from: at most one finding a VM of each kind. */
import type { DemandPolicy } from '../../model/config.ts'
import { createFinding, type Finding, type FindingParts } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import type { Demand, Forecast } from '../../model/forecast.ts'
import type { Grid, MetricId } from '../../model/metric-series.ts'
import type { Vm } from '../../model/site.ts'
import { isBounded, isKnown } from './need.ts'
import { trimHistory } from './prepare.ts'
import { describeShift } from './shift-words.ts'
import { isUsable, LEAST_HISTORY_HOURS, realOf } from './usage.ts'

interface Evidence {
  readonly sizing: Readonly<Record<'cpu' | 'memory', Grid | undefined>>
  readonly forecasts: ReadonlyMap<MetricId, Forecast>
  readonly policy: DemandPolicy
  readonly hasGpuSamples: boolean
}

/** Below this share of samples a series is said to have gaps: it is also where confidence turns low. */
const MANY_GAPS = 0.8

const sizingMetrics = ['cpu', 'memory'] as const

/** The findings of one VM's demand, in the order of the checks below. */
export function findingsOfDemand(vm: Vm, demand: Demand, evidence: Evidence): Finding[] {
  const about = (code: FindingCode, parts: Omit<FindingParts, 'subject' | 'affected'>): Finding =>
    createFinding(code, { subject: vm.name, affected: [vm.id], ...parts })
  const found = [
    missingHistory(evidence, about),
    shortHistory(evidence, about),
    gaps(evidence, about),
    saturated(demand, evidence, about),
    shifted(evidence, about),
    bounded(demand, evidence.policy, about),
    unknown(demand, about),
    unmeasuredGpu(vm, evidence, about),
  ]
  return found.filter((finding) => finding !== null)
}

type About = (code: FindingCode, parts: Omit<FindingParts, 'subject' | 'affected'>) => Finding

function missingHistory({ sizing }: Evidence, about: About): Finding | null {
  const without = sizingMetrics.filter((metric) => !isUsable(sizing[metric]))
  if (without.length === 0) return null
  return about('forecast.history-missing', {
    message: `There are not ${LEAST_HISTORY_HOURS} hours of ${without.join(' and ')} samples, so its allocation has to do.`,
    suggestion: 'Add a source that measures it, or check that the names of its series match the VM.',
  })
}

function shortHistory({ sizing, forecasts }: Evidence, about: About): Finding | null {
  const short = sizingMetrics.filter((metric) => isUsable(sizing[metric]) && forecasts.get(metric)?.origins === 0)
  if (short.length === 0) return null
  return about('forecast.history-short', {
    message: `The history of ${short.join(' and ')} is too short to test a forecast on; it is sized by what was seen, with a wide band.`,
    suggestion: 'Collect at least two weeks of samples, better four.',
  })
}

function gaps({ sizing }: Evidence, about: About): Finding | null {
  const gappy = sizingMetrics.flatMap((metric) => {
    const grid = sizing[metric]
    const history = isUsable(grid) ? trimHistory(grid.mean) : null
    if (grid === undefined || history === null || history.coverage >= MANY_GAPS) return []
    const hours = (history.longestGap * grid.stepSeconds) / 3600
    return [
      `${metric} has ${Math.floor(history.coverage * 100)} % of its samples, the longest gap is ${hours.toFixed(0)} h`,
    ]
  })
  if (gappy.length === 0) return null
  return about('forecast.history-gaps', {
    message: `${gappy.join('; ')}. Peaks may have gone unseen.`,
    suggestion: 'Find out why samples are missing; the interval was widened for it.',
  })
}

/** Between these shares of the allocation a counter is at its end; above, the allocation is wrong. */
const FULL_SHARES = [0.99, 1.02] as const
/** Hours that have to be full before the rest of a month is judged by them: a nightly job, or a boot, is none. */
const LEAST_FULL_SHARE = 0.05

/** A machine at its limit asks for more than can be measured. */
function saturated({ vcpus }: Demand, { sizing }: Evidence, about: About): Finding | null {
  const real = isUsable(sizing.cpu) ? realOf(sizing.cpu.p95) : []
  const { allocated } = vcpus
  if (allocated === null || real.length === 0) return null
  const [least, most] = FULL_SHARES
  const full = real.filter((value) => value >= least * allocated && value <= most * allocated).length / real.length
  if (full < LEAST_FULL_SHARE) return null
  return about('forecast.saturated', {
    message: `Its ${allocated} vCPU are all in use in ${Math.round(100 * full)} % of the hours. How many it would use is not in the samples, so its demand may be too low.`,
    suggestion: 'Give it more vCPU at the primary site and measure again, or raise its demand by a larger headroom.',
  })
}

function shifted({ sizing }: Evidence, about: About): Finding | null {
  const moved = sizingMetrics.flatMap((metric) => {
    const grid = sizing[metric]
    const said = isUsable(grid) ? describeShift(metric, grid) : null
    return said === null ? [] : [said]
  })
  if (moved.length === 0) return null
  return about('forecast.level-shift', {
    message: moved.join(' '),
    suggestion: 'If that was no lasting change, keep more history; if the VM was resized, there is nothing to do.',
  })
}

function bounded(demand: Demand, policy: DemandPolicy, about: About): Finding | null {
  const cut = [
    { name: 'vCPU', need: demand.vcpus },
    { name: 'GiB of memory', need: demand.memoryGiB },
  ].filter(({ need }) => isBounded(need, policy))
  if (cut.length === 0) return null
  const figures = cut.map(({ name, need }) => {
    const asked = (need.expected ?? 0) / (1 - need.headroom)
    return `${asked.toFixed(1)} ${name} (allocated ${need.allocated}) was cut to ${need.required.toFixed(1)}`
  })
  return about('forecast.demand-bounded', {
    message: `A demand of ${figures.join(', and of ')}.`,
    suggestion: 'Check that the allocation is right, or raise demand.allocationBound in drplan.yaml.',
  })
}

function unknown(demand: Demand, about: About): Finding | null {
  const nameless = [
    { name: 'vCPU count', need: demand.vcpus },
    { name: 'memory size', need: demand.memoryGiB },
  ].filter(({ need }) => !isKnown(need))
  if (nameless.length === 0) return null
  return about('site.value-missing', {
    message: `Neither the inventory nor a history gives its ${nameless.map(({ name }) => name).join(' and ')}, so it cannot be sized.`,
    suggestion: 'Add the value to the inventory, or a source that measures it.',
  })
}

function unmeasuredGpu({ accelerators }: Vm, { hasGpuSamples }: Evidence, about: About): Finding | null {
  if (hasGpuSamples || !accelerators.some(({ kind }) => kind === 'gpu')) return null
  return about('forecast.accelerator-unmeasured', {
    message: 'It has GPUs, and nobody measures how much of them it uses; it gets as many of them as it has now.',
    suggestion: 'Add a source of GPU metrics, such as dcgm-exporter through prometheus, to size them by use.',
  })
}
