/**
 * Which application VMs without one may belong to: those that talk to one another, or to VMs of one application. It is
 * only proposed; a wrong application would share a promise between things that have nothing to do with one another.
 */
import type { Dependency } from '../../model/dependency.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { count } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'

/** What more VMs than this use is shared by many applications, and joins none of them. */
const MOST_CLIENTS = 10
const MOST_PROPOSALS = 20
const MOST_NAMES = 8

export function proposeApplications(
  planned: readonly ScopedVm[],
  dependencies: readonly Dependency[],
): readonly Finding[] {
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const proposals = groupsOf([...byId.keys()], edgesOf(dependencies, byId)).flatMap((ids) =>
    proposalFor(ids.flatMap((id) => byId.get(id) ?? [])),
  )
  const rest = proposals.length - MOST_PROPOSALS
  return rest <= 0 ? proposals : [...proposals.slice(0, MOST_PROPOSALS), restFinding(proposals.slice(MOST_PROPOSALS))]
}

type Edge = readonly [from: string, to: string]

function edgesOf(dependencies: readonly Dependency[], byId: ReadonlyMap<string, ScopedVm>): readonly Edge[] {
  const telling = dependencies.filter(
    ({ fromVmId, toVmId, confidence }) => confidence !== 'possible' && byId.has(fromVmId) && byId.has(toVmId),
  )
  const clients = new Map<string, Set<string>>()
  for (const { fromVmId, toVmId } of telling) {
    const known = clients.get(toVmId)
    if (known) known.add(fromVmId)
    else clients.set(toVmId, new Set([fromVmId]))
  }
  return telling
    .filter(({ toVmId }) => (clients.get(toVmId)?.size ?? 0) <= MOST_CLIENTS)
    .map(({ fromVmId, toVmId }) => [fromVmId, toVmId])
}

/** Connected components, each sorted, in the order of their first member. */
function groupsOf(ids: readonly string[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const parents = new Map(ids.map((id) => [id, id]))
  const rootOf = (id: string): string => {
    let root = id
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root)) {
      parents.set(root, parents.get(parent) ?? parent)
      root = parent
    }
    return root
  }
  for (const [from, to] of edges) {
    const [a, b] = [rootOf(from), rootOf(to)].sort()
    if (a !== undefined && b !== undefined) parents.set(b, a)
  }
  return [...Map.groupBy([...ids].sort(), rootOf).values()]
}

function proposalFor(members: readonly ScopedVm[]): readonly Finding[] {
  const open = members.filter(({ vm }) => vm.application === null)
  const known = [...new Set(members.flatMap(({ vm }) => vm.application ?? []))]
  const [only, ...others] = known
  if (open.length === 0 || members.length < 2 || others.length > 0) return []
  const names = open.map(({ vm }) => vm.name)
  const proposed = only ?? stemOf(names)
  if (proposed === null) return []
  const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names
  return [
    createFinding('plan.application-proposed', {
      subject: proposed,
      message: `${shown.join(', ')} ${open.length === 1 ? 'has' : 'have'} no application, and ${only === undefined ? 'talk to one another' : `${open.length === 1 ? 'talks' : 'talk'} to VMs of ${only} only`}; the application may be "${proposed}".`,
      suggestion: `If so, set it with a rule of drplan.yaml: assign: [{ match: { name: … }, application: ${proposed} }].`,
      affected: open.map(({ vm }) => vm.id),
    }),
  ]
}

const restFinding = (rest: readonly Finding[]): Finding =>
  createFinding('plan.application-proposed', {
    subject: count(rest.length, 'more group'),
    message: `${count(rest.length, 'more group')} of VMs without an application talk among themselves.`,
    suggestion: 'Give the VMs above an application first, then run drplan again.',
    affected: rest.flatMap(({ affected }) => affected).toSorted(),
  })

/** Words of names that say what a machine does, or where, but not for which application. */
const roles = new Set(
  'api app as cache client cluster db dev dmz dr host lb mq node prd prod proxy server sql srv stage test uat vm web win worker'.split(
    ' ',
  ),
)

/** The commonest word of the names; the earlier one by text where two are as common. Null when there is none. */
function stemOf(names: readonly string[]): string | null {
  const words = names.flatMap((name) => [
    ...new Set(
      name
        .toLowerCase()
        .split(/[^a-z]+/)
        .filter((word) => word.length > 2 && !roles.has(word)),
    ),
  ])
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, own]) => ({ word, times: own.length }))
  return counts.toSorted((a, b) => b.times - a.times || compareText(a.word, b.word))[0]?.word ?? null
}
