/** What of the nouns cannot be told when a call has failed. */
import type { UnreadKind } from '../../model/standing.ts'
import type { CallName } from './actions.ts'

const kinds: Readonly<Partial<Record<CallName, UnreadKind>>> = {
  DescribeCustomerGateways: 'remote-gateway',
  DescribeInternetGateways: 'gateway',
  DescribeManagedPrefixLists: 'prefix-list',
  DescribeNatGateways: 'gateway',
  DescribeNetworkAcls: 'packet-filter',
  DescribeRouteTables: 'route-table',
  DescribeSecurityGroupRules: 'security-group',
  DescribeSecurityGroups: 'security-group',
  DescribeSubnets: 'subnet',
  DescribeTransitGatewayVpcAttachments: 'connection',
  DescribeTransitGateways: 'gateway',
  DescribeVolumes: 'disk',
  DescribeVpcEndpoints: 'endpoint',
  DescribeVpcPeeringConnections: 'peering',
  DescribeVpcs: 'vpc',
  DescribeVpnConnections: 'connection',
  DescribeVpnGateways: 'gateway',
  GetManagedPrefixListEntries: 'prefix-list',
}

/** Sorted, each once. */
export const unreadOf = (calls: readonly CallName[]): readonly UnreadKind[] =>
  [...new Set(calls.flatMap((call) => kinds[call] ?? []))].toSorted()
