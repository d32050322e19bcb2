/** The virtual disks among the devices of a VM. */
import type { Disk } from '../../model/site.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk } from '../vm-list.ts'
import type { Device, Machine } from './schema.ts'

/** Ids of VMs by what was found out about their disks. */
export interface DiskNotes {
  readonly withoutSize: string[]
  readonly independent: string[]
}

const BYTES_PER_GIB = 2 ** 30
const KIB_PER_GIB = 2 ** 20

const isDisk = (device: Device): boolean =>
  device.typeName
    ? device.typeName === 'VirtualDisk'
    : typeof (device.capacityInKB ?? device.capacityInBytes) === 'number'

/** In the order of their keys, which begin with 2000 on SCSI 0. The first boots where the boot order names none. */
export function readDisks({ config }: Machine, { id, notes }: { id: string; notes: DiskNotes }): readonly Disk[] {
  const devices = config.hardware?.device ?? []
  const buses = new Map(devices.map(({ key, sharedBus }) => [key, sharedBus ?? '']))
  const ordered = devices.filter(isDisk).toSorted((a, b) => (a.key ?? 0) - (b.key ?? 0))
  const keys = new Set(ordered.map(({ key }) => key))
  const bootKey = config.bootOptions?.bootOrder.find(({ deviceKey }) => keys.has(deviceKey))?.deviceKey
  const names = ordered.map(({ deviceInfo }, index) => deviceInfo?.label ?? `Hard disk ${index + 1}`)
  const ids = uniqueIds(ordered.map(({ key }, index) => String(key ?? names[index])))
  return ordered.flatMap((device, index) => {
    if (device.backing?.diskMode?.startsWith('independent')) notes.independent.push(id)
    const capacityGiB = capacityOf(device)
    if (capacityGiB === null) {
      notes.withoutSize.push(id)
      return []
    }
    return [
      {
        ...blankDisk,
        id: ids[index] ?? '',
        name: names[index] ?? '',
        capacityGiB,
        attachment: attachmentOf(device, buses.get(device.controllerKey) ?? ''),
        boot: bootKey === undefined ? index === 0 : device.key === bootKey,
      },
    ]
  })
}

function capacityOf({ capacityInBytes, capacityInKB }: Device): number | null {
  const gib = capacityInBytes ? capacityInBytes / BYTES_PER_GIB : (capacityInKB ?? 0) / KIB_PER_GIB
  return gib > 0 ? gib : null
}

/** Raw device mappings, disks with several writers, and disks on a shared bus. */
function attachmentOf({ backing }: Device, sharedBus: string): Disk['attachment'] {
  if (isRaw(backing)) return 'raw'
  return backing?.sharing === 'sharingMultiWriter' || /^(virtual|physical)Sharing$/.test(sharedBus)
    ? 'shared'
    : 'exclusive'
}

/** Without types, only a raw mapping has a LUN and a compatibility mode. */
const isRaw = (backing: Device['backing']): boolean =>
  Boolean(backing?.typeName?.includes('RawDiskMapping') || backing?.lunUuid || backing?.compatibilityMode)
