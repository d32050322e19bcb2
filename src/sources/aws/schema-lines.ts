/**
 * What AWS sends of Direct Connect, field by field from its API reference. A virtual interface carries the key of its BGP
 * session in three places - its own, those of its peers, and the configuration for the customer's router - and none of
 * them is named here, so none gets in.
 */
import { z } from 'zod'
import { list, number, text } from './schema.ts'

const prefixes = list(z.object({ cidr: text }))

const tags = list(z.object({ key: z.string(), value: text })).transform((own) =>
  own.map(({ key, value }) => ({ Key: key, Value: value })),
)

export const lineGatewaySchema = z.object({
  directConnectGatewayId: z.string().min(1),
  directConnectGatewayName: text,
  directConnectGatewayState: text,
  amazonSideAsn: z.int().positive().nullish(),
})

export const lineAssociationSchema = z.object({
  associationId: z.string().min(1),
  associationState: text,
  directConnectGatewayId: text,
  virtualGatewayId: text,
  associatedGateway: z.object({ id: text, region: text }).nullish(),
  associatedCoreNetwork: z.object({ id: text }).nullish(),
  allowedPrefixesToDirectConnectGateway: prefixes,
})
export type AwsLineAssociation = z.infer<typeof lineAssociationSchema>

export const virtualInterfaceSchema = z.object({
  virtualInterfaceId: z.string().min(1),
  virtualInterfaceName: text,
  virtualInterfaceType: text,
  virtualInterfaceState: text,
  connectionId: text,
  location: text,
  vlan: number,
  asn: number,
  asnLong: number,
  mtu: number,
  amazonAddress: text,
  customerAddress: text,
  virtualGatewayId: text,
  directConnectGatewayId: text,
  routeFilterPrefixes: prefixes,
  bgpPeers: list(z.object({ amazonAddress: text, customerAddress: text })),
  tags,
})
export type AwsVirtualInterface = z.infer<typeof virtualInterfaceSchema>
