/** Files with a sample a row: every row names its series, or the file holds one. */
import { basename } from 'node:path'
import type { SampleBatch } from '../../model/source.ts'
import { readValue } from './file-faults.ts'
import { findMetricInFileName } from '../metric-names.ts'
import { withoutEnding } from './list-files.ts'
import { createTimeReader } from '../parse-time.ts'
import type { LocalClock } from '../local-clock.ts'
import { createRunReader } from './quick-rows.ts'
import type { SeriesOfRow } from './quick-series.ts'
import { readRuns, splitCells } from '../read-lines.ts'
import type { FileReading } from './file-reading.ts'
import type { LongShape, SingleShape } from './recognise-shape.ts'
import { createSampleBuffer, pendingSeries, type PendingSeries, type SampleBuffer } from './sample-buffer.ts'

/** Yields batches whenever enough samples are together; memory does not grow with the file. */
export async function* readRows(reading: FileReading, shape: LongShape | SingleShape): AsyncGenerator<SampleBatch> {
  const buffer = createSampleBuffer(reading.seriesFaults)
  const seriesOf = seriesFinder(reading, shape)
  const addText = rowAdder({ reading, shape, buffer, seriesOf })
  const readRun = createRunReader({
    shape,
    seriesOf,
    add: (series, ms, value) => buffer.add(series, ms, value),
    addText: (text, line) => addUsual(addText, text, line),
  })
  const header = skipHeader()
  let line = 1
  for await (const run of readRuns(reading.file)) {
    const from = header(run)
    line = readRun(run.subarray(from.bytes), line + from.lines)
    yield* buffer.takeFull()
  }
  yield* buffer.takeAll()
}

const addUsual = (addText: (text: string, line: number) => void, text: string, line: number): void => {
  if (text.trim() !== '') addText(text, line)
}

/** How much of a run goes before its first row: blank lines and the header, once a file. */
function skipHeader(): (run: Uint8Array) => { readonly bytes: number; readonly lines: number } {
  let isPassed = false
  return (run) => {
    let [bytes, lines] = [0, 0]
    while (!isPassed && bytes < run.length) {
      const end = run.indexOf(10, bytes)
      const next = end < 0 ? run.length : end + 1
      isPassed = new TextDecoder().decode(run.subarray(bytes, next)).trim() !== ''
      ;[bytes, lines] = [next, lines + 1]
    }
    return { bytes, lines }
  }
}

interface RowAdding {
  readonly reading: FileReading
  readonly shape: LongShape | SingleShape
  readonly buffer: SampleBuffer
  readonly seriesOf: SeriesOfRow
}

function rowAdder({ reading, shape, buffer, seriesOf }: RowAdding): (text: string, line: number) => void {
  const { fileFaults, file } = reading
  const timeOf = createTimeReader()
  const utcOf = utcReader(reading)
  return (text, line) => {
    const cells = splitCells(text, shape.delimiter)
    const valueText = cells?.[shape.value]
    if (!cells || valueText === undefined) return fileFaults.add('row', line)
    const series = seriesOf(cells)
    if (series === null) return
    const value = readValue(valueText)
    if (value === null) return
    if (typeof value === 'string') return fileFaults.add(value, line)
    const time = timeOf(cells[shape.time] ?? '')
    if (time === null) return fileFaults.add('time', line)
    const ms = time.hasZone
      ? time.ms
      : utcOf(time.ms, `${file.shownPath}\n${series.label}`, `${file.shownPath}:${line}`)
    buffer.add(series, ms, value)
  }
}

/** Without a zone in drplan.yaml local times are taken as UTC, and the file is noted. */
export function utcReader({ clock, file, seriesFaults }: FileReading): LocalClock['toUtc'] {
  if (clock) return clock.toUtc
  return (localMs) => {
    seriesFaults.zonelessFiles.add(file.shownPath)
    return localMs
  }
}

/** The series of a row's cells; each is opened when its first row comes. */
export const seriesFinder = (reading: FileReading, shape: LongShape | SingleShape): SeriesOfRow =>
  shape.kind === 'long' ? seriesByName(reading, shape) : singleSeries(reading)

function seriesByName(reading: FileReading, shape: LongShape): SeriesOfRow {
  const known = new Map<string, PendingSeries | null>()
  const fileMetric = metricOfFile(reading)
  const cellOf = (cells: readonly string[], place: number | null): string =>
    place === null ? '' : (cells[place]?.trim() ?? '')
  return (cells) => {
    const vm = cellOf(cells, shape.vm)
    const metric = shape.metric === null ? fileMetric : cellOf(cells, shape.metric)
    const unit = cellOf(cells, shape.unit) || null
    const key = `${vm}\n${metric}\n${unit}`
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const series = reading.openSeries({ names: [vm], metric, hint: null, unit })
    const pending = series && pendingSeries(series, `${vm} ${metric}`)
    known.set(key, pending)
    return pending
  }
}

/** The file's name is the name of the series; without the metric's name in it, it may be the VM's. */
function singleSeries(reading: FileReading): SeriesOfRow {
  const fileName = basename(reading.file.path)
  const series = withoutEnding(fileName)
  const inName = findMetricInFileName(series)
  const names = [series, fileName, ...(inName?.rest ? [inName.rest] : [])] as const
  const opened = reading.openSeries({ names, metric: null, hint: inName?.name ?? reading.metric, unit: null })
  const pending = opened && pendingSeries(opened, series)
  return () => pending
}

/** What a file of one metric measures: its name says so, or drplan.yaml. */
export function metricOfFile({ file, metric }: FileReading): string | null {
  return findMetricInFileName(withoutEnding(basename(file.path)))?.name ?? metric
}
