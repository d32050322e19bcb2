/** Disks of an assignment as managed disks: the class of the catalogue says type and performance tier. */
import { BugError } from '../../errors.ts'
import { stableKey } from '../../model/key.ts'
import type { MappedDisk } from '../../model/mapping.ts'
import { resourceName } from './text.ts'

/**
 * By the letter of a class (Azure managed disk types, 2025): P premium, E standard SSD, S standard HDD. A premium disk has
 * the performance of its tier, whatever its size; others that of their size.
 */
const types: Readonly<Record<string, string>> = { P: 'Premium_LRS', E: 'StandardSSD_LRS', S: 'Standard_LRS' }

/** Disks whose performance is bought by itself. Azure takes them in a zone only, where the region has zones. */
const flexible: ReadonlySet<string> = new Set(['PremiumV2_LRS', 'UltraSSD_LRS'])

export const needsZone = (disks: readonly MappedDisk[]): boolean => disks.some(({ classId }) => flexible.has(classId))

/** Type and tier of a class of the catalogue. Throws BugError for a class that it does not have. */
export function diskType(classId: string): { readonly type: string; readonly tier?: string } {
  if (flexible.has(classId)) return { type: classId }
  const [, letter = ''] = /^([PES])\d+$/.exec(classId) ?? []
  const type = types[letter]
  if (type === undefined) throw new BugError('bug.invariant', `Azure has no disk class ${classId}.`)
  return letter === 'P' ? { type, tier: classId } : { type }
}

/**
 * Disks by key: `os` is the one to boot from, others have a LUN. Names are those of the snapshots that they come from; keys
 * have hyphens, so an underscore is between them. A server whose boot disk nobody knows gets one of the size of its snapshot.
 */
export function disksOf(vmKey: string, disks: readonly MappedDisk[]) {
  const root = disks.find(({ boot }) => boot)
  const name = (diskKey: string): string => resourceName(`${vmKey}_${diskKey}`, 80)
  const os = root ? diskValue(root) : { type: 'StandardSSD_LRS' }
  const data = disks.filter((disk) => disk !== root)
  return Object.fromEntries([
    ['os', { name: name('os'), ...os }],
    ...data.map((disk, lun) => {
      const key = dataKey(disk.diskId)
      return [key, { name: name(key), lun, ...diskValue(disk) }] as const
    }),
  ])
}

/** Of a server's disks, in their order. */
export function diskKeys(disks: readonly MappedDisk[]): readonly string[] {
  const root = disks.find(({ boot }) => boot)
  return disks.map((disk) => (disk === root ? 'os' : dataKey(disk.diskId)))
}

export function dataKey(diskId: string): string {
  const key = stableKey(diskId, diskId)
  return key === 'os' ? stableKey('data-os', 'os') : key
}

const diskValue = (disk: MappedDisk) => ({
  ...diskType(disk.classId),
  size_gib: disk.sizeGiB,
  ...(disk.iops === null ? {} : { iops: disk.iops }),
  ...(disk.throughputMiBps === null ? {} : { throughput_mibs: disk.throughputMiBps }),
})
