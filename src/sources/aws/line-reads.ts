/** What is asked of Direct Connect, whose gateways every region shows; 100 to a page, the most (its API reference). */
import type * as LinesSdk from '@aws-sdk/client-direct-connect'
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect'
import { pagesOf, readOf, titled, unlessGone, type Read } from './reads.ts'

type Sdk = typeof LinesSdk

const maxResults = 100

export const lineReads = (sdk: Sdk, client: DirectConnectClient): readonly Read[] => [
  readOf('DescribeDirectConnectGateways', 'directConnectGateways', () => gateways(sdk, client)),
  readOf('DescribeVirtualInterfaces', 'virtualInterfaces', () =>
    pagesOf(
      (nextToken) => client.send(new sdk.DescribeVirtualInterfacesCommand({ maxResults, nextToken })),
      (page) => page.nextToken,
    ),
  ),
  {
    calls: ['DescribeDirectConnectGateways', 'DescribeDirectConnectGatewayAssociations'],
    kinds: ['directConnectGatewayAssociations'],
    pages: () => titled('DescribeDirectConnectGatewayAssociations', associations(sdk, client)),
  },
]

const gateways = (sdk: Sdk, client: DirectConnectClient) =>
  pagesOf(
    (nextToken) => client.send(new sdk.DescribeDirectConnectGatewaysCommand({ maxResults, nextToken })),
    (page) => page.nextToken,
  )

/** The API gives those of one gateway only. */
async function* associations(sdk: Sdk, client: DirectConnectClient): AsyncGenerator<object> {
  for await (const { directConnectGateways = [] } of gateways(sdk, client))
    for (const { directConnectGatewayId } of directConnectGateways)
      yield* pagesOf(
        async (nextToken): Promise<LinesSdk.DescribeDirectConnectGatewayAssociationsResult> => {
          const question = { directConnectGatewayId, maxResults, nextToken }
          return (
            (await unlessGone(client.send(new sdk.DescribeDirectConnectGatewayAssociationsCommand(question)))) ?? {}
          )
        },
        (page) => page.nextToken,
      )
}
