/** The disks of a VM: from vDisk, else from the totals of vInfo, saying which. */
import type { FindingParts } from '../../model/finding.ts'
import type { Disk } from '../../model/site.ts'
import type { Report } from '../report.ts'
import type { Machine } from './machines.ts'
import { numberOf, isTrue, textOf, type Row } from './rows.ts'
import { compareText } from '../../model/text-order.ts'

export interface DiskNotes {
  /** VMs by what was found out about their disks. */
  readonly fromTotal: string[]
  readonly fromProvisioned: string[]
  readonly withoutSize: string[]
  readonly independent: string[]
  readonly miscounted: string[]
}

export const createDiskNotes = (): DiskNotes => ({
  fromTotal: [],
  fromProvisioned: [],
  withoutSize: [],
  independent: [],
  miscounted: [],
})

interface Reading {
  readonly machine: Machine
  readonly rows: readonly Row<'vDisk'>[]
  readonly notes: DiskNotes
  readonly report: Report
}

const MIB_PER_GIB = 1024

export function readDisks(reading: Reading): readonly Disk[] {
  const { machine, rows, notes, report } = reading
  const stated = numberOf(machine.row, 'disks', { report, subject: machine.name, least: 'zero', whole: true })
  if (rows.length === 0) return stated === 0 ? [] : readTotal(reading)
  if (stated !== null && stated !== rows.length) notes.miscounted.push(machine.id)
  if (rows.some((row) => /^independent/i.test(textOf(row, 'mode') ?? ''))) notes.independent.push(machine.id)
  const ordered = rows.toSorted(compareRows)
  const ids = uniqueIds(ordered)
  return ordered.flatMap((row, index) => {
    const capacity = numberOf(row, 'capacity', { report, subject: machine.name, least: 'above-zero' })
    if (capacity === null) {
      notes.withoutSize.push(machine.id)
      return []
    }
    return [
      {
        ...emptyDisk,
        id: ids[index] ?? '',
        name: nameOf(row),
        capacityGiB: capacity / MIB_PER_GIB,
        attachment: attachmentOf(row),
        boot: index === 0,
      },
    ]
  })
}

const emptyDisk = { usedGiB: null, sourceClass: null, iops: null, throughputMiBps: null } as const

/** One disk that stands for all of them. `Provisioned` also counts swap and snapshots: it is too large, never too small. */
function readTotal({ machine, notes, report }: Reading): readonly Disk[] {
  for (const [column, note] of [
    ['totalDisk', notes.fromTotal],
    ['provisioned', notes.fromProvisioned],
  ] as const) {
    const total = numberOf(machine.row, column, { report, subject: machine.name, least: 'above-zero' })
    if (total === null) continue
    note.push(machine.id)
    return [
      {
        ...emptyDisk,
        id: 'all',
        name: 'all disks',
        capacityGiB: total / MIB_PER_GIB,
        attachment: 'exclusive',
        boot: true,
      },
    ]
  }
  notes.withoutSize.push(machine.id)
  return []
}

/** A raw device mapping or a disk with several writers cannot be copied as a plain volume. */
function attachmentOf(row: Row<'vDisk'>): Disk['attachment'] {
  if (isTrue(row, 'raw')) return 'raw'
  const sharing = textOf(row, 'sharing') ?? ''
  const bus = textOf(row, 'sharedBus') ?? ''
  return /multi-?writer/i.test(sharing) || /^(physical|virtual)/i.test(bus) ? 'shared' : 'exclusive'
}

const nameOf = (row: Row<'vDisk'>): string => textOf(row, 'disk') ?? textOf(row, 'key') ?? 'disk'

/** Hard disk 2 before Hard disk 10; what is left is settled by key, path and size, never by the order of rows. */
function compareRows(a: Row<'vDisk'>, b: Row<'vDisk'>): number {
  const number = (row: Row<'vDisk'>): number => Number(/(\d+)$/.exec(nameOf(row))?.[1] ?? Number.MAX_SAFE_INTEGER)
  const rest = (row: Row<'vDisk'>): string =>
    ['key', 'path', 'disk', 'capacity', 'raw'].map((column) => textOf(row, column as 'key') ?? '').join('\n')
  return number(a) - number(b) || compareText(rest(a), rest(b))
}

/** The Disk Key (2000 is the first on SCSI 0), else the label; repeated ones are counted. */
function uniqueIds(rows: readonly Row<'vDisk'>[]): readonly string[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const id = textOf(row, 'key') ?? nameOf(row)
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id} (${count})`
  })
}

/** One finding for each kind of note. */
export function reportDiskNotes(notes: DiskNotes, report: Report): void {
  const say = (
    affected: readonly string[],
    code: Parameters<Report>[0],
    parts: Pick<FindingParts, 'subject' | 'message' | 'suggestion' | 'about'>,
  ): void => {
    if (affected.length > 0) report(code, { ...parts, affected })
  }
  say(notes.fromTotal, 'site.guessed', {
    subject: 'disk sizes from vInfo',
    message: 'vDisk has no row for these VMs: their disks count as one of the size in "Total disk capacity".',
    suggestion: 'Export the tab vDisk.',
    about: ['disks'],
  })
  say(notes.fromProvisioned, 'site.guessed', {
    subject: 'disk sizes from Provisioned',
    message:
      'Neither vDisk nor "Total disk capacity" gives sizes for these VMs: their disks count as one of the size in "Provisioned", which includes swap and snapshots.',
    suggestion: 'Export the tab vDisk.',
    about: ['disks'],
  })
  say(notes.withoutSize, 'site.disks-missing', {
    subject: 'disk sizes',
    message: 'A disk of these VMs has no size that can be used, so it is not in the plan.',
    suggestion: 'Export the tab vDisk again.',
  })
  say(notes.independent, 'site.disk-independent', {
    subject: 'independent disks',
    message: 'These VMs have disks in independent mode, which snapshots leave out.',
    suggestion: 'Protect them by replication or inside the guest, or change the mode.',
  })
  say(notes.miscounted, 'site.conflict', {
    subject: 'number of disks',
    message: 'vInfo states another number of disks for these VMs than vDisk lists; vDisk is used.',
    suggestion: 'Check that vDisk is complete.',
  })
}
