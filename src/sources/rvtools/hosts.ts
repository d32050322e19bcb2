/** The hosts of the tab vHost. Of an older or cut export that does not state their memory there are none. */
import type { SiteHost } from '../../model/site.ts'
import type { Report } from '../report.ts'
import { isTrue, numberOf, textOf, type Row } from './rows.ts'

const MIB_PER_GIB = 1024

/** A row without a name is left out: no VM could run on it. */
export function readHosts(rows: readonly Row<'vHost'>[], report: Report): readonly SiteHost[] {
  return rows.some((row) => textOf(row, 'memory') !== null) ? rows.flatMap((row) => readHost(row, report)) : []
}

function readHost(row: Row<'vHost'>, report: Report): readonly SiteHost[] {
  const name = textOf(row, 'host')
  if (name === null) return []
  const number = { report, subject: `host ${name}`, least: 'above-zero' } as const
  const memoryMiB = numberOf(row, 'memory', number)
  const cores = numberOf(row, 'cores', { ...number, whole: true })
  const server = textOf(row, 'server') ?? textOf(row, 'serverUuid')
  return [
    {
      id: server === null ? name : `${server}/${name}`,
      name,
      cluster: textOf(row, 'cluster'),
      datacenter: textOf(row, 'datacenter'),
      memoryGiB: memoryMiB === null ? null : memoryMiB / MIB_PER_GIB,
      threads: cores === null ? null : cores * (isTrue(row, 'hyperThreading') ? 2 : 1),
      maintenance: isTrue(row, 'maintenance'),
    },
  ]
}
