/** Files with a VM a row and a step a column. */
import type { SampleBatch } from '../../model/source.ts'
import { readValue, type FileFaults } from './file-faults.ts'
import { ratesOf } from './counter-rates.ts'
import type { OpenSeries } from './open-series.ts'
import type { FileReading } from './file-reading.ts'
import { readLines } from '../read-lines.ts'
import { metricOfFile } from './read-rows.ts'
import type { WideShape } from './recognise-shape.ts'

/** Yields a batch a row; an empty cell is a step without a sample. */
export async function* readWide(reading: FileReading, shape: WideShape): AsyncGenerator<SampleBatch> {
  const metric = shape.metric ?? metricOfFile(reading)
  let line = 0
  let headerSeen = false
  for await (const lines of readLines(reading.file)) {
    for (const text of lines) {
      line++
      if (text.trim() === '') continue
      if (!headerSeen) {
        headerSeen = true
        continue
      }
      const { name, rest } = splitName(text)
      const series = reading.openSeries({ names: [name], metric, hint: null, unit: null })
      if (series === null) continue
      const batch = readSteps(rest, { shape, series, faults: reading.fileFaults, line })
      if (batch.values.some((value) => value > allocationOf(series))) {
        reading.seriesFaults.aboveAllocation.add(series.vmId)
      }
      yield batch
    }
  }
}

/** A name with commas or quotes in it is quoted as RFC 4180 asks. */
function splitName(text: string): { name: string; rest: string } {
  const quoted = /^"((?:[^"]|"")*)"(?:,|$)/.exec(text)
  if (quoted) return { name: (quoted[1] ?? '').replaceAll('""', '"'), rest: text.slice(quoted[0].length) }
  const comma = text.indexOf(',')
  return comma < 0
    ? { name: text.trim(), rest: '' }
    : { name: text.slice(0, comma).trim(), rest: text.slice(comma + 1) }
}

interface Row {
  readonly shape: WideShape
  readonly series: OpenSeries
  readonly faults: FileFaults
  readonly line: number
}

function readSteps(rest: string, { shape, series, faults, line }: Row): SampleBatch {
  const cells = rest.split(',')
  const { factor, perPeriod } = series.conversion
  const toBase = perPeriod ? factor / shape.stepSeconds : factor
  const at = new Float64Array(cells.length)
  const values = new Float64Array(cells.length)
  let count = 0
  for (const [step, cell] of cells.entries()) {
    const value = readValue(cell)
    if (value === null) continue
    if (typeof value === 'string') faults.add(value, line)
    else if (shape.steps !== null && step >= shape.steps) faults.add('extra', line)
    else {
      at[count] = shape.startMs + step * shape.stepSeconds * 1000
      values[count] = value * toBase
      count++
    }
  }
  const { vmId, metric, conversion } = series
  const samples = { at: at.subarray(0, count), values: values.subarray(0, count) }
  if (!conversion.isCounter) return { vmId, metric, ...samples }
  const rates = ratesOf(samples, shape.stepSeconds, null)
  return { vmId, metric, at: rates.at, values: rates.values }
}

const allocationOf = ({ conversion }: OpenSeries): number => (conversion.isShare ? conversion.factor * 100 : Infinity)
