/** What is called otherwise than in an earlier plan: the same thing of the primary site under another key. */
import type { KeyMove, Plan } from '../../model/plan.ts'

interface Keyed {
  readonly key: string
  readonly from: string | null
}

const kinds: Readonly<Record<KeyMove['kind'], (plan: Plan) => readonly Keyed[]>> = {
  vm: ({ vms }) => vms.map(({ key, vmId }) => ({ key, from: vmId })),
  vpc: ({ network }) => network.vpcs,
  subnet: ({ network }) => network.subnets,
  'route-table': ({ network }) => network.routeTables,
  'security-group': ({ network }) => network.securityGroups,
  'packet-filter': ({ network }) => network.packetFilters,
  'member-group': ({ network }) => network.memberGroups,
  'prefix-list': ({ network }) => network.prefixLists,
  endpoint: ({ network }) => network.endpoints ?? [],
  gateway: ({ network }) => network.gateways ?? [],
  'remote-gateway': ({ network }) => network.remoteGateways ?? [],
  connection: ({ network }) => network.connections ?? [],
}

/**
 * Renames since `previous`, behind those that it knew of: a state may be older than it. A key that is in use again cannot
 * have moved away, so what says so leaves; of things that are there twice nobody can tell which one moved.
 */
export function movesSince(previous: Plan, next: Plan): readonly KeyMove[] {
  const names = Object.keys(kinds) as KeyMove['kind'][]
  return names.sort().flatMap((kind) => {
    const before = single(kinds[kind](previous))
    const after = single(kinds[kind](next))
    const inUse = new Set(kinds[kind](next).map(({ key }) => key))
    const fresh = [...after].flatMap(([from, to]) => {
      const key = before.get(from)
      return key === undefined || key === to ? [] : [{ kind, from: key, to }]
    })
    const known = (previous.moves ?? []).filter((move) => move.kind === kind)
    return latest([...[...inUse].reduce(withoutStop, known), ...fresh]).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  })
}

/** What is at a key has not moved away from it: whoever came by it goes on to where it went. */
function withoutStop(moves: readonly KeyMove[], key: string): readonly KeyMove[] {
  const onward = moves.find(({ from }) => from === key)
  if (!onward) return moves
  return moves.filter((move) => move !== onward).map((move) => (move.to === key ? { ...move, to: onward.to } : move))
}

/** Terraform takes one move from a place, and one to it: the last that is known. */
const latest = (moves: readonly KeyMove[]): readonly KeyMove[] =>
  moves.filter(({ from, to }, index) => !moves.slice(index + 1).some((later) => later.from === from || later.to === to))

/** Keys by what they were made from, where that is there once. */
function single(things: readonly Keyed[]): ReadonlyMap<string, string> {
  const counts = Map.groupBy(
    things.flatMap(({ from, key }) => (from === null ? [] : [{ from, key }])),
    ({ from }) => from,
  )
  return new Map(
    [...counts].flatMap(([from, [only, ...others]]) => (only && others.length === 0 ? [[from, only.key]] : [])),
  )
}
