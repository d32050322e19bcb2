/** The series of a row, found by the bytes that name it: no text a row. */
import { LINE_END, namesOf, type Row } from './quick-row.ts'
import type { LongShape, SingleShape } from './recognise-shape.ts'
import type { PendingSeries } from './sample-buffer.ts'

export type SeriesOfRow = (cells: readonly string[]) => PendingSeries | null

interface KnownSeries {
  /** The cells that name it, each followed by a line end. */
  readonly name: Uint8Array
  readonly series: PendingSeries | null
}

/** Texts are made of the names of a series once, for `seriesOf`. */
export function createSeriesFinder(
  shape: LongShape | SingleShape,
  seriesOf: SeriesOfRow,
  row: Row,
): () => PendingSeries | null {
  if (shape.kind === 'single') return () => seriesOf([])
  const names = Int32Array.from(namesOf(shape))
  const known = new Map<number, KnownSeries>()
  return () => {
    const hash = hashOf(row, names)
    const found = known.get(hash)
    if (found !== undefined && isNamed(row, names, found.name)) return found.series
    const cells = Array.from(row.starts, (start, column) =>
      names.includes(column) ? Buffer.from(row.bytes.subarray(start, row.ends[column])).toString('utf8') : '',
    )
    const series = seriesOf(cells)
    const name = Buffer.from([...names].map((column) => `${cells[column] ?? ''}\n`).join(''))
    known.set(hash, { name, series })
    return series
  }
}

/** FNV-1a, 32 bits. */
function hashOf({ bytes, starts, ends }: Row, names: Int32Array): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < names.length; place++) {
    const column = names[place] as number
    const end = ends[column] as number
    for (let index = starts[column] as number; index < end; index++) {
      hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193)
    }
    hash = Math.imul(hash ^ LINE_END, 0x01000193)
  }
  return hash
}

function isNamed({ bytes, starts, ends }: Row, names: Int32Array, name: Uint8Array): boolean {
  let at = 0
  for (let place = 0; place < names.length; place++) {
    const column = names[place] as number
    const end = ends[column] as number
    for (let index = starts[column] as number; index < end; index++) if (bytes[index] !== name[at++]) return false
    if (name[at++] !== LINE_END) return false
  }
  return at === name.length
}
