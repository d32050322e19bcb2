/**
 * What is asked about services of the platform that have a firewall of their own. Lists alone: their keys, secrets and
 * connection strings are other operations, which the role does not allow.
 */
import type { CallName } from './actions.ts'
import type { Kind } from './answers.ts'
import type { Clients } from './clients.ts'
import { idsOf, pathOf } from './later-reads.ts'
import { readPages, type Known, type Read } from './reads.ts'

/** Versions of the REST references with all that schema-firewalled.ts takes. */
const versions = {
  'Microsoft.DocumentDB': '2024-05-15',
  'Microsoft.KeyVault': '2023-07-01',
  'Microsoft.Sql': '2021-11-01',
  'Microsoft.Storage': '2023-05-01',
} as const

const lists: readonly (readonly [CallName, Kind, provider: keyof typeof versions, type: string])[] = [
  ['StorageAccounts_List', 'storageAccounts', 'Microsoft.Storage', 'storageAccounts'],
  ['Vaults_ListBySubscription', 'keyVaults', 'Microsoft.KeyVault', 'vaults'],
  ['DatabaseAccounts_List', 'cosmosAccounts', 'Microsoft.DocumentDB', 'databaseAccounts'],
  ['Servers_List', 'sqlServers', 'Microsoft.Sql', 'servers'],
]

export const firewalledReads = ({ manager }: Clients, subscription: string): readonly Read[] =>
  lists.map(([call, kind, provider, type]) =>
    readPages(call, kind, () =>
      manager.list(`/subscriptions/${subscription}/providers/${provider}/${type}`, versions[provider]),
    ),
  )

const partsOfSql: readonly (readonly [CallName, Kind, type: string])[] = [
  ['FirewallRules_ListByServer', 'sqlRules', 'firewallRules'],
  ['IPv6FirewallRules_ListByServer', 'sqlRulesOf6', 'ipv6FirewallRules'],
  ['VirtualNetworkRules_ListByServer', 'sqlSubnets', 'virtualNetworkRules'],
]

/** Servers do not list their rules. */
export const firewalledPartReads = (known: Known): readonly Read[] =>
  idsOf(known, 'sqlServers')
    .map(pathOf)
    .flatMap(([group, name]) => {
      const path = `/subscriptions/${known.subscription}/resourceGroups/${encodeURIComponent(group)}/providers/Microsoft.Sql/servers/${encodeURIComponent(name)}`
      return partsOfSql.map(([call, kind, type]) =>
        readPages(call, kind, () => known.clients.manager.list(`${path}/${type}`, versions['Microsoft.Sql'])),
      )
    })
