/**
 * Parquet through DuckDB, as the workspace reads its own: one thread, so that rows come in the order of the file, and
 * nothing is fetched, installed or written. Loaded only when there is a Parquet file: the import takes 90 ms.
 */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type * as Bindings from '@duckdb/node-bindings'
import { InputError } from '../../errors.ts'
import type { MetricFile } from '../read-lines.ts'

const MEMORY_LIMIT = '512MB'

export interface ParquetColumn {
  readonly name: string
  /** As DuckDB calls it: VARCHAR, TIMESTAMP, DECIMAL(10,3). */
  readonly type: string
}

/** Rows that were read together. */
export interface RowRun {
  readonly rows: number
  /** A DOUBLE column without NULL; valid until the next run is asked for. */
  numbers(index: number): Float64Array
  texts(index: number): readonly string[]
}

/** Every function throws InputError `source.file-damaged`, and takes names of columns only as columnsOf gave them. */
export interface ParquetEngine {
  columnsOf(file: MetricFile): Promise<readonly ParquetColumn[]>
  /** Makes an enum type of the texts of an SQL expression over the file; the place of a text here is its code. */
  listTexts(file: MetricFile, type: string, expression: string): Promise<readonly string[]>
  /** The values of SQL expressions over the file, run by run, in its order. */
  scan(file: MetricFile, expressions: readonly string[]): AsyncGenerator<RowRun>
  close(): void
}

/** One engine for many files, made when the first of them comes: making one takes 20 ms. */
export interface SharedParquet {
  open(): Promise<ParquetEngine>
  close(): Promise<void>
}

export function shareParquet(): SharedParquet {
  let opened: Promise<ParquetEngine> | null = null
  return {
    open: () => (opened ??= openParquet()),
    close: async () => (await opened)?.close(),
  }
}

async function openParquet(): Promise<ParquetEngine> {
  const duckdb = await import('@duckdb/node-api')
  const { default: bindings } = await import('@duckdb/node-bindings')
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY_LIMIT,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  return {
    columnsOf: (file) => guard(file, () => describeColumns(connection, file)),
    listTexts: (file, type, expression) => guard(file, () => listTexts({ connection, file, type, expression })),
    scan: (file, expressions) => scan({ connection, bindings, file, expressions }),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

async function describeColumns(connection: DuckDBConnection, file: MetricFile): Promise<readonly ParquetColumn[]> {
  const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${tableOf(file)}`)).getRowsJson()
  return rows.map(([name, type]) => ({ name: textOf(name), type: textOf(type) }))
}

interface Listing {
  readonly connection: DuckDBConnection
  readonly file: MetricFile
  readonly type: string
  readonly expression: string
}

async function listTexts({ connection, file, type, expression }: Listing): Promise<readonly string[]> {
  await connection.run(`CREATE OR REPLACE TYPE ${type} AS ENUM (SELECT DISTINCT ${expression} FROM ${tableOf(file)})`)
  const texts = await connection.runAndReadAll(`SELECT unnest(enum_range(NULL::${type}))::VARCHAR`)
  return texts.getRowsJson().map(([text]) => textOf(text))
}

interface Scan {
  readonly connection: DuckDBConnection
  readonly bindings: (typeof Bindings)['default']
  readonly file: MetricFile
  readonly expressions: readonly string[]
}

async function* scan({ connection, bindings, file, expressions }: Scan): AsyncGenerator<RowRun> {
  const sql = `SELECT ${expressions.join(', ')} FROM ${tableOf(file)}`
  const result = await guard(file, () => connection.stream(sql))
  for (;;) {
    const chunk = await guard(file, () => result.fetchChunk())
    if (chunk === null || chunk.rowCount === 0) return
    yield {
      rows: chunk.rowCount,
      numbers: (index) => numbersOf(bindings, chunk, index),
      texts: (index) => chunk.getColumnValues(index).map(textOf),
    }
  }
}

/** Through the bindings: the vectors of the API above them give one value at a time, ten times slower. */
function numbersOf(bindings: Scan['bindings'], chunk: DuckDBDataChunk, index: number): Float64Array {
  const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
  const { buffer, byteOffset } = bindings.vector_get_data(vector, chunk.rowCount * Float64Array.BYTES_PER_ELEMENT)
  return new Float64Array(buffer, byteOffset, chunk.rowCount)
}

/** DuckDB takes `*`, `?` and `[` of a path as a pattern, and folders such as `vm=web-1` as columns, unless it is told. */
const tableOf = ({ path }: MetricFile): string =>
  `read_parquet(${sqlText(path.replaceAll(/[*?[]/g, '[$&]'))}, hive_partitioning = false, binary_as_string = true)`

const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name that came out of a file, as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

async function guard<T>(file: MetricFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    // The first line says what is wrong; the others repeat the SQL.
    const why = (cause as Error).message.split('\n')[0]?.replaceAll(file.path, file.shownPath) ?? ''
    throw new InputError('source.file-damaged', `${file.shownPath} cannot be read as Parquet: ${why}.`, {
      suggestions: ['Export or copy the file again.'],
      place: { file: file.shownPath },
      cause,
    })
  }
}
