/**
 * Which machines of one source are machines that earlier sources gave. Evidence is tried from the strongest kind to
 * the weakest, and counts only where it names exactly one machine on either side; anything less is a possible twin.
 */
import type { Vm } from '../../model/site.ts'
import { agree, keysOf, namesContradict, type Keys, type Machine } from './evidence.ts'

export const evidenceKinds = ['id', 'address', 'mac', 'name'] as const
export type Evidence = (typeof evidenceKinds)[number]

/** Positions in the two lists that were compared. */
interface Match {
  readonly known: number
  readonly incoming: number
  readonly by: Evidence
}

export interface Matching {
  /** No position is in two of them, on either side. */
  readonly matches: readonly Match[]
  /** Evidence that was not enough, between two machines that both stayed alone. */
  readonly twins: readonly Match[]
}

interface Rule {
  readonly by: Evidence
  readonly keys: (keys: Keys) => ReadonlySet<string>
  readonly allows: (known: Machine, incoming: Machine) => boolean
}

const rules: readonly Rule[] = [
  { by: 'id', keys: ({ ids }) => ids, allows: () => true },
  { by: 'address', keys: ({ addresses }) => addresses, allows: (a, b) => !namesContradict(a.keys, b.keys) },
  { by: 'mac', keys: ({ macs }) => macs, allows: () => true },
  { by: 'name', keys: ({ names }) => names, allows: agree },
]

/** A key that more machines of one source have than this says nothing about who they are, not even "perhaps". */
const MOST_TWINS = 3

/** `known`: machines of earlier sources, each as all its VMs. `incoming`: the VMs of one source, ids distinct. */
export function matchVms(known: readonly (readonly Vm[])[], incoming: readonly Vm[]): Matching {
  const machines = { known: known.map(toMachine), incoming: incoming.map((vm) => toMachine([vm])) }
  const found: Found = { known: new Map(), incoming: new Map() }
  const doubts: Match[] = []
  takeOwnIds(machines, found)
  for (const rule of rules) {
    const { sure, unsure } = candidates(rule, machines)
    const isFree = (match: Match): boolean => !found.known.has(match.known) && !found.incoming.has(match.incoming)
    for (const match of onlyPairs(sure.filter(isFree))) take(match, found)
    doubts.push(...sure, ...unsure)
  }
  const matches = [...found.incoming.values()].toSorted((a, b) => a.incoming - b.incoming)
  return { matches, twins: strongestOf(doubts, found) }
}

const toMachine = (members: readonly Vm[]): Machine => ({ members, keys: keysOf(members) })

interface Machines {
  readonly known: readonly Machine[]
  readonly incoming: readonly Machine[]
}

interface Found {
  readonly known: Map<number, Match>
  readonly incoming: Map<number, Match>
}

function take(match: Match, found: Found): void {
  found.known.set(match.known, match)
  found.incoming.set(match.incoming, match)
}

/** A machine's first id is its id in the site, which must stay unique: it goes before ids of later sources. */
function takeOwnIds({ known, incoming }: Machines, found: Found): void {
  const positions = new Map(known.map(({ members }, position) => [members[0]?.id, position]))
  incoming.forEach(({ members }, position) => {
    const own = positions.get(members[0]?.id)
    if (own !== undefined) take({ known: own, incoming: position, by: 'id' }, found)
  })
}

interface Candidates {
  readonly sure: readonly Match[]
  readonly unsure: readonly Match[]
}

/** `sure`: pairs by a key that is unique on both sides and that the rule allows. `unsure`: the other pairs. */
function candidates({ by, keys, allows }: Rule, { known, incoming }: Machines): Candidates {
  const sure = new Map<string, Match>()
  const unsure = new Map<string, Match>()
  const holders = index(known, keys)
  for (const [key, seekers] of index(incoming, keys)) {
    const owners = holders.get(key) ?? []
    if (owners.length > MOST_TWINS || seekers.length > MOST_TWINS) continue
    const isUnique = owners.length === 1 && seekers.length === 1
    for (const { machine: owner, position } of owners)
      for (const seeker of seekers) {
        const match = { known: position, incoming: seeker.position, by }
        const into = isUnique && allows(owner, seeker.machine) ? sure : unsure
        into.set(`${match.known} ${match.incoming}`, match)
      }
  }
  return { sure: [...sure.values()], unsure: [...unsure.values()] }
}

interface Placed {
  readonly machine: Machine
  readonly position: number
}

function index(machines: readonly Machine[], keys: Rule['keys']): ReadonlyMap<string, readonly Placed[]> {
  const placed = new Map<string, Placed[]>()
  machines.forEach((machine, position) => {
    for (const key of keys(machine.keys)) {
      const list = placed.get(key)
      if (list) list.push({ machine, position })
      else placed.set(key, [{ machine, position }])
    }
  })
  return placed
}

/** Pairs of machines that have no second partner. */
function onlyPairs(pairs: readonly Match[]): readonly Match[] {
  const knowns = Map.groupBy(pairs, ({ known }) => known)
  const incomings = Map.groupBy(pairs, ({ incoming }) => incoming)
  return pairs.filter((pair) => knowns.get(pair.known)?.length === 1 && incomings.get(pair.incoming)?.length === 1)
}

/** A source that has a machine twice says itself that its two are different, so only those alone can be twins. */
function strongestOf(doubts: readonly Match[], found: Found): readonly Match[] {
  const twins = new Map<string, Match>()
  for (const doubt of doubts) {
    const pair = `${doubt.known} ${doubt.incoming}`
    if (!found.known.has(doubt.known) && !found.incoming.has(doubt.incoming) && !twins.has(pair)) twins.set(pair, doubt)
  }
  return [...twins.values()].toSorted((a, b) => a.incoming - b.incoming || a.known - b.known)
}
