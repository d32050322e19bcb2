/** What `virsh domblkinfo` prints: a table of all disks (`--all`), or the three figures of one. */
import { readGib } from './sizes.ts'

export interface DiskSize {
  readonly capacityGiB: number
  /** What the image takes on its storage. */
  readonly allocatedGiB: number | null
}

/** Sizes by the target of the disk (`vda`); an empty target is the one disk that was asked for. */
export type BlockInfo = ReadonlyMap<string, DiskSize>

/** Null when the text is something else. */
export function readBlockInfo(text: string): BlockInfo | null {
  const single = new Map(
    [...text.matchAll(/^(Capacity|Allocation):\s+(.+)$/gm)].map(([, key = '', size = '']) => [key, size]),
  )
  if (single.has('Capacity')) {
    const size = sizeOf(single.get('Capacity') ?? '', single.get('Allocation') ?? '')
    return new Map(size ? [['', size]] : [])
  }
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (!/^\s*Target\s+Capacity\s+Allocation/.test(header)) return null
  return new Map(
    lines.flatMap((line): [string, DiskSize][] => {
      const [target = '', capacity = '', allocation = ''] = line.trim().split(/\s{2,}/)
      const size = sizeOf(capacity, allocation)
      return size ? [[target, size]] : []
    }),
  )
}

function sizeOf(capacity: string, allocation: string): DiskSize | null {
  const capacityGiB = readPrinted(capacity)
  return capacityGiB === null ? null : { capacityGiB, allocatedGiB: readPrinted(allocation) }
}

/** `21474836480`, or `20.000 GiB` with --human. */
function readPrinted(text: string): number | null {
  const [, figure, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  return figure === undefined ? null : readGib(figure, unit || 'bytes')
}
