/**
 * What AWS sends of Network Firewall, field by field from its API reference. Of rules written for Suricata only the
 * heads are kept, who may talk to whom: what follows may hold anything, such as patterns of secrets that are looked for.
 */
import { z } from 'zod'
import { list, number, text } from './schema.ts'
import { readSuricata } from './suricata.ts'

/** By their names. */
const namedSets = z
  .record(z.string(), z.object({ Definition: list(z.string()) }))
  .nullish()
  .transform((sets) => sets ?? {})

export const firewallSchema = z.object({
  Firewall: z.object({
    FirewallArn: z.string().min(1),
    FirewallName: text,
    FirewallPolicyArn: text,
    VpcId: text,
    SubnetMappings: list(z.object({ SubnetId: text })),
  }),
  FirewallStatus: z
    .object({
      SyncStates: z
        .record(z.string(), z.object({ Attachment: z.object({ SubnetId: text, EndpointId: text }).nullish() }))
        .nullish(),
    })
    .nullish(),
})

const references = list(z.object({ ResourceArn: z.string(), Priority: number }))

export const firewallPolicySchema = z.object({
  FirewallPolicyResponse: z.object({ FirewallPolicyArn: z.string().min(1), FirewallPolicyName: text }),
  FirewallPolicy: z
    .object({
      StatelessRuleGroupReferences: references,
      StatefulRuleGroupReferences: references,
      StatelessDefaultActions: list(z.string()),
      StatelessFragmentDefaultActions: list(z.string()),
      StatefulDefaultActions: list(z.string()),
      StatefulEngineOptions: z.object({ RuleOrder: text }).nullish(),
      PolicyVariables: z.object({ RuleVariables: namedSets }).nullish(),
    })
    .nullish(),
})
export type AwsFirewallPolicy = z.infer<typeof firewallPolicySchema>

const addresses = list(z.object({ AddressDefinition: z.string() }))
const ports = list(z.object({ FromPort: z.int(), ToPort: z.int() }))

const statelessRuleSchema = z.object({
  Priority: z.int(),
  RuleDefinition: z.object({
    Actions: list(z.string()),
    MatchAttributes: z
      .object({
        Sources: addresses,
        Destinations: addresses,
        SourcePorts: ports,
        DestinationPorts: ports,
        Protocols: list(z.int()),
      })
      .nullish(),
  }),
})
export type AwsStatelessRule = z.infer<typeof statelessRuleSchema>

const statefulRuleSchema = z.object({
  Action: z.string(),
  Header: z.object({
    Protocol: z.string(),
    Source: z.string(),
    SourcePort: z.string(),
    Direction: z.string(),
    Destination: z.string(),
    DestinationPort: z.string(),
  }),
})
export type AwsStatefulRule = z.infer<typeof statefulRuleSchema>

export const firewallRuleGroupSchema = z.object({
  RuleGroupResponse: z.object({ RuleGroupArn: z.string().min(1), RuleGroupName: text, Type: text }),
  RuleGroup: z
    .object({
      RuleVariables: z.object({ IPSets: namedSets }).nullish(),
      ReferenceSets: z
        .object({ IPSetReferences: z.record(z.string(), z.object({ ReferenceArn: text })).nullish() })
        .nullish(),
      RulesSource: z
        .object({
          RulesString: z
            .string()
            .nullish()
            .transform((rules) => readSuricata(rules ?? '')),
          RulesSourceList: z.object({ Targets: list(z.string()), GeneratedRulesType: text }).nullish(),
          StatefulRules: list(statefulRuleSchema),
          StatelessRulesAndCustomActions: z.object({ StatelessRules: list(statelessRuleSchema) }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
export type AwsFirewallRuleGroup = z.infer<typeof firewallRuleGroupSchema>
