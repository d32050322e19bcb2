/**
 * Where a VM is tried, in order. After the first choice: the same component in another zone, another size of its make,
 * then other makes. All of them hold the demand in full, or say what they are short of.
 */
import type { FailoverTarget } from '../../../model/failover-target.ts'
import type { Option } from '../choose.ts'
import { amountConstraints } from '../amount-constraints.ts'
import { describeFaults } from '../constraints.ts'
import { isUnpriced, type Candidate, type Market } from '../market.ts'
import { roundMoney } from '../money.ts'
import type { Needs } from '../needs.ts'
import { machinePerHour } from '../price.ts'
import { otherComponents, type OtherComponent } from './other-components.ts'

export interface LadderAround {
  readonly market: Market
  /** All that hold the demand in full, from the cheapest up. */
  readonly holding: readonly Candidate[]
  /** The zones that it may come up in, in order, from that of the first choice; empty = the network decides. */
  readonly zones: readonly number[]
  /** Of `mapping.targetsPerVm`. */
  readonly most: number
}

interface Rung {
  readonly candidate: Candidate
  readonly why: string
  readonly degraded?: string
}

/** The first is the option itself; at most `most`. */
export function targetsOf(option: Option, around: LadderAround): readonly FailoverTarget[] {
  const { zones, most } = around
  const rungs = [{ candidate: option.candidate, why: 'the first choice' }, ...rungsAfter(option, around)]
  return rungs.slice(0, most).map((rung, index) => targetOf(rung, option, zones[index % zones.length]))
}

function targetOf({ candidate, why, degraded }: Rung, option: Option, zone: number | undefined): FailoverTarget {
  return {
    componentId: candidate.component.id,
    ...(zone !== undefined && { zone }),
    recoveredPerHour: perHourOn(candidate, option),
    why: isUnpriced(candidate) ? `${why}; the price is without its licence, which is not known` : why,
    ...(degraded !== undefined && { degraded }),
  }
}

/** The same disks on another machine. */
const perHourOn = (candidate: Candidate, option: Option): number =>
  roundMoney(option.recoveredPerHour - machinePerHour(option.candidate) + machinePerHour(candidate))

/** However few there may be, one is of another make where any is. */
function rungsAfter(option: Option, { market, holding, zones, most }: LadderAround): readonly Rung[] {
  const room = most - 1
  if (room === 0) return []
  const found = otherComponents(option.candidate, option.needs, { holding, most: room + 1 })
  const [own, others] = [found.filter(({ sameMake }) => sameMake), found.filter(({ sameMake }) => !sameMake)]
  const near = [
    ...(zones.length > 1 ? [{ candidate: option.candidate, why: 'another zone' }] : []),
    ...own.slice(0, 1).map((one) => otherSize(one, option)),
  ]
  const far = others.map((one) => otherMake(one, option.needs))
  const first = near.slice(0, far.length > 0 ? room - 1 : room)
  const more = [...near.slice(first.length), ...own.slice(1).map((one) => otherSize(one, option))]
  const rungs = [...first, ...far, ...more].slice(0, room)
  return rungs.length < room ? [...rungs, ...degradedRungs(option, market)] : rungs
}

function otherSize({ candidate }: OtherComponent, { candidate: chosen, needs }: Option): Rung {
  const [a, b] = [candidate.component.capacity, chosen.component.capacity]
  const isLarger = a.vcpus >= b.vcpus && a.memoryGiB >= b.memoryGiB && a.vcpus + a.memoryGiB > b.vcpus + b.memoryGiB
  const make = needs.accelerators.length > 0 ? 'with the same accelerator' : 'of the same family'
  return { candidate, why: `${isLarger ? 'next size up' : 'another size'} ${make}` }
}

const otherMake = ({ candidate }: OtherComponent, { accelerators }: Needs): Rung => ({
  candidate,
  why: accelerators.length > 0 ? 'another accelerator' : 'another family',
})

/** Below half of what it needs nobody is served: as much as a warm standby has. */
const LEAST_SHARE = 0.5

/** Amounts that slow a VM down where they are short; of all others it must have enough to come up. */
const bearable: ReadonlySet<string> = new Set(['vCPU', 'memory', 'network', 'disk IOPS', 'disk throughput'])

/** The nearest component that is too small, where it has half of everything; none, or one. */
function degradedRungs({ needs }: Option, market: Market): readonly Rung[] {
  const half = amountConstraints.filter(({ name }) => bearable.has(name))
  const whole = amountConstraints.filter(({ name }) => !bearable.has(name))
  const least = halfOf(needs)
  const small = market
    .suited(needs)
    .filter(({ component }) => whole.every((one) => one.meets(component, needs)))
    .filter(({ component }) => half.every((one) => one.meets(component, least)))
    .filter(({ component }) => !half.every((one) => one.meets(component, needs)))
  const [nearest] = small.toSorted((a, b) => shareOf(b, needs) - shareOf(a, needs))
  return nearest
    ? [{ candidate: nearest, why: 'too small, for want of others', degraded: describeFaults(nearest.component, needs) }]
    : []
}

const halfOf = (needs: Needs): Needs => ({
  ...needs,
  vcpus: needs.vcpus * LEAST_SHARE,
  memoryGiB: needs.memoryGiB * LEAST_SHARE,
  networkMbps: needs.networkMbps * LEAST_SHARE,
  diskIops: needs.diskIops * LEAST_SHARE,
  diskMiBps: needs.diskMiBps * LEAST_SHARE,
})

/** The worse served of CPU and memory. */
const shareOf = ({ component: { capacity } }: Candidate, needs: Needs): number =>
  Math.min(capacity.vcpus / needs.vcpus, capacity.memoryGiB / needs.memoryGiB)
