/** What AWS sends of Route 53 Resolver and its DNS firewall, field by field from its API reference. */
import { z } from 'zod'
import { list, text } from './schema.ts'

export const resolverEndpointSchema = z.object({
  Id: z.string().min(1),
  Name: text,
  Direction: z.string(),
  HostVPCId: text,
  SecurityGroupIds: list(z.string()),
})
export type AwsResolverEndpoint = z.infer<typeof resolverEndpointSchema>

/** Put together by the live source: the answer does not say whose they are. */
export const resolverAddressesSchema = z.object({
  ResolverEndpointId: z.string(),
  IpAddresses: list(z.object({ SubnetId: text, Ip: text, Ipv6: text })),
})

export const resolverRuleSchema = z.object({
  Id: z.string().min(1),
  Name: text,
  DomainName: text,
  RuleType: text,
  OwnerId: text,
  ResolverEndpointId: text,
  TargetIps: list(z.object({ Ip: text, Ipv6: text, Port: z.int().min(0).max(65_535).nullish() })),
})
export type AwsResolverRule = z.infer<typeof resolverRuleSchema>

export const resolverRuleAssociationSchema = z.object({ ResolverRuleId: text, VPCId: text, Status: text })

export const nameFilterSchema = z.object({ Id: z.string().min(1), Name: text })

export const nameFilterRuleSchema = z.object({
  FirewallRuleGroupId: z.string().min(1),
  FirewallDomainListId: text,
  Name: text,
  Priority: z.int(),
  Action: z.enum(['ALLOW', 'BLOCK', 'ALERT']),
  BlockResponse: text,
  BlockOverrideDomain: text,
  Qtype: text,
})
export type AwsNameFilterRule = z.infer<typeof nameFilterRuleSchema>

/** `Domains` are put in by the live source, from an answer of their own; those of lists that AWS manages are not shown. */
export const domainListSchema = z.object({ Id: z.string().min(1), Name: text, Domains: list(z.string()) })

export const nameFilterAssociationSchema = z.object({
  FirewallRuleGroupId: text,
  VpcId: text,
  Name: text,
  Status: text,
})
