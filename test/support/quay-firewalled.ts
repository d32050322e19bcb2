/** Services of the platform beside the small estate, with firewalls of their own. All names and addresses are invented. */
import { aResource, idOf, type Resource } from './azure-estate.ts'

const subnet = (name: string): string => idOf('Microsoft.Network/virtualNetworks/subnets', `quay-vnet/${name}`)

/** What no list of Azure should hold, and no reading may. */
const secrets = {
  primaryKey: 'must-not-be-seen',
  connectionString: 'AccountKey=must-not-be-seen',
  keys: [{ keyName: 'key1', value: 'must-not-be-seen' }],
  administratorLogin: 'must-not-be-seen',
  administratorLoginPassword: 'must-not-be-seen',
}

export const quayFirewalled: readonly Resource[] = [
  aResource('Microsoft.Storage/storageAccounts ledger', {
    ...secrets,
    publicNetworkAccess: 'Enabled',
    networkAcls: {
      bypass: 'AzureServices, Metrics',
      defaultAction: 'Deny',
      ipRules: [
        { value: '203.0.113.0/28', action: 'Allow' },
        { value: '203.0.113.99', action: 'Allow' },
        { value: 'nonsense', action: 'Allow' },
      ],
      virtualNetworkRules: [
        { id: subnet('Free'), action: 'Allow', state: 'Succeeded' },
        { id: '/subscriptions/other/resourceGroups/o/providers/Microsoft.Network/virtualNetworks/o/subnets/far' },
      ],
    },
  }),
  aResource('Microsoft.Storage/storageAccounts open', {
    ...secrets,
    networkAcls: { defaultAction: 'Allow', ipRules: [{ value: '203.0.113.1' }], virtualNetworkRules: [] },
  }),
  aResource('Microsoft.Storage/storageAccounts shut', { ...secrets, publicNetworkAccess: 'Disabled' }),
  aResource('Microsoft.KeyVault/vaults strongbox', {
    ...secrets,
    tenantId: 'must-not-be-seen',
    accessPolicies: [{ objectId: 'must-not-be-seen', permissions: { keys: ['get'] } }],
    networkAcls: {
      bypass: 'None',
      defaultAction: 'Deny',
      ipRules: [{ value: '198.51.100.7/32' }],
      virtualNetworkRules: [{ id: subnet('back'), ignoreMissingVnetServiceEndpoint: false }],
    },
  }),
  aResource('Microsoft.DocumentDB/databaseAccounts stock', {
    ...secrets,
    publicNetworkAccess: 'Enabled',
    isVirtualNetworkFilterEnabled: true,
    ipRules: [{ ipAddressOrRange: '198.51.100.77/25' }, { ipAddressOrRange: '0.0.0.0' }],
    virtualNetworkRules: [{ id: subnet('shop'), ignoreMissingVNetServiceEndpoint: false }],
  }),
  aResource('Microsoft.DocumentDB/databaseAccounts free-for-all', {
    ...secrets,
    isVirtualNetworkFilterEnabled: false,
    ipRules: [],
    virtualNetworkRules: [{ id: subnet('shop') }],
  }),
  aResource('Microsoft.Sql/servers books', { ...secrets, publicNetworkAccess: 'Enabled' }),
  aResource('Microsoft.Sql/servers/firewallRules books/offices', {
    startIpAddress: '203.0.113.6',
    endIpAddress: '203.0.113.16',
  }),
  aResource('Microsoft.Sql/servers/firewallRules books/AllowAllWindowsAzureIps', {
    startIpAddress: '0.0.0.0',
    endIpAddress: '0.0.0.0',
  }),
  aResource('Microsoft.Sql/servers/firewallRules books/upside-down', {
    startIpAddress: '203.0.113.9',
    endIpAddress: '203.0.113.8',
  }),
  aResource('Microsoft.Sql/servers/ipv6FirewallRules books/office-6', {
    startIPv6Address: '2001:db8::',
    endIPv6Address: '2001:db8::ff',
  }),
  aResource('Microsoft.Sql/servers/virtualNetworkRules books/back', {
    virtualNetworkSubnetId: subnet('back'),
    state: 'Ready',
  }),
  aResource('Microsoft.DBforPostgreSQL/flexibleServers tides', {
    ...secrets,
    network: { publicNetworkAccess: 'Enabled' },
  }),
  aResource('Microsoft.DBforPostgreSQL/flexibleServers/firewallRules tides/office', {
    startIpAddress: '203.0.113.32',
    endIpAddress: '203.0.113.33',
  }),
  aResource('Microsoft.DBforPostgreSQL/flexibleServers/firewallRules tides/azure', {
    startIpAddress: '0.0.0.0',
    endIpAddress: '0.0.0.0',
  }),
  aResource('Microsoft.DBforPostgreSQL/flexibleServers inner', {
    ...secrets,
    network: {
      publicNetworkAccess: 'Disabled',
      delegatedSubnetResourceId: subnet('Back'),
      privateDnsZoneArmResourceId: '/subscriptions/other/zone',
    },
  }),
  aResource('Microsoft.DBforMySQL/flexibleServers cargo', { ...secrets, network: { publicNetworkAccess: 'Enabled' } }),
  aResource('Microsoft.DBforMySQL/flexibleServers/firewallRules cargo/one', {
    startIpAddress: '203.0.113.40',
    endIpAddress: '203.0.113.40',
  }),
  aResource('Microsoft.EventHub/namespaces gulls', { ...secrets, publicNetworkAccess: 'Enabled' }),
  aResource('Microsoft.EventHub/namespaces/networkRuleSets gulls/default', {
    publicNetworkAccess: 'Enabled',
    defaultAction: 'Deny',
    trustedServiceAccessEnabled: true,
    virtualNetworkRules: [{ subnet: { id: subnet('shop') }, ignoreMissingVnetServiceEndpoint: false }],
    ipRules: [{ ipMask: '203.0.113.48/30', action: 'Allow' }],
  }),
  aResource('Microsoft.EventHub/namespaces terns', { ...secrets, publicNetworkAccess: 'Enabled' }),
  aResource('Microsoft.EventHub/namespaces/networkRuleSets terns/default', {
    defaultAction: 'Allow',
    virtualNetworkRules: [],
    ipRules: [],
  }),
  aResource('Microsoft.ServiceBus/namespaces ferry', { ...secrets, publicNetworkAccess: 'Enabled' }),
  aResource('Microsoft.ServiceBus/namespaces/networkRuleSets ferry/default', {
    defaultAction: 'Deny',
    virtualNetworkRules: [],
    ipRules: [{ ipMask: '203.0.113.52', action: 'Allow' }],
  }),
  aResource('Microsoft.ContainerRegistry/registries crates', {
    ...secrets,
    adminUserEnabled: true,
    publicNetworkAccess: 'Enabled',
    networkRuleBypassOptions: 'AzureServices',
    networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.56/29' }] },
  }),
  aResource('Microsoft.ContainerRegistry/registries basic', { ...secrets, publicNetworkAccess: 'Enabled' }),
  aResource(
    'Microsoft.Web/sites counter',
    { ...secrets, siteConfig: { ipSecurityRestrictions: null } },
    { kind: 'app' },
  ),
  aResource('Microsoft.Web/sites/config counter/web', {
    publishingUsername: 'must-not-be-seen',
    appSettings: [{ name: 'PASSWORD', value: 'must-not-be-seen' }],
    ipSecurityRestrictions: [
      {
        ipAddress: '203.0.113.64/28, 203.0.113.96/28',
        action: 'Allow',
        tag: 'Default',
        priority: 100,
        name: 'offices',
      },
      { ipAddress: '203.0.113.80', subnetMask: '255.255.255.248', action: 'Allow', priority: 110 },
      { vnetSubnetResourceId: subnet('shop'), action: 'Allow', tag: 'Default', priority: 120 },
      { ipAddress: 'AzureFrontDoor.Backend', action: 'Allow', tag: 'ServiceTag', priority: 130 },
      { ipAddress: '198.51.100.66/32', action: 'Deny', tag: 'Default', priority: 140 },
      { ipAddress: 'Any', action: 'Deny', priority: 2147483647, name: 'Deny all' },
    ],
    ipSecurityRestrictionsDefaultAction: 'Deny',
    scmIpSecurityRestrictions: [{ ipAddress: '203.0.113.112/32', action: 'Allow', priority: 100 }],
    scmIpSecurityRestrictionsUseMain: false,
  }),
  aResource('Microsoft.Web/sites/config counter/slotConfigNames', { appSettingNames: ['must-not-be-seen'] }),
  aResource('Microsoft.Web/sites window', {}, { kind: 'app,linux' }),
  aResource('Microsoft.Web/sites/config window/web', {
    ipSecurityRestrictions: [{ ipAddress: 'Any', action: 'Allow', priority: 2147483647, name: 'Allow all' }],
    scmIpSecurityRestrictions: [{ ipAddress: 'Any', action: 'Allow', priority: 2147483647, name: 'Allow all' }],
    scmIpSecurityRestrictionsUseMain: false,
  }),
  aResource('Microsoft.Web/sites nightly', { publicNetworkAccess: 'Enabled' }, { kind: 'functionapp,linux' }),
  aResource('Microsoft.Web/sites/config nightly/web', {
    ipSecurityRestrictions: [{ ipAddress: '203.0.113.128/28', action: 'Allow', priority: 1 }],
    scmIpSecurityRestrictions: [{ ipAddress: '203.0.113.144/28', action: 'Allow', priority: 1 }],
    scmIpSecurityRestrictionsUseMain: true,
  }),
]
