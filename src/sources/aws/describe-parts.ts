/** From one list of samples in an answer of CloudWatch to the VM and the metric that they are of. */
import { basename, dirname } from 'node:path'
import type { Vm } from '../../model/site.ts'
import type { StatedStatistic } from '../../model/statistic.ts'
import type { DumpFaults } from '../dump-faults.ts'
import type { DumpPart } from '../dump-samples.ts'
import { amountOf } from '../dump-values.ts'
import type { InputFile } from '../files.ts'
import { findMappingRow, type Mapping, type MappingRow } from '../mapping-file.ts'
import type { VmMatcher } from '../match-series.ts'
import type { SampleCollector } from '../sample-collector.ts'
import { describeMeasure, type DescribeMeasure } from './describe-measures.ts'
import type { MetricAnswer, Point } from './metric-answers.ts'
import {
  findInstancesIn,
  findMetricIn,
  findStatisticIn,
  type CloudWatchMetric,
  type SaidStatistic,
} from './metric-names.ts'

export interface PartContext {
  readonly mapping: Mapping
  readonly matchVm: VmMatcher
  /** What drplan.yaml says of answers that do not say it. */
  readonly statistic: StatedStatistic | undefined
  readonly collector: SampleCollector
  readonly faults: DumpFaults
}

/** What one file has of one metric of one VM, and may get more of. */
export interface OpenPart extends DumpPart {
  readonly measure: DescribeMeasure
  readonly unit: CloudWatchMetric['unit']
  /** Null where neither the answer nor the user says it. */
  readonly stated: SaidStatistic | null
  readonly samples: Map<number, number>
}

/** Null for what cannot be placed, after noting why. */
export function openPart(answer: MetricAnswer, file: InputFile, context: PartContext): OpenPart | null {
  const { label, id } = answer
  const stem = basename(file.path).replace(/\.json$/i, '')
  const instances = findInstancesIn([label, id, stem, basename(dirname(file.path))])
  const named = findMetricIn([label, id])
  const row = firstRow(context.mapping, [stem, label, ...instances], named?.name ?? null)
  const metric = named ?? findMetricIn([row?.metric ?? ''])
  if (!metric) {
    context.faults.add('metricUnknown', nameOf(answer))
    return null
  }
  const vm = findVm({ instances, row, answer, context })
  if (vm === null) return null
  const measure = describeMeasure(vm, metric)
  return {
    vm,
    measure,
    stated: saidOf(row) ?? findStatisticIn([label, id]) ?? settingOf(context, measure),
    name: metric.name,
    unit: metric.unit,
    label: nameOf(answer),
    periodSeconds: null,
    samples: new Map(),
  }
}

/** A word that is no statistic is none that drplan needs. */
const saidOf = (row: MappingRow | null): SaidStatistic | null =>
  row === null || row.statistic === null ? null : (findStatisticIn([row.statistic]) ?? 'other')

const settingOf = ({ statistic }: PartContext, measure: DescribeMeasure): SaidStatistic | null =>
  statistic === 'usual' ? measure.statistic : (statistic ?? null)

const nameOf = ({ label, id, place }: MetricAnswer): string => `${label || id} (${place})`

function firstRow(mapping: Mapping, series: readonly string[], metric: string | null): MappingRow | null {
  for (const name of series) {
    const row = findMappingRow(mapping, name, metric)
    if (row) return row
  }
  return null
}

interface VmSearch {
  readonly instances: readonly string[]
  readonly row: MappingRow | null
  readonly answer: MetricAnswer
  readonly context: PartContext
}

/** An instance of the site is itself; of one that the site calls otherwise the mapping says which VM it is. */
function findVm({ instances, row, answer, context: { matchVm, faults } }: VmSearch): Vm | null {
  const shown = nameOf(answer)
  const names = [...instances, ...(row ? [row.vm] : [])]
  const matches = instances.length > 1 ? [] : names.map((name) => matchVm(name))
  const match = matches.find(({ kind }) => kind !== 'none')
  if (match?.kind === 'one') return match.vm
  if (match || instances.length > 1) faults.add('ambiguous', shown)
  else if (names.length === 0) faults.add('machineUnknown', shown)
  else faults.add('unmatched', `${names.join(' or ')}: ${shown}`)
  return null
}

/** Of two samples of one time the later one counts. */
export function addPoints(part: OpenPart, answer: MetricAnswer, context: PartContext): void {
  const { faults } = context
  const { stated } = part
  const shown = nameOf(answer)
  if (!answer.isWhole) faults.add('unfinished', shown)
  for (const point of answer.points) {
    const key = statisticOf(point, stated ?? part.measure.statistic, part)
    if (key === 'unstated' && stated === null) faults.add('statisticUnknown', shown)
    if (!isOwnUnit(point, part)) faults.add('metricUnknown', `${shown} in ${point.unit}`)
    else if (key === null) faults.add('statisticOther', shown)
    else if (point.ms === null) context.collector.addTimeless(answer.place)
    else addAmount(part.samples, point.ms, amountOf(point.values[key]))
  }
}

/** Under which name a point has the statistic that is needed; null when it has others only. */
function statisticOf({ values }: Point, stated: SaidStatistic, { measure }: OpenPart): string | null {
  if ('unstated' in values) return stated === measure.statistic ? 'unstated' : null
  return measure.statistic in values ? measure.statistic : null
}

const isOwnUnit = ({ unit }: Point, part: OpenPart): boolean => unit === null || unit === 'None' || unit === part.unit

function addAmount(samples: Map<number, number>, ms: number, amount: number | null): void {
  if (amount !== null) samples.set(ms, amount)
}
