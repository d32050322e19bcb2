/**
 * Metric samples from CSV files, plain or gzipped, in one of three shapes (recognise-shape.ts). Series find
 * their VM by name or through a mapping file, and become base units on the way (metric-names.ts).
 */
import { InputError } from '../../errors.ts'
import type { Finding } from '../../model/finding.ts'
import type { SampleBatch, Source, SourceRequest } from '../../model/source.ts'
import { createLocalClock } from '../local-clock.ts'
import { createFileFaults } from './file-faults.ts'
import { listMetricFiles } from './list-files.ts'
import { readRequestedMapping, withMapping } from '../mapping-file.ts'
import { createSeriesOpener, type SeriesOpener } from './open-series.ts'
import { readFirstLine, type MetricFile } from '../read-lines.ts'
import { readRows } from './read-rows.ts'
import { readWide } from './read-wide.ts'
import { knownShapes, recogniseShape, type Shape } from './recognise-shape.ts'
import { describeSeriesFaults, noSeriesFaults, type SeriesFaults } from './series-faults.ts'

/** Throws InputError `source.*` when a path is missing, nothing is readable, or a file is damaged. */
export const metricsCsvSource: Source = {
  async listFiles(request) {
    const files = await listMetricFiles(request)
    return withMapping(
      files.map(({ path }) => path),
      request,
    )
  },

  async readMetrics(request, site) {
    const { mapping, findings: mappingFindings } = await readRequestedMapping(request)
    const faults = noSeriesFaults()
    const files = await recogniseFiles(request, faults)
    const openSeries = createSeriesOpener({ site, mapping, faults })
    const findings: Finding[] = [...mappingFindings]
    return { batches: readAll({ request, files, openSeries, faults, findings }), findings }
  },
}

interface RecognisedFile {
  readonly file: MetricFile
  readonly shape: Shape
}

/** By the first line of every file, before any is read: what cannot be used is known at once. */
async function recogniseFiles(request: SourceRequest, faults: SeriesFaults): Promise<RecognisedFile[]> {
  const files = await listMetricFiles(request)
  const recognised: RecognisedFile[] = []
  for (const file of files) {
    const firstLine = await readFirstLine(file)
    const shape = firstLine === null ? null : recogniseShape(firstLine, file.shownPath)
    if (shape) recognised.push({ file, shape })
    else faults.skippedFiles.add(file.shownPath)
  }
  if (recognised.length > 0) return recognised
  const shownPath = files[0]?.shownPath ?? request.shownPath
  throw new InputError('source.shape-unknown', `${shownPath} has none of the known shapes.`, {
    suggestions: [`Known are: ${knownShapes}.`],
    place: { file: shownPath, line: 1 },
  })
}

interface ReadingAll {
  readonly request: SourceRequest
  readonly files: readonly RecognisedFile[]
  readonly openSeries: SeriesOpener
  readonly faults: SeriesFaults
  /** Filled while the batches are read. */
  readonly findings: Finding[]
}

async function* readAll({ request, files, openSeries, faults, findings }: ReadingAll): AsyncGenerator<SampleBatch> {
  const clock = request.timeZone === undefined ? null : createLocalClock(request.timeZone)
  for (const { file, shape } of files) {
    const fileFaults = createFileFaults(file.shownPath)
    const reading = { file, metric: request.metric, clock, openSeries, seriesFaults: faults, fileFaults }
    yield* shape.kind === 'wide' ? readWide(reading, shape) : readRows(reading, shape)
    findings.push(...fileFaults.describe())
  }
  findings.push(...describeSeriesFaults(faults, request.shownPath), ...(clock?.findings(request.shownPath) ?? []))
}
