/** An RVTools export as a site. */
import { InputError } from '../../errors.ts'
import type { Address } from '../../model/address.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import type { Vm } from '../../model/site.ts'
import { counted, createReport, listed, type Report } from '../report.ts'
import { createApplicationReader, type ApplicationReader } from '../application-origin.ts'
import { captureTime } from './capture-time.ts'
import { meaningOf } from './columns.ts'
import { createDiskNotes, readDisks, reportDiskNotes } from './disks.ts'
import { createJoiner } from './join.ts'
import { identifyMachines, type Machine } from './machines.ts'
import { readNics, subnetIdOf, vpcIdOf, type Adapter } from './nics.ts'
import { attributeUse, reportOverfull } from './partitions.ts'
import { buildNetwork, type NamedNetwork } from '../named-networks.ts'
import type { RawTab } from './raw-tab.ts'
import { readRows, textOf, type Row } from './rows.ts'
import { readHosts } from './hosts.ts'
import { buildVm } from './vms.ts'
import { compareText } from '../../model/text-order.ts'

export interface Export {
  readonly tabs: readonly RawTab[]
  /** What the workbook says of its own making, ISO 8601 UTC. */
  readonly created: string | null
}

/** Throws InputError `source.shape-unknown` without a vInfo, `source.nothing-readable` when it is empty. */
export function readExport({ tabs, created }: Export, request: SourceRequest): SiteReading {
  requireInfo(tabs, request)
  const { report, findings } = createReport()
  const machines = identifyMachines(readRows('vInfo', tabs, report), report)
  if (machines.length === 0) throw noRows(request)
  const applications = createApplicationReader(request)
  const { vms, groups } = readMachines(machines, tabs, { report, applications })
  applications.reportUnused(request, report)
  reportMissingTabs(tabs, request, report)
  reportKinds(vms, report)
  const network = buildNetwork(groups, request, report)
  const metadata = readRows('vMetaData', tabs, report)
  const capturedAt = captureTime(metadata, created, { shown: request.shownPath, report })
  const hosts = readHosts(readRows('vHost', tabs, report), report)
  return { capturedAt, region: request.region, vms, network, ...(hosts.length > 0 && { hosts }), findings: findings() }
}

function requireInfo(tabs: readonly RawTab[], request: SourceRequest): void {
  if (tabs.some(isInfo)) return
  const found = tabs.map(({ name }) => name)
  throw new InputError(
    'source.shape-unknown',
    `${request.shownPath} has no tab vInfo with the columns of RVTools; it has ${found.length === 0 ? 'no tabs at all' : listed(found, 30)}.`,
    {
      place: { file: request.shownPath },
      suggestions: ['Export all tabs from RVTools; drplan needs vInfo at least.'],
    },
  )
}

const noRows = (request: SourceRequest): InputError =>
  new InputError('source.nothing-readable', `The tab vInfo of ${request.shownPath} has no rows.`, {
    place: { file: request.shownPath },
    suggestions: ['Export again with an account that may see the VMs.'],
  })

/** The VM's name or an id, or (should the title of the names be lost) two other columns that are known. */
function isInfo({ name, header }: RawTab): boolean {
  if (name.toLowerCase() !== 'vinfo') return false
  const meanings = header.map((cell) => meaningOf('vInfo', String(cell ?? '')))
  const columns = meanings.flatMap((meaning) => (meaning.kind === 'column' ? [meaning.column] : []))
  return columns.length > 1 || columns.some((column) => column === 'vm' || column === 'vmId' || column === 'vmUuid')
}

