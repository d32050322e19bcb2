/** What is asked of Route 53 Resolver: endpoints, forwarding rules, and the DNS firewall. 100 to a page, the most. */
import type * as ResolverSdk from '@aws-sdk/client-route53resolver'
import type { Route53ResolverClient } from '@aws-sdk/client-route53resolver'
import { readOf, titled, unlessGone, type Read } from './reads.ts'

type Sdk = typeof ResolverSdk

const aPage = 100

export const resolverReads = (sdk: Sdk, client: Route53ResolverClient): readonly Read[] => {
  const asked = { client, pageSize: aPage }
  return [
    readOf('ListResolverEndpoints', 'ResolverEndpoints', () => sdk.paginateListResolverEndpoints(asked, {})),
    {
      calls: ['ListResolverEndpoints', 'ListResolverEndpointIpAddresses'],
      kinds: ['ResolverEndpointAddresses'],
      pages: () => titled('ListResolverEndpointIpAddresses', addresses(sdk, client)),
    },
    readOf('ListResolverRules', 'ResolverRules', () => sdk.paginateListResolverRules(asked, {})),
    readOf('ListResolverRuleAssociations', 'ResolverRuleAssociations', () =>
      sdk.paginateListResolverRuleAssociations(asked, {}),
    ),
    {
      calls: ['ListFirewallRuleGroups', 'ListFirewallRules'],
      kinds: ['FirewallRuleGroups', 'FirewallRules'],
      pages: () => titled('ListFirewallRuleGroups', ruleGroups(sdk, client)),
    },
    {
      calls: ['ListFirewallDomainLists', 'ListFirewallDomains'],
      kinds: ['FirewallDomainLists'],
      pages: () => titled('ListFirewallDomainLists', domainLists(sdk, client)),
    },
    readOf('ListFirewallRuleGroupAssociations', 'FirewallRuleGroupAssociations', () =>
      sdk.paginateListFirewallRuleGroupAssociations(asked, {}),
    ),
  ]
}

async function* addresses(sdk: Sdk, client: Route53ResolverClient): AsyncGenerator<object> {
  for await (const { ResolverEndpoints = [] } of sdk.paginateListResolverEndpoints({ client, pageSize: aPage }, {}))
    for (const { Id } of ResolverEndpoints) {
      const pages = sdk.paginateListResolverEndpointIpAddresses({ client, pageSize: aPage }, { ResolverEndpointId: Id })
      const IpAddresses = await unlessGone(allOf(pages, (page) => page.IpAddresses))
      if (IpAddresses) yield { ResolverEndpointAddresses: [{ ResolverEndpointId: Id, IpAddresses }] }
    }
}

async function* ruleGroups(sdk: Sdk, client: Route53ResolverClient): AsyncGenerator<object> {
  for await (const { FirewallRuleGroups = [] } of sdk.paginateListFirewallRuleGroups({ client, pageSize: aPage }, {})) {
    yield { FirewallRuleGroups }
    for (const { Id } of FirewallRuleGroups) {
      const pages = sdk.paginateListFirewallRules({ client, pageSize: aPage }, { FirewallRuleGroupId: Id })
      const FirewallRules = await unlessGone(allOf(pages, (page) => page.FirewallRules))
      if (FirewallRules) yield { FirewallRules }
    }
  }
}

/** AWS shows nobody the names in the lists that it manages itself (Route 53 Developer Guide, "Managed Domain Lists"). */
async function* domainLists(sdk: Sdk, client: Route53ResolverClient): AsyncGenerator<object> {
  const pages = sdk.paginateListFirewallDomainLists({ client, pageSize: aPage }, {})
  for await (const { FirewallDomainLists = [] } of pages) {
    yield { FirewallDomainLists: FirewallDomainLists.filter((list) => list.ManagedOwnerName) }
    for (const list of FirewallDomainLists.filter((one) => !one.ManagedOwnerName)) {
      const names = sdk.paginateListFirewallDomains({ client }, { FirewallDomainListId: list.Id })
      const Domains = await unlessGone(allOf(names, (page) => page.Domains))
      if (Domains) yield { FirewallDomainLists: [{ ...list, Domains }] }
    }
  }
}

async function allOf<Page, Entry>(
  pages: AsyncIterable<Page>,
  entriesOf: (page: Page) => readonly Entry[] | undefined,
): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for await (const page of pages) for (const entry of entriesOf(page) ?? []) entries.push(entry)
  return entries
}
