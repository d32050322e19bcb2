/** One row of the import template as a VM. */
import type { Vm } from '../../model/site.ts'
import type { AddressNetworks } from '../address-networks.ts'
import { numberIn, type TableRow } from '../csv-table.ts'
import { guestOs } from '../guest-os.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { blankVm, type PlacedVm } from '../vm-list.ts'
import { gibFactor, type Column } from './columns.ts'
import { readDisks, type DiskNotes } from './disks.ts'

export interface ServerContext {
  readonly header: readonly string[]
  readonly networks: AddressNetworks
  readonly notes: DiskNotes
  readonly report: Report
}

/** Servers are known by their name: the template has no other id. Null and a finding for a row without one. */
export function readServer(row: TableRow<Column>, context: ServerContext): PlacedVm | null {
  const { header, networks, notes, report } = context
  const name = row.cells.get('name')
  if (name === undefined) {
    report('site.row-unreadable', {
      subject: row.place,
      message: 'The row has no server name.',
      suggestion: 'Fill it in, or remove the row.',
      place: row.place,
    })
    return null
  }
  const memory = numberIn(row, 'memory', { report, least: 'above-zero' })
  const tags = tagsOf(row)
  const vm: Vm = {
    ...blankVm,
    id: name,
    name,
    source: 'azure-migrate',
    vcpus: numberIn(row, 'cores', { report, least: 'above-zero', whole: true }),
    memoryGiB: memory === null ? null : memory * gibFactor(header, 'memory'),
    architecture: architectureOf(row.cells.get('osArchitecture') ?? ''),
    firmware: firmwareOf(row.cells.get('firmware') ?? ''),
    os: guestOs(osNameOf(row)),
    disks: readDisks({ id: name, row, header, report, notes }),
    nics: networks.nicsOf(addressesOf(row, report), macsOf(row)),
    ...nounsFromTags(tags),
    tags,
  }
  return { vm, place: row.place }
}

/** Columns that the template does not have, and the two of it that no noun holds. */
function tagsOf({ cells, others }: TableRow<Column>): Record<string, string> {
  const own = (['serverType', 'hypervisor'] as const).flatMap((column): [string, string][] => {
    const text = cells.get(column)
    return text === undefined ? [] : [[column, text]]
  })
  return { ...others, ...Object.fromEntries(own) }
}

/** The template says 32-bit or 64-bit (x86 is meant); other words may say more. */
function architectureOf(text: string): Vm['architecture'] {
  if (/arm|aarch/i.test(text)) return 'arm64'
  return /x86|x64|amd64|32|64/i.test(text) ? 'x86_64' : null
}

function firmwareOf(text: string): Vm['firmware'] {
  if (/^u?efi$/i.test(text)) return 'uefi'
  return /^bios$/i.test(text) ? 'bios' : null
}

/** The version only where the name has none, so that "Windows Server 2019" is not 2019 twice. */
function osNameOf({ cells }: TableRow<Column>): string | null {
  const name = cells.get('osName') ?? null
  const version = cells.get('osVersion') ?? ''
  return name === null || /\d/.test(name) ? name : `${name} ${version}`.trim()
}

function addressesOf(row: TableRow<Column>, report: Report): ReturnType<typeof readAddresses>['addresses'] {
  const { addresses, faults } = readAddresses(row.cells.get('addresses') ?? '')
  for (const fault of faults)
    report('site.value-invalid', {
      subject: 'IP addresses',
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Correct the cell; several addresses have a semicolon between them.',
      place: row.place,
    })
  return addresses
}

const macsOf = ({ cells }: TableRow<Column>): readonly string[] =>
  (cells.get('mac') ?? '')
    .split(/[\s,;]+/)
    .filter((mac) => mac !== '')
    .map((mac) => mac.toLowerCase().replaceAll('-', ':'))
