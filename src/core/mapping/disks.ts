/** The disks of one VM at the recovery site. */
import type { Demand, Need } from '../../model/forecast.ts'
import type { Disk, Vm } from '../../model/site.ts'
import type { DiskOffer } from './market.ts'
import { cheapestVolume, isScratch } from './volumes.ts'
import type { Volume } from './volumes.ts'

/** One way to hold all disks of a VM. */
export interface DiskPlan {
  readonly volumes: readonly Volume[]
  /** What the component must bring itself, for scratch disks that become no volume. */
  readonly localDiskGiB: number
  /** What is copied and restored: used where the source says so, else the capacity; scratch disks are not. */
  readonly copiedGiB: number
}

export interface DiskPlans {
  /**
   * One; more where scratch disks may be local disk or volumes, or where the cheapest disks ask for premium storage,
   * which not every component has; none when a disk fits nowhere.
   */
  readonly plans: readonly DiskPlan[]
  readonly unplaced: readonly Disk[]
}

export interface DiskPolicy {
  readonly offers: readonly DiskOffer[]
  readonly previousAllowed: boolean
}

export function planDisks(vm: Vm, demand: Demand, policy: DiskPolicy): DiskPlans {
  const lasting = vm.disks.filter((disk) => !isScratch(disk))
  const scratch = vm.disks.filter(isScratch)
  const copiedGiB = lasting.reduce((sum, disk) => sum + (disk.usedGiB ?? disk.capacityGiB), 0)
  const attempts = [
    ...(scratch.length > 0 ? [{ disks: lasting, localDiskGiB: capacityOf(scratch) }] : []),
    { disks: vm.disks, localDiskGiB: 0 },
  ]
  const unplaced = new Set<Disk>()
  const plans = attempts.flatMap(({ disks, localDiskGiB }): DiskPlan[] => {
    const { volumes, without } = volumesFor(disks, { disks, demand, policy })
    for (const disk of without) unplaced.add(disk)
    if (without.length > 0) return []
    const plan = { volumes, localDiskGiB, copiedGiB }
    const plain = plainVolumes(volumes, { disks, demand, policy })
    return plain ? [plan, { ...plan, volumes: plain }] : [plan]
  })
  return { plans, unplaced: [...unplaced] }
}

function volumesFor(disks: readonly Disk[], context: DiskContext): { volumes: Volume[]; without: Disk[] } {
  const without: Disk[] = []
  const volumes = disks.flatMap((disk) => {
    const volume = cheapestVolume(diskNeed(disk, context), context.policy.offers)
    if (!volume) without.push(disk)
    return volume ?? []
  })
  return { volumes, without }
}

/** The same disks without premium storage; null when they have none anyway, or cannot do without. */
function plainVolumes(volumes: readonly Volume[], context: DiskContext): Volume[] | null {
  const isPremium = ({ diskClass }: DiskOffer): boolean => diskClass.premiumStorage
  if (!volumes.some(({ offer }) => isPremium(offer))) return null
  const offers = context.policy.offers.filter((offer) => !isPremium(offer))
  const plain = volumesFor(context.disks, { ...context, policy: { ...context.policy, offers } })
  return plain.without.length === 0 ? plain.volumes : null
}

const capacityOf = (disks: readonly Disk[]): number => disks.reduce((sum, disk) => sum + disk.capacityGiB, 0)

interface DiskContext {
  /** The disks that share the VM's demand. */
  readonly disks: readonly Disk[]
  readonly demand: Demand
  readonly policy: DiskPolicy
}

/**
 * Demand is known for the VM as a whole and shared in proportion to capacity; where it is not known, what
 * the disk was provisioned with stands for it, and else its size alone decides.
 */
function diskNeed(disk: Disk, { disks, demand, policy }: DiskContext) {
  const share = disk.capacityGiB / capacityOf(disks)
  return {
    disk,
    iops: demand.iops ? demand.iops.required * share : (disk.iops ?? 0),
    miBps: demand.diskMiBps ? demand.diskMiBps.required * share : (disk.throughputMiBps ?? 0),
    measured: isMeasured(demand.iops) && isMeasured(demand.diskMiBps),
    previousAllowed: policy.previousAllowed,
  }
}

const isMeasured = (need: Need | null): boolean => need?.basis === 'forecast'
