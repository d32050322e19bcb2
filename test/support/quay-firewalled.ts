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
]
