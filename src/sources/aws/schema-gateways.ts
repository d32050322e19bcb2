/**
 * What AWS sends of gateways, connections and endpoints, field by field from the EC2 API Reference. What is not named
 * here is dropped on reading: a VPN connection carries its pre-shared keys, in its tunnel options and once more in
 * CustomerGatewayConfiguration, and neither may ever be held.
 */
import { z } from 'zod'
import { isObject } from '../json-items.ts'
import { documentOf, networksIn } from './policy-networks.ts'
import { flag, list, tags, text } from './schema.ts'

const attachments = list(z.object({ VpcId: text, State: text }))
/** 32 bits (RFC 6793); some answers write it as text. */
const asn = z
  .union([z.int(), z.string()])
  .nullish()
  .transform((value) => {
    const number = Number(value ?? Number.NaN)
    return Number.isInteger(number) && number > 0 && number < 2 ** 32 ? number : null
  })

export const internetGatewaySchema = z.object({ InternetGatewayId: z.string(), Attachments: attachments, Tags: tags })

export const egressOnlyGatewaySchema = z.object({
  EgressOnlyInternetGatewayId: z.string(),
  Attachments: attachments,
  Tags: tags,
})

export const carrierGatewaySchema = z.object({ CarrierGatewayId: z.string(), VpcId: text, State: text, Tags: tags })

export const natGatewaySchema = z.object({
  NatGatewayId: z.string(),
  State: text,
  VpcId: text,
  SubnetId: text,
  ConnectivityType: text,
  NatGatewayAddresses: list(
    z.object({ AllocationId: text, NetworkInterfaceId: text, PrivateIp: text, PublicIp: text, IsPrimary: flag }),
  ),
  Tags: tags,
})
export type AwsNatGateway = z.infer<typeof natGatewaySchema>

export const vpnGatewaySchema = z.object({
  VpnGatewayId: z.string(),
  State: text,
  AmazonSideAsn: asn,
  VpcAttachments: attachments,
  Tags: tags,
})

export const transitGatewaySchema = z.object({
  TransitGatewayId: z.string(),
  State: text,
  Description: text,
  Options: z.object({ AmazonSideAsn: asn, SecurityGroupReferencingSupport: text }).nullish(),
  Tags: tags,
})

export const customerGatewaySchema = z.object({
  CustomerGatewayId: z.string(),
  State: text,
  IpAddress: text,
  BgpAsn: asn,
  BgpAsnExtended: asn,
  Tags: tags,
})

export const vpnConnectionSchema = z.object({
  VpnConnectionId: z.string(),
  State: text,
  CustomerGatewayId: text,
  VpnGatewayId: text,
  TransitGatewayId: text,
  Routes: list(z.object({ DestinationCidrBlock: text, State: text })),
  Options: z
    .object({
      StaticRoutesOnly: flag,
      RemoteIpv4NetworkCidr: text,
      RemoteIpv6NetworkCidr: text,
      TunnelOptions: list(z.object({ TunnelInsideCidr: text, TunnelInsideIpv6Cidr: text })),
    })
    .nullish(),
  Tags: tags,
})
export type AwsVpnConnection = z.infer<typeof vpnConnectionSchema>

const peerSchema = z
  .object({
    VpcId: text,
    OwnerId: text,
    Region: text,
    CidrBlock: text,
    CidrBlockSet: list(z.object({ CidrBlock: text })),
    Ipv6CidrBlockSet: list(z.object({ Ipv6CidrBlock: text })),
    PeeringOptions: z.object({ AllowDnsResolutionFromRemoteVpc: flag }).nullish(),
  })
  .nullish()

export const peeringSchema = z.object({
  VpcPeeringConnectionId: z.string(),
  Status: z.object({ Code: text }).nullish(),
  RequesterVpcInfo: peerSchema,
  AccepterVpcInfo: peerSchema,
  Tags: tags,
})
export type AwsPeering = z.infer<typeof peeringSchema>

export const vpcAttachmentSchema = z.object({
  TransitGatewayAttachmentId: z.string(),
  TransitGatewayId: text,
  VpcId: text,
  SubnetIds: list(z.string()),
  State: text,
  Tags: tags,
})

/** Of any kind: VPC, VPN, Direct Connect, peering with another transit gateway. */
export const transitAttachmentSchema = z.object({
  TransitGatewayAttachmentId: z.string(),
  TransitGatewayId: text,
  ResourceType: text,
  ResourceId: text,
  State: text,
  Tags: tags,
})

/** `Routes` are put in by the live source, from an answer of their own. */
export const transitTableSchema = z.object({
  TransitGatewayRouteTableId: z.string(),
  Routes: list(
    z.object({
      DestinationCidrBlock: text,
      Type: text,
      State: text,
      TransitGatewayAttachments: list(z.object({ TransitGatewayAttachmentId: text })),
    }),
  ),
})

/** IAM User Guide, "AWS global condition context keys": those that compare addresses, VPCs and endpoints. */
const speaksOfPlaces = /aws:((vpc)?source(ip|vpc|vpce|vpcarn)|ec2instancesource(vpc|privateipv4))\b/i

export const endpointSchema = z.object({
  VpcEndpointId: z.string(),
  VpcEndpointType: text,
  VpcId: text,
  ServiceName: text,
  State: text,
  /** Only where it speaks of places: the text itself is the owner's. */
  PolicyDocument: text.transform((policy) => {
    const document = documentOf(policy)
    return {
      speaksOfPlaces: speaksOfPlaces.test(policy ?? ''),
      networks: networksIn(document),
      isDamaged: Boolean(policy) && !isObject(document),
    }
  }),
  RouteTableIds: list(z.string()),
  SubnetIds: list(z.string()),
  NetworkInterfaceIds: list(z.string()),
  Groups: list(z.object({ GroupId: z.string() })),
  PrivateDnsEnabled: flag,
  Tags: tags,
})
export type AwsEndpoint = z.infer<typeof endpointSchema>

/** A service that the account itself offers to others. */
export const offeredServiceSchema = z.object({
  ServiceId: z.string(),
  ServiceName: text,
  ServiceState: text,
  PrivateDnsName: text,
  Tags: tags,
})