function readMachines(
  machines: readonly Machine[],
  tabs: readonly RawTab[],
  { report, applications }: { report: Report; applications: ApplicationReader },
): { vms: readonly Vm[]; groups: readonly NamedNetwork[] } {
  const joiner = createJoiner(machines, report)
  const cpu = joiner.join('vCPU', readRows('vCPU', tabs, report))
  const memory = joiner.join('vMemory', readRows('vMemory', tabs, report))
  const disk = joiner.join('vDisk', readRows('vDisk', tabs, report))
  const partition = joiner.join('vPartition', readRows('vPartition', tabs, report))
  const adapter = joiner.join('vNetwork', readRows('vNetwork', tabs, report))
  const usb = joiner.join('vUSB', readRows('vUSB', tabs, report))
  joiner.finish()
  const notes = { ...createDiskNotes(), overfull: [], disagreeing: [], guessed: [] as string[] }
  const groups = new Map<string, GrowingGroup>()
  const vms = machines.map((machine) => {
    const of = { machine, report }
    const plain = readDisks({ ...of, rows: disk.get(machine.id) ?? [], notes })
    const rows = partition.get(machine.id) ?? []
    const disks = attributeUse({ ...of, disks: plain, rows, overfull: notes.overfull })
    const adapters = readNics({ ...of, rows: adapter.get(machine.id) ?? [], guessed: notes.guessed })
    for (const each of adapters) addToGroup(groups, machine, each)
    const cpuRow = firstRow(cpu.get(machine.id))
    const memoryRow = firstRow(memory.get(machine.id))
    const nics = adapters.map(({ nic }) => nic)
    const usbRows = usb.get(machine.id) ?? []
    return buildVm({ ...of, cpuRow, memoryRow, usbRows, disks, nics, applications, disagreeing: notes.disagreeing })
  })
  reportDiskNotes(notes, report)
  reportOverfull(notes.overfull, report)
  reportDisagreement(notes.disagreeing, report)
  reportGuessedNetwork(notes.guessed, report)
  return { vms, groups: [...groups.values()].toSorted((a, b) => compareText(a.id, b.id)) }
}

const firstRow = <Tab extends 'vCPU' | 'vMemory'>(rows: readonly Row<Tab>[] | undefined): Row<Tab> | undefined =>
  rows?.[0]

type GrowingGroup = NamedNetwork & { readonly addresses: Address[] }

function addToGroup(groups: Map<string, GrowingGroup>, machine: Machine, { nic, network }: Adapter): void {
  if (network === null) return
  const id = subnetIdOf(machine, network)
  const known = groups.get(id)
  if (known) known.addresses.push(...nic.addresses)
  else
    groups.set(id, {
      id,
      name: network,
      vpcId: vpcIdOf(machine),
      vpcName: textOf(machine.row, 'datacenter') ?? 'datacenter',
      addresses: [...nic.addresses],
    })
}

function reportDisagreement(vmIds: readonly string[], report: Report): void {
  if (vmIds.length === 0) return
  report('site.conflict', {
    subject: 'vCPUs and memory',
    message: 'vCPU or vMemory states another size for these VMs than vInfo; vInfo is used.',
    suggestion: 'Export all tabs in one go.',
    affected: vmIds,
  })
}

function reportGuessedNetwork(vmIds: readonly string[], report: Report): void {
  if (vmIds.length === 0) return
  report('site.guessed', {
    subject: 'addresses from vInfo',
    message:
      'These VMs are on several networks and only their primary address is known; it is taken to be on the first.',
    suggestion: 'Export the tab vNetwork.',
    affected: vmIds,
    about: ['interfaces'],
  })
}

function reportMissingTabs(tabs: readonly RawTab[], request: SourceRequest, report: Report): void {
  const costs = {
    vDisk: ['the sizes of single disks, raw and shared disks', 'disks'],
    vPartition: ['space in use', 'used-space'],
    vNetwork: ['adapters and their addresses', 'interfaces'],
  } as const
  const missing = Object.entries(costs).filter(
    ([tab]) => !tabs.some(({ name }) => name.toLowerCase() === tab.toLowerCase()),
  )
  for (const [tab, [meaning, fact]] of missing)
    report('site.column-missing', {
      subject: tab,
      message: `There is no tab ${tab}, so drplan does not know ${meaning}.`,
      suggestion: 'Export all tabs from RVTools.',
      place: request.shownPath,
      about: [fact],
    })
}

const kindWords = {
  template: 'template',
  placeholder: 'SRM placeholder',
  platform: 'vSphere Cluster Services VM',
} as const

function reportKinds(vms: readonly Vm[], report: Report): void {
  for (const [kind, word] of Object.entries(kindWords)) {
    const affected = vms.filter((vm) => vm.kind === kind).map((vm) => vm.id)
    if (affected.length > 0)
      report('site.vm-not-workload', {
        subject: `${word}s`,
        message: `${counted(affected.length, word)} will not be planned.`,
        affected,
      })
  }
  const off = vms.filter((vm) => vm.kind === 'workload' && vm.power === 'off').map((vm) => vm.id)
  if (off.length > 0)
    report('site.vm-powered-off', {
      subject: 'powered-off VMs',
      message: `${counted(off.length, 'VM')} ${off.length === 1 ? 'was' : 'were'} powered off.`,
      affected: off,
    })
}
