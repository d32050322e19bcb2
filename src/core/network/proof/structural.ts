/**
 * The stronger proof: the rules that guard a card are the same at both sites once groups and lists are renamed and
 * blocks are moved by the address map. It holds whoever joins a group or a list later.
 */
import type { Address, Family } from '../../../model/address.ts'
import { intersect, intervalOf, union, type IntervalSet } from '../../../model/intervals.ts'
import type { FilterEnd } from '../../../model/packet-filter.ts'
import type { SecurityRule } from '../../../model/network.ts'
import { blocksAsSet, hostsOf } from './ends.ts'
import { domainOf, pullBack, type Pieces } from './pull-back.ts'
import type { Card, Side, SideEntry, SideFilter, SideRule } from './side.ts'

export interface StructuralQuestion {
  readonly primary: Side
  readonly recovery: Side
  readonly card: { readonly primary: Card; readonly recovery: Card }
  readonly direction: SecurityRule['direction']
  readonly family: Family
  readonly pieces: Pieces
}

/** Never true by mistake; false says only that the rules are not the same, they may still allow the same. */
export function isStructural(question: StructuralQuestion): boolean {
  const { primary, recovery, card } = question
  if (card.primary.groupIds === null && card.recovery.groupIds === null) return sameFilters(question)
  if (card.primary.groupIds === null || card.recovery.groupIds === null) return false
  if (card.primary.groupIds.length === 0) return false
  const renamed = card.recovery.groupIds.map((id) => recovery.sharedName('group', id))
  const known = card.primary.groupIds.map((id) => primary.sharedName('group', id))
  if (!sameTexts(known, renamed)) return false
  const rulesOf = (side: Side, ids: readonly string[]): readonly SideRule[] =>
    ids.flatMap((id) => side.groups.get(id) ?? []).filter(({ direction }) => direction === question.direction)
  const before = permissionsOf(rulesOf(primary, card.primary.groupIds), { question, side: primary })
  const after = permissionsOf(rulesOf(recovery, card.recovery.groupIds), { question, side: recovery })
  return samePermissions(before, after) && sameFilters(question)
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort())

/** Who may use one service: addresses in those of the primary site, and names of sets. */
interface Peers {
  readonly set: IntervalSet
  readonly names: ReadonlySet<string>
}

interface View {
  readonly question: StructuralQuestion
  readonly side: Side
}

const isPrimary = ({ question, side }: View): boolean => side === question.primary

/** In the addresses of the primary site, and in the domain of the map only. */
function asPrimary(end: FilterEnd & { readonly kind: 'cidr' }, view: View): IntervalSet {
  const { family, pieces } = view.question
  if (end.cidr.family !== family) return []
  const set = [intervalOf(end.cidr)]
  return isPrimary(view) ? intersect(set, domainOf(pieces)) : pullBack(set, pieces)
}

/** A group is the same group only if the same cards are in it today, a list only with the same blocks. */
const nameOf = (end: Exclude<FilterEnd, { kind: 'cidr' }>, view: View): string => {
  const { side } = view
  if (end.kind === 'group') return `group ${side.sharedName('group', end.group)}: ${membersText(end.group, view)}`
  if (end.kind === 'tag') return `tag ${end.tag}`
  const blocks = side.lists.get(end.list)?.blocks
  const content = blocks ? textOf(blocksAsSet(blocks, view.question.family), view) : 'nobody knows'
  return `list ${side.sharedName('prefix-list', end.list)}: ${content}`
}

/** Texts of members, by the map of the proof: every class asks for the same few groups. */
const known = new WeakMap<Pieces, Map<string, string>>()

/** In the addresses of the primary site; members without a place are in no proof, and are said elsewhere. */
function membersText(group: string, view: View): string {
  const { family, pieces } = view.question
  const texts = known.get(pieces) ?? new Map<string, string>()
  known.set(pieces, texts)
  const name = `${isPrimary(view)} ${family} ${group}`
  const text = texts.get(name) ?? asText(view.side.members.get(group) ?? null, view)
  texts.set(name, text)
  return text
}

const asText = (members: readonly Address[] | null, view: View): string =>
  members ? textOf(hostsOf(members, view.question.family), view) : 'nobody knows'

function textOf(set: IntervalSet, view: View): string {
  const { pieces } = view.question
  const own = isPrimary(view) ? intersect(set, domainOf(pieces)) : pullBack(set, pieces)
  return own.map(({ lo, hi }) => `${lo}-${hi}`).join()
}

function permissionsOf(rules: readonly SideRule[], view: View): ReadonlyMap<string, Peers> {
  const permissions = new Map<string, Peers>()
  for (const { protocol, ports, peer } of rules) {
    const service = JSON.stringify([protocol, ports?.from ?? null, ports?.to ?? null])
    const known = permissions.get(service) ?? { set: [], names: new Set<string>() }
    permissions.set(
      service,
      peer.kind === 'cidr'
        ? { ...known, set: union(known.set, asPrimary(peer, view)) }
        : { ...known, names: new Set([...known.names, nameOf(peer, view)]) },
    )
  }
  return new Map([...permissions].filter(([, { set, names }]) => set.length + names.size > 0))
}

