/** perfInfo, row by row: the file may be far larger than memory. */
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { InputError } from '../../errors.ts'
import type { Finding } from '../../model/finding.ts'
import type { Vm } from '../../model/site.ts'
import type { SampleBatch } from '../../model/source.ts'
import type { InputFile } from '../files.ts'
import type { LocalClock } from '../local-clock.ts'
import { createTimeReader } from '../parse-time.ts'
import { readNumber } from '../read-number.ts'
import type { SampleCollector } from '../sample-collector.ts'
import { isPerf, perfColumn, type PerfColumn } from './tables.ts'

const BYTES_PER_GIB = 2 ** 30

type Cells = ReadonlyMap<PerfColumn, string>

export interface SampleReading {
  readonly files: readonly InputFile[]
  readonly collector: SampleCollector
  /** For times without a zone; null where drplan.yaml states none. */
  readonly clock: LocalClock | null
  readonly shownPath: string
  /** Filled once everything was read. */
  readonly findings: Finding[]
}

export async function* readSamples({
  files,
  collector,
  clock,
  shownPath,
  findings,
}: SampleReading): AsyncGenerator<SampleBatch> {
  const readTime = createTimeReader()
  for (const file of files) {
    let line = 0
    for await (const cells of rowsOf(file)) {
      line++
      addRow(cells, { collector, clock, readTime, place: `${file.shown} (row ${line})`, shown: file.shown })
      yield* collector.take(false)
    }
  }
  yield* collector.take(true)
  findings.push(...collector.findings(shownPath), ...(clock?.findings(shownPath) ?? []))
}

/** Nothing of a file whose header is not that of perfInfo. */
async function* rowsOf(file: InputFile): AsyncGenerator<Cells> {
  let columns: readonly (PerfColumn | null)[] | null = null
  for await (const cells of recordsOf(file)) {
    if (columns !== null) yield pick(cells, columns)
    else if (isPerf(cells)) columns = cells.map(perfColumn)
    else return
  }
}

/** Throws InputError `source.file-damaged`. */
async function* recordsOf(file: InputFile): AsyncGenerator<readonly string[]> {
  const parser = parse({
    bom: true,
    delimiter: [',', ';'],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  const stream = createReadStream(file.path)
  stream.on('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  try {
    for await (const record of parser) yield record as readonly string[]
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const options = { cause, place: { file: file.shown }, suggestions: ['Export perfInfo again.'] }
    throw new InputError('source.file-damaged', `${file.shown} cannot be read as CSV: ${why}`, options)
  } finally {
    stream.destroy()
  }
}

const pick = (cells: readonly string[], columns: readonly (PerfColumn | null)[]): Cells =>
  new Map(
    columns.flatMap((column, index) => (column !== null && cells[index] ? [[column, cells[index]] as const] : [])),
  )

interface RowContext {
  readonly collector: SampleCollector
  readonly clock: LocalClock | null
  readonly readTime: ReturnType<typeof createTimeReader>
  readonly place: string
  readonly shown: string
}

function addRow(cells: Cells, { collector, clock, readTime, place, shown }: RowContext): void {
  const vm = collector.vmOf(cells.get('MachineId') ?? '')
  if (vm === null) return
  const time = readTime(cells.get('TimeStamp') ?? '')
  if (time === null) {
    collector.addTimeless(place)
    return
  }
  if (!time.hasZone && !clock) collector.addZoneless(shown)
  const ms = time.hasZone || !clock ? time.ms : clock.toUtc(time.ms, `${shown}\n${vm.id}`, place)
  addAllocated(vm, cells, { collector, ms })
  const sum = (columns: readonly PerfColumn[]): number | null => {
    const values = columns.map((column) => numberOf(cells, column)).filter((value) => value !== null)
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0)
  }
  const add = (metric: Parameters<SampleCollector['add']>[1], value: number | null): void =>
    collector.add(vm, metric, { ms, value })
  add('disk-operations', sum(['DiskReadOperationsPerSec', 'DiskWriteOperationsPerSec']))
  add('network-sent-bytes', sum(['NetworkBytesPerSecSent']))
  add('network-received-bytes', sum(['NetworkBytesPerSecReceived']))
}

/** CPU is a share of the VM's vCPUs; memory in use is what is not available of its memory. */
function addAllocated(vm: Vm, cells: Cells, { collector, ms }: { collector: SampleCollector; ms: number }): void {
  const percent = numberOf(cells, 'CpuUtilizationPercentage')
  if (percent !== null && vm.vcpus === null) collector.addUnallocated(vm, 'cpu')
  else collector.add(vm, 'cpu', { ms, value: percent === null ? null : (percent / 100) * (vm.vcpus ?? 0) })
  const available = numberOf(cells, 'AvailableMemoryBytes')
  if (available !== null && vm.memoryGiB === null) collector.addUnallocated(vm, 'memory')
  else
    collector.add(vm, 'memory', {
      ms,
      value: available === null ? null : (vm.memoryGiB ?? 0) * BYTES_PER_GIB - available,
    })
}

/** NaN, which the collector counts, for what is no number or below zero. */
const numberOf = (cells: Cells, column: PerfColumn): number | null => {
  const text = cells.get(column)
  if (text === undefined) return null
  const value = readNumber(text)
  return value === null || value < 0 ? Number.NaN : value
}
