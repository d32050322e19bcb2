/** The facts of disks at the recovery site, and of limits that VMs share. */
import type { diskFacts, limitFacts } from '../../../model/policy-facts-network.ts'
import type { MappedDisk } from '../../../model/mapping.ts'
import type { PlannedVm } from '../../../model/plan.ts'
import type { LedgerRow } from '../../../model/shared-limit.ts'
import type { Noun } from './noun.ts'
import { ownerReads } from './vm.ts'

interface OwnedDisk {
  readonly vm: PlannedVm
  readonly disk: MappedDisk
}

export const diskNoun: Noun<OwnedDisk, keyof typeof diskFacts> = {
  list: ({ plan, vms }) =>
    plan.mapping.assignments.flatMap(({ vmId, disks }) => {
      const vm = vms.get(vmId)
      return vm === undefined ? [] : disks.map((disk) => ({ vm, disk }))
    }),
  name: ({ vm, disk }) => `${disk.diskId} of ${vm.name}`,
  vmIds: ({ vm }) => [vm.vmId],
  reads: {
    name: ({ disk }) => disk.diskId,
    vm: ({ vm }) => vm.name,
    application: ({ vm }) => ownerReads.application(vm),
    tier: ({ vm }) => ownerReads.tier(vm),
    tierRank: ({ vm }, index) => ownerReads.tierRank(vm, index),
    class: ({ disk }) => disk.classId,
    solidState: ({ disk }, { diskClasses }) => diskClasses.get(disk.classId)?.solidState ?? null,
    currentGeneration: ({ disk }, { diskClasses }) => diskClasses.get(disk.classId)?.current ?? null,
    sizeGiB: ({ disk }) => disk.sizeGiB,
    iops: ({ disk }) => disk.iops,
    boot: ({ disk }) => disk.boot,
    encrypted: () => true,
  },
}

export const limitNoun: Noun<LedgerRow, keyof typeof limitFacts> = {
  list: ({ plan }) => plan.mapping.ledger,
  name: ({ name }) => name,
  vmIds: () => [],
  reads: {
    name: ({ name }) => name,
    id: ({ id }) => id,
    needed: ({ needed }) => needed,
    most: ({ most }) => most,
    initially: ({ initially }) => initially,
    stated: ({ most }) => most !== null,
    // Of nothing, any amount is too much.
    share: ({ needed, most }) => (most === null ? null : needed === 0 ? 0 : needed / most),
  },
}
