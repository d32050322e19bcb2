/**
 * What Azure allows in a network, where a VNet stands for a VPC and a network security group for the rules of a
 * group. Figures are those of the Microsoft documentation at the dates given; they are data and not code.
 */
import { parseCidr } from '../../model/cidr.ts'
import type { Limit } from '../../model/limit.ts'
import type { NetworkLimits, SpecialSubnet } from '../../model/target.ts'
import { azureFilterWords } from './filter-words.ts'
import { azureSystemRoutes } from './system-routes.ts'

const quota = (value: number, asOf: string): Limit => ({
  value,
  source: 'Microsoft, "Azure subscription and service limits", networking',
  asOf,
})
const range = (block: string, why: string) => ({ block: parseCidr(block), why })
const armIdOf = (type: string): RegExp =>
  new RegExp(
    `^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]{1,90}/providers/Microsoft.Network/${type}/[^/]{1,80}$`,
    'i',
  )
const special = (
  name: string,
  longestPrefix: number,
  about: Omit<SpecialSubnet, 'name' | 'longestPrefix'>,
): SpecialSubnet => ({ name, longestPrefix, ...about })

export const azureNetworkLimits: NetworkLimits = {
  filters: 'ordered',
  filterWords: azureFilterWords,
  // Virtual network FAQ, "How small and how large can virtual networks and subnets be?", 2019 and since: /29 to /8.
  // Newer editions say /2, which no private range reaches.
  vpcPrefix: { shortest: 8, longest: 29 },
  subnetPrefix: { shortest: 8, longest: 29 },
  // The same FAQ: network, gateway, two for DNS; and broadcast at the end.
  reservedFirst: 4,
  reservedLast: 1,
  // Not in the documents that were read; general knowledge, to be checked.
  blocksPerVpc: { value: 1000, source: 'general knowledge of address prefixes of a VNet', asOf: '2026-08' },
  subnetsPerVpc: quota(3000, '2022-12'),
  routesPerTable: quota(400, '2023-05'),
  rulesPerGroup: quota(1000, '2022-12'),
  // A network interface is in application security groups, by which the rules of a network security group name it.
  groupsPerNic: quota(20, '2022-12'),
  // Virtual network FAQ, "Which address ranges can I use?", 2019.
  // Azure has no stateless filters; the rules of a group are its only list.
  entriesPerFilter: quota(1000, '2022-12'),
  listWeights: [],
  activation: {
    service: "Azure's activation of Windows (KMS)",
    port: 1688,
    source: 'Microsoft Learn, "Azure virtual network traffic routing", forced tunnelling and KMS',
    asOf: '2022-12',
  },
  routing: {
    platformRoutes: azureSystemRoutes,
    // "Design virtual networks with NAT gateway", 2023: it is attached to the subnets that go out by it.
    natNeedsPublicSubnet: false,
    // "Virtual network traffic routing", 2024: the next hop may be in a peered network.
    appliancesOfPeers: true,
  },
  forbidden: [
    range('127.0.0.0/8', 'it is the loopback range (RFC 1122)'),
    range('168.63.129.16/32', 'Azure serves DNS, health probes and the agent of its VMs there'),
    range('169.254.0.0/16', 'it is link-local; Azure serves instance metadata there'),
    range('224.0.0.0/4', 'it is the multicast range (RFC 5771)'),
    range('255.255.255.255/32', 'it is the broadcast address (RFC 919)'),
  ],
  notBeside: [],
  routesBarBlocks: null,
  specialSubnets: [
    special('GatewaySubnet', 27, {
      why: 'VPN and ExpressRoute gateways stand in it; /29 is taken, /27 is what they need together',
      roles: ['vpn', 'private-line'],
      source: 'Microsoft Learn, "About VPN Gateway configuration settings"',
      asOf: '2020-09',
    }),
    special('AzureBastionSubnet', 26, {
      why: 'Bastion is only made in it',
      roles: ['bastion'],
      source: 'Microsoft Learn, "About Azure Bastion configuration settings"',
      asOf: '2021-10',
    }),
    special('AzureFirewallSubnet', 26, {
      why: 'Azure Firewall grows in it',
      roles: ['firewall'],
      source: 'Microsoft Learn, "Azure Firewall FAQ"',
      asOf: '2022',
    }),
    special('AzureFirewallManagementSubnet', 26, {
      why: 'Azure Firewall is managed from it where its own traffic is forced elsewhere',
      roles: [],
      source: 'Microsoft Learn, "Azure Firewall forced tunneling"',
      asOf: '2022',
    }),
    special('RouteServerSubnet', 27, {
      why: 'Route Server stands in it',
      roles: ['route-server'],
      source: 'Microsoft Learn, "Azure Route Server FAQ"; newer editions ask for /26',
      asOf: '2023',
    }),
  ],
  // The FAQ above: the second address is the default gateway.
  routerPlace: 1,
  ipv6SubnetPrefix: {
    value: 64,
    source: 'Microsoft Learn, "What is IPv6 for Azure Virtual Network?"',
    asOf: '2023-08',
  },
  discouraged: [range('172.17.0.0/16', 'Docker uses it inside its hosts')],
  gateways: {
    // "Configure VPN gateway transit for virtual network peering": networks use it through peerings. "Virtual hub routing": a
    // hub tells connected networks what it knows, and no route of theirs can name it.
    sorts: [
      {
        idPattern: armIdOf('virtualNetworkGateways'),
        example: '/subscriptions/…/providers/Microsoft.Network/virtualNetworkGateways/hub',
        role: 'vpn',
        ofOneVpc: false,
        alwaysTeaches: false,
      },
      {
        idPattern: armIdOf('virtualHubs'),
        example: '/subscriptions/…/providers/Microsoft.Network/virtualHubs/hub',
        role: 'transit',
        ofOneVpc: false,
        alwaysTeaches: true,
      },
    ],
    subnet: 'GatewaySubnet',
    attachesSubnets: false,
  },
  serving: {
    // "Azure Load Balancer portal settings" and "Multiple frontends", 2024. An application gateway stands in a subnet of its own
    // and shows certificates that nobody can read out of the primary site: people make it.
    balancers: 'fronted',
    applicationZones: null,
    valuesPerListenerRule: null,
    endpointPrefixes: [],
  },
}
