/** The sets of addresses that rules and policies of Network Firewall name, such as HOME_NET, as prefix lists. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { blocksOf, idsOf, unique, withLength } from '../items.ts'
import type { AwsFirewallRuleGroup } from '../schema-firewalls.ts'

type PrefixList = NetworkObjectOf<'prefix-list'>

/** Each once. */
export const ruleGroupsOf = (dump: Dump): readonly AwsFirewallRuleGroup[] =>
  unique(dump.NetworkFirewallRuleGroups, (one) => one.RuleGroupResponse.RuleGroupArn).map(({ value }) => value)

/** ARNs of the rule groups that a policy names. */
export const groupsInPolicy = ({
  FirewallPolicy,
}: Dump['NetworkFirewallPolicies'][number]['value']): readonly string[] =>
  [...(FirewallPolicy?.StatelessRuleGroupReferences ?? []), ...(FirewallPolicy?.StatefulRuleGroupReferences ?? [])].map(
    ({ ResourceArn }) => ResourceArn,
  )

interface AddressSet {
  readonly ownerArn: string
  readonly name: string
  readonly texts: readonly string[]
}

/** A set is written as blocks, a single address also without a length. */
export const readFirewallSets = (dump: Dump, report: Report): readonly PrefixList[] =>
  addressSets(dump).map(({ ownerArn, name, texts }) => ({
    kind: 'prefix-list',
    id: `${ownerArn}/${name}`,
    name,
    managed: false,
    maxEntries: null,
    blocks: blocksOf(texts.map(withLength), { place: `${ownerArn}/${name}`, report }),
  }))

function addressSets(dump: Dump): readonly AddressSet[] {
  const ofGroups = ruleGroupsOf(dump).map(
    ({ RuleGroupResponse, RuleGroup }) => [RuleGroupResponse.RuleGroupArn, RuleGroup?.RuleVariables?.IPSets] as const,
  )
  const ofPolicies = unique(dump.NetworkFirewallPolicies, (one) => one.FirewallPolicyResponse.FirewallPolicyArn).map(
    ({ value }) =>
      [value.FirewallPolicyResponse.FirewallPolicyArn, value.FirewallPolicy?.PolicyVariables?.RuleVariables] as const,
  )
  return [...ofGroups, ...ofPolicies].flatMap(([ownerArn, sets = {}]) =>
    Object.entries(sets).map(([name, { Definition }]) => ({ ownerArn, name, texts: idsOf(Definition) })),
  )
}

/** What a policy goes by: its own sets, those of its groups, and the prefix lists that these refer to by ARN. */
export function setIdsOf(policyArn: string, dump: Dump): readonly string[] {
  const policy = dump.NetworkFirewallPolicies.find(
    ({ value }) => value.FirewallPolicyResponse.FirewallPolicyArn === policyArn,
  )
  const arns = new Set([policyArn, ...(policy ? groupsInPolicy(policy.value) : [])])
  const sets = addressSets(dump).filter(({ ownerArn }) => arns.has(ownerArn))
  const references = ruleGroupsOf(dump)
    .filter(({ RuleGroupResponse }) => arns.has(RuleGroupResponse.RuleGroupArn))
    .flatMap(({ RuleGroup }) => Object.values(RuleGroup?.ReferenceSets?.IPSetReferences ?? {}))
  return idsOf([
    ...sets.map(({ ownerArn, name }) => `${ownerArn}/${name}`),
    ...references.map(({ ReferenceArn }) => /\bprefix-list\/(pl-[0-9a-z]+)$/.exec(ReferenceArn ?? '')?.[1]),
  ])
}
