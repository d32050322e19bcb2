/** What is asked of Network Firewall: firewalls, policies and own rule groups, 100 to a page, the most (its API reference). */
import type * as FirewallsSdk from '@aws-sdk/client-network-firewall'
import type { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import type { CallName } from './actions.ts'
import type { Kind } from './answers.ts'
import { titled, unlessGone, type Read } from './reads.ts'

type Sdk = typeof FirewallsSdk

const aPage = 100

export function firewallReads(sdk: Sdk, client: NetworkFirewallClient): readonly Read[] {
  const asked = { client, pageSize: aPage }
  return [
    described(['ListFirewalls', 'DescribeFirewall'], 'NetworkFirewalls', async function* () {
      for await (const { Firewalls = [] } of sdk.paginateListFirewalls(asked, {}))
        for (const { FirewallArn } of Firewalls)
          yield await unlessGone(client.send(new sdk.DescribeFirewallCommand({ FirewallArn })))
    }),
    described(['ListFirewallPolicies', 'DescribeFirewallPolicy'], 'NetworkFirewallPolicies', async function* () {
      for await (const { FirewallPolicies = [] } of sdk.paginateListFirewallPolicies(asked, {}))
        for (const { Arn } of FirewallPolicies)
          yield await unlessGone(client.send(new sdk.DescribeFirewallPolicyCommand({ FirewallPolicyArn: Arn })))
    }),
    described(['ListRuleGroups', 'DescribeRuleGroup'], 'NetworkFirewallRuleGroups', async function* () {
      for await (const { RuleGroups = [] } of sdk.paginateListRuleGroups(asked, {}))
        for (const { Arn } of RuleGroups)
          yield await unlessGone(client.send(new sdk.DescribeRuleGroupCommand({ RuleGroupArn: Arn })))
    }),
  ]
}

/** A list of names, and an answer of its own for each. */
const described = (
  calls: readonly [CallName, CallName],
  kind: Kind,
  answers: () => AsyncIterable<object | null>,
): Read => ({
  calls,
  kinds: [kind],
  pages: () => titled(calls[1], present(answers())),
})

async function* present(answers: AsyncIterable<object | null>): AsyncGenerator<object> {
  for await (const answer of answers) if (answer) yield answer
}
