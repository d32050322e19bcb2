/** One VM: its assignment, or the reason why there is none, and what a person should know about it. */
import type { Demand } from '../../model/forecast.ts'
import { createFinding } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { Assignment, Unmapped } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Disk } from '../../model/site.ts'
import { formatAmount, formatMinutes, listOf } from './amounts.ts'
import { chooseOption } from './choose.ts'
import type { Option, Rules } from './choose.ts'
import { comparableVcpus } from './amount-constraints.ts'
import { cheaperOf, insteadOf, missOf, reasonFor, reasonInstead, runnerUpOf, strategyName } from './explain.ts'
import type { Market } from './market.ts'
import { isUnknown } from './needs.ts'
import { targetsOf } from './ladder/targets.ts'
import { holdingOf, neighboursOf } from './neighbours.ts'
import { estimatesIn, priceDates } from './price.ts'
import { reservationOf } from './reservations.ts'
import { obstacleTo } from './unmapped.ts'
import type { Obstacle } from './unmapped.ts'

/** What the prices of an assignment rest on. */
export interface PriceBasis {
  readonly vmId: string
  readonly estimated: boolean
  /** Whether the price of the operating system's licence was read, if one is paid. */
  readonly licence: 'none' | 'read' | 'estimated' | 'unknown'
  /** The oldest of them; an ISO date. */
  readonly oldest: string
}

export type VmMapping =
  | {
      readonly assignment: Assignment
      readonly unmapped: null
      readonly prices: PriceBasis
      readonly findings: readonly Finding[]
    }
  | {
      readonly assignment: null
      readonly unmapped: Unmapped
      readonly prices: null
      readonly findings: readonly Finding[]
    }

/** A VM that has something to choose from, or the reason why there is nothing. */
export type VmChoice =
  | { readonly kind: 'option'; readonly scoped: ScopedVm; readonly demand: Demand; readonly option: Option }
  | { readonly kind: 'none'; readonly mapping: VmMapping }

/** `demand` is undefined when nothing is known of the VM's demand: then it is unmapped, never forgotten. */
export function chooseFor(scoped: ScopedVm, demand: Demand | undefined, rules: Rules): VmChoice {
  const unknown = demand ? unknownSize(demand) : noDemand
  if (!demand || unknown) return nothing(withoutComponent(scoped, unknown ?? noDemand, addFacts))
  const choice = chooseOption(scoped, demand, rules)
  if (choice.kind === 'option') return { kind: 'option', scoped, demand, option: choice.option }
  if (choice.kind === 'disks') return nothing(withoutDisks(scoped, choice.unplaced))
  return nothing(withoutComponent(scoped, obstacleTo(choice.needs, rules.market)))
}

const nothing = (mapping: VmMapping): VmChoice => ({ kind: 'none', mapping })

const otherNeeds = 'Change what the VM needs, allow more under mapping in drplan.yaml, or choose another region.'
const addFacts = "Add the VM's vCPU and memory to the inventory, or a history of their use."

const noDemand: Obstacle = {
  constraint: 'demand',
  needed: 'a demand',
  available: 'none',
  reason: 'There is no demand for this VM, so nothing can be sized.',
}

function unknownSize(demand: Demand): Obstacle | null {
  const missing = [...(isUnknown(demand.vcpus) ? ['vCPU'] : []), ...(isUnknown(demand.memoryGiB) ? ['memory'] : [])]
  if (missing.length === 0) return null
  return {
    constraint: listOf(missing),
    needed: 'a known size',
    available: 'neither an allocation nor a history',
    reason: `No source says how much ${listOf(missing)} the VM has or uses.`,
  }
}

/** What the estate as a whole decides about a VM. */
export interface Given {
  readonly option: Option
  /** Null = any, or the network decides. */
  readonly zone: number | null
  /** What it would have by itself, and what decided against it; null = it has that. */
  readonly instead: { readonly option: Option; readonly because: string } | null
  /** VMs of one such group must not share a host. */
  readonly apartOnHosts: string | null
}

/** What the targets of a VM follow from. */
export interface Ladder {
  /** All zones in the order to try them, from that of the first choice; empty = the network decides. */
  readonly zones: readonly number[]
  readonly most: number
}

