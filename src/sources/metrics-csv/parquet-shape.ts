/** Which shape a Parquet file has, by the names of its columns (as CSV's header) and their types. */
import type { MetricFile } from '../read-lines.ts'
import { listed } from '../report.ts'
import type { ParquetColumn, SharedParquet } from './parquet-engine.ts'
import { recogniseHeader, type LongShape, type SingleShape } from './recognise-shape.ts'

/** `local`: a time of a zone that the file does not say; `epoch`: seconds or milliseconds, as parse-time.ts tells. */
export type TimeKind = 'utc' | 'local' | 'epoch' | 'text'

export interface ParquetShape {
  readonly kind: 'parquet'
  readonly rows: LongShape | SingleShape
  readonly columns: readonly ParquetColumn[]
  readonly time: TimeKind
}

/** The columns of a file that has none of the shapes, in words. */
export interface OtherColumns {
  readonly kind: 'other'
  readonly columns: string
}

const isText = (type: string): boolean => type === 'VARCHAR'
const isInteger = (type: string): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)
const isNumber = (type: string): boolean => isInteger(type) || /^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type)
const isName = (type: string): boolean => isText(type) || isInteger(type) || type === 'UUID'

/** A date is no time of a sample. */
function timeKindOf(type: string): TimeKind | null {
  if (/^TIMESTAMP(_NS)? WITH TIME ZONE$/.test(type)) return 'utc'
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return 'local'
  if (isNumber(type)) return 'epoch'
  return isText(type) ? 'text' : null
}

/** By the footer alone. Throws InputError `source.file-damaged`. */
export async function recogniseParquet(file: MetricFile, parquet: SharedParquet): Promise<ParquetShape | OtherColumns> {
  const engine = await parquet.open()
  return shapeOf(await engine.columnsOf(file))
}

function shapeOf(columns: readonly ParquetColumn[]): ParquetShape | OtherColumns {
  const names = columns.map(({ name }) => name)
  const rows = recogniseHeader(names, ',')
  const typeOf = (place: number): string => columns[place]?.type ?? ''
  const time = rows && timeKindOf(typeOf(rows.time))
  if (!rows || !time || !isNumber(typeOf(rows.value)) || !namePlaces(rows).every((place) => isName(typeOf(place))))
    return { kind: 'other', columns: listed(columns.map(({ name, type }) => `${name} (${type})`)) }
  return { kind: 'parquet', rows, columns, time }
}

/** The columns that name a row's series. */
export const namePlaces = (rows: LongShape | SingleShape): readonly number[] =>
  rows.kind === 'single' ? [] : [rows.vm, rows.metric, rows.unit].filter((place) => place !== null)
