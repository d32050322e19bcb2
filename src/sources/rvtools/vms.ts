/** One VM out of its rows in all tabs. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import type { ApplicationReader, Groupings } from '../application-origin.ts'
import { guestOs } from '../guest-os.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { readAccelerators } from './accelerators.ts'
import type { Machine } from './machines.ts'
import { readTraits } from './traits.ts'
import { isTrue, numberOf, textOf, type Row } from './rows.ts'

export interface VmParts {
  readonly machine: Machine
  readonly cpuRow: Row<'vCPU'> | undefined
  readonly memoryRow: Row<'vMemory'> | undefined
  readonly usbRows: readonly Row<'vUSB'>[]
  readonly disks: readonly Disk[]
  readonly nics: readonly Nic[]
  readonly report: Report
  /** VMs of which two tabs state different sizes. */
  readonly disagreeing: string[]
  readonly applications: ApplicationReader
}

export function buildVm(parts: VmParts): Vm {
  const { machine, disks, nics, report, applications } = parts
  const { row } = machine
  const nouns = nounsFromTags(row.custom)
  const osName = textOf(row, 'osReported') ?? textOf(row, 'osConfigured')
  return {
    id: machine.id,
    name: machine.name,
    source: 'rvtools',
    kind: kindOf(machine),
    power: powerOf(row),
    ...sizeOf(parts),
    architecture: /\barm(64)?\b|aarch64/i.test(osName ?? '') ? 'arm64' : 'x86_64',
    firmware: firmwareOf(row),
    os: guestOs(osName),
    sourceType: null,
    disks,
    nics,
    accelerators: readAccelerators(machine, report),
    placement: {
      datacenter: textOf(row, 'datacenter'),
      cluster: textOf(row, 'cluster'),
      host: textOf(row, 'host'),
      zone: null,
    },
    ...nouns,
    application: applications.of(groupingsOf(row), nouns.application ?? textOf(row, 'vapp')),
    tags: row.custom,
    ...readTraits(parts),
  }
}

const groupingsOf = (row: Row<'vInfo'>): Groupings => ({
  tags: row.custom,
  vapp: textOf(row, 'vapp'),
  folder: textOf(row, 'folder'),
  resourcePool: textOf(row, 'resourcePool'),
  annotation: textOf(row, 'annotation'),
})

/** vInfo's figures; those of vCPU and vMemory where vInfo has none. */
function sizeOf({ machine, cpuRow, memoryRow, report, disagreeing }: VmParts): Pick<Vm, 'vcpus' | 'memoryGiB'> {
  const options = { report, subject: machine.name, least: 'above-zero' } as const
  const vcpus = numberOf(machine.row, 'cpus', { ...options, whole: true })
  const otherVcpus = cpuRow ? numberOf(cpuRow, 'cpus', { ...options, whole: true }) : null
  const memoryMib = numberOf(machine.row, 'memory', options)
  const otherMib = memoryRow ? numberOf(memoryRow, 'size', options) : null
  const differ = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b
  if (differ(vcpus, otherVcpus) || differ(memoryMib, otherMib)) disagreeing.push(machine.id)
  const mib = memoryMib ?? otherMib
  return { vcpus: vcpus ?? otherVcpus, memoryGiB: mib === null ? null : mib / 1024 }
}

/** vSphere Cluster Services name their VMs `vCLS (1)` up to 7.0 U2 and `vCLS-<uuid>` since. */
function kindOf({ name, row }: Machine): Vm['kind'] {
  if (isTrue(row, 'template')) return 'template'
  if (isTrue(row, 'placeholder')) return 'placeholder'
  return /^vCLS([ (-]|$)/.test(name) ? 'platform' : 'workload'
}

function powerOf(row: Row<'vInfo'>): Vm['power'] {
  const text = (textOf(row, 'power') ?? '').toLowerCase().replaceAll(/[\s_-]/g, '')
  if (text === 'poweredon') return 'on'
  if (text === 'poweredoff') return 'off'
  return text === 'suspended' ? 'suspended' : 'unknown'
}

function firmwareOf(row: Row<'vInfo'>): Vm['firmware'] {
  const text = (textOf(row, 'firmware') ?? '').toLowerCase()
  return text === 'bios' ? 'bios' : text === 'efi' || text === 'uefi' ? 'uefi' : null
}
