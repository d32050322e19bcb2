/**
 * What stands at the recovery site while the primary site is well, as things with facts in words: the target says it of a
 * plan, `core/standing` says it of a reading, and both are compared. Things refer to one another by the plan's keys, because
 * ids are given by the platform.
 */

/**
 * In the order in which they are found: what is told by others comes after them. A first filter is read before all packet filters,
 * and is one for a network.
 */
export const standingKinds = [
  'vpc',
  'subnet',
  'route-table',
  'security-group',
  'packet-filter',
  'first-filter',
  'member-group',
  'prefix-list',
  'server',
  'gateway',
  'remote-gateway',
  'connection',
  'peering',
  'endpoint',
] as const
export type StandingKind = (typeof standingKinds)[number]

/** What a source may have had no answer to; disks are facts of servers. */
export type UnreadKind = StandingKind | 'disk'

export interface StandingRef {
  readonly kind: StandingKind
  readonly key: string
}

export interface StandingItem {
  /** With references by key, such as `0.0.0.0/0 leads to the NAT gateway of shop`. */
  readonly text: string
  /** What there is one of at most, such as a destination or a number in a list; absent where nothing is like that. */
  readonly slot?: string
  /** Without these it cannot be there. */
  readonly needs?: readonly StandingRef[]
  /** There or not, both are as planned. */
  readonly may?: boolean
  /** One for each block of this prefix list: `text` goes on with the block. */
  readonly listKey?: string
}

export interface StandingFacts {
  /** By what they are of; null = nobody says, and nothing is compared. */
  readonly values: Readonly<Record<string, string | null>>
  /** In no order; one that is there twice is twice among them. */
  readonly items: readonly StandingItem[]
}

/** One thing of the plan. */
export interface StandingThing extends StandingRef, StandingFacts {
  /** Any of them may be what the source calls it. */
  readonly names: readonly string[]
  /** The network that it is in; null where the platform ties it to none. */
  readonly vpcKey: string | null
  /** Without these it cannot be there. */
  readonly inside: readonly StandingRef[]
  /** What it is known by when its name is not enough (core/standing/found-things.ts makes the same of a reading). */
  readonly marks: readonly string[]
}

export interface StandingSite {
  readonly things: readonly StandingThing[]
  /** Entries of packet filters after this one are the platform's own. */
  readonly lastOrder: number
  /** Security groups that the Terraform makes beside those of the plan, by name; none of the plan's servers is in one. */
  readonly ownGroups: readonly string[]
  /** What the tag with the site says of everything that is of this plan. */
  readonly siteTag: string
}

/** Tags of everything that is made for a VM, on every platform. */
export const standingTags = { vm: 'drplan:vm', mode: 'drplan:mode', role: 'drplan:role', site: 'drplan:site' } as const

/** Which cards are told by their place on their server, from 0 without gaps. */
export const cardLabel = (index: number, what: string): string => `card ${index} ${what}`
