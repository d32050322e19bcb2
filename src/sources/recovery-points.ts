/** Recovery points in a CSV file: a header with the columns vm, time, and if there are any consistency (or kind), id, group. */
import { InputError, type Place } from '../errors.ts'
import { nearest } from '../model/nearest.ts'
import { readCsv } from './csv-rows.ts'
import { listed } from '../model/listed.ts'

const titles = {
  vm: 'vm',
  time: 'time',
  at: 'time',
  consistency: 'consistency',
  kind: 'consistency',
  id: 'id',
  group: 'group',
} as const
const needed = ['vm', 'time'] as const

/** One row as it is written, keys as in drplan/recovery-points@1; what is blank is not there. */
export interface RawPoint {
  readonly place: Place
  readonly values: Readonly<Record<string, string>>
}

/** Throws InputError `source.file-damaged`, or `replication.points-invalid` of a header that does not fit. */
export function readPointsTable(text: string, file: string): readonly RawPoint[] {
  const [header, ...rows] = readCsv(text, file).rows
  const names = (header?.cells ?? []).map((title) => title.trim().toLowerCase())
  const columns = names.map((name) => (Object.hasOwn(titles, name) ? titles[name as keyof typeof titles] : null))
  refuseOthers(names, columns, { file, line: header?.line ?? 1 })
  return rows.map(({ cells, line }) => ({
    place: { file, line },
    values: Object.fromEntries(
      columns.flatMap((column, index): [string, string][] => {
        const cell = cells[index]?.trim() ?? ''
        return column === null || cell === '' ? [] : [[column, cell]]
      }),
    ),
  }))
}

function refuseOthers(names: readonly string[], columns: readonly (string | null)[], place: Place): void {
  const missing = needed.filter((column) => !columns.includes(column))
  const unknown = names.filter((_, index) => columns[index] === null)
  if (missing.length === 0 && unknown.length === 0) return
  const [first] = unknown
  const near = first === undefined ? null : nearest(first, Object.keys(titles))
  throw new InputError(
    'replication.points-invalid',
    missing.length > 0
      ? `The header of ${place.file} has no column ${missing.join(', ')}.`
      : `These columns of ${place.file} are none of recovery points: ${listed(unknown)}.`,
    {
      place,
      suggestions: [...(near ? [`Did you mean ${near}?`] : []), 'The columns are vm, time, consistency, id, group.'],
    },
  )
}
