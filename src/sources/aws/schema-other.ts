/**
 * What AWS sends of the things that drplan names and does not plan: only what identifies them and what a person
 * has to know about them. Field by field from the EC2, ELB, RDS and Route 53 API references.
 */
import { z } from 'zod'
import { list, number, protocol, text } from './schema.ts'

export const otherSchema = z.object({
  LoadBalancerName: text,
  LoadBalancerArn: text,
  DBInstanceIdentifier: text,
  NatGatewayId: text,
  InternetGatewayId: text,
  /** A text for gateways, an object for load balancers. */
  State: z.unknown().optional(),
})
export type AwsOther = z.infer<typeof otherSchema>

export const elasticAddressSchema = z.object({ AllocationId: text, PublicIp: text, AssociationId: text })

export const customerGatewaySchema = z.object({ CustomerGatewayId: z.string(), State: text })

export const dhcpOptionsSchema = z.object({
  DhcpOptionsId: z.string(),
  DhcpConfigurations: list(z.object({ Key: text, Values: list(z.object({ Value: text })) })),
})
export type AwsDhcpOptions = z.infer<typeof dhcpOptionsSchema>

export const egressOnlyGatewaySchema = z.object({ EgressOnlyInternetGatewayId: z.string() })

export const hostedZoneSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ PrivateZone: z.boolean().nullish() }).nullish(),
})

export const listenerSchema = z.object({ ListenerArn: z.string(), LoadBalancerArn: text, Protocol: text, Port: number })

export const networkAclSchema = z.object({
  NetworkAclId: z.string(),
  Associations: list(z.object({ SubnetId: text })),
  Entries: list(
    z.object({
      CidrBlock: text,
      Egress: z.boolean(),
      Protocol: protocol,
      RuleAction: z.string(),
      RuleNumber: z.number(),
    }),
  ),
})
export type AwsNetworkAcl = z.infer<typeof networkAclSchema>

/** `Targets` are put in by the live source, from an answer of their own. */
export const targetGroupSchema = z.object({
  TargetGroupArn: z.string(),
  TargetGroupName: text,
  TargetType: text,
  Targets: list(z.object({ Id: text })),
})

export const transitAttachmentSchema = z.object({ TransitGatewayAttachmentId: z.string(), State: text })

export const endpointSchema = z.object({
  VpcEndpointId: z.string(),
  VpcEndpointType: text,
  ServiceName: text,
  State: text,
})

export const peeringSchema = z.object({
  VpcPeeringConnectionId: z.string(),
  Status: z.object({ Code: text }).nullish(),
})

export const vpnConnectionSchema = z.object({ VpnConnectionId: z.string(), State: text })

export const vpnGatewaySchema = z.object({ VpnGatewayId: z.string(), State: text })
