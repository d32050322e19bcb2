/** What of the nouns cannot be told when a call has failed. */
import type { UnreadKind } from '../../model/standing.ts'
import type { CallName } from './actions.ts'

const kinds: Readonly<Partial<Record<CallName, UnreadKind>>> = {
  ApplicationSecurityGroups_ListAll: 'member-group',
  Disks_List: 'disk',
  ListNetworkManagerEffectiveSecurityAdminRules: 'first-filter',
  LocalNetworkGateways_List: 'remote-gateway',
  NatGateways_ListAll: 'gateway',
  NetworkInterfaces_ListAll: 'server',
  NetworkSecurityGroups_ListAll: 'packet-filter',
  RouteTables_ListAll: 'route-table',
  VirtualNetworkGatewayConnections_List: 'connection',
  VirtualNetworkGateways_List: 'gateway',
  VirtualNetworks_ListAll: 'vpc',
}

/** Sorted, each once. */
export const unreadOf = (calls: readonly CallName[]): readonly UnreadKind[] =>
  [...new Set(calls.flatMap((call) => kinds[call] ?? []))].toSorted()
