/** What `Get-VM | ConvertTo-Json` says of a VM. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import type { ApplicationReader, Groupings } from '../application-origin.ts'
import { guestOs } from '../guest-os.ts'
import type { Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk, blankVm, type PlacedVm } from '../vm-list.ts'
import { readTexts } from './adapters.ts'
import type { DiskNotes } from './disks.ts'
import { architectureOf, guestName, powerOf, wholeOrNull } from './machines.ts'
import type { PowerCliVm } from './schema.ts'

export interface PowerCliContext {
  readonly notes: DiskNotes & { readonly fromProvisioned: string[] }
  readonly applications: ApplicationReader
  readonly report: Report
}

export function readPowerCli(
  { value: stated, place }: Item<PowerCliVm>,
  { notes, report, applications }: PowerCliContext,
): PlacedVm {
  const id = stated.id?.replace(/^VirtualMachine-/, '') || stated.name
  const tags = Object.fromEntries(
    (stated.customFields ?? []).flatMap(({ key, value }) => (value ? [[key, value]] : [])),
  )
  const nouns = nounsFromTags(tags)
  const vm: Vm = {
    ...blankVm,
    id,
    name: stated.name,
    source: 'vsphere-json',
    kind: /^vCLS([ (-]|$)/.test(stated.name) ? 'platform' : 'workload',
    power: powerOf(stated.powerState ?? ''),
    vcpus: wholeOrNull(stated.numCpu),
    memoryGiB: memoryOf(stated),
    architecture: architectureOf(stated.guestId),
    os: guestOs(stated.guest?.oSFullName || guestName(stated.guestId)),
    disks: disksOf(stated, id, notes),
    nics: nicsOf(stated, { id, place, report }),
    placement: { ...blankVm.placement, host: nameOf(stated.vMHost) },
    ...nouns,
    application: applications.of(groupingsOf(stated, tags), nouns.application),
    tags,
  }
  return { vm, place }
}

function memoryOf({ memoryGB, memoryMB }: PowerCliVm): number | null {
  const gib = memoryGB ?? (memoryMB ?? 0) / 1024
  return gib > 0 ? gib : null
}

const nameOf = (named: PowerCliVm['vMHost']): string | null => (typeof named === 'string' ? named : named?.name) ?? null

const groupingsOf = ({ vApp, folder, resourcePool, notes }: PowerCliVm, tags: Groupings['tags']): Groupings => ({
  tags,
  vapp: nameOf(vApp),
  folder: nameOf(folder),
  resourcePool: nameOf(resourcePool),
  annotation: notes ?? null,
})

/** Hard disks where the answer goes that deep, else the provisioned space, which also counts swap and snapshots. */
function disksOf(stated: PowerCliVm, id: string, notes: PowerCliContext['notes']): readonly Disk[] {
  const disks = stated.hardDisks ?? []
  if (disks.some(({ persistence }) => /^independent/i.test(persistence ?? ''))) notes.independent.push(id)
  if (disks.length > 0) {
    const names = disks.map(({ name }, index) => name ?? `Hard disk ${index + 1}`)
    const ids = uniqueIds(disks.map((disk, index) => disk.id ?? names[index] ?? ''))
    return disks.map((disk, index) => ({
      ...blankDisk,
      id: ids[index] ?? '',
      name: names[index] ?? '',
      capacityGiB: disk.capacityGB,
      attachment: isRaw(disk) ? 'raw' : 'exclusive',
      boot: index === 0,
    }))
  }
  const provisioned = stated.provisionedSpaceGB ?? 0
  if (provisioned <= 0) {
    notes.withoutSize.push(id)
    return []
  }
  notes.fromProvisioned.push(id)
  return [{ ...blankDisk, id: 'all', name: 'all disks', capacityGiB: provisioned, boot: true }]
}

/** The type may be a number, which PowerCLI does not document; only raw mappings name a LUN. */
const isRaw = ({ diskType, scsiCanonicalName, deviceName }: NonNullable<PowerCliVm['hardDisks']>[number]): boolean =>
  /^raw/i.test(String(diskType ?? '')) || Boolean(scsiCanonicalName) || Boolean(deviceName)

/** Guest addresses are not told apart by adapter, so they belong to the first. */
function nicsOf(stated: PowerCliVm, context: { id: string; place: string; report: Report }): readonly Nic[] {
  const addresses = readTexts(stated.guest?.iPAddress ?? [], context)
  const stands = { name: 'Network adapter 1', networkName: null, macAddress: null }
  const adapters = stated.networkAdapters ?? []
  const shown = adapters.length > 0 || addresses.length === 0 ? adapters : [stands]
  const ids = uniqueIds(shown.map(({ name }) => name))
  return shown.map(({ networkName, macAddress }, index) => ({
    id: ids[index] ?? '',
    subnetId: networkName || null,
    macAddress: macAddress?.toLowerCase() ?? null,
    addresses: index === 0 ? addresses : [],
    securityGroupIds: [],
    hasPublicAddress: false,
  }))
}
