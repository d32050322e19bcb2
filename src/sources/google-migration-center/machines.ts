/** Rows of vmInfo as VMs, with their disks and tags. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import type { AddressNetworks } from '../address-networks.ts'
import { numberIn, type TableRow } from '../csv-table.ts'
import { guestOs } from '../guest-os.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk, blankVm, type PlacedVm } from '../vm-list.ts'
import type { DiskColumn, TagColumn, VmColumn } from './tables.ts'

export interface MachineContext {
  readonly disks: ReadonlyMap<string, readonly TableRow<DiskColumn>[]>
  readonly tags: ReadonlyMap<string, readonly TableRow<TagColumn>[]>
  readonly networks: AddressNetworks
  readonly notes: { readonly fromTotal: string[]; readonly withoutDisks: string[] }
  readonly report: Report
}

export function readMachine(row: TableRow<VmColumn>, context: MachineContext): PlacedVm | null {
  const { report } = context
  const id = row.cells.get('MachineId')
  if (id === undefined) {
    report('site.row-unreadable', {
      subject: row.place,
      message: 'The row has no MachineId.',
      suggestion: 'Fill it in, or remove the row.',
      place: row.place,
    })
    return null
  }
  const tags = { ...row.others, ...tagsOf(context.tags.get(id) ?? []) }
  const text = (column: VmColumn): string => row.cells.get(column) ?? ''
  const vm: Vm = {
    ...blankVm,
    id,
    name: text('MachineName') || id,
    source: 'google-migration-center',
    power: powerOf(text('MachineStatus')),
    vcpus: numberIn(row, 'AllocatedProcessorCoreCount', { report, least: 'above-zero', whole: true }),
    memoryGiB: numberIn(row, 'MemoryGiB', { report, least: 'above-zero' }),
    os: guestOs([text('OsName') || text('OsType'), text('OsVersion')].join(' ').trim()),
    sourceType: text('MachineTypeLabel') || null,
    disks: disksOf(id, row, context),
    nics: nicsOf(row, context),
    placement: { ...blankVm.placement, datacenter: text('HostingLocation') || null },
    ...nounsFromTags(tags),
    tags,
  }
  return { vm, place: row.place }
}

function powerOf(status: string): Vm['power'] {
  if (/^(running|powered ?on|on|started)$/i.test(status)) return 'on'
  if (/^(stopped|powered ?off|off|deallocated|terminated)$/i.test(status)) return 'off'
  return /^suspended$/i.test(status) ? 'suspended' : 'unknown'
}

const tagsOf = (rows: readonly TableRow<TagColumn>[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap(({ cells }): [string, string][] => {
      const key = cells.get('Key')
      return key === undefined ? [] : [[key, cells.get('Value') ?? '']]
    }),
  )

/** The rows of diskInfo, else one disk of the total that vmInfo states. */
function disksOf(id: string, row: TableRow<VmColumn>, { disks, notes, report }: MachineContext): readonly Disk[] {
  const rows = disks.get(id) ?? []
  const names = rows.map(({ cells }, index) => cells.get('DiskLabel') ?? `disk-${index + 1}`)
  const ids = uniqueIds(names)
  const sized = rows.flatMap((own, index) => {
    const capacityGiB = numberIn(own, 'SizeInGib', { report, least: 'above-zero' })
    const usedGiB = numberIn(own, 'UsedInGib', { report, least: 'zero' })
    if (capacityGiB === null) return []
    const sourceClass = own.cells.get('StorageTypeLabel') ?? null
    return [{ ...blankDisk, id: ids[index] ?? '', name: names[index] ?? '', capacityGiB, usedGiB, sourceClass }]
  })
  if (sized.length > 0) return sized.map((disk, index) => ({ ...disk, boot: index === 0 }))
  const total = numberIn(row, 'TotalDiskAllocatedGiB', { report, least: 'zero' })
  if (total === null || total === 0) {
    notes.withoutDisks.push(id)
    return []
  }
  notes.fromTotal.push(id)
  const usedGiB = numberIn(row, 'TotalDiskUsedGiB', { report, least: 'zero' })
  return [{ ...blankDisk, id: 'all', name: 'all disks', capacityGiB: total, usedGiB, boot: true }]
}

function nicsOf(row: TableRow<VmColumn>, { networks, report }: MachineContext): readonly Nic[] {
  const open = row.cells.get('PublicIPAddress') ?? ''
  const written = `${row.cells.get('PrimaryIPAddress') ?? ''} ${row.cells.get('IpAddressListSemiColonDelimited') ?? ''}`
  const own = written.split(/[\s;,]+/).filter((text) => text !== '' && text !== open)
  const { addresses, faults } = readAddresses([...new Set(own)].join(' '))
  for (const fault of faults)
    report('site.value-invalid', {
      subject: 'IP addresses',
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Correct the cell; several addresses have a semicolon between them.',
      place: row.place,
    })
  return networks.nicsOf(addresses, []).map((nic, index) => ({ ...nic, hasPublicAddress: index === 0 && open !== '' }))
}
