/** What the compilation of filters from one kind of platform to the other goes by. */
import type { Cidr } from '../../../model/cidr.ts'
import type { Finding } from '../../../model/finding.ts'
import type { NetworkPolicy } from '../../../model/network-policy.ts'
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import type { FilterWords, NetworkLimits } from '../../../model/target.ts'
import type { Regions } from '../prefix-lists.ts'
import { recoverySide } from '../proof/recovery-side.ts'
import type { Side } from '../proof/side.ts'

export interface CompileContext {
  readonly limits: NetworkLimits
  readonly policy: Pick<NetworkPolicy, 'widen' | 'tagRegions'>
  readonly regions: Regions
  /** Subnets in which ordered filters guard the cards at the primary site, by key. */
  readonly orderedSubnetKeys: ReadonlySet<string>
  /** Networks that a VPC of the primary site is joined to, where they are at the recovery site. */
  readonly joinedOf: (vpcKey: string) => { readonly joined: readonly Cidr[]; readonly learns: boolean }
}

export interface OrderedContext extends CompileContext {
  readonly words: FilterWords
}

export interface Compiled {
  readonly translation: NetworkTranslation
  readonly findings: readonly Finding[]
}

/** The guards of the primary site, still in its words, with the addresses of the recovery site. */
export function carriedSide(carried: NetworkTranslation, { orderedSubnetKeys, joinedOf }: CompileContext): Side {
  const side = recoverySide(carried, { ordered: false, platformEntries: [], platformRoutes: [] })
  return {
    ...side,
    cards: side.cards.map((card) => (orderedSubnetKeys.has(card.subnetId) ? { ...card, groupIds: null } : card)),
    vpcs: new Map([...side.vpcs].map(([key, vpc]) => [key, { ...vpc, ...joinedOf(key) }])),
  }
}
