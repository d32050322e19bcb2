/** Which VMs of a plan can be made again at a primary site that is a cloud, and what is missing of the others. */
import type { Plan, PlannedVm } from './plan.ts'
import { targetIdSchema, type TargetId } from './target-id.ts'

interface FailbackGap {
  readonly vm: PlannedVm
  /** In a few words each. */
  readonly missing: readonly string[]
}

export interface FailbackHome {
  readonly platform: TargetId
  /** VMs that can be made again. */
  readonly vmIds: ReadonlySet<string>
  /** Of other VMs that have a component, in the order of the plan. */
  readonly gaps: readonly FailbackGap[]
}

type HomePlan = Pick<Plan, 'site' | 'vms' | 'mapping' | 'network'>

/** Null where the primary site is no cloud. Of several clouds it is the one with the most VMs. */
export function failbackHome(plan: HomePlan): FailbackHome | null {
  const assigned = new Set(plan.mapping.assignments.map(({ vmId }) => vmId))
  const vms = plan.vms.filter(({ vmId }) => assigned.has(vmId))
  const platform = platformOfMost(vms)
  if (platform === null) return null
  const missingOf = missingIn(plan, platform)
  const judged = vms.map((vm) => ({ vm, missing: missingOf(vm) }))
  return {
    platform,
    vmIds: new Set(judged.filter(({ missing }) => missing.length === 0).map(({ vm }) => vm.vmId)),
    gaps: judged.filter(({ missing }) => missing.length > 0),
  }
}

function platformOfMost(vms: readonly PlannedVm[]): TargetId | null {
  const counts = targetIdSchema.options.map((platform) => ({
    platform,
    count: vms.filter(({ primary }) => primary?.platform === platform).length,
  }))
  const [first] = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  return first?.platform ?? null
}

function missingIn({ site, network }: HomePlan, platform: TargetId): (vm: PlannedVm) => readonly string[] {
  const subnets = new Map(network.subnets.map(({ key, from }) => [key, from]))
  const addresses = Map.groupBy(network.addresses, ({ vmId }) => vmId)
  return ({ vmId, primary }) => {
    if (primary?.platform !== platform) return ['its id in the cloud of the primary site']
    const own = addresses.get(vmId) ?? []
    const placed = new Set(own.filter(({ subnetKey }) => subnets.get(subnetKey)).map(({ nicIndex }) => nicIndex))
    const homeless = primary.cards.filter(({ nicIndex }) => !placed.has(nicIndex))
    return [
      ...(site.region === null ? ['the region of the primary site'] : []),
      ...(primary.size === null ? ['its size'] : []),
      ...(primary.cards.length === 0 ? ['its network cards'] : []),
      ...homeless.map(({ nicIndex }) => `the subnet of its card ${nicIndex + 1}`),
    ]
  }
}
