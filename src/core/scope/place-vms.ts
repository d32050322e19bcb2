/**
 * Can VMs start on hosts with room left, without moving what runs there? Memory adds up and is not promised twice; vCPU are
 * shared, but a VM has no more of them than its host has threads (VMware vSphere 6.7,
 * "Virtual CPU Configuration and Limitations", read 2026-11).
 *
 * A yes is a placement and a no is a proof: too little room in all, a VM that no host has room for, or every placement
 * tried. Bin packing is hard, so that where neither comes soon the answer is that it cannot be told.
 */

export interface PlacedVm {
  readonly id: string
  readonly memoryGiB: number
  /** Null = not known: then it is held by any host. */
  readonly vcpus: number | null
}

export interface Room {
  readonly freeGiB: number
  /** Null = not known: then it holds a VM of any width. */
  readonly threads: number | null
}

export type Placing =
  /** Index of the room, by VM id. */
  | { readonly verdict: 'fits'; readonly rooms: ReadonlyMap<string, number> }
  /** `shortGiB`: in all; 0 = there is room enough, but in parts that are too small. */
  | { readonly verdict: 'does-not-fit'; readonly shortGiB: number }
  | { readonly verdict: 'cannot-tell' }

/** Placements that are tried before it is given up. */
const MOST_STEPS = 5000

export function placeVms(vms: readonly PlacedVm[], rooms: readonly Room[]): Placing {
  const shortGiB = totalOf(vms.map(({ memoryGiB }) => memoryGiB)) - totalOf(rooms.map(({ freeGiB }) => freeGiB))
  if (shortGiB > 0) return { verdict: 'does-not-fit', shortGiB }
  if (vms.some((vm) => !rooms.some((room) => holds(room, vm)))) return { verdict: 'does-not-fit', shortGiB: 0 }
  return search(vms, rooms)
}

const totalOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

const holds = (room: Room, vm: PlacedVm): boolean => vm.memoryGiB <= room.freeGiB && isWide(room, vm)

const isWide = ({ threads }: Room, { vcpus }: PlacedVm): boolean =>
  threads === null || vcpus === null || vcpus <= threads

/** The largest VM first, into the first room that holds it: first-fit decreasing, then every other way. */
function search(vms: readonly PlacedVm[], rooms: readonly Room[]): Placing {
  const sorted = vms.toSorted((a, b) => b.memoryGiB - a.memoryGiB || (b.vcpus ?? 0) - (a.vcpus ?? 0))
  const free = rooms.map(({ freeGiB }) => freeGiB)
  const taken = new Map<string, number>()
  let steps = 0
  const place = (at: number): boolean => {
    const vm = sorted[at]
    if (!vm) return true
    const tried = new Set<string>()
    for (const [index, room] of rooms.entries()) {
      const left = free[index] ?? 0
      if (left < vm.memoryGiB || !isWide(room, vm)) continue
      // Rooms that are alike lead to the same.
      const key = `${left} ${room.threads}`
      if (tried.has(key)) continue
      tried.add(key)
      if (steps++ >= MOST_STEPS + sorted.length) return false
      free[index] = left - vm.memoryGiB
      taken.set(vm.id, index)
      if (place(at + 1)) return true
      free[index] = left
    }
    return false
  }
  if (place(0)) return { verdict: 'fits', rooms: taken }
  return steps >= MOST_STEPS + sorted.length ? { verdict: 'cannot-tell' } : { verdict: 'does-not-fit', shortGiB: 0 }
}
