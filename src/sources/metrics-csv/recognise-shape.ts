/** Which of the three shapes a metrics file has, by its first line. */
import { InputError } from '../../errors.ts'
import { splitCells } from '../read-lines.ts'

/** Every row names its VM, and its metric unless the file holds one metric only. */
export interface LongShape {
  readonly kind: 'long'
  readonly delimiter: string
  /** Places of the columns, from 0. */
  readonly vm: number
  readonly time: number
  readonly metric: number | null
  readonly value: number
  readonly unit: number | null
}

/** `timestamp,value`: one series a file, as in Numenta's NAB. */
export interface SingleShape {
  readonly kind: 'single'
  readonly delimiter: string
  readonly time: number
  readonly value: number
}

/** One row a VM, one column a step; the first line says when the steps are. */
export interface WideShape {
  readonly kind: 'wide'
  readonly startMs: number
  readonly stepSeconds: number
  /** How many steps a row has; null when the first line does not say. */
  readonly steps: number | null
  /** `metric=` of the first line. */
  readonly metric: string | null
}

export type Shape = LongShape | SingleShape | WideShape

export const knownShapes =
  'a header with vm, timestamp, metric and value; a header with timestamp and value; or a first line ' +
  '`# start_unix=… step_s=… n=…` and then one row a VM'

/** Names in the order of preference, where a file has several. */
const columnNames = {
  vm: ['vm', 'vm_id', 'id', 'name', 'instance'],
  time: ['timestamp', 'time', 'at'],
  metric: ['metric'],
  value: ['value'],
  unit: ['unit'],
} as const

/** Null when the line is none of the three. Throws InputError `source.shape-unknown` for a wide file without a start. */
export function recogniseShape(firstLine: string, shownPath: string): Shape | null {
  if (firstLine.startsWith('#')) return recogniseWide(firstLine, shownPath)
  for (const delimiter of [',', ';', '\t']) {
    const shape = recogniseHeader(splitCells(firstLine, delimiter) ?? [], delimiter)
    if (shape) return shape
  }
  return null
}

/** By the names of the columns alone; null when they are of neither shape. */
export function recogniseHeader(names: readonly string[], delimiter: string): LongShape | SingleShape | null {
  const header = names.map((name) => name.trim().toLowerCase())
  const place = (names: readonly string[]): number => {
    const found = names.find((name) => header.includes(name))
    return found === undefined ? -1 : header.indexOf(found)
  }
  const [vm, time, metric] = [place(columnNames.vm), place(columnNames.time), place(columnNames.metric)]
  const [value, unit] = [place(columnNames.value), place(columnNames.unit)]
  if (time < 0 || value < 0) return null
  if (vm < 0) return metric < 0 ? { kind: 'single', delimiter, time, value } : null
  const optional = (index: number) => (index < 0 ? null : index)
  return { kind: 'long', delimiter, vm, time, metric: optional(metric), value, unit: optional(unit) }
}

function recogniseWide(line: string, shownPath: string): WideShape | null {
  const facts = new Map([...line.matchAll(/(\w+)=([^\s;,]+)/g)].map(([, key = '', value = '']) => [key, value]))
  const stepSeconds = Number(facts.get('step_s'))
  if (!(stepSeconds > 0)) return null
  const start = Number(facts.get('start_unix') ?? NaN)
  if (!Number.isFinite(start)) {
    throw new InputError('source.shape-unknown', `${shownPath} does not say when its values were measured.`, {
      suggestions: [`Make its first line \`# start_unix=<epoch seconds> step_s=${stepSeconds} n=<values a row>\`.`],
      place: { file: shownPath, line: 1 },
    })
  }
  const steps = Number(facts.get('n') ?? NaN)
  return {
    kind: 'wide',
    startMs: start * 1000,
    stepSeconds,
    steps: Number.isInteger(steps) && steps > 0 ? steps : null,
    metric: facts.get('metric') ?? null,
  }
}
