/**
 * What the machines of an estate could get: five levels in up to four of seven places, in one or two classes. Two
 * sellers with three places each and a site of one's own, with prices of different shape. 20 quotas, 10 capacities,
 * a budget. The objective is the price a month with the loss expected of outages; the budget limits the price alone.
 */
import { createChance } from '../../src/model/chance.ts'
import type { Instance } from '../../src/core/mapping/optimise/instance.ts'
import type { Estate, Machine } from './machines.ts'

export interface BenchInstance extends Instance {
  /** By candidate: the price a month without expected losses, in cents. */
  readonly spend: Float64Array
}

const PLACES = 7
const OWN_SITE = 6
export const BUDGET = 30
const LIMITS = 31

const RTO_HOURS = [0.05, 0.5, 4, 24, 96]
const RPO_HOURS = [0.01, 0.1, 1, 12, 24]
const RUNNING = [1, 0.6, 0.25, 0.02, 0]
const DISK_COPIES = [1.2, 1.1, 1, 0.5, 0.25]
const FEE_CENTS = [4000, 2500, 1500, 500, 200]
const RESERVED = [1, 1, 1, 0.5, 0]
const GIB_PER_VCPU = [4, 2, 8]
const REGIONAL = [1, 1.06, 1.14, 1, 0.97, 1.2, 1]
/** By seller: cents per vCPU and class, cents per GiB, sizes sold. */
const SELLERS = [
  { vcpu: [2600, 2300, 3300], gib: 9.5, sizes: [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128] },
  { vcpu: [2250, 2100, 3600], gib: 7, sizes: [2, 4, 8, 16, 32, 64, 128] },
  { vcpu: [1700, 1700, 2100], gib: 5, sizes: [] },
]

const sellerOf = (place: number): number => Math.floor(place / 3)

interface Candidates {
  readonly level: number[]
  readonly place: number[]
  readonly spend: number[]
  readonly cost: number[]
  readonly firstUse: number[]
  readonly useLimit: number[]
  readonly useAmount: number[]
}

/** `equalPrices`: no place is dearer than another, and nothing is dearer by chance. */
export function makeInstance(
  { machines, edges, pairs }: Estate,
  { seed, equalPrices }: { readonly seed: number; readonly equalPrices: boolean },
): BenchInstance {
  const chance = createChance(seed)
  const below = (count: number): number => Math.floor(chance() * count)
  const all: Candidates = { level: [], place: [], spend: [], cost: [], firstUse: [0], useLimit: [], useAmount: [] }
  const paired = new Set(pairs.flat())
  const firstCandidate = [0]
  for (const [vm, machine] of machines.entries()) {
    const places = choosePlaces(chance, below, paired.has(vm))
    const classes = chooseClasses(machine, chance())
    const spots = places.flatMap((place) => (place === OWN_SITE ? [0] : classes).map((kind) => ({ place, kind })))
    for (let level = machine.strongest; level < 5; level++)
      for (const spot of spots) addCandidate(all, machine, { vm, level, ...spot, equalPrices })
    firstCandidate.push(all.level.length)
  }
  return {
    vmCount: machines.length,
    placeCount: PLACES,
    firstCandidate: Int32Array.from(firstCandidate),
    level: Uint8Array.from(all.level),
    place: Uint8Array.from(all.place),
    cost: Float64Array.from(all.cost),
    spend: Float64Array.from(all.spend),
    firstUse: Int32Array.from(all.firstUse),
    useLimit: Uint16Array.from(all.useLimit),
    useAmount: Float64Array.from(all.useAmount),
    limits: new Float64Array(LIMITS).fill(Infinity),
    weakest: Uint8Array.from(machines, (machine) => machine.weakest),
    edges: {
      dependant: Int32Array.from(edges, (one) => one[0]),
      dependency: Int32Array.from(edges, (one) => one[1]),
    },
    pairs: { first: Int32Array.from(pairs, (one) => one[0]), second: Int32Array.from(pairs, (one) => one[1]) },
  }
}

function choosePlaces(chance: () => number, below: (count: number) => number, paired: boolean): number[] {
  const places = new Set<number>()
  const draw = chance()
  if (draw < 0.88) places.add(below(3))
  if (draw > 0.1) places.add(3 + below(3))
  if (chance() < 0.22) places.add(below(6))
  if (chance() < 0.18) places.add(OWN_SITE)
  if (paired) places.add(below(3)).add(3 + below(3))
  return [...places].sort((a, b) => a - b)
}

function chooseClasses({ memoryGiB, vcpus }: Machine, draw: number): number[] {
  const ratio = memoryGiB / vcpus
  if (ratio >= 8) return [2, 0]
  if (ratio >= 4) return draw < 0.35 ? [0, 2] : [0]
  return draw < 0.7 ? [1, 0] : [1]
}

interface Spot {
  readonly vm: number
  readonly level: number
  readonly place: number
  readonly kind: number
  readonly equalPrices: boolean
}

function addCandidate(all: Candidates, machine: Machine, { vm, level, place, kind, equalPrices }: Spot): void {
  const seller = SELLERS[sellerOf(place)]!
  const wanted = Math.max(machine.vcpus, machine.memoryGiB / GIB_PER_VCPU[kind]!)
  const vcpus =
    place === OWN_SITE ? machine.vcpus : (seller.sizes.find((size) => size >= wanted) ?? seller.sizes.at(-1)!)
  const jitter = equalPrices ? 1 : 0.97 + 0.06 * (((vm * 7919 + place * 104729 + kind * 31) % 1009) / 1009)
  const compute = seller.vcpu[kind]! * vcpus * RUNNING[level]!
  const disk = machine.diskGiB * seller.gib * DISK_COPIES[level]!
  const spend = Math.round((compute + disk) * (equalPrices ? 1 : REGIONAL[place]!) * jitter) + FEE_CENTS[level]!
  const loss = Math.round(400 * machine.criticality * (RTO_HOURS[level]! + RPO_HOURS[level]! / 2))
  all.level.push(level)
  all.place.push(place)
  all.spend.push(spend)
  all.cost.push(spend + loss)
  addUses(all, { level, place, kind, reserved: Math.ceil(vcpus * RESERVED[level]!) }, [
    Math.ceil(machine.diskGiB * DISK_COPIES[level]!),
    spend,
  ])
}

/** 0-17 vCPU by place and class, 18-19 by seller, 20-26 storage by place, 27 own vCPU, 28-29 licences, 30 budget. */
function addUses(
  { firstUse, useLimit, useAmount }: Candidates,
  { level, place, kind, reserved }: Omit<Spot, 'vm' | 'equalPrices'> & { readonly reserved: number },
  [storage, spend]: readonly [number, number],
): void {
  const take = (limit: number, amount: number): void => {
    useLimit.push(limit)
    useAmount.push(amount)
  }
  const own = place === OWN_SITE
  if (reserved > 0 && !own) take(place * 3 + kind, reserved)
  if (reserved > 0) take(own ? 27 : 18 + sellerOf(place), reserved)
  take(20 + place, storage)
  if (level === 0 && !own) take(28 + sellerOf(place), 1)
  take(BUDGET, spend)
  firstUse.push(useLimit.length)
}
