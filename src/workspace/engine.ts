/**
 * The embedded engine (DuckDB) that writes and reads Parquet. One thread, so that sums and rows come in one
 * order and a file has the same bytes every time; nothing is ever fetched from the network.
 */
import type * as DuckDB from '@duckdb/node-api'
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api'

/** Above this DuckDB sorts and groups through the spill folder instead of memory. */
const MEMORY_LIMIT = '512MB'

export interface Engine {
  readonly duckdb: typeof DuckDB
  readonly connection: DuckDBConnection
  close(): void
}

/** `spillFolder` is made only when a query outgrows the memory limit. Loaded on demand: the import takes 90 ms. */
export async function openEngine(spillFolder: string): Promise<Engine> {
  const duckdb = await import('@duckdb/node-api')
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY_LIMIT,
    temp_directory: spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { duckdb, connection, close }
}

/** A text as an SQL literal, for the statements that take no parameters (COPY … TO). */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** How a part is written; the row group size is fixed because the bytes depend on it. */
export const parquetOptions = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)'

/** Fills a table of DOUBLE columns column by column: no object a row. */
export interface ColumnWriter {
  /** A value of the row that is being filled; NaN is stored as NaN. */
  set(column: number, value: number): void
  endRow(): void
  /** Appends what is left. Nothing may be added afterwards. */
  finish(): void
}

/** Chunks of DuckDB's own vector size are handed over whole; `table` exists and has `width` DOUBLE columns. */
export async function openColumnWriter(engine: Engine, table: string, width: number): Promise<ColumnWriter> {
  const { duckdb, connection } = engine
  const appender = await connection.createAppender(table)
  const capacity = 2048
  const columns = Array.from({ length: width }, () => new Float64Array(capacity))
  const chunk = duckdb.DuckDBDataChunk.create(Array.from({ length: width }, () => duckdb.DOUBLE))
  let filled = 0
  const flush = () => {
    if (filled > 0) appendColumns({ appender, chunk, columns, filled })
    filled = 0
  }
  return {
    set(column, value) {
      ;(columns[column] as Float64Array)[filled] = value
    },
    endRow() {
      if (++filled === capacity) flush()
    },
    finish() {
      flush()
      appender.closeSync()
    },
  }
}

interface FilledColumns {
  readonly appender: DuckDBAppender
  readonly chunk: DuckDBDataChunk
  readonly columns: readonly Float64Array[]
  readonly filled: number
}

function appendColumns({ appender, chunk, columns, filled }: FilledColumns): void {
  chunk.reset()
  chunk.rowCount = filled
  for (const [index, column] of columns.entries()) {
    const vector = chunk.getColumnVector(index) as DuckDBDoubleVector
    for (let row = 0; row < filled; row++) vector.setItem(row, column[row] as number)
    vector.flush()
  }
  appender.appendDataChunk(chunk)
}

/** A run of rows of DOUBLE columns. */
export interface ColumnRun {
  readonly rows: number
  /** One column, copied out; NaN where SQL has NULL. */
  column(index: number): Float64Array
}

/** The rows of a query whose columns are all DOUBLE, run by run in the order of the query. */
export async function* scanColumns(
  connection: DuckDBConnection,
  sql: string,
  values: Record<string, string> = {},
): AsyncGenerator<ColumnRun> {
  const result = await connection.stream(sql, values)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield { rows: chunk.rowCount, column: (index) => copyColumn(chunk, index) }
  }
}

function copyColumn(chunk: DuckDBDataChunk, index: number): Float64Array {
  const vector = chunk.getColumnVector(index) as DuckDBDoubleVector
  const column = new Float64Array(chunk.rowCount)
  for (let row = 0; row < column.length; row++) column[row] = vector.getItem(row) ?? NaN
  return column
}
