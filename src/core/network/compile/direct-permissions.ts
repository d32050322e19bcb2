/** The entries of one ordered filter that allow, each as permissions; whether they say it all is for others to prove. */
import { bitsOf } from '../../../model/address.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { FilterEnd } from '../../../model/packet-filter.ts'
import { cidrAround, compareCidrs, contains, type Cidr } from '../../../model/cidr.ts'
import type { Side, SideEntry } from '../proof/side.ts'
import { membersByGroup, type GroupMembers } from './member-groups.ts'
import { reachOf, type ClassContext, type PermissionClass } from './permission-classes.ts'
import { entryPermissions, everywhere, type ClassPermissions, type Permission } from './said-permissions.ts'

/** Null: more than one filter guards, or one that goes first, so no entry decides alone. */
export function directPermissions(
  own: PermissionClass,
  direction: 'ingress' | 'egress',
  { side, carried }: ClassContext,
): ClassPermissions | null {
  const [filter, ...more] = own.filters
  const [card] = own.cards
  if (!filter || !card || more.length > 0 || filter.goesFirst) {
    const isOpen = own.filters.length === 0
    return isOpen ? { permissions: openPermissions(direction), findings: [] } : null
  }
  const members = membersByGroup(carried)
  const reach = { side, vpcId: own.vpcKey }
  const living = untilDenied(filter.entries.filter((entry) => entry.direction === direction))
  const allowing = living.filter((entry) => entry.action !== 'deny' && reachOf(entry, card, reach) === 'whole')
  const findings: Finding[] = []
  const permissions = allowing.flatMap(({ read }) => {
    if (!read) return []
    const peersOf = (end: FilterEnd): readonly Permission['peer'][] | null => {
      const group = end.kind === 'group' ? members.get(end.group) : undefined
      if (group && !isReferable(group, own.vpcKey)) findings.push(frozen(`${filter.name} ${read.name}`, group))
      return endPeers(end, { group, own, side })
    }
    return entryPermissions(read, peersOf) ?? []
  })
  return { permissions, findings }
}

const openPermissions = (direction: 'ingress' | 'egress'): readonly Permission[] =>
  everywhere.map((cidr) => ({
    direction,
    protocol: 'any',
    ports: null,
    peer: { kind: 'cidr', cidr },
    from: 'no filter',
  }))

/** What stands behind an entry that denies everything is never asked. */
function untilDenied(entries: readonly SideEntry[]): readonly SideEntry[] {
  const end = entries.findIndex(
    ({ action, read }) =>
      action === 'deny' &&
      read?.protocol === 'any' &&
      [read.sources, read.destinations, read.ports, read.sourcePorts].every(({ length }) => length === 0),
  )
  return end < 0 ? entries : entries.slice(0, end)
}

/** A rule may name a group of its own network; one of another network has other addresses tomorrow. */
const isReferable = ({ places }: GroupMembers, vpcKey: string): boolean =>
  places.every((place) => place.vpcKey === vpcKey)

interface EndView {
  readonly group: GroupMembers | undefined
  readonly own: PermissionClass
  readonly side: Side
}

/** Null: nobody can say it. */
function endPeers(end: FilterEnd, { group, own, side }: EndView): readonly Permission['peer'][] | null {
  if (end.kind === 'cidr') return [end]
  if (group) return groupPeers(group, own.vpcKey)
  if (end.kind !== 'tag') return null
  // The internet is all that is not the network; beside a rule for the network, everything says the same.
  if (end.tag.toLowerCase() === 'internet') return asPeers(everywhere)
  const { blocks = [], joined = [] } = side.vpcs.get(own.vpcKey) ?? {}
  return asPeers(outermost([...blocks, ...joined]))
}

const asPeers = (blocks: readonly Cidr[]) => blocks.map((cidr) => ({ kind: 'cidr' as const, cidr }))

/** A group without members is nobody. */
function groupPeers(group: GroupMembers, vpcKey: string): readonly Permission['peer'][] {
  if (group.places.length === 0) return []
  if (isReferable(group, vpcKey)) return [{ kind: 'group', groupKey: group.key }]
  const hosts = group.places.flatMap(({ addresses }) => addresses)
  return asPeers(hosts.map((address) => cidrAround(address, bitsOf(address.family))))
}

/** Without the blocks inside others. */
function outermost(blocks: readonly Cidr[]): readonly Cidr[] {
  const sorted = blocks.toSorted(compareCidrs)
  return sorted.filter(
    (block, index) =>
      !sorted.some((other, at) => at !== index && contains(other, block) && (!contains(block, other) || at < index)),
  )
}

const frozen = (subject: string, group: GroupMembers): Finding =>
  createFinding('network.membership-frozen', {
    subject,
    message: `${subject} refers to ${group.name}, which has members in another VPC; its rules at the recovery site name their addresses of today.`,
    suggestion: 'Plan again when members are added.',
  })
