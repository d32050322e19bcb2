/** The disks of a domain. Their sizes are not in its XML: they come from volumes and from domblkinfo. */
import type { Disk } from '../../model/site.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk } from '../vm-list.ts'
import type { BlockInfo, DiskSize } from './block-info.ts'
import type { Documents } from './documents.ts'
import { readGib } from './sizes.ts'
import { attribute, below, child, children, textOf, type Element } from './xml.ts'

/** The size of a volume by its path, and by `pool/name`. */
export type VolumeSizes = ReadonlyMap<string, DiskSize>

/** A volume does not name its pool; the path of the pool is the folder of the volume. */
export function indexVolumes({ volumes, pools }: Documents): VolumeSizes {
  const poolOf = new Map(
    pools.flatMap((pool): [string, string][] => {
      const [path, name] = [textOf(below(pool, 'target', 'path')), textOf(child(pool, 'name'))]
      return path === null || name === null ? [] : [[path.replace(/\/+$/, ''), name]]
    }),
  )
  const sizes = new Map<string, DiskSize>()
  for (const volume of volumes) {
    const size = volumeSize(volume)
    if (size === null) continue
    const path = textOf(below(volume, 'target', 'path')) ?? textOf(child(volume, 'key'))
    const pool = poolOf.get(path?.replace(/\/[^/]*$/, '') ?? '')
    const name = textOf(child(volume, 'name'))
    if (path !== null) sizes.set(path, size)
    if (pool !== undefined && name !== null) sizes.set(`${pool}/${name}`, size)
  }
  return sizes
}

function volumeSize(volume: Element): DiskSize | null {
  const gib = (name: string): number | null =>
    readGib(textOf(child(volume, name)), attribute(child(volume, name), 'unit') ?? 'bytes')
  const capacityGiB = gib('capacity')
  return capacityGiB === null ? null : { capacityGiB, allocatedGiB: gib('allocation') }
}

export interface DiskContext {
  readonly id: string
  readonly volumes: VolumeSizes
  readonly blockInfo: BlockInfo | undefined
  /** Ids of domains with a disk whose size is not known. */
  readonly withoutSize: string[]
}

/** In the order of the XML. `cdrom` and `floppy` are no disks. */
export function readDisks(domain: Element, context: DiskContext): readonly Disk[] {
  const elements = children(child(domain, 'devices'), 'disk').filter((disk) =>
    ['disk', 'lun'].includes(attribute(disk, 'device') ?? 'disk'),
  )
  const ids = uniqueIds(elements.map((disk, index) => attribute(child(disk, 'target'), 'dev') ?? `disk-${index + 1}`))
  const boot = bootIndex(elements)
  return elements.flatMap((disk, index) => {
    const size = sizeOf(disk, { ...context, isOnly: elements.length === 1 })
    if (size === null) {
      context.withoutSize.push(context.id)
      return []
    }
    return [
      {
        ...blankDisk,
        id: ids[index] ?? '',
        name: ids[index] ?? '',
        capacityGiB: size.capacityGiB,
        usedGiB: size.allocatedGiB !== null && size.allocatedGiB <= size.capacityGiB ? size.allocatedGiB : null,
        attachment: attachmentOf(disk),
        boot: index === boot,
      },
    ]
  })
}

/** The disk with the lowest boot order, else the first. */
function bootIndex(disks: readonly Element[]): number {
  const orders = disks.map((disk) => Number(attribute(child(disk, 'boot'), 'order') ?? Number.POSITIVE_INFINITY))
  const lowest = Math.min(...orders)
  return Number.isFinite(lowest) ? orders.indexOf(lowest) : 0
}

/** A `lun` passes SCSI commands to the device it stands for; `shareable` disks have several writers. */
function attachmentOf(disk: Element): Disk['attachment'] {
  if (attribute(disk, 'device') === 'lun') return 'raw'
  return children(disk, 'shareable').length > 0 ? 'shared' : 'exclusive'
}

function sizeOf(disk: Element, { volumes, blockInfo, isOnly }: DiskContext & { isOnly: boolean }): DiskSize | null {
  const source = child(disk, 'source')
  const [pool, volume] = [attribute(source, 'pool'), attribute(source, 'volume')]
  const names = [attribute(source, 'file'), attribute(source, 'dev'), pool && volume && `${pool}/${volume}`]
  const found = names.flatMap((name) => (name ? (volumes.get(name) ?? []) : []))[0]
  const target = attribute(child(disk, 'target'), 'dev') ?? ''
  return found ?? blockInfo?.get(target) ?? (isOnly ? (blockInfo?.get('') ?? null) : null)
}
