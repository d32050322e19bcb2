/** Samples from files with answers of Azure Monitor. Every metric in them says which machine it is of. */
import type { Finding } from '../../model/finding.ts'
import type { Site, Vm } from '../../model/site.ts'
import type { MetricReading, SampleBatch, SourceRequest } from '../../model/source.ts'
import { createDumpFaults, type DumpFaults } from '../dump-faults.ts'
import { createDumpSamples, type DumpMeasure, type DumpSamples, type Samples } from '../dump-samples.ts'
import { createInstantReader } from '../dump-values.ts'
import { readText, type InputFile } from '../files.ts'
import { parseJson } from '../json-text.ts'
import { findMappingRow, readRequestedMapping, type Mapping } from '../mapping-file.ts'
import { createVmMatcher, type VmMatcher } from '../match-series.ts'
import { createReport } from '../report.ts'
import { createSampleCollector, type SampleCollector } from '../sample-collector.ts'
import { measures, type MeasureRow } from './metric-measures.ts'
import { holdsMetrics, readMonitorAnswer, type MonitorMetric } from './monitor-answers.ts'

const advice = {
  ambiguous: 'Say which VM is meant, by its id, in a mapping file (`mapping:` in drplan.yaml).',
  halfMissing: 'Write the other one into the folder too.',
  machineUnknown: 'Write the answers again without --query: the id of every metric says its machine.',
  metricUnknown: `Known are: ${measures.flatMap(({ names }) => names).join(', ')}.`,
  partOfMachine: 'Write them again without --dimension and --filter.',
  periodUnknown: 'Write the answers again without --query: they state their interval.',
  statisticOther:
    'Write them again with --aggregation Average, those of bytes (networks and disks) with --aggregation Total.',
  unfinished: 'Write them again.',
  unmatched:
    'Read the inventory of the same machines too, or name their VMs in a mapping file (`mapping:` in drplan.yaml, columns series and vm; a series is the name or the id of a machine in Azure).',
}

/** Throws InputError `source.*` when the mapping file is none, the batches when a file is damaged. */
export async function readDumpedMetrics(
  files: readonly InputFile[],
  request: SourceRequest,
  site: Site,
): Promise<MetricReading> {
  const { mapping, findings: mappingFindings } = await readRequestedMapping(request)
  const findings: Finding[] = [...mappingFindings]
  return { batches: readAll({ files, site, mapping, shownPath: request.shownPath, findings }), findings }
}

interface Reading {
  readonly files: readonly InputFile[]
  readonly site: Site
  readonly mapping: Mapping
  readonly shownPath: string
  /** Filled once everything was read. */
  readonly findings: Finding[]
}

async function* readAll({ files, site, mapping, shownPath, findings }: Reading): AsyncGenerator<SampleBatch> {
  const { report, findings: reported } = createReport()
  const collector = createSampleCollector(site, mapping)
  const faults = createDumpFaults(advice)
  const samples = createDumpSamples(collector, faults)
  const instantOf = createInstantReader()
  const context = { mapping, matchVm: createVmMatcher(site), collector, faults, samples }
  for (const file of files) {
    const text = await readText(file)
    // Inventories are read by somebody else, and may be large.
    if (!/"timeseries"/i.test(text)) continue
    const answer = parseJson(text, file.shown)
    if (!holdsMetrics(answer, 'some')) continue
    for (const metric of readMonitorAnswer(answer, file.shown, { report, instantOf })) addMetric(metric, context)
    yield* collector.take(false)
  }
  samples.finish()
  yield* collector.take(true)
  findings.push(...reported(), ...faults.findings(shownPath), ...collector.findings(shownPath))
}

interface Context {
  readonly mapping: Mapping
  readonly matchVm: VmMatcher
  readonly collector: SampleCollector
  readonly faults: DumpFaults
  readonly samples: DumpSamples
}

function addMetric(metric: MonitorMetric, context: Context): void {
  const { faults } = context
  const shown = `${metric.name} (${metric.place})`
  const name = metric.name.toLowerCase()
  const row = measures.find(({ names }) => names.some((own) => own.toLowerCase() === name))
  if (!row) return faults.add('metricUnknown', shown)
  if (metric.isSplit) return faults.add('partOfMachine', shown)
  if (!metric.isWhole) faults.add('unfinished', shown)
  const vm = findVm(metric, shown, context)
  if (vm === null) return
  const samples = samplesOf(metric, row, context)
  if (samples.size === 0) return
  const known = row.names.find((own) => own.toLowerCase() === name) ?? metric.name
  const measure = measureOf(vm, row)
  context.samples.add({ vm, measure, name: known, label: shown, periodSeconds: metric.intervalSeconds, samples })
}

/** What the mapping says goes before the id, as people know better what a machine is called elsewhere. */
function findVm({ resourceId, name }: MonitorMetric, shown: string, { mapping, matchVm, faults }: Context): Vm | null {
  if (resourceId === '') {
    faults.add('machineUnknown', shown)
    return null
  }
  const machine = resourceId.split('/').at(-1) ?? ''
  const row = findMappingRow(mapping, resourceId, name) ?? findMappingRow(mapping, machine, name)
  const match = matchVm(row?.vm ?? resourceId.toLowerCase())
  if (match.kind === 'one') return match.vm
  faults.add(match.kind === 'several' ? 'ambiguous' : 'unmatched', resourceId.toLowerCase())
  return null
}

/** Of two samples of one time the later one counts. */
function samplesOf(metric: MonitorMetric, { aggregation }: MeasureRow, { collector, faults }: Context): Samples {
  const samples = new Map<number, number>()
  for (const { ms, amounts, hasAny } of metric.points) {
    const amount = amounts[aggregation]
    if (amount === null && hasAny) faults.add('statisticOther', `${metric.name} (${metric.place})`)
    else if (amount !== null && ms === null) collector.addTimeless(metric.place)
    else if (amount !== null && ms !== null) samples.set(ms, amount)
  }
  return samples
}

function measureOf(vm: Vm, { metric, names, aggregation, convert }: MeasureRow): DumpMeasure {
  const toBase = convert(vm)
  return {
    metric,
    names,
    isPerPeriod: aggregation === 'total',
    convert: toBase && ((samples, seconds) => new Map([...samples].map(([ms, value]) => [ms, toBase(value, seconds)]))),
  }
}
