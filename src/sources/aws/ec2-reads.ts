/**
 * What is asked of EC2 in one account and region. Pages of 100, which every operation allows (route tables and
 * prefix lists allow no more), and of 500 where there are many things (EC2 API Reference, MaxResults).
 */
import type * as Ec2Sdk from '@aws-sdk/client-ec2'
import type { EC2Client } from '@aws-sdk/client-ec2'
import { onePage, readOf, titled, type Read } from './reads.ts'

type Sdk = typeof Ec2Sdk

const manyAPage = 500
const fewAPage = 100

/** Asked first: what else is asked depends on it, and without it there is no site. */
export const instancesRead = (sdk: Sdk, client: EC2Client): Read =>
  readOf('DescribeInstances', 'Reservations', () => sdk.paginateDescribeInstances({ client, pageSize: manyAPage }, {}))

/** EC2 API Reference: a filter takes 200 values. A filter by a type that a region lacks finds nothing, a list of types fails. */
const typesAFilter = 200

/** Only the types in use; AWS has nearly a thousand. */
export function instanceTypesRead(sdk: Sdk, client: EC2Client, types: readonly string[]): Read {
  async function* pages(): AsyncGenerator<object> {
    for (let start = 0; start < types.length; start += typesAFilter) {
      const Filters = [{ Name: 'instance-type', Values: types.slice(start, start + typesAFilter) }]
      yield* sdk.paginateDescribeInstanceTypes({ client, pageSize: fewAPage }, { Filters })
    }
  }
  return readOf('DescribeInstanceTypes', 'InstanceTypes', pages)
}

export const otherEc2Reads = (sdk: Sdk, client: EC2Client): readonly Read[] => [
  ...computeReads(sdk, client),
  ...topologyReads(sdk, client),
  ...connectionReads(sdk, client),
  prefixListsRead(sdk, client),
]

/** What takes of quotas, besides instances. */
export const amountReads = (sdk: Sdk, client: EC2Client): readonly Read[] => [
  volumesRead(sdk, client),
  interfacesRead(sdk, client),
  addressesRead(sdk, client),
]

const volumesRead = (sdk: Sdk, client: EC2Client): Read =>
  readOf('DescribeVolumes', 'Volumes', () => sdk.paginateDescribeVolumes({ client, pageSize: manyAPage }, {}))

const interfacesRead = (sdk: Sdk, client: EC2Client): Read =>
  readOf('DescribeNetworkInterfaces', 'NetworkInterfaces', () =>
    sdk.paginateDescribeNetworkInterfaces({ client, pageSize: manyAPage }, {}),
  )

const addressesRead = (sdk: Sdk, client: EC2Client): Read =>
  readOf('DescribeAddresses', 'Addresses', () => onePage(client.send(new sdk.DescribeAddressesCommand({}))))

function computeReads(sdk: Sdk, client: EC2Client): readonly Read[] {
  const many = { client, pageSize: manyAPage }
  return [
    volumesRead(sdk, client),
    interfacesRead(sdk, client),
    readOf('DescribeSecurityGroups', 'SecurityGroups', () => sdk.paginateDescribeSecurityGroups(many, {})),
    readOf('DescribeSecurityGroupRules', 'SecurityGroupRules', () => sdk.paginateDescribeSecurityGroupRules(many, {})),
  ]
}

function topologyReads(sdk: Sdk, client: EC2Client): readonly Read[] {
  const few = { client, pageSize: fewAPage }
  return [
    readOf('DescribeVpcs', 'Vpcs', () => sdk.paginateDescribeVpcs(few, {})),
    readOf('DescribeSubnets', 'Subnets', () => sdk.paginateDescribeSubnets(few, {})),
    readOf('DescribeRouteTables', 'RouteTables', () => sdk.paginateDescribeRouteTables(few, {})),
    readOf('DescribeNetworkAcls', 'NetworkAcls', () => sdk.paginateDescribeNetworkAcls(few, {})),
    readOf('DescribeDhcpOptions', 'DhcpOptions', () => sdk.paginateDescribeDhcpOptions(few, {})),
    addressesRead(sdk, client),
  ]
}

function connectionReads(sdk: Sdk, client: EC2Client): readonly Read[] {
  const few = { client, pageSize: fewAPage }
  return [
    readOf('DescribeInternetGateways', 'InternetGateways', () => sdk.paginateDescribeInternetGateways(few, {})),
    readOf('DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', () =>
      sdk.paginateDescribeEgressOnlyInternetGateways(few, {}),
    ),
    readOf('DescribeNatGateways', 'NatGateways', () => sdk.paginateDescribeNatGateways(few, {})),
    readOf('DescribeVpcPeeringConnections', 'VpcPeeringConnections', () =>
      sdk.paginateDescribeVpcPeeringConnections(few, {}),
    ),
    readOf('DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments', () =>
      sdk.paginateDescribeTransitGatewayVpcAttachments(few, {}),
    ),
    readOf('DescribeVpcEndpoints', 'VpcEndpoints', () => sdk.paginateDescribeVpcEndpoints(few, {})),
    readOf('DescribeVpnGateways', 'VpnGateways', () => onePage(client.send(new sdk.DescribeVpnGatewaysCommand({})))),
    readOf('DescribeVpnConnections', 'VpnConnections', () =>
      onePage(client.send(new sdk.DescribeVpnConnectionsCommand({}))),
    ),
    readOf('DescribeCustomerGateways', 'CustomerGateways', () =>
      onePage(client.send(new sdk.DescribeCustomerGatewaysCommand({}))),
    ),
  ]
}

/** The entries are an answer of their own; those of the lists that AWS manages differ from region to region and day to day. */
function prefixListsRead(sdk: Sdk, client: EC2Client): Read {
  const few = { client, pageSize: fewAPage }
  async function entriesOf(PrefixListId: string): Promise<readonly object[]> {
    const entries: object[] = []
    for await (const page of sdk.paginateGetManagedPrefixListEntries(few, { PrefixListId }))
      entries.push(...(page.Entries ?? []))
    return entries
  }
  async function* pages(): AsyncGenerator<object> {
    for await (const page of sdk.paginateDescribeManagedPrefixLists(few, {})) {
      const lists: object[] = []
      for (const list of page.PrefixLists ?? []) {
        const isOwn = list.OwnerId !== 'AWS' && list.PrefixListId !== undefined
        lists.push(isOwn ? { ...list, Entries: await entriesOf(list.PrefixListId ?? '') } : list)
      }
      yield { ManagedPrefixLists: lists }
    }
  }
  return {
    calls: ['DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
    kinds: ['ManagedPrefixLists'],
    pages: () => titled('DescribeManagedPrefixLists', pages()),
  }
}
