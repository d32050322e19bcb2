/**
 * What AWS allows in a network. Figures are the defaults of a new account, as the Amazon VPC user guide
 * stated them in June 2023; quotas can be raised, so they are data and not code.
 */
import { parseCidr } from '../../model/cidr.ts'
import type { Limit } from '../../model/limit.ts'
import type { NetworkLimits } from '../../model/target.ts'

const asOf = '2023-06'
const quota = (value: number): Limit => ({ value, source: 'Amazon VPC user guide, "Amazon VPC quotas"', asOf })
const range = (block: string, why: string) => ({ block: parseCidr(block), why })
const beside = (within: string, refused: readonly string[]) => ({
  within: parseCidr(within),
  refused: refused.map(parseCidr),
  why: `Amazon VPC user guide, "IPv4 CIDR block association restrictions", ${asOf}`,
})

export const awsNetworkLimits: NetworkLimits = {
  filters: 'permissions',
  filterWords: null,
  // "VPC CIDR blocks" and "Subnet CIDR blocks", Amazon VPC user guide, 2023-06: /16 to /28 for both.
  vpcPrefix: { shortest: 16, longest: 28 },
  subnetPrefix: { shortest: 16, longest: 28 },
  // "Subnet sizing for IPv4", the same guide: network, router, DNS, future use; and broadcast at the end.
  reservedFirst: 4,
  reservedLast: 1,
  blocksPerVpc: quota(5),
  subnetsPerVpc: quota(200),
  routesPerTable: quota(50),
  rulesPerGroup: quota(60),
  groupsPerNic: quota(5),
  entriesPerFilter: quota(20),
  // The same guide, "AWS-managed prefix lists": weights.
  listWeights: [
    { nameEndsWith: 'cloudfront.origin-facing', weight: 55 },
    { nameEndsWith: 'vpc-lattice', weight: 10 },
  ],
  // "IPv4 CIDR block association restrictions", the same guide; the first four can never be hosts (RFC 6890).
  // Windows is activated at a link-local address (EC2 user guide, "Troubleshoot Windows activation", 2023).
  activation: null,
  // "Route tables" and "NAT gateway basics", the same guide: a table has the local route and what people write.
  routing: { platformRoutes: [], natNeedsPublicSubnet: true, appliancesOfPeers: false },
  forbidden: [
    range('0.0.0.0/8', 'it means "this network" (RFC 1122)'),
    range('127.0.0.0/8', 'it is the loopback range (RFC 1122)'),
    range('169.254.0.0/16', 'it is link-local; AWS serves instance metadata, DNS and time there'),
    range('224.0.0.0/4', 'it is the multicast range (RFC 5771)'),
    range('240.0.0.0/4', 'it is reserved (RFC 1112)'),
    range('198.19.0.0/16', 'AWS uses it inside its services and never lets it stand beside a private range'),
  ],
  // The same table, row by row. AWS relaxes such rows now and then.
  notBeside: [
    beside('10.0.0.0/8', ['172.16.0.0/12', '192.168.0.0/16']),
    beside('10.0.0.0/15', ['10.0.0.0/16']),
    beside('172.16.0.0/12', ['10.0.0.0/8', '192.168.0.0/16', '172.31.0.0/16']),
    beside('192.168.0.0/16', ['10.0.0.0/8', '172.16.0.0/12']),
  ],
  // "Add IPv4 CIDR blocks to a VPC": a block may be neither equal to a destination in any route table nor larger.
  routesBarBlocks: { value: 0, source: 'Amazon VPC user guide, "VPC CIDR blocks"', asOf },
  specialSubnets: [],
  // "Subnet sizing for IPv4": the second address is that of the router.
  routerPlace: 1,
  ipv6SubnetPrefix: { value: 64, source: 'Amazon VPC user guide, "Subnet sizing for IPv6"', asOf },
  discouraged: [
    range(
      '172.17.0.0/16',
      'AWS Cloud9, Amazon SageMaker and Docker use it inside their hosts (VPC user guide, 2023-06)',
    ),
  ],
  gateways: {
    // AWS VPN "Getting started": an attached VPN gateway is of one VPC; "Transit gateway attachments to a VPC": one subnet a zone.
    sorts: [
      {
        idPattern: /^tgw-[0-9a-f]{8,17}$/,
        example: 'tgw-0123456789abcdef0',
        role: 'transit',
        ofOneVpc: false,
        alwaysTeaches: false,
      },
      {
        idPattern: /^vgw-[0-9a-f]{8,17}$/,
        example: 'vgw-0123456789abcdef0',
        role: 'vpn',
        ofOneVpc: true,
        alwaysTeaches: false,
      },
    ],
    subnet: null,
    attachesSubnets: true,
  },
  serving: {
    balancers: 'zonal',
    // Elastic Load Balancing, "Application Load Balancers", "Subnets for your load balancer".
    applicationZones: { value: 2, source: 'User Guide for Application Load Balancers, "Subnets"', asOf: '2025-06' },
    valuesPerListenerRule: {
      value: 5,
      source: 'User Guide for Application Load Balancers, "Quotas": condition values per rule',
      asOf: '2025-06',
    },
    // AWS PrivateLink Guide, "AWS services that integrate with AWS PrivateLink"; services of others begin otherwise:
    // com.amazonaws.vpce.<region>.vpce-svc-….
    endpointPrefixes: ['com.amazonaws.', 'aws.sagemaker.'],
  },
}
