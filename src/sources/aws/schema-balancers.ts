/** What AWS sends of load balancers, field by field from the references of Elastic Load Balancing (v2 and classic). */
import { z } from 'zod'
import { flag, list, text } from './schema.ts'

const port = z.int().min(0).max(65_535).nullish()

export const balancerSchema = z.object({
  LoadBalancerArn: text,
  LoadBalancerName: text,
  DNSName: text,
  Scheme: text,
  Type: text,
  VpcId: text,
  AvailabilityZones: list(
    z.object({
      SubnetId: text,
      LoadBalancerAddresses: list(z.object({ IpAddress: text, PrivateIPv4Address: text, IPv6Address: text })),
    }),
  ),
  SecurityGroups: list(z.string()),
})
export type AwsBalancer = z.infer<typeof balancerSchema>

/** Put in by the live source: the answer itself does not say whose attributes they are. */
export const balancerAttributesSchema = z.object({
  LoadBalancerArn: z.string(),
  Attributes: list(z.object({ Key: text, Value: text })),
})

/** What actions ask people with (client ids and secrets of identity providers) is not among the fields, so it is dropped. */
const actionSchema = z.object({
  Type: text,
  Order: z.int().nullish(),
  TargetGroupArn: text,
  ForwardConfig: z
    .object({
      TargetGroups: list(z.object({ TargetGroupArn: text, Weight: z.int().nonnegative().nullish() })),
      TargetGroupStickinessConfig: z.object({ Enabled: flag, DurationSeconds: z.int().nullish() }).nullish(),
    })
    .nullish(),
  RedirectConfig: z
    .object({ Protocol: text, Port: text, Host: text, Path: text, Query: text, StatusCode: text })
    .nullish(),
  FixedResponseConfig: z.object({ MessageBody: text, StatusCode: text, ContentType: text }).nullish(),
})
export type AwsAction = z.infer<typeof actionSchema>
const actions = list(actionSchema)

export const listenerSchema = z.object({
  ListenerArn: z.string(),
  LoadBalancerArn: text,
  Protocol: text,
  Port: port,
  DefaultActions: actions,
  Certificates: list(z.object({ CertificateArn: text })),
  MutualAuthentication: z.object({ Mode: text }).nullish(),
})
export type AwsListener = z.infer<typeof listenerSchema>

const texts = { Values: list(z.string()), RegexValues: list(z.string()) }
const textsSchema = z.object(texts).nullish()

/** `Values` and `RegexValues` of the condition itself are an older way to say those of hosts and paths. */
const conditionSchema = z.object({
  Field: text,
  ...texts,
  HostHeaderConfig: textsSchema,
  PathPatternConfig: textsSchema,
  HttpHeaderConfig: z.object({ HttpHeaderName: text, ...texts }).nullish(),
  HttpRequestMethodConfig: textsSchema,
  QueryStringConfig: z.object({ Values: list(z.object({ Key: text, Value: text })) }).nullish(),
  SourceIpConfig: textsSchema,
})
export type AwsCondition = z.infer<typeof conditionSchema>

export const listenerRuleSchema = z.object({
  RuleArn: z.string(),
  Priority: text,
  IsDefault: flag,
  Conditions: list(conditionSchema),
  Actions: actions,
  Transforms: list(z.object({ Type: text })),
})
export type AwsListenerRule = z.infer<typeof listenerRuleSchema>

/** `Targets` are put in by the live source, from an answer of their own. */
export const targetGroupSchema = z.object({
  TargetGroupArn: z.string(),
  TargetGroupName: text,
  TargetType: text,
  Protocol: text,
  Port: port,
  VpcId: text,
  HealthCheckEnabled: flag,
  HealthCheckProtocol: text,
  HealthCheckPort: text,
  HealthCheckPath: text,
  Targets: list(z.object({ Id: text, Port: port, AvailabilityZone: text })),
})
export type AwsTargetGroup = z.infer<typeof targetGroupSchema>

export const classicBalancerSchema = z.object({
  LoadBalancerName: text,
  DNSName: text,
  Scheme: text,
  VPCId: text,
  Subnets: list(z.string()),
  SecurityGroups: list(z.string()),
  Instances: list(z.object({ InstanceId: text })),
  HealthCheck: z.object({ Target: text }).nullish(),
  ListenerDescriptions: list(
    z.object({
      Listener: z
        .object({ Protocol: text, LoadBalancerPort: port, InstanceProtocol: text, InstancePort: port })
        .nullish(),
    }),
  ),
})
export type AwsClassicBalancer = z.infer<typeof classicBalancerSchema>
