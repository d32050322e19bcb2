/**
 * Answers of Azure Resource Manager, from `az`, the REST API or the SDK, brought into one shape and sorted by kind. The
 * three write the same thing in three ways: `properties` inside or lifted, `diskSizeGB` or `diskSizeGb`.
 */
import type { z } from 'zod'
import type { SourceId } from '../../model/source-id.ts'
import { firstOfEach, isObject, readItems, type Fields, type Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import * as names from './schema-names.ts'
import * as firewalled from './schema-firewalled.ts'
import * as hubs from './schema-hubs.ts'
import * as network from './schema-network.ts'
import * as replicated from './schema-replicated.ts'
import * as services from './schema-services.ts'
import * as schema from './schema.ts'

/** Kind -> what one entry is, and the type of its resource, by which entries of unknown origin are recognised. */
const kinds = {
  vms: { schema: schema.vmSchema, type: 'microsoft.compute/virtualmachines' },
  statuses: { schema: schema.statusSchema, type: null },
  sizes: { schema: schema.sizeSchema, type: null },
  skus: { schema: schema.skuSchema, type: null },
  disks: { schema: schema.diskSchema, type: 'microsoft.compute/disks' },
  scaleSets: { schema: services.scaleSetSchema, type: 'microsoft.compute/virtualmachinescalesets' },
  nics: { schema: schema.nicSchema, type: 'microsoft.network/networkinterfaces' },
  vnets: { schema: schema.vnetSchema, type: 'microsoft.network/virtualnetworks' },
  groups: { schema: schema.groupSchema, type: 'microsoft.network/networksecuritygroups' },
  memberGroups: { schema: network.memberGroupSchema, type: 'microsoft.network/applicationsecuritygroups' },
  routeTables: { schema: network.routeTableSchema, type: 'microsoft.network/routetables' },
  publicAddresses: { schema: network.publicAddressSchema, type: 'microsoft.network/publicipaddresses' },
  publicPrefixes: { schema: network.publicPrefixSchema, type: 'microsoft.network/publicipprefixes' },
  customPrefixes: { schema: network.customPrefixSchema, type: 'microsoft.network/customipprefixes' },
  natGateways: { schema: network.natGatewaySchema, type: 'microsoft.network/natgateways' },
  gateways: { schema: network.gatewaySchema, type: 'microsoft.network/virtualnetworkgateways' },
  localGateways: { schema: network.localGatewaySchema, type: 'microsoft.network/localnetworkgateways' },
  gatewayLinks: { schema: network.connectionSchema, type: null },
  connections: { schema: network.connectionSchema, type: 'microsoft.network/connections' },
  circuits: { schema: network.circuitSchema, type: 'microsoft.network/expressroutecircuits' },
  firewalls: { schema: network.firewallSchema, type: 'microsoft.network/azurefirewalls' },
  firewallPolicies: { schema: network.firewallPolicySchema, type: 'microsoft.network/firewallpolicies' },
  firewallRules: {
    schema: network.firewallRulesSchema,
    type: 'microsoft.network/firewallpolicies/rulecollectiongroups',
  },
  ipGroups: { schema: network.ipGroupSchema, type: 'microsoft.network/ipgroups' },
  bastions: { schema: network.bastionSchema, type: 'microsoft.network/bastionhosts' },
  hubs: { schema: hubs.hubSchema, type: 'microsoft.network/virtualhubs' },
  hubConnections: {
    schema: hubs.hubConnectionSchema,
    type: 'microsoft.network/virtualhubs/hubvirtualnetworkconnections',
  },
  hubPeers: { schema: hubs.hubPeerSchema, type: 'microsoft.network/virtualhubs/bgpconnections' },
  hubAddresses: { schema: hubs.hubAddressSchema, type: 'microsoft.network/virtualhubs/ipconfigurations' },
  hubLines: { schema: hubs.hubLineSchema, type: 'microsoft.network/expressroutegateways' },
  hubVpns: { schema: hubs.hubVpnSchema, type: 'microsoft.network/vpngateways' },
  vpnSites: { schema: hubs.vpnSiteSchema, type: 'microsoft.network/vpnsites' },
  loadBalancers: { schema: services.loadBalancerSchema, type: 'microsoft.network/loadbalancers' },
  applicationGateways: { schema: services.applicationGatewaySchema, type: 'microsoft.network/applicationgateways' },
  endpoints: { schema: services.endpointSchema, type: 'microsoft.network/privateendpoints' },
  endpointPolicies: { schema: services.endpointPolicySchema, type: 'microsoft.network/serviceendpointpolicies' },
  zoneGroups: { schema: services.zoneGroupSchema, type: 'microsoft.network/privateendpoints/privatednszonegroups' },
  linkServices: { schema: services.linkServiceSchema, type: 'microsoft.network/privatelinkservices' },
  zones: { schema: names.zoneSchema, type: 'microsoft.network/privatednszones' },
  zoneLinks: { schema: names.linkSchema, type: 'microsoft.network/privatednszones/virtualnetworklinks' },
  records: { schema: names.recordSchema, type: 'microsoft.network/privatednszones/*' },
  publicZones: { schema: names.publicZoneSchema, type: 'microsoft.network/dnszones' },
  publicRecords: { schema: names.recordSchema, type: 'microsoft.network/dnszones/*' },
  resolvers: { schema: names.resolverSchema, type: 'microsoft.network/dnsresolvers' },
  resolversIn: { schema: names.inboundSchema, type: 'microsoft.network/dnsresolvers/inboundendpoints' },
  resolversOut: { schema: names.outboundSchema, type: 'microsoft.network/dnsresolvers/outboundendpoints' },
  ruleSets: { schema: names.ruleSetSchema, type: 'microsoft.network/dnsforwardingrulesets' },
  forwardings: { schema: names.forwardingSchema, type: 'microsoft.network/dnsforwardingrulesets/forwardingrules' },
  ruleSetLinks: { schema: names.linkSchema, type: 'microsoft.network/dnsforwardingrulesets/virtualnetworklinks' },
  storageAccounts: { schema: firewalled.storageSchema, type: 'microsoft.storage/storageaccounts' },
  keyVaults: { schema: firewalled.keyVaultSchema, type: 'microsoft.keyvault/vaults' },
  cosmosAccounts: { schema: firewalled.cosmosSchema, type: 'microsoft.documentdb/databaseaccounts' },
  sqlServers: { schema: firewalled.sqlServerSchema, type: 'microsoft.sql/servers' },
  sqlRules: { schema: firewalled.sqlRuleSchema, type: 'microsoft.sql/servers/firewallrules' },
  sqlRulesOf6: { schema: firewalled.sqlRuleOf6Schema, type: 'microsoft.sql/servers/ipv6firewallrules' },
  sqlSubnets: { schema: firewalled.sqlSubnetSchema, type: 'microsoft.sql/servers/virtualnetworkrules' },
  postgresServers: { schema: firewalled.flexibleServerSchema, type: 'microsoft.dbforpostgresql/flexibleservers' },
  postgresRules: { schema: firewalled.sqlRuleSchema, type: 'microsoft.dbforpostgresql/flexibleservers/firewallrules' },
  mysqlServers: { schema: firewalled.flexibleServerSchema, type: 'microsoft.dbformysql/flexibleservers' },
  mysqlRules: { schema: firewalled.sqlRuleSchema, type: 'microsoft.dbformysql/flexibleservers/firewallrules' },
  eventHubs: { schema: firewalled.namespaceSchema, type: 'microsoft.eventhub/namespaces' },
  eventHubRules: { schema: firewalled.namespaceRulesSchema, type: 'microsoft.eventhub/namespaces/networkrulesets' },
  serviceBuses: { schema: firewalled.namespaceSchema, type: 'microsoft.servicebus/namespaces' },
  serviceBusRules: { schema: firewalled.namespaceRulesSchema, type: 'microsoft.servicebus/namespaces/networkrulesets' },
  registries: { schema: firewalled.registrySchema, type: 'microsoft.containerregistry/registries' },
  webApps: { schema: firewalled.webAppSchema, type: 'microsoft.web/sites' },
  webAppConfigurations: { schema: firewalled.webAppConfigurationSchema, type: 'microsoft.web/sites/config' },
  recoveryVaults: { schema: replicated.vaultSchema, type: 'microsoft.recoveryservices/vaults' },
  replicated: {
    schema: replicated.itemSchema,
    type: 'microsoft.recoveryservices/vaults/replicationfabrics/replicationprotectioncontainers/replicationprotecteditems',
  },
  networkManagers: { schema: services.networkManagerSchema, type: 'microsoft.network/networkmanagers' },
  adminRules: { schema: services.adminRuleSchema, type: null },
  limits: { schema: schema.limitSchema, type: 'microsoft.network/locations/usages' },
  serviceTags: { schema: services.serviceTagSchema, type: null },
} as const satisfies Record<string, { schema: z.ZodType; type: string | null }>

export type Kind = keyof typeof kinds
type AzureSourceId = Extract<SourceId, 'azure' | 'azure-cli'>
export type Dump = { readonly [Name in Kind]: readonly Item<z.infer<(typeof kinds)[Name]['schema']>>[] } & {
  readonly source: AzureSourceId
}
const kindNames = Object.keys(kinds) as Kind[]
const kindOfType: ReadonlyMap<string | null, Kind> = new Map(kindNames.map((kind) => [kinds[kind].type, kind]))

/** Fields that only these kinds have; entries of `az vm list-sizes` and `list-skus` have no id. */
const marks: readonly (readonly [Kind, (entry: Fields) => boolean])[] = [
  ['vms', (entry) => 'hardwareprofile' in entry],
  ['sizes', (entry) => 'numberofcores' in entry && 'memoryinmb' in entry],
  ['skus', (entry) => 'resourcetype' in entry && 'capabilities' in entry],
  ['nics', (entry) => 'ipconfigurations' in entry && /networkinterfaces/i.test(String(entry['id']))],
  // Sites of VPNs have an address space too.
  ['vnets', (entry) => 'addressspace' in entry && /virtualnetworks/i.test(String(entry['id']))],
  ['groups', (entry) => 'securityrules' in entry],
  // Other configurations of an app have nothing of its network; of `az`, this one has the id of the app.
  ['webAppConfigurations', (entry) => 'ipsecurityrestrictions' in entry],
  ['disks', (entry) => 'disksizegb' in entry && 'creationdata' in entry],
]

/** Of these an entry by its id alone may be something else, such as the status of a VM. */
const needMarks: ReadonlySet<string | undefined> = new Set(marks.map(([kind]) => kind))

/** Which kind of thing an entry of unknown origin is; the keys are plain. */
export function kindOf(entry: unknown): Kind | null {
  if (!isObject(entry)) return null
  const marked = marks.find(([, isOne]) => isOne(entry))?.[0]
  if (marked) return marked
  const type = typeOfId(textAt(entry, 'id'))
  const kind = kindOfType.get(type) ?? kindOfType.get(type.replace(/\/[^/]*$/, '/*'))
  return kind === undefined || needMarks.has(kind) ? null : kind
}

/** `…/providers/NAMESPACE/TYPE/name/TYPE/name`: the namespace and every type, in lower case. */
function typeOfId(id: string): string {
  const parts = (id.toLowerCase().split('/providers/').at(-1) ?? '').split('/')
  return parts.filter((_, index) => index === 0 || index % 2 === 1).join('/')
}

/** A text of a plain entry; empty when it has none. */
export const textAt = (entry: unknown, key: string): string => {
  const value = isObject(entry) ? entry[key] : null
  return typeof value === 'string' ? value : ''
}

/** West Europe and westeurope are one region. */
export const locationOf = (entry: unknown): string => textAt(entry, 'location').toLowerCase().replaceAll(' ', '')

const deepest = 16

/** `properties` are lifted beside the rest, as `az` shows them, and keys put into lower case. */
export function plain(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1))
  if (!isObject(value) || depth > deepest) return isObject(value) ? {} : value
  const { properties, ...rest } = value
  const lifted = isObject(properties) ? { ...properties, ...rest } : value
  return Object.fromEntries(
    Object.entries(lifted).map(([key, item]) => [
      key.toLowerCase(),
      /^tags$/i.test(key) ? item : plain(item, depth + 1),
    ]),
  )
}

/** What was read so far, not yet looked at: plain entries by their kind. */
export type Entries = Record<Kind, Item<unknown>[]>

export const noEntries = (): Entries =>
  Object.fromEntries(kindNames.map((kind) => [kind, [] as Item<unknown>[]])) as Entries

interface DumpOptions {
  readonly source: AzureSourceId
  readonly suggestion: string
  readonly report: Report
}

/** Each resource once, sorted by id; entries that are not what their kind is are reported and left out. */
export function dumpOf(entries: Entries, { source, ...how }: DumpOptions): Dump {
  const lists = kindNames.map((kind) => {
    const items = readItems(entries[kind], kinds[kind].schema, how) as readonly Item<{ id?: string }>[]
    return [kind, kinds[kind].type === null ? items : firstOfEach(items, ({ id = '' }) => id.toLowerCase())] as const
  })
  return { ...(Object.fromEntries(lists) as Omit<Dump, 'source'>), source }
}
