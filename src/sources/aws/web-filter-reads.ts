/**
 * What is asked of WAF in a region: sets of addresses, the web ACLs that load balancers have, and the rule groups that
 * those name; 100 to a page, the most (its API reference).
 */
import type * as WebFiltersSdk from '@aws-sdk/client-wafv2'
import type { WAFV2Client } from '@aws-sdk/client-wafv2'
import { pagesOf, titled, unlessGone, type Read } from './reads.ts'
import { arnsIn } from './schema-web-filters.ts'

type Sdk = typeof WebFiltersSdk

const asked = { Scope: 'REGIONAL', Limit: 100 } as const

export const webFilterReads = (sdk: Sdk, client: WAFV2Client): readonly Read[] => [
  {
    calls: ['ListIPSets', 'GetIPSet'],
    kinds: ['WafIpSets'],
    pages: () => titled('GetIPSet', ipSets(sdk, client)),
  },
  {
    calls: ['ListWebACLs', 'GetWebACL', 'GetRuleGroup'],
    kinds: ['WafWebAcls', 'WafRuleGroups'],
    pages: () => titled('GetWebACL', webAcls(sdk, client)),
  },
  {
    calls: ['ListWebACLs', 'ListResourcesForWebACL'],
    kinds: ['WafGuarded'],
    pages: () => titled('ListResourcesForWebACL', guarded(sdk, client)),
  },
]

async function* ipSets(sdk: Sdk, client: WAFV2Client): AsyncGenerator<object> {
  const pages = pagesOf(
    (NextMarker) => client.send(new sdk.ListIPSetsCommand({ ...asked, NextMarker })),
    (page) => page.NextMarker,
  )
  for await (const { IPSets = [] } of pages)
    for (const { Name, Id } of IPSets) {
      const answer = await unlessGone(client.send(new sdk.GetIPSetCommand({ Name, Id, Scope: 'REGIONAL' })))
      if (answer) yield answer
    }
}

const listed = (sdk: Sdk, client: WAFV2Client) =>
  pagesOf(
    (NextMarker) => client.send(new sdk.ListWebACLsCommand({ ...asked, NextMarker })),
    (page) => page.NextMarker,
  )

async function* webAcls(sdk: Sdk, client: WAFV2Client): AsyncGenerator<object> {
  const groups = new Set<string>()
  for await (const { WebACLs = [] } of listed(sdk, client))
    for (const { ARN } of WebACLs) {
      const answer = await unlessGone(client.send(new sdk.GetWebACLCommand({ ARN })))
      if (!answer) continue
      yield answer
      for (const group of arnsIn(answer, 'RuleGroupReferenceStatement')) groups.add(group)
    }
  for (const ARN of groups) {
    const answer = await unlessGone(client.send(new sdk.GetRuleGroupCommand({ ARN })))
    if (answer) yield answer
  }
}

/** The answer does not say whose it is, so that is put in. */
async function* guarded(sdk: Sdk, client: WAFV2Client): AsyncGenerator<object> {
  for await (const { WebACLs = [] } of listed(sdk, client))
    for (const { ARN } of WebACLs) {
      const question = { WebACLArn: ARN, ResourceType: 'APPLICATION_LOAD_BALANCER' } as const
      const answer = await unlessGone(client.send(new sdk.ListResourcesForWebACLCommand(question)))
      if (answer) yield { WafGuarded: [{ WebACLArn: ARN, ResourceArns: answer.ResourceArns }] }
    }
}