export function assign(
  scoped: ScopedVm,
  given: Given,
  { market, ladder }: { readonly market: Market; readonly ladder: Ladder },
): VmMapping {
  const { option } = given
  const oldest = priceDates(option, market).toSorted()[0] ?? option.candidate.asOf
  return {
    assignment: assignmentOf(scoped, given, { market, ladder }),
    unmapped: null,
    prices: { vmId: scoped.vm.id, ...estimatesIn(option, market), oldest },
    findings: option.time.rtoExcess > 0 || option.time.rpoExcess > 0 ? [objectiveMissed(scoped, option)] : [],
  }
}

function assignmentOf(
  { vm, tier }: ScopedVm,
  given: Given,
  { market, ladder }: { readonly market: Market; readonly ladder: Ladder },
): Assignment {
  const { option, zone, instead, apartOnHosts } = given
  const { candidate, needs, time } = option
  const holding = holdingOf(option, market)
  const reservation = reservationOf(option, market)
  const neighbours = neighboursOf(option, holding, market)
  return {
    vmId: vm.id,
    tierId: tier.id,
    offering: {
      componentId: candidate.component.id,
      region: market.region,
      strategy: option.strategy,
      standbyComponentId: option.standby?.component.id ?? null,
      ...(zone === null ? {} : { zone }),
      standbyPerMonth: option.standbyPerMonth,
      recoveredPerHour: option.recoveredPerHour,
    },
    disks: option.diskPlan.volumes.map((volume) => volume.mapped),
    backupIntervalMinutes: time.backupIntervalMinutes,
    cost: option.cost,
    share: {
      vcpus: needs.vcpus / comparableVcpus(candidate.component, needs),
      memory: needs.memoryGiB / candidate.component.capacity.memoryGiB,
    },
    achieved: time.achieved,
    reason: instead
      ? reasonInstead(option, { tier, own: instead.option, because: instead.because })
      : reasonFor(option, tier, neighbours),
    runnerUp: runnerUpOf(option, neighbours, market.currency),
    cheaper: cheaperOf(option, neighbours),
    ...(instead && { insteadOf: insteadOf(option, instead, market.currency) }),
    ...(apartOnHosts !== null && { apartOnHosts }),
    ...(reservation && { reservation }),
    targets: [...targetsOf(option, { market, holding, ...ladder })],
  }
}

function objectiveMissed({ vm, tier }: ScopedVm, { strategy, time }: Option): Finding {
  const { rtoMinutes, rpoMinutes } = time.achieved
  const reached = `RTO ${formatMinutes(rtoMinutes)} and RPO ${formatMinutes(rpoMinutes)} by ${strategyName(strategy)}`
  return createFinding('map.objective-missed', {
    subject: vm.name,
    message: `The nearest that tier ${tier.id} allows reaches ${reached}, which misses ${missOf(time)}.`,
    suggestion: `Allow a faster strategy in tier ${tier.id} (tiers), give the VM a weaker tier, or put measured times under recovery.`,
    affected: [vm.id],
  })
}

function withoutComponent(scoped: ScopedVm, obstacle: Obstacle, suggestion = otherNeeds): VmMapping {
  const { vm, tier } = scoped
  const finding = createFinding('map.vm-unmapped', {
    subject: vm.name,
    message: `${obstacle.reason} Needed: ${obstacle.needed}. Available: ${obstacle.available}.`,
    suggestion,
    affected: [vm.id],
  })
  return {
    assignment: null,
    unmapped: { vmId: vm.id, tierId: tier.id, ...obstacle },
    prices: null,
    findings: [finding],
  }
}

function withoutDisks(scoped: ScopedVm, unplaced: readonly Disk[]): VmMapping {
  const names = unplaced.map((disk) => `${disk.name} (${formatAmount(disk.capacityGiB)} GiB)`)
  const mapping = withoutComponent(scoped, {
    constraint: 'disk',
    needed: listOf(names),
    available: 'no disk class that is large and fast enough',
    reason: `No disk class can hold ${listOf(names)}.`,
  })
  const findings = unplaced.map((disk) =>
    createFinding('map.disk-unmapped', {
      subject: `${scoped.vm.name}, ${disk.name}`,
      message: `No disk class of the region holds ${formatAmount(disk.capacityGiB)} GiB with what the disk is asked to do.`,
      suggestion: 'Split the disk, or lower its provisioned operations and throughput.',
      affected: [scoped.vm.id],
    }),
  )
  return { ...mapping, findings: [...mapping.findings, ...findings] }
}
