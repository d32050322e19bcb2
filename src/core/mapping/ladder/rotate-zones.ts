/**
 * In which zones each VM is tried, in order, so that VMs that are kept apart stay apart whichever zone or two zones
 * fail. VM by VM in the order of ids: of all orders that begin with its zone the first that brings it together with
 * fewest of those it is kept apart from. With three zones that is none; the replay (replay.ts) judges all cases.
 */
import { compareText } from '../../../model/text-order.ts'
import { failuresOf, zoneAfter } from './replay.ts'

export interface RotateInput {
  readonly groups: readonly (readonly string[])[]
  /** By VM id: the zone of the first choice; only of VMs that have one. */
  readonly first: ReadonlyMap<string, number>
  readonly zones: number
}

/** By VM id: all zones, from that of the first choice. */
export function rotateZones({ groups, first, zones }: RotateInput): ReadonlyMap<string, readonly number[]> {
  const groupsOf = groupsByMember(groups)
  const failures = failuresOf(zones)
  const orders = new Map([...first].map(([id, zone]) => [id, [zone]] as const)) as Map<string, readonly number[]>
  for (const id of [...first.keys()].sort(compareText)) {
    const all = ordersFrom(first.get(id) ?? 0, zones)
    const around = { id, groups: groupsOf.get(id) ?? [], orders, failures, zones }
    const meetings = all.map((order) => meetingsOf(order, around))
    orders.set(id, all[meetings.indexOf(Math.min(...meetings))] ?? [])
  }
  return orders
}

function groupsByMember(groups: readonly (readonly string[])[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const found = new Map<string, (readonly string[])[]>()
  for (const ids of groups)
    for (const id of ids) {
      const known = found.get(id) ?? []
      known.push(ids)
      found.set(id, known)
    }
  return found
}

interface Around {
  readonly id: string
  readonly groups: readonly (readonly string[])[]
  /** Of VMs that come later only the first zone. */
  readonly orders: ReadonlyMap<string, readonly number[]>
  readonly failures: readonly (readonly number[])[]
  readonly zones: number
}

/** How often it would share a zone with one that it could be apart from. */
function meetingsOf(order: readonly number[], { id, groups, orders, failures, zones }: Around): number {
  return failures.reduce((sum, failed) => {
    const place = zoneAfter(order, failed)
    const avoidable = groups.filter((ids) => ids.length <= zones - failed.length).flat()
    const met = avoidable.filter((other) => other !== id && zoneAfter(orders.get(other) ?? [], failed) === place)
    return sum + met.length
  }, 0)
}

/** All orders of the zones that begin with this one, in the order of their numbers. */
function ordersFrom(first: number, zones: number): readonly (readonly number[])[] {
  const rest = Array.from({ length: zones }, (_, zone) => zone).filter((zone) => zone !== first)
  return permutations(rest).map((order) => [first, ...order])
}

const permutations = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) => permutations(items.filter((one) => one !== item)).map((rest) => [item, ...rest]))
