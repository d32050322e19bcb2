/**
 * What is asked of WAF in a region: sets of addresses, the web ACLs that load balancers have, and the rule groups that
 * those name; 100 to a page, the most (its API reference).
 */
import type * as WebFiltersSdk from '@aws-sdk/client-wafv2'
import type { WAFV2Client } from '@aws-sdk/client-wafv2'
import { isObject } from './answers.ts'
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
    calls: ['ListWebACLs', 'ListResourcesForWebACL', 'GetWebACL', 'GetRuleGroup'],
    kinds: ['WafWebAcls', 'WafRuleGroups'],
    pages: () => titled('GetWebACL', webAcls(sdk, client)),
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

async function* webAcls(sdk: Sdk, client: WAFV2Client): AsyncGenerator<object> {
  const pages = pagesOf(
    (NextMarker) => client.send(new sdk.ListWebACLsCommand({ ...asked, NextMarker })),
    (page) => page.NextMarker,
  )
  const groups = new Set<string>()
  for await (const { WebACLs = [] } of pages)
    for (const { ARN } of WebACLs) {
      const answer = ARN === undefined ? null : await webAcl(sdk, client, ARN)
      if (!answer) continue
      yield answer
      for (const group of arnsIn(answer, 'RuleGroupReferenceStatement')) groups.add(group)
    }
  for (const ARN of groups) {
    const answer = await unlessGone(client.send(new sdk.GetRuleGroupCommand({ ARN })))
    if (isObject(answer)) yield answer
  }
}

async function webAcl(sdk: Sdk, client: WAFV2Client, WebACLArn: string): Promise<object | null> {
  const resources = await unlessGone(
    client.send(new sdk.ListResourcesForWebACLCommand({ WebACLArn, ResourceType: 'APPLICATION_LOAD_BALANCER' })),
  )
  const answer = await unlessGone(client.send(new sdk.GetWebACLCommand({ ARN: WebACLArn })))
  return answer && { ...answer, ResourceArns: resources?.ResourceArns ?? [] }
}
