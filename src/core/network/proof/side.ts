/**
 * One site as a proof sees it. The primary and the recovery site are brought into the same shape, each from its own
 * facts, so that what is compared never passed through the code that translates.
 */
import type { Address } from '../../../model/address.ts'
import type { Cidr } from '../../../model/cidr.ts'
import type { SecurityRule } from '../../../model/network.ts'
import type { FilterEntry } from '../../../model/packet-filter.ts'

/** One network card; the same `key` on both sides. */
export interface Card {
  readonly key: string
  readonly vmId: string
  readonly addresses: readonly Address[]
  readonly subnetId: string
  /** None: nobody says which hold. Null: there are no such groups here, and what no filter denies may pass. */
  readonly groupIds: readonly string[] | null
  /** Filters of the card itself. */
  readonly filterIds: readonly string[]
  /** Reaches the internet by an address that the platform lends it; absent when it does not, or nobody says. */
  readonly borrowsWayOut?: boolean
}

export interface SideSubnet {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  readonly blocks: readonly Cidr[]
  readonly filterIds: readonly string[]
  readonly tableId: string | null
  /** A NAT gateway stands at the subnet: what goes to the internet goes by it. Absent when none does. */
  readonly goesOutByNat?: boolean
}

export interface SideVpc {
  readonly id: string
  readonly name: string
  readonly blocks: readonly Cidr[]
  /** Networks that it is joined to: peers, and what its gateways lead to. */
  readonly joined: readonly Cidr[]
  /** More may be joined than anybody lists, because routes are learned (BGP). */
  readonly learns: boolean
}

/** One permission of a security group; ids are those of its side. */
export interface SideRule {
  readonly id: string
  readonly direction: SecurityRule['direction']
  readonly protocol: SecurityRule['protocol']
  readonly ports: SecurityRule['ports']
  readonly peer:
    | { readonly kind: 'cidr'; readonly cidr: Cidr }
    | { readonly kind: 'group'; readonly group: string }
    | { readonly kind: 'prefix-list'; readonly list: string }
}

/** An entry that could not be read keeps its place: it may match anything, or nothing. */
export interface SideEntry extends Pick<FilterEntry, 'name' | 'order' | 'direction' | 'action'> {
  readonly read: FilterEntry | null
}

export interface SideFilter {
  readonly id: string
  readonly name: string
  readonly stateful: boolean
  readonly goesFirst: boolean
  /** In their order. */
  readonly entries: readonly SideEntry[]
}

export interface SideRoute {
  readonly id: string
  /** A block, a list, or networks that a gateway learns of: those joined to this network. */
  readonly destination: Cidr | { readonly list: string } | { readonly learnedBy: string }
  readonly hop: string
  /** What the hop is, where several of one kind stand in one network. */
  readonly hopId: string | null
  /** Of an appliance the key of the card, of a peering the network behind it, as both sites name them: another is another way. */
  readonly leadsTo?: string
  /** Added by the platform: of two routes to one block the other one counts. */
  readonly byPlatform?: boolean
}

/** Addresses that stand behind a name: the blocks, or null where nobody can list them. */
export interface SideList {
  readonly name: string
  readonly blocks: readonly Cidr[] | null
}

export interface Side {
  readonly cards: readonly Card[]
  readonly vpcs: ReadonlyMap<string, SideVpc>
  readonly subnets: ReadonlyMap<string, SideSubnet>
  /** Rules of security groups, by group. */
  readonly groups: ReadonlyMap<string, readonly SideRule[]>
  readonly filters: ReadonlyMap<string, SideFilter>
  /** Addresses of the members of security groups and member groups. */
  readonly members: ReadonlyMap<string, readonly Address[]>
  readonly lists: ReadonlyMap<string, SideList>
  /** By table; where platforms add routes also by network, for subnets without a table. */
  readonly tables: ReadonlyMap<string, readonly SideRoute[]>
  /**
   * The name of a group, list or tag that both sides share: that of the primary site. Sets that nobody can list are
   * compared under it.
   */
  readonly sharedName: (kind: 'group' | 'prefix-list' | 'tag', id: string) => string
}
