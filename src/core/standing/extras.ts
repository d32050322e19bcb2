/** What stands in networks of the plan, and is not of it. */
import type { StandingSite } from '../../model/standing.ts'
import type { Keys } from './keys.ts'
import type { FoundThing } from './match.ts'
import { guardsOf, type StandingReading } from './reading.ts'

interface Context {
  readonly planned: StandingSite
  readonly reading: StandingReading
  readonly keys: Keys
}

/**
 * Without what the platform makes with every network, and the groups that Terraform makes for drills and replication. A group
 * that is a list as well is told as the list.
 */
export function extrasOf(things: readonly FoundThing[], { planned, reading, keys }: Context): readonly FoundThing[] {
  const mainTables = new Set(reading.network.routeTables.filter(({ main }) => main).map(({ id }) => id))
  const lists = new Set(guardsOf(reading).map(({ id }) => id))
  const groups = new Set(['default', ...planned.ownGroups])
  const isOwn = ({ kind, id, names }: FoundThing): boolean =>
    (kind === 'route-table' && mainTables.has(id)) ||
    (kind === 'security-group' && (lists.has(id) || names.some((name) => groups.has(name))))
  return things.filter((one) => one.vpcKey !== null && keys.of(one.kind, one.id) === null && !isOwn(one))
}
