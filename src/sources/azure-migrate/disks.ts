/** The disks of a server: one for each numbered size, else one that stands for its storage. */
import type { Disk } from '../../model/site.ts'
import { numberIn, type TableRow } from '../csv-table.ts'
import type { Report } from '../report.ts'
import { blankDisk } from '../vm-list.ts'
import { gibFactor, type Column, type DiskField, type FixedColumn } from './columns.ts'

/** Names of servers by what was found out about their disks. */
export interface DiskNotes {
  readonly fromAllocated: string[]
  readonly fromInUse: string[]
  readonly without: string[]
  readonly miscounted: string[]
}

export const createDiskNotes = (): DiskNotes => ({ fromAllocated: [], fromInUse: [], without: [], miscounted: [] })

export interface DiskReading {
  readonly id: string
  readonly row: TableRow<Column>
  readonly header: readonly string[]
  readonly report: Report
  readonly notes: DiskNotes
}

export function readDisks(reading: DiskReading): readonly Disk[] {
  const { id, row, report, notes } = reading
  const numbers = [...row.cells.keys()]
    .flatMap((column) => /^disk(\d+) size$/.exec(column)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
  const sized = numbers.flatMap((number) => {
    const capacityGiB = gibIn(reading, `disk${number} size`)
    return capacityGiB === null ? [] : [{ number, capacityGiB }]
  })
  const stated = numberIn(row, 'diskCount', { report, least: 'zero', whole: true })
  if (sized.length === 0) return stated === 0 ? [] : readTotal(reading)
  if (stated !== null && stated !== sized.length) notes.miscounted.push(id)
  const inUse = sized.length === 1 ? gibIn(reading, 'storageInUse') : null
  return sized.map(({ number, capacityGiB }, index) => ({
    ...blankDisk,
    id: `disk-${number}`,
    name: `Disk ${number}`,
    capacityGiB,
    usedGiB: inUse !== null && inUse <= capacityGiB ? inUse : null,
    iops: sumOf(row, [`disk${number} readOps`, `disk${number} writeOps`], report),
    throughputMiBps: sumOf(row, [`disk${number} readThroughput`, `disk${number} writeThroughput`], report),
    boot: index === 0,
  }))
}

/** What is allocated is a capacity; what is in use is at most one. */
function readTotal(reading: DiskReading): readonly Disk[] {
  const { id, row, report, notes } = reading
  const allocated = gibIn(reading, 'storageAllocated')
  const inUse = gibIn(reading, 'storageInUse')
  const capacityGiB = allocated ?? inUse
  if (capacityGiB === null) {
    notes.without.push(id)
    return []
  }
  const note = allocated === null ? notes.fromInUse : notes.fromAllocated
  note.push(id)
  return [
    {
      ...blankDisk,
      id: 'all',
      name: 'all disks',
      capacityGiB,
      usedGiB: inUse !== null && inUse <= capacityGiB ? inUse : null,
      iops: sumOf(row, ['totalReadOps', 'totalWriteOps'], report),
      throughputMiBps: sumOf(row, ['totalReadThroughput', 'totalWriteThroughput'], report),
      boot: true,
    },
  ]
}

type SizeColumn =
  | Extract<FixedColumn, 'storageInUse' | 'storageAllocated'>
  | `disk${number} ${Extract<DiskField, 'size'>}`

function gibIn({ row, header, report }: DiskReading, column: SizeColumn): number | null {
  const value = numberIn(row, column, { report, least: 'zero' })
  return value === null || value === 0 ? null : value * gibFactor(header, column)
}

/** Reads and writes together; null when neither is given, or nothing happens. */
function sumOf(row: TableRow<Column>, columns: readonly Column[], report: Report): number | null {
  const sum = columns.reduce((total, column) => total + (numberIn(row, column, { report, least: 'zero' }) ?? 0), 0)
  return sum > 0 ? sum : null
}

export function reportDiskNotes(notes: DiskNotes, report: Report): void {
  const say = (affected: readonly string[], code: Parameters<Report>[0], message: string): void => {
    if (affected.length > 0)
      report(code, {
        subject: 'disks',
        message,
        suggestion: 'Fill in the columns "Disk 1 size" and so on.',
        affected,
        ...(code === 'site.guessed' && { about: ['disks'] }),
      })
  }
  say(
    notes.fromAllocated,
    'site.guessed',
    'No single disk sizes: the disks of these servers count as one of the size in "Storage allocated".',
  )
  say(
    notes.fromInUse,
    'site.guessed',
    'Neither disk sizes nor "Storage allocated": the disks of these servers count as one of the size in "Storage in use", which is smaller than they are.',
  )
  say(
    notes.without,
    'site.disks-missing',
    'These servers have no disk with a size, so no disk of theirs is in the plan.',
  )
  say(
    notes.miscounted,
    'site.conflict',
    '"Number of disks" is not the number of disk sizes of these servers; the sizes are used.',
  )
}
