/**
 * Zones of subnets. The plan counts them from 0 and the platform names them, and which name is which number, only the account
 * knows: the zone of a number is the one that most of its subnets are in.
 */
import type { StandingThing } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'
import type { StandingReading } from './reading.ts'

/** By id of subnets that the plan has; `ids` by the keys of the plan. */
export function zonesOf(
  subnets: readonly StandingThing[],
  ids: ReadonlyMap<string, string>,
  { network }: StandingReading,
): ReadonlyMap<string, string> {
  const names = new Map(network.subnets.map(({ id, zone }) => [id, zone]))
  const placed = subnets.flatMap(({ key, values }) => {
    const [id, planned] = [ids.get(key), values['zone'] ?? null]
    const name = names.get(id ?? '') ?? null
    return id === undefined || planned === null || name === null ? [] : [{ id, planned, name }]
  })
  const chosen = chooseNames(placed)
  const numbers = new Map([...chosen].map(([planned, name]) => [name, planned]))
  return new Map(placed.map(({ id, name }) => [id, numbers.get(name) ?? name]))
}

interface Placed {
  readonly planned: string
  readonly name: string
}

/** Each number gets a name that no lower one has; one that is left without has none of its subnets in place. */
function chooseNames(placed: readonly Placed[]): ReadonlyMap<string, string> {
  const chosen = new Map<string, string>()
  const byZone = [...Map.groupBy(placed, ({ planned }) => planned)].toSorted(([a], [b]) => compareText(a, b))
  for (const [planned, own] of byZone) {
    const taken = new Set(chosen.values())
    const counts = [...Map.groupBy(own, ({ name }) => name)]
      .filter(([name]) => !taken.has(name))
      .toSorted(([a, ofA], [b, ofB]) => ofB.length - ofA.length || compareText(a, b))
    const best = counts[0]?.[0]
    if (best !== undefined) chosen.set(planned, best)
  }
  return chosen
}