const samePermissions = (a: ReadonlyMap<string, Peers>, b: ReadonlyMap<string, Peers>): boolean =>
  a.size === b.size &&
  [...a].every(([service, peers]) => {
    const others = b.get(service)
    return others !== undefined && sameSets(peers.set, others.set) && sameTexts([...peers.names], [...others.names])
  })

const sameSets = (a: IntervalSet, b: IntervalSet): boolean =>
  a.length === b.length && a.every(({ lo, hi }, index) => lo === b[index]?.lo && hi === b[index]?.hi)

/**
 * Of stateless filters both directions count. Only the same filters in the same order are the same, and none that
 * speaks of "the network": which networks are joined to it is a fact of each site.
 */
function sameFilters(question: StructuralQuestion): boolean {
  const { primary, recovery, card } = question
  const all = [...filtersOf(primary, card.primary, question), ...filtersOf(recovery, card.recovery, question)]
  if (all.some(({ entries }) => entries.some(namesNetwork))) return false
  const guardsText = (side: Side, card: Card): string =>
    JSON.stringify(filtersOf(side, card, question).map((filter) => filterText(filter, { question, side }, card)))
  return guardsText(question.primary, question.card.primary) === guardsText(question.recovery, question.card.recovery)
}

/** Filters that let everything pass are no filters. */
const filtersOf = (side: Side, card: Card, question: StructuralQuestion): readonly SideFilter[] =>
  [...(side.subnets.get(card.subnetId)?.filterIds ?? []), ...card.filterIds]
    .flatMap((id) => side.filters.get(id) ?? [])
    .filter((filter) => !isOpen(filter, { question, side }))

const namesNetwork = ({ read }: SideEntry): boolean =>
  [...(read?.sources ?? []), ...(read?.destinations ?? [])].some(
    (end) => end.kind === 'tag' && ['virtualnetwork', 'internet'].includes(end.tag.toLowerCase()),
  )

const isOpen = ({ entries }: SideFilter, view: View): boolean =>
  (['ingress', 'egress'] as const).every((direction) => {
    const first = entries.find((entry) => entry.direction === direction && ofFamily(entry, view))?.read
    return (
      first?.action === 'allow' &&
      first.protocol === 'any' &&
      [...first.sources, ...first.destinations].every(isEverybody)
    )
  })

const isEverybody = (end: FilterEnd): boolean => end.kind === 'cidr' && end.cidr.prefixLength === 0

function filterText(filter: SideFilter, view: View, { subnetId }: Card): unknown {
  const entriesText = (direction: SecurityRule['direction']): readonly string[] =>
    joined(filter.entries.filter((entry) => entry.direction === direction && ofFamily(entry, view))).map((entries) =>
      entryText(entries, view),
    )
  // A stateless filter does not stand between cards of its own subnet.
  const within = filter.stateful ? [] : (view.side.subnets.get(subnetId)?.blocks ?? [])
  const inside = textOf(blocksAsSet(within, view.question.family), view)
  return [filter.stateful, filter.goesFirst, inside, entriesText('ingress'), entriesText('egress')]
}

/** An entry of the other family decides nothing here; nor does the last one that denies all the rest. */
function ofFamily({ read, action }: SideEntry, { question }: View): boolean {
  if (!read) return true
  const ends = [...read.sources, ...read.destinations]
  if (ends.some((end) => end.kind === 'cidr' && end.cidr.family !== question.family)) return false
  return !(action === 'deny' && read.protocol === 'any' && ends.every(isEverybody) && read.order >= 32_767)
}

/** One entry of the primary site may be several next to one another at the recovery site. */
function joined(entries: readonly SideEntry[]): readonly (readonly SideEntry[])[] {
  const groups: SideEntry[][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last?.[0]?.read && entry.read && last[0].read.from === entry.read.from) last.push(entry)
    else groups.push([entry])
  }
  return groups
}

function entryText(entries: readonly SideEntry[], view: View): string {
  const [first] = entries
  if (!first?.read) return `unread ${first?.name ?? ''} ${isPrimary(view) ? 'before' : 'after'}`
  const { action, protocol, ports, sourcePorts, icmp } = first.read
  const ends = (side: 'sources' | 'destinations'): unknown =>
    endsText(
      entries.flatMap(({ read }) => read?.[side] ?? []),
      view,
    )
  return JSON.stringify([action, protocol, ports, sourcePorts, icmp, ends('sources'), ends('destinations')])
}

const endsText = (ends: readonly FilterEnd[], view: View): unknown => {
  const set = ends.reduce<IntervalSet>((all, end) => (end.kind === 'cidr' ? union(all, asPrimary(end, view)) : all), [])
  const names = ends.flatMap((end) => (end.kind === 'cidr' ? [] : nameOf(end, view)))
  return [ends.length === 0, set.map(({ lo, hi }) => `${lo}-${hi}`), [...new Set(names)].sort()]
}
