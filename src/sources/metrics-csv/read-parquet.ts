/**
 * Parquet files with a sample a row. The names of series become figures in the engine, so that a row is three numbers
 * on its way here; texts are looked at once a series. What is said of rows is what CSV says of its lines.
 */
import type { SampleBatch } from '../../model/source.ts'
import { createTimeReader, epochMs, possibleMs } from '../parse-time.ts'
import type { FileReading } from './file-reading.ts'
import { sqlName, type ParquetEngine, type RowRun } from './parquet-engine.ts'
import { namePlaces, type ParquetShape, type TimeKind } from './parquet-shape.ts'
import { seriesFinder, utcReader } from './read-rows.ts'
import { createSampleBuffer, type PendingSeries, type SampleBuffer } from './sample-buffer.ts'

/** Yields batches whenever enough samples are together; memory does not grow with the file. */
export async function* readParquet(
  reading: FileReading,
  shape: ParquetShape,
  engine: ParquetEngine,
): AsyncGenerator<SampleBatch> {
  const buffer = createSampleBuffer(reading.seriesFaults)
  const names = await numberNames(engine, reading, shape)
  const seriesOf = seriesByCode(reading, shape, names)
  const addRun = createRunAdder({ reading, time: shape.time, buffer, seriesOf })
  for await (const run of engine.scan(reading.file, [names.expression, ...timeAndValue(shape)])) {
    addRun(run)
    yield* buffer.takeFull()
  }
  yield* buffer.takeAll()
}

interface NumberedNames {
  /** The number of a row's series in SQL: the places of its names in their lists, as digits of a mixed base. */
  readonly expression: string
  readonly columns: readonly { readonly place: number; readonly texts: readonly string[] }[]
}

async function numberNames(
  engine: ParquetEngine,
  { file }: FileReading,
  { rows, columns }: ParquetShape,
): Promise<NumberedNames> {
  const numbered: { place: number; texts: readonly string[] }[] = []
  let expression = '0::DOUBLE'
  for (const place of namePlaces(rows)) {
    const text = `coalesce(${sqlName(columns[place]?.name ?? '')}::VARCHAR, '')`
    const type = `names_${place}`
    const texts = await engine.listTexts(file, type, text)
    numbered.push({ place, texts })
    expression = `(${expression}) * ${texts.length} + enum_code(${text}::${type})`
  }
  return { expression: `(${expression})::DOUBLE`, columns: numbered }
}

/** Values that are no number come as Infinity, so that NaN can stand for NULL: a column without NULL is read at once. */
function timeAndValue({ rows, columns, time }: ParquetShape): readonly string[] {
  const [timeName, valueName] = [rows.time, rows.value].map((place) => sqlName(columns[place]?.name ?? ''))
  const value = `${valueName}::DOUBLE`
  const times: Record<TimeKind, string> = {
    utc: `coalesce(epoch_ms(${timeName})::DOUBLE, 'nan'::DOUBLE)`,
    local: `coalesce(epoch_ms(${timeName})::DOUBLE, 'nan'::DOUBLE)`,
    epoch: `coalesce(${timeName}::DOUBLE, 'nan'::DOUBLE)`,
    text: `coalesce(${timeName}, '')`,
  }
  return [times[time], `coalesce(CASE WHEN isnan(${value}) THEN 'inf'::DOUBLE ELSE ${value} END, 'nan'::DOUBLE)`]
}

type SeriesOfCode = (code: number) => PendingSeries | null

function seriesByCode(reading: FileReading, { rows }: ParquetShape, { columns }: NumberedNames): SeriesOfCode {
  const known = new Map<number, PendingSeries | null>()
  const findSeries = seriesFinder(reading, rows)
  const open = (code: number): PendingSeries | null => {
    const cells: string[] = []
    let rest = code
    for (const { place, texts } of columns.toReversed()) {
      cells[place] = texts[rest % texts.length] ?? ''
      rest = Math.floor(rest / texts.length)
    }
    return findSeries(cells)
  }
  return (code) => {
    const seen = known.get(code)
    if (seen !== undefined) return seen
    const series = open(code)
    known.set(code, series)
    return series
  }
}

interface RunAdding {
  readonly reading: FileReading
  readonly time: TimeKind
  readonly buffer: SampleBuffer
  readonly seriesOf: SeriesOfCode
}

function createRunAdder({ reading, time: kind, buffer, seriesOf }: RunAdding): (run: RowRun) => void {
  const { fileFaults, file } = reading
  const fillTime = timeFiller(kind)
  const utcOf = utcReader(reading)
  const time: Time = { ms: NaN, hasZone: true }
  let rowsBefore = 0
  return (run) => {
    const codes = run.numbers(0)
    const values = run.numbers(2)
    const fillFrom = fillTime(run)
    for (let index = 0; index < run.rows; index++) {
      const series = seriesOf(codes[index] as number)
      const value = values[index] as number
      if (series === null || Number.isNaN(value)) continue
      const row = rowsBefore + index + 1
      fillFrom(time, index)
      if (value === Infinity || value === -Infinity) fileFaults.add('value', row)
      else if (value < 0) fileFaults.add('negative', row)
      else if (Number.isNaN(time.ms)) fileFaults.add('time', row)
      else if (time.hasZone) buffer.add(series, time.ms, value)
      else
        buffer.add(
          series,
          utcOf(time.ms, `${file.shownPath}\n${series.label}`, `${file.shownPath} (row ${row})`),
          value,
        )
    }
    rowsBefore += run.rows
  }
}

/** The time of the row that is read; one object for all rows, so that none is made a row. */
interface Time {
  /** NaN: no time, or one that cannot be. */
  ms: number
  hasZone: boolean
}

type TimeFiller = (run: RowRun) => (time: Time, index: number) => void

function timeFiller(kind: TimeKind): TimeFiller {
  if (kind === 'text') return textFiller()
  const msOf = kind === 'epoch' ? epochMs : possibleMs
  return (run) => {
    const times = run.numbers(1)
    return (time, index) => {
      time.ms = msOf(times[index] as number)
      time.hasZone = kind !== 'local'
    }
  }
}

function textFiller(): TimeFiller {
  const readTime = createTimeReader()
  return (run) => {
    const texts = run.texts(1)
    return (time, index) => {
      const read = readTime(texts[index] ?? '')
      time.ms = read?.ms ?? NaN
      time.hasZone = read?.hasZone ?? true
    }
  }
}
