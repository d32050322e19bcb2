/**
 * What is asked about services of the platform that have a firewall of their own. Lists alone: their keys, secrets and
 * connection strings are other operations, which the role does not allow.
 */
import { isObject } from '../json-items.ts'
import type { CallName } from './actions.ts'
import { textAt, type Kind } from './answers.ts'
import type { Clients } from './clients.ts'
import { pathOf } from './later-reads.ts'
import { readPages, type Known, type Read } from './reads.ts'

/** Versions of the REST references with all that schema-firewalled.ts takes. */
const versions = {
  'Microsoft.ContainerRegistry': '2023-07-01',
  'Microsoft.DBforMySQL': '2023-12-30',
  'Microsoft.DBforPostgreSQL': '2022-12-01',
  'Microsoft.DocumentDB': '2024-05-15',
  'Microsoft.EventHub': '2021-11-01',
  'Microsoft.KeyVault': '2023-07-01',
  'Microsoft.ServiceBus': '2021-11-01',
  'Microsoft.Sql': '2021-11-01',
  'Microsoft.Storage': '2023-05-01',
  'Microsoft.Web': '2022-09-01',
} as const
type Provider = keyof typeof versions

const lists: readonly (readonly [CallName, Kind, Provider, type: string])[] = [
  ['StorageAccounts_List', 'storageAccounts', 'Microsoft.Storage', 'storageAccounts'],
  ['Vaults_ListBySubscription', 'keyVaults', 'Microsoft.KeyVault', 'vaults'],
  ['DatabaseAccounts_List', 'cosmosAccounts', 'Microsoft.DocumentDB', 'databaseAccounts'],
  ['Servers_List', 'sqlServers', 'Microsoft.Sql', 'servers'],
  ['PostgreSqlServers_List', 'postgresServers', 'Microsoft.DBforPostgreSQL', 'flexibleServers'],
  ['MySqlServers_List', 'mysqlServers', 'Microsoft.DBforMySQL', 'flexibleServers'],
  ['EventHubNamespaces_List', 'eventHubs', 'Microsoft.EventHub', 'namespaces'],
  ['ServiceBusNamespaces_List', 'serviceBuses', 'Microsoft.ServiceBus', 'namespaces'],
  ['Registries_List', 'registries', 'Microsoft.ContainerRegistry', 'registries'],
  ['WebApps_List', 'webApps', 'Microsoft.Web', 'sites'],
]

export const firewalledReads = ({ manager }: Clients, subscription: string): readonly Read[] =>
  lists.map(([call, kind, provider, type]) =>
    readPages(call, kind, () =>
      manager.list(`/subscriptions/${subscription}/providers/${provider}/${type}`, versions[provider]),
    ),
  )

/** What the lists leave out, by whose it is. */
const parts: readonly (readonly [whole: Kind, CallName, Kind, type: string])[] = [
  ['sqlServers', 'FirewallRules_ListByServer', 'sqlRules', 'firewallRules'],
  ['sqlServers', 'IPv6FirewallRules_ListByServer', 'sqlRulesOf6', 'ipv6FirewallRules'],
  ['sqlServers', 'VirtualNetworkRules_ListByServer', 'sqlSubnets', 'virtualNetworkRules'],
  ['postgresServers', 'PostgreSqlFirewallRules_ListByServer', 'postgresRules', 'firewallRules'],
  ['mysqlServers', 'MySqlFirewallRules_ListByServer', 'mysqlRules', 'firewallRules'],
  ['eventHubs', 'Namespaces_ListNetworkRuleSet', 'eventHubRules', 'networkRuleSets'],
  ['serviceBuses', 'Namespaces_ListNetworkRuleSets', 'serviceBusRules', 'networkRuleSets'],
  ['webApps', 'WebApps_ListConfigurations', 'webAppConfigurations', 'config'],
]

export const firewalledPartReads = (known: Known): readonly Read[] =>
  lists.flatMap(([, whole, provider, wholeType]) =>
    ownersOf(known, whole).flatMap(([group, name]) => {
      const path = `/subscriptions/${known.subscription}/resourceGroups/${encodeURIComponent(group)}/providers/${provider}/${wholeType}/${encodeURIComponent(name)}`
      return parts
        .filter(([own]) => own === whole)
        .map(([, call, kind, type]) =>
          readPages(call, kind, () => known.clients.manager.list(`${path}/${type}`, versions[provider])),
        )
    }),
  )

/** Servers in a subnet have no rules, and do not take the question. */
const ownersOf = ({ entries }: Known, whole: Kind): readonly (readonly [group: string, name: string])[] =>
  entries[whole]
    .filter(({ value }) => !isObject(value) || textAt(value['network'], 'delegatedsubnetresourceid') === '')
    .map(({ value }) => textAt(value, 'id'))
    .filter((id) => id !== '')
    .map(pathOf)
