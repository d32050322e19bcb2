/** Space in use, as the guests see it, given to the disks it can be attributed to. */
import type { Disk } from '../../model/site.ts'
import type { Report } from '../report.ts'
import type { Machine } from './machines.ts'
import { numberOf, textOf, type Row } from './rows.ts'

interface Attribution {
  readonly machine: Machine
  readonly disks: readonly Disk[]
  readonly rows: readonly Row<'vPartition'>[]
  readonly report: Report
  /** VMs whose partitions hold more than their disks. */
  readonly overfull: string[]
}

/**
 * The disks with `usedGiB`: by Disk Key where every partition of the VM has one, by their sum where the VM has a
 * single disk. Anything else would be a guess, and stays null.
 */
export function attributeUse({ machine, disks, rows, report, overfull }: Attribution): readonly Disk[] {
  const uses = rows.map((row) => ({
    key: textOf(row, 'key'),
    consumed: numberOf(row, 'consumed', { report, subject: machine.name, least: 'zero' }),
  }))
  if (uses.length === 0 || uses.some(({ consumed }) => consumed === null)) return disks
  const [only] = disks
  if (only && disks.length === 1) return [withUse(only, total(uses))]
  const ids = new Set(disks.map((disk) => disk.id))
  if (!uses.every(({ key }) => key !== null && ids.has(key))) return disks
  return disks.map((disk) => {
    const own = uses.filter(({ key }) => key === disk.id)
    return own.length === 0 ? disk : withUse(disk, total(own))
  })

  function withUse(disk: Disk, usedGiB: number): Disk {
    if (usedGiB <= disk.capacityGiB) return { ...disk, usedGiB }
    overfull.push(machine.id)
    return disk
  }
}

/** Added up in order of size: a sum of fractions must not depend on the order of rows. */
const total = (uses: readonly { readonly consumed: number | null }[]): number =>
  uses
    .map(({ consumed }) => consumed ?? 0)
    .toSorted((a, b) => a - b)
    .reduce((sum, mib) => sum + mib, 0) / 1024

export function reportOverfull(overfull: readonly string[], report: Report): void {
  if (overfull.length === 0) return
  report('site.conflict', {
    subject: 'space in use',
    message: 'The partitions of these VMs hold more than the disk they are on, so the space in use counts as unknown.',
    suggestion: 'Look for network or bind mounts among the partitions.',
    affected: overfull,
  })
}
