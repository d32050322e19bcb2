/**
 * Metric samples from CSV files, plain or gzipped, in one of three shapes (recognise-shape.ts), and from Parquet files in
 * the two that have a sample a row. Series find their VM by name or through a mapping file, and become base units on
 * the way (metric-names.ts).
 */
import { InputError } from '../../errors.ts'
import type { Finding } from '../../model/finding.ts'
import type { SampleBatch, Source, SourceRequest } from '../../model/source.ts'
import { createLocalClock } from '../local-clock.ts'
import { createFileFaults } from './file-faults.ts'
import { isParquet, listMetricFiles } from './list-files.ts'
import { readRequestedMapping, withMapping } from '../mapping-file.ts'
import { createSeriesOpener, type SeriesOpener } from './open-series.ts'
import { shareParquet, type SharedParquet } from './parquet-engine.ts'
import { recogniseParquet, type OtherColumns, type ParquetShape } from './parquet-shape.ts'
import { readFirstLine, type MetricFile } from '../read-lines.ts'
import { readParquet } from './read-parquet.ts'
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
  readonly shape: Shape | ParquetShape
}

/** By the head of every file, before any is read: what cannot be used is known at once. */
async function recogniseFiles(request: SourceRequest, faults: SeriesFaults): Promise<RecognisedFile[]> {
  const files = await listMetricFiles(request)
  const recognised: RecognisedFile[] = []
  const parquet = shareParquet()
  try {
    for (const file of files) {
      const shape = await shapeOf(file, parquet)
      if (shape !== null && shape.kind !== 'other') recognised.push({ file, shape })
      else faults.skippedFiles.set(file.shownPath, shape === null ? null : shape.columns)
    }
  } finally {
    await parquet.close()
  }
  if (recognised.length > 0) return recognised
  throw shapeUnknown(files[0] ?? request, faults)
}

function shapeUnknown(file: MetricFile, { skippedFiles }: SeriesFaults): InputError {
  const columns = skippedFiles.get(file.shownPath) ?? null
  const having = columns === null ? '' : `; its columns are ${columns}`
  return new InputError('source.shape-unknown', `${file.shownPath} has none of the known shapes${having}.`, {
    suggestions: [`Known are: ${knownShapes}.`],
    place: { file: file.shownPath, ...(isParquet(file) ? {} : { line: 1 }) },
  })
}

async function shapeOf(file: MetricFile, parquet: SharedParquet): Promise<Shape | ParquetShape | OtherColumns | null> {
  if (isParquet(file)) return recogniseParquet(file, parquet)
  const firstLine = await readFirstLine(file)
  return firstLine === null ? null : recogniseShape(firstLine, file.shownPath)
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
  const parquet = shareParquet()
  try {
    for (const { file, shape } of files) {
      const fileFaults = createFileFaults(file.shownPath, shape.kind === 'parquet' ? 'row' : 'line')
      const reading = { file, metric: request.metric, clock, openSeries, seriesFaults: faults, fileFaults }
      if (shape.kind === 'parquet') yield* readParquet(reading, shape, await parquet.open())
      else yield* shape.kind === 'wide' ? readWide(reading, shape) : readRows(reading, shape)
      findings.push(...fileFaults.describe())
    }
  } finally {
    await parquet.close()
  }
  findings.push(...describeSeriesFaults(faults, request.shownPath), ...(clock?.findings(request.shownPath) ?? []))
}
