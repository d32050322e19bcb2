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

const actions = list(
  z.object({
    Type: text,
    TargetGroupArn: text,
    ForwardConfig: z.object({ TargetGroups: list(z.object({ TargetGroupArn: text })) }).nullish(),
  }),
)

export const listenerSchema = z.object({
  ListenerArn: z.string(),
  LoadBalancerArn: text,
  Protocol: text,
  Port: port,
  DefaultActions: actions,
})
export type AwsListener = z.infer<typeof listenerSchema>

export const listenerRuleSchema = z.object({ RuleArn: z.string(), IsDefault: flag, Actions: actions })
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
