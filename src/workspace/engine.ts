/**
 * The embedded engine (DuckDB) that writes and reads Parquet. One thread, so that sums and rows come in one
 * order and a file has the same bytes every time; nothing is ever fetched from the network.
 */
import type * as DuckDB from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBDataChunk, DuckDBDoubleVector } from '@duckdb/node-api'
import type * as Bindings from '@duckdb/node-bindings'

/** Above this DuckDB sorts and groups through the spill folder instead of memory. */
const MEMORY_LIMIT = '512MB'

type RawBindings = (typeof Bindings)['default']

export interface Engine {
  readonly duckdb: typeof DuckDB
  readonly bindings: RawBindings
  readonly connection: DuckDBConnection
  /** Another one, for what is to go on while a statement runs. */
  connect(): Promise<DuckDBConnection>
  close(): void
}

/** `spillFolder` is made only when a query outgrows the memory limit. Loaded on demand: the import takes 90 ms. */
export async function openEngine(spillFolder: string): Promise<Engine> {
  const duckdb = await import('@duckdb/node-api')
  const { default: bindings } = await import('@duckdb/node-bindings')
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
  return { duckdb, bindings, connection, connect: () => instance.connect(), close }
}

/** A text as an SQL literal, for the statements that take no parameters (COPY … TO). */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** How a part is written; the row group size is fixed because the bytes depend on it. */
export const parquetOptions = '(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880)'

/** A run of rows of DOUBLE columns. */
export interface ColumnRun {
  readonly rows: number
  /** One column, copied out; NaN where SQL has NULL. */
  column(index: number): Float64Array
}

/** The rows of a query whose columns are all DOUBLE, run by run in the order of the query. */
export async function* scanColumns(
  { connection, bindings }: Engine,
  sql: string,
  values: Record<string, string> = {},
): AsyncGenerator<ColumnRun> {
  const result = await connection.stream(sql, values)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield { rows: chunk.rowCount, column: (index) => copyColumn(bindings, chunk, index) }
  }
}

function copyColumn(bindings: RawBindings, chunk: DuckDBDataChunk, index: number): Float64Array {
  const rows = chunk.rowCount
  const raw = bindings.data_chunk_get_vector(chunk.chunk, index)
  const hasNulls = Boolean(bindings.vector_get_validity(raw, Math.ceil(rows / 64) * 8))
  if (!hasNulls) {
    const { buffer, byteOffset } = bindings.vector_get_data(raw, rows * Float64Array.BYTES_PER_ELEMENT)
    return new Float64Array(buffer, byteOffset, rows).slice()
  }
  const vector = chunk.getColumnVector(index) as DuckDBDoubleVector
  return Float64Array.from({ length: rows }, (_, row) => vector.getItem(row) ?? NaN)
}
