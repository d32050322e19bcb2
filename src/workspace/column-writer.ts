/**
 * Fills a table of the engine column by column: no object a row. Columns have the types that the file is to have, since
 * converting DOUBLE columns on the way out takes the engine as long again as taking them in.
 */
import type { DuckDBAppender, DuckDBDataChunk } from '@duckdb/node-api'
import type { Engine } from './engine.ts'

/** A TIMESTAMP is given as epoch milliseconds UTC, whole ones. */
export type ColumnType = 'DOUBLE' | 'INTEGER' | 'TIMESTAMP'

export interface ColumnWriter {
  /** A value of the row that is being filled; NaN is stored as NaN. */
  set(column: number, value: number): void
  endRow(): void
  /** As many rows as the columns are long; a number stands for a column of that value alone. */
  addRun(columns: readonly (Float64Array | number)[], rows: number): void
  /** Appends what is left. Nothing may be added afterwards. */
  finish(): void
}

/** DuckDB's own vector size: such chunks are handed over whole. */
const CAPACITY = 2048

/**
 * Makes the table anew, with these columns in their order. It is filled through a connection of its own, so that
 * statements may run meanwhile.
 */
export async function openColumnWriter(
  engine: Engine,
  table: string,
  types: Readonly<Record<string, ColumnType>>,
): Promise<ColumnWriter> {
  const { duckdb } = engine
  const connection = await engine.connect()
  const named = Object.entries(types).map(([name, type]) => `"${name}" ${type}`)
  await connection.run(`CREATE OR REPLACE TABLE ${table} (${named.join(', ')})`)
  const columns = Object.values(types).map((type) => openColumn[type]())
  const chunk = duckdb.DuckDBDataChunk.create(Object.values(types).map((type) => duckdb[type]))
  const appender = await connection.createAppender(table)
  let filled = 0
  const flush = () => {
    if (filled > 0) appendColumns(engine, { appender, chunk, columns, filled })
    filled = 0
  }
  return {
    set: (column, value) => columns[column]?.fill(value, filled, filled + 1),
    endRow() {
      if (++filled === CAPACITY) flush()
    },
    addRun(given, rows) {
      for (let from = 0; from < rows;) {
        const taken = Math.min(rows - from, CAPACITY - filled)
        for (const [index, column] of columns.entries()) {
          const values = given[index] as Float64Array | number
          if (typeof values === 'number') column.fill(values, filled, filled + taken)
          else column.copy(values.subarray(from, from + taken), filled)
        }
        from += taken
        filled += taken
        if (filled === CAPACITY) flush()
      }
    },
    finish() {
      flush()
      appender.closeSync()
      connection.closeSync()
    },
  }
}

/** The rows of one column that wait to be appended, as the engine has them in memory. */
interface Column {
  readonly cells: ArrayBufferView<ArrayBuffer>
  fill(value: number, from: number, to: number): void
  copy(values: Float64Array, to: number): void
}

const openColumn = {
  DOUBLE() {
    const cells = new Float64Array(CAPACITY)
    return {
      cells,
      fill: (value, from, to) => cells.fill(value, from, to),
      copy: (values, to) => cells.set(values, to),
    }
  },
  INTEGER() {
    const cells = new Int32Array(CAPACITY)
    return {
      cells,
      fill: (value, from, to) => cells.fill(value, from, to),
      copy: (values, to) => cells.set(values, to),
    }
  },
  TIMESTAMP() {
    const cells = new Uint32Array(2 * CAPACITY)
    const fill = (value: number, from: number, to: number): void => {
      for (let row = from; row < to; row++) setTimestamp(cells, row, value)
    }
    const copy = (values: Float64Array, to: number): void => {
      for (let row = 0; row < values.length; row++) setTimestamp(cells, to + row, values[row] as number)
    }
    return { cells, fill, copy }
  },
} satisfies Record<ColumnType, () => Column>

const WORD = 2 ** 32

/**
 * Epoch microseconds in 64 bits, the lower half first, as on every machine that the engine is built for; several times
 * as fast as through BigInt. In halves from the start, since a product may have more than the 53 bits of a number.
 */
function setTimestamp(cells: Uint32Array, row: number, ms: number): void {
  const upper = Math.floor(ms / WORD)
  const lower = (ms - upper * WORD) * 1000
  const carried = Math.floor(lower / WORD)
  cells[2 * row] = lower - carried * WORD
  cells[2 * row + 1] = upper * 1000 + carried
}

interface FilledColumns {
  readonly appender: DuckDBAppender
  readonly chunk: DuckDBDataChunk
  readonly columns: readonly Column[]
  readonly filled: number
}

/** Through the bindings: the vectors of the API above them take one value at a time, ten times slower. */
function appendColumns({ bindings }: Engine, { appender, chunk, columns, filled }: FilledColumns): void {
  chunk.reset()
  chunk.rowCount = filled
  for (const [index, { cells }] of columns.entries()) {
    const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
    const bytes = (cells.byteLength / CAPACITY) * filled
    bindings.copy_data_to_vector(vector, 0, cells.buffer, cells.byteOffset, bytes)
  }
  appender.appendDataChunk(chunk)
}
