/**
 * Rule groups of Network Firewall as packet filters. Rules keep the names of address sets (`$HOME_NET`), whose content is
 * in firewall-sets.ts: another policy may give them another one.
 */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Dump } from '../answers.ts'
import { idsOf } from '../items.ts'
import type { AwsFirewallRuleGroup, AwsStatefulRule, AwsStatelessRule } from '../schema-firewalls.ts'
import { partsOf } from '../suricata.ts'
import { groupsInPolicy, ruleGroupsOf } from './firewall-sets.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>
type Entry = PacketFilter['entries'][number]

export const readFirewallRules = (dump: Dump): readonly PacketFilter[] =>
  ruleGroupsOf(dump).map((group) => {
    const { RuleGroupArn: id, RuleGroupName, Type } = group.RuleGroupResponse
    const firewalls = firewallsBehind(id, dump)
    return {
      kind: 'packet-filter',
      id,
      name: RuleGroupName || id,
      vpcId: idsOf(firewalls.map(({ VpcId }) => VpcId))[0] ?? null,
      subnetIds: idsOf(firewalls.flatMap(({ SubnetMappings }) => SubnetMappings.map(({ SubnetId }) => SubnetId))),
      nicIds: [],
      stateful: Type !== 'STATELESS',
      isDefault: false,
      ofFirewall: true,
      entries: entriesOf(group),
    }
  })

/** The firewalls whose policy names the group. */
function firewallsBehind(groupArn: string, dump: Dump) {
  const policies = dump.NetworkFirewallPolicies.filter(({ value }) => groupsInPolicy(value).includes(groupArn))
  const arns = new Set(policies.map(({ value }) => value.FirewallPolicyResponse.FirewallPolicyArn))
  return dump.NetworkFirewalls.map(({ value }) => value.Firewall).filter((one) => arns.has(one.FirewallPolicyArn ?? ''))
}

function entriesOf({ RuleGroup }: AwsFirewallRuleGroup): readonly Entry[] {
  const source = RuleGroup?.RulesSource
  const stateless = source?.StatelessRulesAndCustomActions?.StatelessRules ?? []
  const stateful = [...(source?.StatefulRules ?? []), ...(source?.RulesString ?? [])]
  return [
    ...stateless.toSorted((a, b) => a.Priority - b.Priority).flatMap(statelessEntries),
    ...stateful.flatMap(statefulEntries),
    ...namedEntries(source?.RulesSourceList),
  ]
}

/** One for each protocol; no actions but these decide (Network Firewall API Reference, RuleDefinition). */
function statelessEntries({ Priority, RuleDefinition }: AwsStatelessRule): readonly Entry[] {
  const { Actions, MatchAttributes } = RuleDefinition
  // What goes on to the stateful rules is decided there.
  const decision = Actions.includes('aws:drop') ? 'deny' : Actions.includes('aws:pass') ? 'allow' : null
  if (decision === null) return []
  const protocols = MatchAttributes?.Protocols ?? []
  return (protocols.length === 0 ? ['any'] : protocols.map(String)).map((protocol) => ({
    name: String(Priority),
    order: Priority,
    direction: 'ingress',
    action: decision,
    protocol,
    sourcePorts: (MatchAttributes?.SourcePorts ?? []).map(rangeOf),
    ports: (MatchAttributes?.DestinationPorts ?? []).map(rangeOf),
    sources: (MatchAttributes?.Sources ?? []).map(({ AddressDefinition }) => AddressDefinition),
    destinations: (MatchAttributes?.Destinations ?? []).map(({ AddressDefinition }) => AddressDefinition),
  }))
}

const rangeOf = ({ FromPort, ToPort }: { FromPort: number; ToPort: number }): string =>
  FromPort === ToPort ? String(FromPort) : `${FromPort}-${ToPort}`

const decisions: Readonly<Record<string, Entry['action']>> = {
  pass: 'allow',
  drop: 'deny',
  reject: 'deny',
  rejectsrc: 'deny',
  rejectdst: 'deny',
  rejectboth: 'deny',
}

/** A rule that only alerts decides nothing. Rules of both directions hold from either end. */
function statefulEntries({ Action, Header }: AwsStatefulRule, index: number): readonly Entry[] {
  const decision = decisions[Action.toLowerCase()]
  if (decision === undefined) return []
  const ends = [
    { hosts: partsOf(Header.Source), ports: partsOf(Header.SourcePort) },
    { hosts: partsOf(Header.Destination), ports: partsOf(Header.DestinationPort) },
  ] as const
  const entry = ([from, to]: readonly [(typeof ends)[number], (typeof ends)[number]]): Entry => ({
    name: String(index + 1),
    order: index + 1,
    direction: 'ingress',
    action: decision,
    protocol: Header.Protocol.toLowerCase() === 'ip' ? 'any' : Header.Protocol.toLowerCase(),
    sourcePorts: from.ports,
    ports: to.ports,
    sources: from.hosts,
    destinations: to.hosts,
  })
  const isBoth = Header.Direction === '<>' || Header.Direction.toUpperCase() === 'ANY'
  return isBoth ? [entry(ends), entry([ends[1], ends[0]])] : [entry(ends)]
}

type NamedTargets = NonNullable<NonNullable<AwsFirewallRuleGroup['RuleGroup']>['RulesSource']>['RulesSourceList']

/** A list of domain names that may be reached, or may not. */
function namedEntries(list: NamedTargets): readonly Entry[] {
  if (!list) return []
  return [
    {
      name: list.GeneratedRulesType ?? 'domain list',
      order: 1,
      direction: 'ingress',
      action: list.GeneratedRulesType?.startsWith('ALLOW') ? 'allow' : 'deny',
      protocol: 'any',
      sourcePorts: [],
      ports: [],
      sources: [],
      destinations: idsOf(list.Targets),
    },
  ]
}
