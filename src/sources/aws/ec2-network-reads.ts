/**
 * What else is asked of EC2 about the network, 100 to a page, or 10 pools, which is the most (EC2 API Reference). Where an answer does not say whose it is, what was asked is put in.
 */
import type * as Ec2Sdk from '@aws-sdk/client-ec2'
import type { EC2Client } from '@aws-sdk/client-ec2'
import { readOf, titled, type Read } from './reads.ts'

type Sdk = typeof Ec2Sdk

const aPage = 100
const poolsAPage = 10

export const networkReads = (sdk: Sdk, client: EC2Client): readonly Read[] => [
  readOf('DescribeAddressesAttribute', 'Addresses', () =>
    sdk.paginateDescribeAddressesAttribute({ client, pageSize: aPage }, { Attribute: 'domain-name' }),
  ),
  readOf('DescribeLaunchTemplateVersions', 'LaunchTemplateVersions', () =>
    sdk.paginateDescribeLaunchTemplateVersions({ client, pageSize: aPage }, { Versions: ['$Default', '$Latest'] }),
  ),
  readOf('DescribePublicIpv4Pools', 'PublicIpv4Pools', () =>
    sdk.paginateDescribePublicIpv4Pools({ client, pageSize: poolsAPage }, {}),
  ),
  readOf('DescribeCarrierGateways', 'CarrierGateways', () =>
    sdk.paginateDescribeCarrierGateways({ client, pageSize: aPage }, {}),
  ),
  readOf('DescribeVpcEndpointServiceConfigurations', 'ServiceConfigurations', () =>
    sdk.paginateDescribeVpcEndpointServiceConfigurations({ client, pageSize: aPage }, {}),
  ),
  vpcAttributesRead(sdk, client),
  reservationsRead(sdk, client),
  ...transitReads(sdk, client),
]

/** The API gives one attribute in an answer. */
function vpcAttributesRead(sdk: Sdk, client: EC2Client): Read {
  async function* pages(): AsyncGenerator<object> {
    for await (const { Vpcs = [] } of sdk.paginateDescribeVpcs({ client, pageSize: aPage }, {}))
      for (const { VpcId } of Vpcs) {
        const ask = (Attribute: Ec2Sdk.VpcAttributeName) =>
          client.send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute }))
        const { EnableDnsSupport } = await ask('enableDnsSupport')
        const { EnableDnsHostnames } = await ask('enableDnsHostnames')
        yield { VpcAttributes: [{ VpcId, EnableDnsSupport, EnableDnsHostnames }] }
      }
  }
  return {
    calls: ['DescribeVpcs', 'DescribeVpcAttribute'],
    kinds: ['VpcAttributes'],
    pages: () => titled('DescribeVpcAttribute', pages()),
  }
}

function reservationsRead(sdk: Sdk, client: EC2Client): Read {
  async function* pages(): AsyncGenerator<object> {
    for await (const { Subnets = [] } of sdk.paginateDescribeSubnets({ client, pageSize: aPage }, {}))
      for (const { SubnetId } of Subnets) yield* reservationsOf(sdk, client, SubnetId)
  }
  return {
    calls: ['DescribeSubnets', 'GetSubnetCidrReservations'],
    kinds: ['SubnetIpv4CidrReservations', 'SubnetIpv6CidrReservations'],
    pages: () => titled('GetSubnetCidrReservations', pages()),
  }
}

/** The SDK has no paginator for it. */
async function* reservationsOf(sdk: Sdk, client: EC2Client, SubnetId: string | undefined): AsyncGenerator<object> {
  let NextToken: string | undefined
  do {
    const question = { SubnetId, MaxResults: aPage, NextToken }
    const page: Ec2Sdk.GetSubnetCidrReservationsResult = await client.send(
      new sdk.GetSubnetCidrReservationsCommand(question),
    )
    yield page
    NextToken = page.NextToken
  } while (NextToken !== undefined)
}

/** Tables are shown to the owner of the transit gateway only; an account that is attached gets an empty list. */
const transitReads = (sdk: Sdk, client: EC2Client): readonly Read[] => [
  readOf('DescribeTransitGateways', 'TransitGateways', () =>
    sdk.paginateDescribeTransitGateways({ client, pageSize: aPage }, {}),
  ),
  readOf('DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', () =>
    sdk.paginateDescribeTransitGatewayAttachments({ client, pageSize: aPage }, {}),
  ),
  {
    calls: ['DescribeTransitGatewayRouteTables', 'SearchTransitGatewayRoutes'],
    kinds: ['TransitGatewayRouteTables'],
    pages: () => titled('DescribeTransitGatewayRouteTables', transitTables(sdk, client)),
  },
]

async function* transitTables(sdk: Sdk, client: EC2Client): AsyncGenerator<object> {
  const pages = sdk.paginateDescribeTransitGatewayRouteTables({ client, pageSize: aPage }, {})
  for await (const { TransitGatewayRouteTables = [] } of pages)
    for (const table of TransitGatewayRouteTables) {
      const Routes = await transitRoutes(sdk, client, table.TransitGatewayRouteTableId)
      yield { TransitGatewayRouteTables: [{ ...table, Routes }] }
    }
}

/** EC2 API Reference, SearchTransitGatewayRoutes: it wants a filter, and gives 1,000 routes in one answer unless told. */
async function transitRoutes(sdk: Sdk, client: EC2Client, TransitGatewayRouteTableId?: string): Promise<object[]> {
  const Filters = [{ Name: 'state', Values: ['active'] }]
  const routes: object[] = []
  for await (const page of sdk.paginateSearchTransitGatewayRoutes({ client }, { TransitGatewayRouteTableId, Filters }))
    routes.push(...(page.Routes ?? []))
  return routes
}
