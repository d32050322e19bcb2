/** What is compared: what a source has read of the account at the recovery site. */
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { SiteReading } from '../../model/source.ts'
import { standingTags } from '../../model/standing.ts'
import type { Vm } from '../../model/site.ts'

/** Of its findings `source.partial` says why something is unread. */
export type StandingReading = Pick<SiteReading, 'vms' | 'network' | 'unread' | 'findings'>

type ServerState = 'standing' | 'drill' | 'failover' | 'service'

/** `service`: of the platform's replication, which comes and goes. */
export function stateOf({ tags }: Pick<Vm, 'tags'>): ServerState {
  if (tags[standingTags.role] === 'replication') return 'service'
  const mode = tags[standingTags.mode]
  return mode === 'drill' || mode === 'failover' ? mode : 'standing'
}

/** Those that guard subnets and cards, without those that come before all others. */
export const guardsOf = ({ network }: StandingReading): readonly NetworkObjectOf<'packet-filter'>[] =>
  objectsOf(network.objects, 'packet-filter').filter(({ goesFirst, ofFirewall }) => !goesFirst && !ofFirewall)

export const firstFiltersOf = ({ network }: StandingReading): readonly NetworkObjectOf<'packet-filter'>[] =>
  objectsOf(network.objects, 'packet-filter').filter(({ goesFirst }) => goesFirst === true)

export const namesOf = ({ vms, network }: StandingReading): ReadonlyMap<string, string> =>
  new Map(
    [
      ...vms,
      ...network.vpcs,
      ...network.subnets,
      ...network.routeTables,
      ...network.securityGroups,
      ...network.objects,
    ].map(({ id, name }) => [id, name]),
  )
