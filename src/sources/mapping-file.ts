/**
 * The mapping file: a CSV that says which series belongs to which VM. Columns `series` (the name in the
 * metrics file, the file's name where it holds one series, or what a source calls a machine) and `vm` (id or name), and where needed
 * `metric`, `unit` and `scale`. `scale` is the MHz of one vCPU, for CPU given in MHz; a
 * unit such as `bytes counter` says that the values are a running total. `statistic` is for answers that do not say theirs.
 */
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputError } from '../errors.ts'
import { createFinding, type Finding } from '../model/finding.ts'
import type { SourceRequest } from '../model/source.ts'
import { findMetric, normaliseName } from './metric-names.ts'
import { readLines, splitCells, type MetricFile } from './read-lines.ts'

export interface MappingRow {
  /** Id or name of the VM. */
  readonly vm: string
  /** Gives a file of one series its metric; limits the row to that metric elsewhere. */
  readonly metric: string | null
  readonly unit: string | null
  /** MHz of one vCPU. */
  readonly scale: number | null
  /** As written. */
  readonly statistic: string | null
}

/** Rows by series; a series has several when they differ by metric. */
export type Mapping = ReadonlyMap<string, readonly MappingRow[]>

export interface MappingReading {
  readonly mapping: Mapping
  readonly findings: readonly Finding[]
}

/** Empty where drplan.yaml names no mapping. Throws InputError `source.file-missing` or `source.shape-unknown`. */
export async function readRequestedMapping({ mappingPath }: SourceRequest): Promise<MappingReading> {
  if (mappingPath === null) return { mapping: new Map(), findings: [] }
  return readMapping({ path: mappingPath, shownPath: basename(mappingPath) })
}

/** The files of a source with its mapping, sorted: the step is stale when that changes too. Throws as reading it does. */
export async function withMapping(paths: readonly string[], request: SourceRequest): Promise<readonly string[]> {
  const { mappingPath } = request
  if (mappingPath === null) return paths
  await readRequestedMapping(request)
  return [...paths.filter((path) => path !== mappingPath), mappingPath].sort()
}

async function readMapping(file: MetricFile): Promise<MappingReading> {
  await access(file.path).catch((cause) => {
    const options = { suggestions: ['Check `mapping` in drplan.yaml.'], place: { file: file.shownPath }, cause }
    throw new InputError('source.file-missing', `The mapping file ${file.shownPath} is not there.`, options)
  })
  const mapping = new Map<string, MappingRow[]>()
  const badLines: number[] = []
  let columns: Columns | null = null
  let line = 0
  for await (const lines of readLines(file)) {
    for (const text of lines) {
      line++
      if (text.trim() === '') continue
      if (columns === null) columns = readHeader(text, file)
      else if (!addRow(mapping, columns, text)) badLines.push(line)
    }
  }
  if (columns === null) throw shapeUnknown(file)
  return { mapping, findings: reportBadLines(file, badLines) }
}

interface Columns {
  readonly delimiter: string
  readonly header: readonly string[]
}

function readHeader(text: string, file: MetricFile): Columns {
  for (const delimiter of [',', ';', '\t']) {
    const header = (splitCells(text, delimiter) ?? []).map((cell) => cell.trim().toLowerCase())
    if (header.includes('series') && header.includes('vm')) return { delimiter, header }
  }
  throw shapeUnknown(file)
}

const shapeUnknown = (file: MetricFile): InputError =>
  new InputError('source.shape-unknown', `The mapping file ${file.shownPath} has no columns series and vm.`, {
    suggestions: ['Begin it with a line `series,vm`, or `series,vm,metric,unit,scale`.'],
    place: { file: file.shownPath, line: 1 },
  })

/** False when the row says nothing usable. */
function addRow(mapping: Map<string, MappingRow[]>, { delimiter, header }: Columns, text: string): boolean {
  const cells = splitCells(text, delimiter)
  if (cells === null) return false
  const cell = (name: string): string | null => cells[header.indexOf(name)]?.trim() || null
  const [series, vm, scaleText] = [cell('series'), cell('vm'), cell('scale')]
  const scale = scaleText === null ? null : Number(scaleText)
  if (series === null || vm === null || (scale !== null && !(scale > 0 && scale < Infinity))) return false
  const row = { vm, metric: cell('metric'), unit: cell('unit'), scale, statistic: cell('statistic') }
  mapping.set(series, [...(mapping.get(series) ?? []), row])
  return true
}

function reportBadLines(file: MetricFile, lines: readonly number[]): Finding[] {
  if (lines.length === 0) return []
  return [
    createFinding('site.row-unreadable', {
      subject: file.shownPath,
      message: `${lines.length} rows of the mapping say nothing usable and were left out.`,
      suggestion: 'Each row needs a series and a vm; a scale is a number above 0.',
      place: `${file.shownPath}:${lines[0]}`,
    }),
  ]
}

/** The row for a series: one that names its metric before one that names none. */
export function findMappingRow(mapping: Mapping, series: string, metric: string | null): MappingRow | null {
  const rows = mapping.get(series) ?? []
  const exact = rows.find((row) => row.metric !== null && (metric === null || isSameMetric(row.metric, metric)))
  return exact ?? rows.find((row) => row.metric === null) ?? null
}

/** The row for a machine all of whose metrics are of one VM: one that names no metric goes first. */
export function findMachineRow(mapping: Mapping, machine: string): MappingRow | null {
  const rows = mapping.get(machine) ?? []
  return rows.find((row) => row.metric === null) ?? rows[0] ?? null
}

/** `mem_kb_mean` of a file name and `memory_kb` of a mapping are one metric under two names. */
function isSameMetric(a: string, b: string): boolean {
  const metric = findMetric(a)?.metric
  return normaliseName(a) === normaliseName(b) || (metric !== undefined && metric === findMetric(b)?.metric)
}
