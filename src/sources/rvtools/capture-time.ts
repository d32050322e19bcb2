/** When the export was made. */
import type { Report } from '../report.ts'
import type { Row } from './rows.ts'

/**
 * vMetaData states the local time of the export without its zone; it is read as UTC, which is wrong by 14 hours at
 * most, and that is said. `created` is what the workbook says of itself. ISO 8601 UTC, or null and a finding.
 */
export function captureTime(
  rows: readonly Row<'vMetaData'>[],
  created: string | null,
  { shown, report }: { shown: string; report: Report },
): string | null {
  const stated = rows.map((row) => timeOf(row)).filter((time) => time !== null)
  const latest = stated.toSorted().at(-1) ?? null
  if (latest !== null)
    report('site.capture-time-unknown', {
      subject: shown,
      message: `The export says ${latest.slice(0, 19).replace('T', ' ')} without a time zone; it is read as UTC.`,
      suggestion: 'Set site.capturedAt in drplan.yaml if the hours matter.',
      place: rows[0]?.place ?? shown,
    })
  if (latest ?? created) return latest ?? created
  report('site.capture-time-unknown', {
    subject: shown,
    message:
      'The export does not say when it was made: it has no tab vMetaData, and the file was saved again later or does not say.',
    suggestion: 'Set site.capturedAt in drplan.yaml.',
    place: shown,
  })
  return null
}

/** `2025-02-26 12:53:35` or `2018/10/05 12:22:47`; where day and month could be swapped nothing is read. */
function timeOf(row: Row<'vMetaData'>): string | null {
  const cell = row.cells.get('created')
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString()
  const match = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(String(cell ?? ''))
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
