/**
 * An invented estate for the bench of the optimiser: directory servers that everything leans on, departments with
 * services of their own, and applications of 3 to 100 machines in layers. The same every time for a seed.
 */
import { createChance } from '../../src/model/chance.ts'

export interface Machine {
  vcpus: number
  memoryGiB: number
  diskGiB: number
  /** What an hour of outage costs, in a currency unit. */
  readonly criticality: number
  /** The weakest level that keeps its promise; and the strongest that it can have. */
  weakest: number
  strongest: number
}

export interface Estate {
  readonly machines: readonly Machine[]
  /** [dependant, dependency]. */
  readonly edges: readonly (readonly [number, number])[]
  /** Kept apart. */
  readonly pairs: readonly (readonly [number, number])[]
}

interface Making {
  readonly machines: Machine[]
  readonly edges: [number, number][]
  readonly pairs: [number, number][]
  readonly chance: () => number
  readonly below: (count: number) => number
  readonly pick: <T>(values: readonly T[], shares: readonly number[]) => T
}

const EDGES_PER_VM = 1.5
const VCPUS = [1, 2, 4, 8, 16, 32, 64]
const VCPU_SHARES = [0.15, 0.35, 0.25, 0.13, 0.08, 0.03, 0.01]
const LEVELS = [0, 1, 2, 3, 4]

/** What makes an estate hard: no promise forces the directory servers to the top, or many pairs are kept apart. */
export interface Hardness {
  readonly freeHubs: boolean
  /** Pairs kept apart beside those of applications, per machine. */
  readonly morePairs: number
}

export function makeEstate(count: number, seed: number, { freeHubs, morePairs }: Hardness): Estate {
  const making = startMaking(seed)
  const hubs = Math.max(2, Math.min(6, Math.round(count / 1500)))
  for (let hub = 0; hub < hubs; hub++) addMachine(making, 3, 4)
  for (let hub = 0; hub + 1 < hubs; hub += 2) making.pairs.push([hub, hub + 1])
  while (making.machines.length < count) addDepartment(making, count, hubs)
  if (freeHubs) for (const machine of making.machines) machine.weakest = Math.max(2, machine.weakest)
  addPairs(making, { hubs, wanted: Math.round(count * morePairs) })
  addLegacy(making)
  return making
}

function addPairs({ machines, pairs, below }: Making, { hubs, wanted }: { hubs: number; wanted: number }): void {
  for (let left = wanted; left > 0; left--) {
    const first = hubs + below(machines.length - hubs - 8)
    pairs.push([first, first + 1 + below(6)])
  }
}

function startMaking(seed: number): Making {
  const chance = createChance(seed)
  return {
    machines: [],
    edges: [],
    pairs: [],
    chance,
    below: (count) => Math.floor(chance() * count),
    pick(values, shares) {
      let left = chance()
      const at = shares.findIndex((share) => (left -= share) <= 0)
      return values.at(at)!
    },
  }
}

function addMachine({ machines, chance, pick }: Making, criticality: number, weakest: number): number {
  const vcpus = pick(VCPUS, VCPU_SHARES)
  const memoryGiB = vcpus * pick([2, 4, 8, 16], [0.25, 0.4, 0.27, 0.08])
  const diskGiB = Math.round(Math.exp(3.5 + 1.76 * (chance() + chance() + chance() - 1.5)))
  machines.push({ vcpus, memoryGiB, diskGiB, criticality: criticality * (0.5 + chance()), weakest, strongest: 0 })
  return machines.length - 1
}

/** Department services, then applications until it has 150 to 650 machines. */
function addDepartment(making: Making, count: number, hubs: number): void {
  const { machines, edges, chance, below } = making
  const end = Math.min(count, machines.length + 150 + below(500))
  const services: number[] = []
  for (let left = 1 + below(3); left > 0 && machines.length < end; left--) {
    const service = addMachine(making, 2, 4)
    services.push(service)
    if (chance() < 0.8) edges.push([service, below(hubs)])
  }
  const mix = chance() < 0.5 ? [0, 0, 0.3, 0.45, 0.25] : [0.06, 0.16, 0.33, 0.3, 0.15]
  while (machines.length < end) addApplication(making, { end, hubs, services, mix })
}

interface Place {
  readonly end: number
  readonly hubs: number
  readonly services: readonly number[]
  readonly mix: readonly number[]
}

function addApplication(making: Making, { end, hubs, services, mix }: Place): void {
  const { machines, edges, pairs, chance, below, pick } = making
  const first = machines.length
  const size = Math.min(end - first, chance() < 0.06 ? 40 + below(60) : 3 + Math.floor(37 * chance() ** 2.6))
  const promise = pick(LEVELS, mix)
  const criticality = (chance() ** -0.55 * [40, 12, 4, 1.2, 0.4][promise]!) / Math.sqrt(size)
  for (let index = 0; index < size; index++) {
    const weaker = (chance() < 0.3 ? 1 : 0) + (chance() < 0.1 ? 1 : 0)
    const vm = addMachine(making, criticality * (index === 0 ? 2 : 1), Math.min(4, promise + weaker))
    if (index === 0) continue
    const parent = first + (chance() < 0.5 ? Math.max(0, index - 1 - below(3)) : below(index))
    edges.push([parent, vm])
    if (chance() < 0.018) pairs.push([parent, vm])
  }
  addCrossLinks(making, { first, size }, () => (chance() < 0.5 ? below(hubs) : services[below(services.length)]!))
}

/** Inside the application, and to what it shares with others. */
function addCrossLinks(
  { machines, edges, chance, below }: Making,
  { first, size }: { readonly first: number; readonly size: number },
  shared: () => number,
): void {
  for (let left = Math.round(machines.length * EDGES_PER_VM) - edges.length; left > 0; left--) {
    const [a, b] = [first + below(size), first + below(size)]
    if (chance() < 0.45) edges.push([Math.min(a, b), Math.max(a, b)])
    else edges.push([a, shared()])
  }
}

/** Old machines that cannot have the strongest levels, only where no promise asks for them. */
function addLegacy({ machines, edges, chance, below }: Making): void {
  const asked = machines.map((machine) => machine.weakest)
  for (let changed = true; changed;) {
    changed = false
    for (const [u, d] of edges)
      if (asked[d]! > asked[u]!) {
        asked[d] = asked[u]!
        changed = true
      }
  }
  for (const [vm, machine] of machines.entries())
    if (chance() < 0.06 && asked[vm]! > 0) machine.strongest = 1 + below(Math.min(2, asked[vm]!))
}
