/** One row of a CSV inventory as a VM. A bad cell is reported with its line and counts as unknown. */
import { formatAddress } from '../../model/address.ts'
import { guestOs } from '../guest-os.ts'
import { readAddresses } from '../read-addresses.ts'
import { readNumber } from '../read-number.ts'
import type { Report } from '../report.ts'
import { splitNames } from '../tag-conventions.ts'
import { inventoryVmSchema, type InventoryVm } from './schema.ts'

/** `disk_gib`, `ip`, `depends_on` and `tags` (k=v) hold several values with `;` between them. */
export const columns = [
  'id',
  'name',
  'vcpus',
  'memory_gib',
  'disk_gib',
  'ip',
  'subnet',
  'subnet_cidr',
  'os',
  'application',
  'tier',
  'depends_on',
  'power',
  'gpu_model',
  'gpu_count',
  'gpu_memory_gib',
  'tags',
] as const
export type ColumnName = (typeof columns)[number]
export type Cells = ReadonlyMap<ColumnName, string>

export interface RowContext {
  readonly place: string
  readonly decimalComma: boolean
  readonly report: Report
}

/** Null and a finding for a row without id and name. */
export function readRow(cells: Cells, context: RowContext): InventoryVm | null {
  const id = cells.get('id') ?? cells.get('name')
  if (id === undefined) {
    context.report('site.row-unreadable', {
      subject: context.place,
      message: 'The row has neither an id nor a name.',
      suggestion: 'Fill in one of them, or remove the row.',
      place: context.place,
    })
    return null
  }
  return inventoryVmSchema.parse({
    id,
    name: cells.get('name') ?? id,
    power: powerOf(cells, context),
    vcpus: numberIn(cells, 'vcpus', context),
    memoryGiB: numberIn(cells, 'memory_gib', context),
    disks: readSizes(cells, context).map((capacityGiB) => ({ capacityGiB })),
    os: guestOs(cells.get('os') ?? null),
    accelerators: acceleratorsOf(cells, context),
    application: cells.get('application') ?? null,
    tier: cells.get('tier') ?? null,
    dependsOn: splitNames(cells.get('depends_on') ?? ''),
    tags: tagsOf(cells, context),
    // Addresses are written as text here because the schema reads text.
    nics: nicsOf(cells, context),
  })
}

function nicsOf(cells: Cells, context: RowContext): readonly unknown[] {
  const { addresses, faults } = readAddresses(cells.get('ip') ?? '')
  for (const fault of faults) invalid('ip', fault, context)
  const subnet = cells.get('subnet')
  if (addresses.length === 0 && subnet === undefined) return []
  return [{ subnetId: subnet ?? null, addresses: addresses.map(formatAddress) }]
}

const wholeColumns: ReadonlySet<ColumnName> = new Set(['vcpus', 'gpu_count'])

function numberIn(cells: Cells, column: ColumnName, context: RowContext): number | null {
  const text = cells.get(column)
  return text === undefined ? null : positive(text, column, context)
}

function positive(text: string, column: ColumnName, context: RowContext): number | null {
  const value = readNumber(text, context.decimalComma)
  if (value !== null && value > 0 && (!wholeColumns.has(column) || Number.isInteger(value))) return value
  const kind = wholeColumns.has(column) ? 'a whole number above zero' : 'a number above zero'
  invalid(column, `"${text}" is not ${kind}`, context)
  return null
}

const readSizes = (cells: Cells, context: RowContext): readonly number[] =>
  splitList(cells.get('disk_gib'))
    .map((text) => positive(text, 'disk_gib', context))
    .filter((size) => size !== null)

const splitList = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const powers = {
  on: 'on',
  poweredon: 'on',
  running: 'on',
  off: 'off',
  poweredoff: 'off',
  stopped: 'off',
  suspended: 'suspended',
  unknown: 'unknown',
} as const

function powerOf(cells: Cells, context: RowContext): InventoryVm['power'] {
  const text = cells.get('power')
  if (text === undefined) return 'on'
  const word = text.toLowerCase().replaceAll(/[\s_-]/g, '')
  if (word in powers) return powers[word as keyof typeof powers]
  invalid('power', `"${text}" is none of on, off, suspended`, context)
  return 'unknown'
}

function acceleratorsOf(cells: Cells, context: RowContext): InventoryVm['accelerators'] {
  const model = cells.get('gpu_model') ?? null
  const isNone = cells.get('gpu_count') === '0'
  const count = isNone ? null : numberIn(cells, 'gpu_count', context)
  const memoryGiB = numberIn(cells, 'gpu_memory_gib', context)
  if (isNone || (model === null && count === null && memoryGiB === null)) return []
  return [{ kind: 'gpu', model, count: count ?? 1, memoryGiB }]
}

function tagsOf(cells: Cells, context: RowContext): Record<string, string> {
  const pairs = splitList(cells.get('tags')).flatMap((part): [string, string][] => {
    const at = part.indexOf('=')
    if (at > 0) return [[part.slice(0, at).trim(), part.slice(at + 1).trim()]]
    invalid('tags', `"${part}" is not key=value`, context)
    return []
  })
  return Object.fromEntries(pairs)
}

function invalid(column: ColumnName, why: string, { place, report }: RowContext): void {
  report('site.value-invalid', {
    subject: column,
    message: `${column}: ${why}; the value counts as unknown.`,
    suggestion: 'Correct the cell, or leave it empty.',
    place,
  })
}
