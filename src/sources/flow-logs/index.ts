/**
 * Who talked to whom, from flow logs of clouds: AWS VPC flow logs as text (version 2, or any fields with a header line)
 * and Azure NSG and VNet flow logs (JSON); plain or gzipped, in any depth of folders. Files are told apart by content.
 */
import type { Finding } from '../../model/finding.ts'
import type { Site } from '../../model/site.ts'
import type { DependencyReading, Source, SourceRequest } from '../../model/source.ts'
import { findFilesBelow, type InputFile } from '../files.ts'
import { createFlowCollector } from '../flow-collector.ts'
import { describeFlows, noTally } from '../flow-findings.ts'
import { unknownAnswer } from '../json-items.ts'
import { readFirstLine } from '../read-lines.ts'
import { createReport } from '../report.ts'
import { readAwsLog, recogniseFields } from './aws-text.ts'
import { readAzureLog } from './azure-json.ts'
import type { FlowLogReading } from './flow-log-reading.ts'

const wanted = {
  test: (name: string) => /\.(log|txt|json)(\.gz)?$|^[^.]+\.gz$/i.test(name),
  meaning: 'flow logs (.log, .txt, .json, plain or .gz)',
}

/** Throws InputError `source.*` when the path is missing, nothing is readable, or a file is damaged. */
export const flowLogsSource: Source = {
  listFiles: async (request) => (await findFilesBelow(request, wanted)).map(({ path }) => path),
  readDependencies,
}

async function readDependencies(request: SourceRequest, site: Site): Promise<DependencyReading> {
  const files = await findFilesBelow(request, wanted)
  const { report, findings } = createReport()
  const collector = createFlowCollector(site)
  const reading: FlowLogReading = { add: collector.add, tally: noTally(), report }
  let read = 0
  for (const file of files) {
    if (await readFile(file, reading)) read++
    else if (files.length > 1) report('site.file-unread', unread(file))
  }
  if (read === 0) throw unknownAnswer(files[0]?.shown ?? request.shownPath, 'a flow log that drplan knows', KNOWN)
  const flows = collector.flows()
  const said: readonly Finding[] = describeFlows(reading.tally, collector.uncounted, request.shownPath)
  return { flows, stated: [], findings: [...findings(), ...said] }
}

const KNOWN =
  'Known are AWS VPC flow logs as text (with their header line, or in the default format) and Azure NSG and VNet flow logs as JSON.'

const unread = ({ shown }: InputFile) => ({
  subject: shown,
  message: 'The file holds no flow log that drplan reads.',
  suggestion: KNOWN,
  place: shown,
})

/** False when it is none of the formats. */
async function readFile(file: InputFile, reading: FlowLogReading): Promise<boolean> {
  const firstLine = await readFirstLine({ path: file.path, shownPath: file.shown })
  if (firstLine === null) return false
  if (/^\uFEFF?\s*[{[]/.test(firstLine)) return readAzureLog(file, reading)
  const fields = recogniseFields(firstLine)
  if (!fields) return false
  await readAwsLog(file, fields, reading)
  return true
}
