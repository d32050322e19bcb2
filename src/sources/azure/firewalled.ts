/**
 * Services of the platform whose own firewalls let in subnets and addresses: storage, key vaults, Cosmos DB, databases,
 * Event Hubs, Service Bus, container registries; apps of App Service are in web-apps.ts.
 */
import type { NetworkObject } from '../../model/network-objects.ts'
import type { Report } from '../report.ts'
import type { Item } from '../json-items.ts'
import type { Dump } from './answers.ts'
import { serviceOf, type Firewalled, type Range } from './firewalled-service.ts'
import type { AzureNetworkRules } from './schema-firewalled.ts'
import { webAppsOf } from './web-apps.ts'

/** Those that let everybody in have no firewall, and are not in the network. */
export const readFirewalled = (dump: Dump, report: Report): readonly NetworkObject[] =>
  [
    ...dump.storageAccounts.map((item) =>
      byRules(item, 'Storage account', item.value.networkacls ?? item.value.networkruleset),
    ),
    ...dump.keyVaults.map((item) => byRules(item, 'Key vault', item.value.networkacls)),
    ...dump.cosmosAccounts.map(cosmosOf),
    ...dump.sqlServers.map((item) =>
      serverOf(item, 'SQL server', { rules: dump.sqlRules, rulesOf6: dump.sqlRulesOf6, subnets: dump.sqlSubnets }),
    ),
    ...dump.postgresServers.map((item) => flexibleOf(item, 'PostgreSQL server', dump.postgresRules)),
    ...dump.mysqlServers.map((item) => flexibleOf(item, 'MySQL server', dump.mysqlRules)),
    ...dump.eventHubs.map((item) => namespaceOf(item, 'Event Hubs namespace', dump.eventHubRules)),
    ...dump.serviceBuses.map((item) => namespaceOf(item, 'Service Bus namespace', dump.serviceBusRules)),
    ...dump.registries.map(registryOf),
    ...webAppsOf(dump),
  ]
    .filter(({ isOpen }) => !isOpen)
    .map((one) => serviceOf(one, report))

interface Named {
  readonly id: string
  readonly name: string
  readonly publicnetworkaccess?: string | null | undefined
}

const isClosed = ({ publicnetworkaccess }: Named): boolean =>
  /^(disabled|securedbyperimeter)$/i.test(publicnetworkaccess ?? '')

/** Without a default action everybody is let in (REST references, NetworkRuleSet). */
const noRules: NonNullable<AzureNetworkRules> = { iprules: [], ipv6rules: [], virtualnetworkrules: [] }

function byRules({ value, place }: Item<Named>, type: string, stated: AzureNetworkRules): Firewalled {
  const { iprules, ipv6rules, virtualnetworkrules, defaultaction, bypass } = stated ?? noRules
  return {
    id: value.id,
    name: value.name,
    type,
    subnets: virtualnetworkrules.map(
      ({ id, virtualnetworkresourceid, subnet }) => id ?? virtualnetworkresourceid ?? subnet?.id,
    ),
    ranges: [...iprules, ...ipv6rules].map((rule) => [rule.value ?? rule.ipaddressorrange ?? rule.ipmask]),
    facts: { 'default action': defaultaction, bypass, 'public access': value.publicnetworkaccess },
    isOpen: !isClosed(value) && !/^deny$/i.test(defaultaction ?? ''),
    isKnown: true,
    place,
  }
}

/**
 * With the first rule of either sort everybody else is kept out; 0.0.0.0 means all of Azure, and no address (Microsoft
 * Learn, "Configure IP firewall in Azure Cosmos DB").
 */
function cosmosOf({ value, place }: Dump['cosmosAccounts'][number]): Firewalled {
  const subnets = value.isvirtualnetworkfilterenabled === false ? [] : value.virtualnetworkrules.map(({ id }) => id)
  const addresses = value.iprules.map((rule) => rule.ipaddressorrange ?? rule.value)
  const named = addresses.filter((text) => text !== '0.0.0.0')
  return {
    id: value.id,
    name: value.name,
    type: 'Cosmos DB account',
    subnets,
    ranges: named.map((text): Range => [text]),
    facts: {
      'public access': value.publicnetworkaccess,
      ...(named.length < addresses.length && { bypass: 'AzureServices' }),
    },
    isOpen: !isClosed(value) && subnets.length + addresses.length === 0,
    isKnown: true,
    place,
  }
}

interface ServerRules {
  readonly rules: Dump['sqlRules']
  readonly rulesOf6?: Dump['sqlRulesOf6']
  readonly subnets?: Dump['sqlSubnets']
}

/** Nobody is let in whom no rule names. The rule from 0.0.0.0 to 0.0.0.0 means all of Azure, and no address. */
function serverOf({ value, place }: Item<Named>, type: string, all: ServerRules): Firewalled {
  const own = <Rule extends { readonly id: string }>(rules: readonly Item<Rule>[] = []): readonly Rule[] =>
    partsOf(value.id, rules).map((rule) => rule.value)
  const rules = own(all.rules)
  const rulesOf6 = own(all.rulesOf6)
  const subnets = own(all.subnets).map(({ virtualnetworksubnetid }) => virtualnetworksubnetid)
  const isAzure = (rule: (typeof rules)[number]): boolean =>
    rule.startipaddress === '0.0.0.0' && rule.endipaddress === '0.0.0.0'
  return {
    id: value.id,
    name: value.name,
    type,
    subnets,
    ranges: [
      ...rules.filter((rule) => !isAzure(rule)).map((rule): Range => [rule.startipaddress, rule.endipaddress]),
      ...rulesOf6.map((rule): Range => [rule.startipv6address, rule.endipv6address]),
    ],
    facts: { 'public access': value.publicnetworkaccess, ...(rules.some(isAzure) && { bypass: 'AzureServices' }) },
    isOpen: false,
    isKnown: rules.length + rulesOf6.length + subnets.length > 0,
    place,
  }
}

const partsOf = <Part extends { readonly id: string }>(
  id: string,
  parts: readonly Item<Part>[],
): readonly Item<Part>[] => parts.filter(({ value }) => value.id.toLowerCase().startsWith(`${id.toLowerCase()}/`))

/** One in a subnet is reached there and nowhere else; its own firewall is for those that are not. */
function flexibleOf(
  { value, place }: Dump['postgresServers'][number],
  type: string,
  rules: Dump['postgresRules'],
): Firewalled {
  const { network } = value
  const publicnetworkaccess = network?.publicnetworkaccess ?? value.publicnetworkaccess
  const server = serverOf({ value: { ...value, publicnetworkaccess }, place }, type, { rules })
  return { ...server, home: network?.delegatedsubnetresourceid }
}

/** Rules are a part of their own; without any everybody is let in. */
function namespaceOf(item: Dump['eventHubs'][number], type: string, all: Dump['eventHubRules']): Firewalled {
  const [rules] = partsOf(item.value.id, all)
  const publicnetworkaccess = item.value.publicnetworkaccess ?? rules?.value.publicnetworkaccess
  const bypass = rules?.value.trustedserviceaccessenabled === true ? 'AzureServices' : null
  return byRules(
    { value: { ...item.value, publicnetworkaccess }, place: item.place },
    type,
    rules && { ...rules.value, bypass },
  )
}

const registryOf = (item: Dump['registries'][number]): Firewalled =>
  byRules(
    item,
    'Container registry',
    item.value.networkruleset && { ...item.value.networkruleset, bypass: item.value.networkrulebypassoptions },
  )
