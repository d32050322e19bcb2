/** Network Firewall: the firewalls in their subnets, and the policies they go by. Its rules are in firewall-rules.ts. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Dump } from '../answers.ts'
import { idsOf, unique } from '../items.ts'
import type { AwsFirewallPolicy } from '../schema-firewalls.ts'
import { setIdsOf } from './firewall-sets.ts'
import { aGateway } from './gateways.ts'

export const readFirewalls = (dump: Dump): readonly NetworkObjectOf<'gateway'>[] =>
  unique(dump.NetworkFirewalls, ({ Firewall }) => Firewall.FirewallArn).map(({ value }) => {
    const { FirewallArn: id, FirewallName, VpcId, SubnetMappings } = value.Firewall
    const ends = Object.values(value.FirewallStatus?.SyncStates ?? {}).map(({ Attachment }) => Attachment)
    const endpointIds = idsOf(ends.map((end) => end?.EndpointId))
    return aGateway({
      id,
      name: FirewallName || id,
      role: 'firewall',
      vpcIds: idsOf([VpcId]),
      subnetIds: idsOf(SubnetMappings.map(({ SubnetId }) => SubnetId)),
      ...(endpointIds.length > 0 ? { endpointIds } : {}),
    })
  })

export const readFirewallPolicies = (dump: Dump): readonly NetworkObjectOf<'service'>[] =>
  unique(dump.NetworkFirewallPolicies, (one) => one.FirewallPolicyResponse.FirewallPolicyArn).map(({ value }) => {
    const { FirewallPolicyArn: id, FirewallPolicyName } = value.FirewallPolicyResponse
    const users = dump.NetworkFirewalls.map((item) => item.value.Firewall).filter(
      ({ FirewallPolicyArn }) => FirewallPolicyArn === id,
    )
    const prefixListIds = setIdsOf(id, dump)
    return {
      kind: 'service',
      id,
      name: FirewallPolicyName || id,
      type: 'Network Firewall policy',
      vpcId: idsOf(users.map(({ VpcId }) => VpcId))[0] ?? null,
      subnetIds: idsOf(users.flatMap(({ SubnetMappings }) => SubnetMappings.map(({ SubnetId }) => SubnetId))),
      securityGroupIds: [],
      addresses: [],
      dnsName: null,
      port: null,
      vmIds: [],
      facts: factsOf(value.FirewallPolicy),
      ...(prefixListIds.length > 0 ? { prefixListIds } : {}),
    }
  })

/** Groups with their order, where there is one, under the last part of their ARN, which is their name. */
function factsOf(policy: AwsFirewallPolicy['FirewallPolicy']): NetworkObjectOf<'service'>['facts'] {
  const groups = (own: readonly { ResourceArn: string; Priority?: number | null | undefined }[] = []) =>
    own
      .toSorted((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
      .map(({ ResourceArn, Priority }) => [Priority, ResourceArn.split('/').at(-1)].filter(Boolean).join(' '))
      .join(', ')
  const facts = {
    'stateless groups': groups(policy?.StatelessRuleGroupReferences),
    'stateless default': policy?.StatelessDefaultActions.join(', '),
    'fragments default': policy?.StatelessFragmentDefaultActions.join(', '),
    'stateful groups': groups(policy?.StatefulRuleGroupReferences),
    'stateful default': policy?.StatefulDefaultActions.join(', '),
    'stateful order': policy?.StatefulEngineOptions?.RuleOrder,
  }
  return Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact ? [[name, fact]] : [])))
}
