import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import type { MappedDisk } from '../../../model/mapping.ts'
import { madeBy, sameComponent, sameDisks } from '../made-for.ts'

export const disks: Check = {
  title: 'The disks that the plan makes are those that a VM has.',
  codes: ['check.disks-changed'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-9: what is not copied is not recovered',
  run: ({ plan, replanned }) => {
    const [before, now] = [madeBy(plan), madeBy(replanned)]
    return plan.vms.flatMap(({ vmId, name }) => {
      const [was, is] = [before(vmId), now(vmId)]
      if (!was.assignment || !is.assignment || sameDisks(was, is)) return []
      const [own, next] = [was.assignment.disks, is.assignment.disks]
      const changes = diskChanges(own, next)
      // Another class on the same disks follows from another component, which is said already.
      if (!sameComponent(was, is) && changes.every(({ isClassOnly }) => isClassOnly)) return []
      return createFinding('check.disks-changed', {
        subject: name,
        message: `The plan makes other disks for ${name} than it needs now: ${changes.map(({ words }) => words).join('; ')}.`,
        suggestion:
          'Run drplan plan and apply it before the next failover: what does not fit on a disk is not recovered.',
        affected: [vmId],
      })
    })
  },
}

function diskChanges(before: readonly MappedDisk[], now: readonly MappedDisk[]): readonly DiskChange[] {
  const left = new Map(before.map((disk) => [disk.diskId, disk]))
  const right = new Map(now.map((disk) => [disk.diskId, disk]))
  const ids = [...new Set([...before, ...now].map(({ diskId }) => diskId))].sort()
  return ids.flatMap((id) => {
    const [was, is] = [left.get(id), right.get(id)]
    if (was && is) return otherDisk(was, is)
    const words = was ? `${id} (${wordsOf(was)}) is gone` : `${id} (${is ? wordsOf(is) : ''}) is new`
    return [{ words, isClassOnly: false }]
  })
}

function otherDisk(was: MappedDisk, is: MappedDisk): readonly DiskChange[] {
  const [before, now] = [wordsOf(was), wordsOf(is)]
  if (before === now) return []
  return [{ words: `${was.diskId} ${before} → ${now}`, isClassOnly: was.sizeGiB === is.sizeGiB }]
}

interface DiskChange {
  readonly words: string
  readonly isClassOnly: boolean
}

const wordsOf = ({ sizeGiB, classId, iops, throughputMiBps }: MappedDisk): string =>
  [
    `${sizeGiB} GiB ${classId}`,
    ...(iops === null ? [] : [`${iops} IOPS`]),
    ...(throughputMiBps === null ? [] : [`${throughputMiBps} MiB/s`]),
  ].join(' ')
