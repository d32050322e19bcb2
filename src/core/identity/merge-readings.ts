/** One list of VMs and one network out of what several sources read of the same site. */
import type { Finding } from '../../model/finding.ts'
import type { AccountLimit } from '../../model/account-limit.ts'
import type { NetworkObject } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import { renameVms } from '../../model/object-references.ts'
import type { SiteHost, Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'
import { unansweredFindings, type Merged } from './answered-findings.ts'
import { agree, keysOf, namesContradict, type Machine } from './evidence.ts'
import { labelsOf } from './labels.ts'
import {
  conflictFinding,
  mergedFindings,
  repeatedIdFinding,
  sameIdFinding,
  twinFinding,
  type Pair,
} from './match-findings.ts'
import { matchVms, type Matching } from './match-vms.ts'
import { knowledgeOf, mergeNetworks } from './merge-networks.ts'
import { conflictsOf, mergeVm, type Statement } from './merge-vm.ts'
import { createReferences } from './references.ts'
import { compareText } from '../../model/text-order.ts'

/** What one source says of a machine. */
interface Sight extends Statement {
  readonly reading: number
}

/** The sightings of one machine, first source first; the id of the first is the machine's id in the site. */
type Group = [Sight, ...Sight[]]

export interface MergedReadings {
  /** Sorted by id. Every VM of every reading is in exactly one of them. */
  readonly vms: readonly Vm[]
  readonly network: Network
  /** Sorted by id; of one id, what the first says. So are the limits. */
  readonly hosts: readonly SiteHost[]
  readonly limits: readonly AccountLimit[]
  /** About the merging only. */
  readonly findings: readonly Finding[]
  /** Those of the readings, without what another reading answers. */
  readonly unanswered: readonly Finding[]
}

/**
 * `readings` in the order of drplan.yaml; the order inside a reading does not matter. VMs of one reading are never
 * merged with one another, but the second VM of an id that a reading repeats is left out, with a finding.
 */
export function mergeReadings(readings: readonly SiteReading[]): MergedReadings {
  const labels = labelsOf(readings)
  const groups: Group[] = []
  const findings: Finding[] = []
  const pairs: Pair[] = []
  readings.forEach((reading, position) => {
    const label = labels[position] ?? ''
    const { vms, repeated } = distinct(reading.vms)
    if (repeated.length > 0) findings.push(repeatedIdFinding(repeated, label))
    const knows = knowledgeOf(reading.network)
    const sights = vms.map((vm) => ({ vm, label, knows, reading: position }))
    const matching = matchVms(groups.map(vmsOf), vms)
    findings.push(...twinFindings(matching, groups, sights))
    pairs.push(...join(matching, groups, sights))
  })
  const vms = mergeGroups(groups)
  const networks = readings.map(({ network }, position) => ({
    label: labels[position] ?? '',
    network: { ...network, objects: renamedObjects(network.objects, groups, position) },
  }))
  const merged = mergeNetworks(networks, vms)
  findings.push(...mergedFindings(pairs), ...pairs.filter(isOnlyTheId).map(sameIdFinding), ...conflictFindings(groups))
  const unanswered = unansweredFindings(readings, { network: merged.network, sharedVm: sharedVms(groups, vms) })
  return {
    vms,
    network: merged.network,
    hosts: firstOfEach(readings.flatMap(({ hosts = [] }) => hosts)),
    limits: firstOfEach(readings.flatMap(({ limits = [] }) => limits)),
    findings: [...findings, ...merged.findings],
    unanswered,
  }
}

function firstOfEach<T extends { readonly id: string }>(all: readonly T[]): readonly T[] {
  const byId = new Map(all.toReversed().map((one) => [one.id, one]))
  return [...byId.values()].toSorted((a, b) => compareText(a.id, b.id))
}

function sharedVms(groups: readonly Group[], vms: readonly Vm[]): Merged['sharedVm'] {
  const byId = new Map(vms.map((vm) => [vm.id, vm]))
  const shared = new Map(
    groups
      .filter(({ length }) => length > 1)
      .flatMap((group) => {
        const merged = byId.get(group[0].vm.id)
        if (!merged) return []
        return group.map(({ vm: own, reading }, position) => {
          const earlier = vmsOf(group).slice(0, position)
          return [`${reading}\n${own.id}`, { own, merged, earlier }] as const
        })
      }),
  )
  return (reading, id) => shared.get(`${reading}\n${id}`)
}

const vmsOf = (group: Group): readonly Vm[] => group.map(({ vm }) => vm)

/** Sorted by id, so that nothing depends on the order of reading. */
function distinct(vms: readonly Vm[]): { vms: readonly Vm[]; repeated: readonly string[] } {
  const byId = new Map<string, Vm>()
  const repeated = new Set<string>()
  for (const vm of vms) {
    if (byId.has(vm.id)) repeated.add(vm.id)
    else byId.set(vm.id, vm)
  }
  return { vms: [...byId.values()].sort((a, b) => compareText(a.id, b.id)), repeated: [...repeated].sort() }
}

function twinFindings({ twins }: Matching, groups: readonly Group[], sights: readonly Sight[]): readonly Finding[] {
  return [...Map.groupBy(twins, ({ incoming }) => incoming)].flatMap(([position, own]) => {
    const second = sights[position]
    const candidates = own.flatMap(({ known, by }) => {
      const first = groups[known]?.[0]
      return first ? [{ id: first.vm.id, first, by }] : []
    })
    return second ? [twinFinding(second, candidates)] : []
  })
}

/** Puts each sighting into its group, or into a new one; tells which were put together. */
function join({ matches }: Matching, groups: Group[], sights: readonly Sight[]): readonly Pair[] {
  const byIncoming = new Map(matches.map((match) => [match.incoming, match]))
  return sights.flatMap((second, position) => {
    const match = byIncoming.get(position)
    const group = match && groups[match.known]
    if (!match || !group) {
      groups.push([second])
      return []
    }
    const [first] = group
    group.push(second)
    return [{ id: first.vm.id, first, second, by: match.by }]
  })
}

function isOnlyTheId({ by, first, second }: Pair): boolean {
  const [a, b] = [machineOf(first.vm), machineOf(second.vm)]
  return by === 'id' && namesContradict(a.keys, b.keys) && !agree(a, b)
}

const machineOf = (vm: Vm): Machine => ({ members: [vm], keys: keysOf([vm]) })

function mergeGroups(groups: readonly Group[]): readonly Vm[] {
  const machines = new Map(groups.map((group) => [group[0].vm.id, mergeVm(group)]))
  const membersOf = (group: Group) => group.map(({ vm, reading }) => ({ vm, reading, id: group[0].vm.id }))
  const references = createReferences(machines, groups.flatMap(membersOf))
  return groups
    .map((group) => ({ ...(machines.get(group[0].vm.id) ?? group[0].vm), dependsOn: references(membersOf(group)) }))
    .toSorted((a, b) => compareText(a.id, b.id))
}

/** An object means the VM that its own source calls so. */
function renamedObjects(
  objects: readonly NetworkObject[],
  groups: readonly Group[],
  position: number,
): readonly NetworkObject[] {
  const siteIds = new Map(
    groups.flatMap((group) => {
      const own = group.filter(({ reading }) => reading === position)
      return own.map(({ vm }) => [vm.id, group[0].vm.id] as const)
    }),
  )
  return objects.map((object) => renameVms(object, (id) => siteIds.get(id) ?? id))
}

const conflictFindings = (groups: readonly Group[]): readonly Finding[] =>
  groups.flatMap((group) => conflictsOf(group).map((conflict) => conflictFinding(group[0].vm, conflict)))
