/** The disks of a server: the root disk of its flavor, its ephemeral disk, and the volumes attached to it. */
import type { Disk } from '../../model/site.ts'
import { blankDisk } from '../vm-list.ts'
import type { Flavor, Server, Volume } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

export interface DiskNotes {
  /** Ids of servers with a volume whose size is not known. */
  readonly withoutSize: string[]
}

export interface Volumes {
  readonly byId: ReadonlyMap<string, Volume>
  readonly byServer: ReadonlyMap<string, readonly Volume[]>
}

export function indexVolumes(volumes: readonly Volume[]): Volumes {
  const byServer = new Map<string, Volume[]>()
  for (const volume of volumes) {
    for (const { serverId } of attachmentsOf(volume))
      byServer.set(serverId, [...(byServer.get(serverId) ?? []), volume])
  }
  return { byId: new Map(volumes.map((volume) => [volume.id, volume])), byServer }
}

interface Attachment {
  readonly serverId: string
  readonly device: string | null
}

/** Older clients print "Attached to web-1 on /dev/vdb", newer ones the attachments themselves. */
function attachmentsOf({ attachments, attached_to: attachedTo }: Volume): readonly Attachment[] {
  const stated = Array.isArray(attachedTo) ? [...attachments, ...attachedTo] : attachments
  return stated.flatMap(({ server_id: serverId, device }) => (serverId ? [{ serverId, device: device ?? null }] : []))
}

export interface DiskReading {
  readonly flavor: Flavor | null
  readonly volumes: Volumes
  readonly notes: DiskNotes
}

/** Sorted by id of the volume, the flavor's own first. A server without an image boots from a volume. */
export function readDisks(server: Server, { flavor, volumes, notes }: DiskReading): readonly Disk[] {
  const own = flavorDisks(server, flavor)
  const ids = [...new Set([...volumeIds(server), ...(volumes.byServer.get(server.id) ?? []).map(({ id }) => id)])]
  const attached = ids.toSorted(compareText).flatMap((id) => {
    const volume = volumes.byId.get(id)
    if (!volume) notes.withoutSize.push(server.id)
    return volume ? [volumeDisk(volume, server.id)] : []
  })
  const needsBoot = own.every(({ boot }) => !boot)
  const bootId = needsBoot ? bootVolume(attached, volumes) : null
  return [...own, ...attached.map((disk) => ({ ...disk, boot: disk.id === bootId }))]
}

const bootsFromVolume = ({ image }: Server): boolean =>
  image === '' || (typeof image === 'string' && /booted from volume/i.test(image))

/** Nova counts flavors in GiB; a root disk of 0 means one as large as the image, or none at all. */
function flavorDisks(server: Server, flavor: Flavor | null): readonly Disk[] {
  const root = bootsFromVolume(server) ? 0 : (flavor?.disk ?? 0)
  const scratch = flavor?.ephemeral ?? flavor?.['os-flv-ext-data:ephemeral'] ?? 0
  return [
    ...(root > 0 ? [{ ...blankDisk, id: 'root', name: 'root', capacityGiB: root, boot: true }] : []),
    ...(scratch > 0
      ? [{ ...blankDisk, id: 'ephemeral0', name: 'ephemeral0', capacityGiB: scratch, attachment: 'ephemeral' as const }]
      : []),
  ]
}

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

function volumeIds(server: Server): readonly string[] {
  const attached = server.volumes_attached ?? []
  const printed = typeof attached === 'string' ? (attached.match(uuid) ?? []) : attached.map(({ id }) => id)
  return [...server['os-extended-volumes:volumes_attached'].map(({ id }) => id), ...printed]
}

function volumeDisk(volume: Volume, serverId: string): Disk {
  const attachments = attachmentsOf(volume)
  const holders = new Set(attachments.map((attachment) => attachment.serverId))
  const device = attachments.find((attachment) => attachment.serverId === serverId)?.device
  return {
    ...blankDisk,
    id: volume.id,
    name: device ?? (volume.name || volume.id),
    capacityGiB: volume.size,
    sourceClass: volume.volume_type ?? volume.type ?? null,
    attachment: holders.size > 1 ? 'shared' : 'exclusive',
  }
}

/** The bootable one on the first device, else any bootable one, else the first. */
function bootVolume(disks: readonly Disk[], { byId }: Volumes): string | null {
  const bootable = disks.filter(({ id }) => String(byId.get(id)?.bootable).toLowerCase() === 'true')
  const first = bootable.find(({ name }) => /^\/dev\/[vsx]?v?da$/.test(name)) ?? bootable[0] ?? disks[0]
  return first?.id ?? null
}
