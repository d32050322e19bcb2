/**
 * One disk in one disk class: how large, with which operations and throughput, at what price. Figures are
 * sustained; sizes go up to whole GiB, and further where a class allows its operations only to larger disks.
 */
import type { MappedDisk } from '../../model/mapping.ts'
import type { Disk } from '../../model/site.ts'
import type { DiskOffer } from './market.ts'
import { compareText } from '../../model/text-order.ts'

export interface DiskNeed {
  readonly disk: Disk
  readonly iops: number
  readonly miBps: number
  /** Are both figures measured? Only then may a hard disk be trusted to carry it. */
  readonly measured: boolean
  readonly previousAllowed: boolean
}

/** A disk at the recovery site, and what of it is billed. */
export interface Volume {
  readonly mapped: MappedDisk
  readonly offer: DiskOffer
  /** Not copied from the primary site: it comes up empty. */
  readonly scratch: boolean
  readonly billedIops: number
  readonly billedMiBps: number
}

/** Dies with its host, and nobody misses it; a VM that boots from an ephemeral disk needs that one all the same. */
export const isScratch = (disk: Disk): boolean => disk.attachment === 'ephemeral' && !disk.boot

/** The cheapest class that holds the disk; null when none does. */
export function cheapestVolume(need: DiskNeed, offers: readonly DiskOffer[]): Volume | null {
  const volumes = offers
    .filter(({ diskClass }) => isAllowed(need, diskClass))
    .flatMap((offer) => volumeIn(need, offer) ?? [])
  return volumes.sort(compareVolumes)[0] ?? null
}

/**
 * Hard disks carry data disks with measured demand, or disks that are on that very class today: a disk
 * nobody has measured may be a database.
 */
function isAllowed({ disk, measured, previousAllowed }: DiskNeed, diskClass: DiskOffer['diskClass']): boolean {
  if (disk.boot && !(diskClass.bootable && diskClass.solidState)) return false
  if (!diskClass.current && !previousAllowed) return false
  return diskClass.solidState || measured || disk.sourceClass === diskClass.id
}

function volumeIn(need: DiskNeed, offer: DiskOffer): Volume | null {
  const { diskClass, price } = offer
  const iops = iopsWanted(need, diskClass)
  const sizeGiB = sizeFor(need.disk.capacityGiB, iops, diskClass)
  if (sizeGiB > diskClass.maxGiB) return null
  const own = ownRates(diskClass, sizeGiB)
  const canHave = (wanted: number, has: number, most: number): boolean =>
    wanted <= (diskClass.provisioned ? Math.max(has, most) : has)
  if (!canHave(iops, own.iops, diskClass.maxIops) || !canHave(need.miBps, own.miBps, diskClass.maxMiBps)) return null
  const buysIops = iops > own.iops
  // A class that does not sell throughput brings it with its operations.
  const buysMiBps = need.miBps > own.miBps && price.perMiBpsMonth > 0
  return {
    mapped: {
      diskId: need.disk.id,
      classId: diskClass.id,
      sizeGiB,
      iops: buysIops ? iops : null,
      throughputMiBps: buysMiBps ? Math.ceil(need.miBps) : null,
      boot: need.disk.boot,
    },
    offer,
    scratch: isScratch(need.disk),
    billedIops: buysIops ? iops - own.iops : 0,
    billedMiBps: buysMiBps ? Math.ceil(need.miBps) - own.miBps : 0,
  }
}

/** Throughput needs operations to carry it; a class that brings none by itself is never asked for none. */
function iopsWanted({ iops, miBps }: DiskNeed, diskClass: DiskOffer['diskClass']): number {
  const carrying = diskClass.maxMiBpsPerIops === null ? 0 : miBps / diskClass.maxMiBpsPerIops
  const least = diskClass.provisioned && diskClass.baseIops === 0 ? 1 : 0
  return Math.ceil(Math.max(iops, carrying, least))
}

function sizeFor(capacityGiB: number, iops: number, diskClass: DiskOffer['diskClass']): number {
  const size = Math.ceil(Math.max(capacityGiB, diskClass.minGiB))
  if (diskClass.maxIopsPerGiB === null || iops <= ownRates(diskClass, size).iops) return size
  return Math.max(size, Math.ceil(iops / diskClass.maxIopsPerGiB))
}

/** What the size alone brings. */
function ownRates(diskClass: DiskOffer['diskClass'], sizeGiB: number): { iops: number; miBps: number } {
  const { baseIops, iopsPerGiB, maxIops, baseMiBps, miBpsPerGiB, maxMiBps } = diskClass
  return {
    iops: Math.min(maxIops, Math.max(baseIops, iopsPerGiB * sizeGiB)),
    miBps: Math.min(maxMiBps, Math.max(baseMiBps, miBpsPerGiB * sizeGiB)),
  }
}

export function volumePerMonth({ mapped, offer: { price }, billedIops, billedMiBps }: Volume): number {
  const size = price.perDiskMonth + mapped.sizeGiB * price.perGiBMonth
  return size + billedIops * price.perIopsMonth + billedMiBps * price.perMiBpsMonth
}

const compareVolumes = (a: Volume, b: Volume): number =>
  volumePerMonth(a) - volumePerMonth(b) || compareText(a.mapped.classId, b.mapped.classId)
