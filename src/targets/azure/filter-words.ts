/**
 * What rules of a network security group can say, and the default rules behind them (Microsoft Learn, "Network security
 * groups", 2025-07): TCP, UDP, ICMP without types, ESP, AH, or any; priorities 100 to 4096.
 */
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import type { FilterWords } from '../../model/target.ts'

interface DefaultRule {
  readonly name: string
  readonly order: number
  readonly direction: FilterEntry['direction']
  readonly source?: string
  readonly destination?: string
}

const ends = (tag: string | undefined): readonly FilterEnd[] => (tag === undefined ? [] : [{ kind: 'tag', tag }])

const defaultRule = ({ name, order, direction, source, destination }: DefaultRule): FilterEntry => ({
  from: 'platform',
  name,
  order,
  direction,
  action: name.startsWith('Deny') ? 'deny' : 'allow',
  protocol: 'any',
  sourcePorts: [],
  ports: [],
  icmp: null,
  sources: ends(source),
  destinations: ends(destination),
})

const network = 'VirtualNetwork'

export const azureFilterWords: FilterWords = {
  protocols: ['any', 'tcp', 'udp', 'icmp', 50, 51],
  icmpTypes: false,
  order: { first: 100, last: 4096 },
  platformEntries: [
    { name: 'AllowVnetInBound', order: 65_000, direction: 'ingress', source: network, destination: network } as const,
    {
      name: 'AllowAzureLoadBalancerInBound',
      order: 65_001,
      direction: 'ingress',
      source: 'AzureLoadBalancer',
    } as const,
    { name: 'DenyAllInBound', order: 65_500, direction: 'ingress' } as const,
    { name: 'AllowVnetOutBound', order: 65_000, direction: 'egress', source: network, destination: network } as const,
    { name: 'AllowInternetOutBound', order: 65_001, direction: 'egress', destination: 'Internet' } as const,
    { name: 'DenyAllOutBound', order: 65_500, direction: 'egress' } as const,
  ].map(defaultRule),
  // The same kind of service, not the same addresses: whoever keeps to it is told ("Virtual network service tags", 2024).
  tagsOfLists: [
    { nameEndsWith: '.s3', tag: 'Storage' },
    { nameEndsWith: '.dynamodb', tag: 'AzureCosmosDB' },
    { nameEndsWith: 'cloudfront.origin-facing', tag: 'AzureFrontDoor.Backend' },
  ],
}
