/**
 * Samples from files with answers of CloudWatch. An answer does not say which instance it is of: an id of one in its
 * label, in its query's id, in the name of its file or of the folder of that does, else a mapping file; nothing is guessed.
 */
import type { Finding } from '../../model/finding.ts'
import type { Site } from '../../model/site.ts'
import type { MetricReading, SampleBatch, SourceRequest } from '../../model/source.ts'
import { createDumpFaults } from '../dump-faults.ts'
import { createDumpSamples, type DumpSamples } from '../dump-samples.ts'
import { createInstantReader, type AnswerReading } from '../dump-values.ts'
import { readText, type InputFile } from '../files.ts'
import { parseJson } from '../json-text.ts'
import { readRequestedMapping, type Mapping } from '../mapping-file.ts'
import { createVmMatcher } from '../match-series.ts'
import { createReport } from '../report.ts'
import { createSampleCollector } from '../sample-collector.ts'
import { addPoints, openPart, type OpenPart, type PartContext } from './describe-parts.ts'
import { isMetricAnswer, readMetricAnswers } from './metric-answers.ts'
import { knownMetrics } from './metric-names.ts'

const advice = {
  ambiguous: 'Say which VM is meant, by its id, in a mapping file (`mapping:` in drplan.yaml).',
  halfMissing: 'Write the other one into the folder too.',
  machineUnknown:
    "Put the instance's id into the label, or into the name of the file, or name the VM in a mapping file (`mapping:` in drplan.yaml, columns series and vm; a series is a label, or the name of a file without .json).",
  metricUnknown: `Known are ${knownMetrics}: in the label or the id, or as \`metric\` in a mapping file.`,
  periodUnknown: 'Write a longer time into the file.',
  statisticOther: 'Ask for the Average of percentages and for the Sum of amounts.',
  statisticUnknown:
    "If it is the Average of percentages and the Sum of amounts, state `statistic: usual` for this source in drplan.yaml, or a column statistic in the mapping file; else write it again. To have answers say it, ask for labels with ${PROP('Stat')}.",
  unfinished: 'Dump it again without --max-items and --no-paginate, so that the CLI fetches every page.',
  unmatched:
    'Read the inventory of the same machines too, or name their VMs in a mapping file (`mapping:` in drplan.yaml; a series may be the id of an instance).',
}

/** Throws InputError `source.*` when the mapping file is none, the batches when a file is damaged. */
export async function readDescribedMetrics(
  files: readonly InputFile[],
  request: SourceRequest,
  site: Site,
): Promise<MetricReading> {
  const { mapping, findings: mappingFindings } = await readRequestedMapping(request)
  const findings: Finding[] = [...mappingFindings]
  return { batches: readAll({ files, request, site, mapping, findings }), findings }
}

interface Reading {
  readonly files: readonly InputFile[]
  readonly request: SourceRequest
  readonly site: Site
  readonly mapping: Mapping
  /** Filled once everything was read. */
  readonly findings: Finding[]
}

async function* readAll({ files, request, site, mapping, findings }: Reading): AsyncGenerator<SampleBatch> {
  const { report, findings: reported } = createReport()
  const collector = createSampleCollector(site, mapping)
  const faults = createDumpFaults(advice)
  const samples = createDumpSamples(collector, faults)
  const context = {
    mapping,
    statistic: request.statistic,
    matchVm: createVmMatcher(site),
    collector,
    samples,
    faults,
    report,
    instantOf: createInstantReader(),
  }
  for (const file of files) {
    const text = await readText(file)
    if (!mayHoldMetrics(text)) continue
    const answer = parseJson(text, file.shown)
    if (isMetricAnswer(answer)) addFile(answer, file, context)
    yield* collector.take(false)
  }
  samples.finish()
  yield* collector.take(true)
  const { shownPath } = request
  findings.push(...reported(), ...faults.findings(shownPath), ...collector.findings(shownPath))
}

/** Inventories are read by somebody else, and may be large. */
const mayHoldMetrics = (text: string): boolean => text.includes('"MetricDataResults"') || text.includes('"Datapoints"')

interface Context extends PartContext, AnswerReading {
  readonly samples: DumpSamples
}

/** A query may stand in several pieces, the file being made of several pages; each query has a period of its own. */
function addFile(value: unknown, file: InputFile, context: Context): void {
  const parts = new Map<string, OpenPart>()
  for (const answer of readMetricAnswers(value, file.shown, context)) {
    const part = openPart(answer, file, context)
    if (part === null) continue
    const key = [part.vm.id, part.name, answer.id].join('\n')
    const known = parts.get(key) ?? part
    parts.set(key, known)
    addPoints({ ...known, stated: part.stated }, answer, context)
  }
  for (const part of parts.values()) if (part.samples.size > 0) context.samples.add(part)
}
