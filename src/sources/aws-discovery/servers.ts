/** One row of the import template as a VM. */
import type { Vm } from '../../model/site.ts'
import type { AddressNetworks } from '../address-networks.ts'
import { numberIn, type TableRow } from '../csv-table.ts'
import { guestOs } from '../guest-os.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { blankVm, type PlacedVm } from '../vm-list.ts'
import type { Column } from './columns.ts'

/** Ids of servers by what had to be decided about them. */
export interface ServerNotes {
  readonly fromCores: string[]
  readonly severalApplications: string[]
}

export interface ServerContext {
  readonly networks: AddressNetworks
  readonly notes: ServerNotes
  readonly report: Report
}

/** Null and a finding for a row without any key. */
export function readServer(row: TableRow<Column>, context: ServerContext): PlacedVm | null {
  const { networks, notes, report } = context
  const id = idOf(row)
  if (id === null) {
    report('site.row-unreadable', {
      subject: row.place,
      message: 'The row has none of the columns that identify a server.',
      suggestion: 'Fill in ExternalId, HostName or IPAddress, or remove the row.',
      place: row.place,
    })
    return null
  }
  const memoryMib = numberIn(row, 'RAM.TotalSizeInMB', { report, least: 'above-zero' })
  const tags = tagsOf(row, report)
  const nouns = nounsFromTags(tags)
  const vm: Vm = {
    ...blankVm,
    id,
    name: nameOf(row) ?? id,
    source: 'aws-discovery',
    vcpus: vcpusOf(id, row, context),
    memoryGiB: memoryMib === null ? null : memoryMib / 1024,
    os: guestOs([row.cells.get('OS.Name') ?? '', row.cells.get('OS.Version') ?? ''].join(' ').trim()),
    nics: networks.nicsOf(addressesOf(row, report), macsOf(row)),
    ...nouns,
    application: nouns.application ?? applicationOf(id, row, notes),
    tags,
  }
  return { vm, place: row.place }
}

const nameOf = ({ cells }: TableRow<Column>): string | undefined => cells.get('VMware.VMName') ?? cells.get('HostName')

/** What the owner calls it goes before what vCenter, AWS, the guest or the network do. */
function idOf({ cells }: TableRow<Column>): string | null {
  const [moRef, vCenter] = [cells.get('VMware.MoRefId'), cells.get('VMware.VCenterId')]
  const inVCenter = moRef !== undefined && vCenter !== undefined ? `${vCenter}/${moRef}` : undefined
  const named = cells.get('ExternalId') ?? inVCenter ?? cells.get('ServerId') ?? cells.get('HostName')
  return named ?? cells.get('SMBiosId') ?? cells.get('IPAddress') ?? cells.get('MACAddress') ?? null
}

/** A logical core is a hardware thread, which is what a vCPU is; a core is at least one. */
function vcpusOf(id: string, row: TableRow<Column>, { notes, report }: ServerContext): number | null {
  const range = { report, least: 'above-zero', whole: true } as const
  const logical = numberIn(row, 'CPU.NumberOfLogicalCores', range)
  const cores = numberIn(row, 'CPU.NumberOfCores', range)
  if (logical === null && cores !== null) notes.fromCores.push(id)
  return logical ?? cores
}

const splitList = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

function applicationOf(id: string, { cells }: TableRow<Column>, notes: ServerNotes): string | null {
  const applications = splitList(cells.get('Applications'))
  if (applications.length > 1) notes.severalApplications.push(id)
  return applications[0] ?? null
}

/** `key:value` pairs with commas between them; the wave, and columns of the user's own, are tags too. */
function tagsOf(row: TableRow<Column>, report: Report): Record<string, string> {
  const pairs = splitList(row.cells.get('Tags')).flatMap((part): [string, string][] => {
    const at = part.indexOf(':')
    if (at > 0) return [[part.slice(0, at).trim(), part.slice(at + 1).trim()]]
    report('site.value-invalid', {
      subject: 'Tags',
      message: `"${part}" is not key:value; it is left out.`,
      suggestion: 'Write tags as "key:value, key:value".',
      place: row.place,
    })
    return []
  })
  const wave = row.cells.get('ApplicationWave')
  return { ...row.others, ...(wave === undefined ? {} : { ApplicationWave: wave }), ...Object.fromEntries(pairs) }
}

function addressesOf(row: TableRow<Column>, report: Report): ReturnType<typeof readAddresses>['addresses'] {
  const { addresses, faults } = readAddresses(row.cells.get('IPAddress') ?? '')
  for (const fault of faults)
    report('site.value-invalid', {
      subject: 'IPAddress',
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Correct the cell; several addresses have a comma between them, inside quotes.',
      place: row.place,
    })
  return addresses
}

const macsOf = ({ cells }: TableRow<Column>): readonly string[] =>
  splitList(cells.get('MACAddress')).map((mac) => mac.toLowerCase().replaceAll('-', ':'))
