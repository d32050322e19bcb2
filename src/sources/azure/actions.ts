/**
 * Every call that the live source makes, by the id of its operation in the REST reference (an id that two references
 * share is told apart), with the action that allows it (Microsoft Learn, "Azure permissions"). All of them read. A reader names its calls from this table, so a call that
 * is not in it does not compile; a test against a stand-in proves that no other is sent.
 */
export const actions = {
  ApplicationGateways_ListAll: 'Microsoft.Network/applicationGateways/read',
  ApplicationSecurityGroups_ListAll: 'Microsoft.Network/applicationSecurityGroups/read',
  AzureFirewalls_ListAll: 'Microsoft.Network/azureFirewalls/read',
  BastionHosts_List: 'Microsoft.Network/bastionHosts/read',
  CustomIPPrefixes_ListAll: 'Microsoft.Network/customIpPrefixes/read',
  DatabaseAccounts_List: 'Microsoft.DocumentDB/databaseAccounts/read',
  DnsForwardingRulesets_List: 'Microsoft.Network/dnsForwardingRulesets/read',
  DnsForwardingRulesets_ListLinks: 'Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/read',
  DnsResolvers_List: 'Microsoft.Network/dnsResolvers/read',
  Disks_List: 'Microsoft.Compute/disks/read',
  EventHubNamespaces_List: 'Microsoft.EventHub/namespaces/read',
  ExpressRouteCircuits_ListAll: 'Microsoft.Network/expressRouteCircuits/read',
  ExpressRouteGateways_ListBySubscription: 'Microsoft.Network/expressRouteGateways/read',
  FirewallPolicies_ListAll: 'Microsoft.Network/firewallPolicies/read',
  FirewallPolicyRuleCollectionGroups_List: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups/read',
  FirewallRules_ListByServer: 'Microsoft.Sql/servers/firewallRules/read',
  ForwardingRules_List: 'Microsoft.Network/dnsForwardingRulesets/forwardingRules/read',
  HubVirtualNetworkConnections_List: 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/read',
  InboundEndpoints_List: 'Microsoft.Network/dnsResolvers/inboundEndpoints/read',
  IPv6FirewallRules_ListByServer: 'Microsoft.Sql/servers/ipv6FirewallRules/read',
  IpGroups_List: 'Microsoft.Network/ipGroups/read',
  ListNetworkManagerEffectiveSecurityAdminRules:
    'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action',
  LoadBalancers_ListAll: 'Microsoft.Network/loadBalancers/read',
  LocalNetworkGateways_List: 'Microsoft.Network/localNetworkGateways/read',
  MetricsBatch_Batch: 'Microsoft.Insights/metrics/read',
  MySqlFirewallRules_ListByServer: 'Microsoft.DBforMySQL/flexibleServers/firewallRules/read',
  MySqlServers_List: 'Microsoft.DBforMySQL/flexibleServers/read',
  Namespaces_ListNetworkRuleSet: 'Microsoft.EventHub/namespaces/networkrulesets/read',
  Namespaces_ListNetworkRuleSets: 'Microsoft.ServiceBus/namespaces/networkrulesets/read',
  NatGateways_ListAll: 'Microsoft.Network/natGateways/read',
  NetworkInterfaces_ListAll: 'Microsoft.Network/networkInterfaces/read',
  NetworkSecurityGroups_ListAll: 'Microsoft.Network/networkSecurityGroups/read',
  OutboundEndpoints_List: 'Microsoft.Network/dnsResolvers/outboundEndpoints/read',
  PostgreSqlFirewallRules_ListByServer: 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/read',
  PostgreSqlServers_List: 'Microsoft.DBforPostgreSQL/flexibleServers/read',
  PrivateDnsZoneGroups_List: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read',
  PrivateEndpoints_ListBySubscription: 'Microsoft.Network/privateEndpoints/read',
  PrivateLinkServices_ListBySubscription: 'Microsoft.Network/privateLinkServices/read',
  PrivateZones_List: 'Microsoft.Network/privateDnsZones/read',
  PublicIPAddresses_ListAll: 'Microsoft.Network/publicIPAddresses/read',
  PublicIPPrefixes_ListAll: 'Microsoft.Network/publicIPPrefixes/read',
  RecordSets_List: 'Microsoft.Network/privateDnsZones/ALL/read',
  RecordSets_ListByDnsZone: 'Microsoft.Network/dnsZones/recordsets/read',
  Registries_List: 'Microsoft.ContainerRegistry/registries/read',
  ReplicationProtectedItems_List: 'Microsoft.RecoveryServices/vaults/replicationProtectedItems/read',
  ResourceSkus_List: 'Microsoft.Compute/skus/read',
  RouteTables_ListAll: 'Microsoft.Network/routeTables/read',
  Servers_List: 'Microsoft.Sql/servers/read',
  ServiceBusNamespaces_List: 'Microsoft.ServiceBus/namespaces/read',
  ServiceEndpointPolicies_List: 'Microsoft.Network/serviceEndpointPolicies/read',
  ServiceTags_List: 'Microsoft.Network/locations/serviceTags/read',
  StorageAccounts_List: 'Microsoft.Storage/storageAccounts/read',
  Usage_List: 'Microsoft.Compute/locations/usages/read',
  Usages_List: 'Microsoft.Network/locations/usages/read',
  Vaults_ListBySubscription: 'Microsoft.KeyVault/vaults/read',
  Vaults_ListBySubscriptionId: 'Microsoft.RecoveryServices/vaults/read',
  VirtualHubBgpConnections_List: 'Microsoft.Network/virtualHubs/bgpConnections/read',
  VirtualHubIpConfiguration_List: 'Microsoft.Network/virtualHubs/ipConfigurations/read',
  VirtualHubs_List: 'Microsoft.Network/virtualHubs/read',
  VirtualMachineScaleSets_ListAll: 'Microsoft.Compute/virtualMachineScaleSets/read',
  VirtualMachines_ListAll: 'Microsoft.Compute/virtualMachines/read',
  VirtualNetworkGatewayConnections_List: 'Microsoft.Network/connections/read',
  VirtualNetworkGateways_List: 'Microsoft.Network/virtualNetworkGateways/read',
  VirtualNetworkGateways_ListConnections: 'Microsoft.Network/virtualNetworkGateways/connections/read',
  VirtualNetworkLinks_List: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks/read',
  VirtualNetworkRules_ListByServer: 'Microsoft.Sql/servers/virtualNetworkRules/read',
  VirtualNetworks_ListAll: 'Microsoft.Network/virtualNetworks/read',
  VpnGateways_List: 'Microsoft.Network/vpnGateways/read',
  VpnSites_List: 'Microsoft.Network/vpnSites/read',
  WebApps_List: 'Microsoft.Web/sites/read',
  WebApps_ListConfigurations: 'Microsoft.Web/sites/config/read',
  Zones_List: 'Microsoft.Network/dnsZones/read',
} as const satisfies Record<string, `Microsoft.${string}/${'read' | `list${string}/action`}`>

export type CallName = keyof typeof actions

/** As `az role definition create --role-definition` takes it. */
export interface RoleDefinition {
  readonly Name: string
  readonly IsCustom: true
  readonly Description: string
  readonly Actions: readonly string[]
  readonly NotActions: readonly string[]
  readonly DataActions: readonly string[]
  readonly NotDataActions: readonly string[]
  readonly AssignableScopes: readonly string[]
}

/** The least privilege that reading needs, assignable in these subscriptions. */
export const roleDefinition = (subscriptions: readonly string[]): RoleDefinition => ({
  Name: 'drplan reader',
  IsCustom: true,
  Description: 'Reads machines, networks and metrics for disaster-recovery planning; changes nothing.',
  Actions: Object.values(actions).toSorted(),
  NotActions: [],
  DataActions: [],
  NotDataActions: [],
  AssignableScopes: subscriptions.map((id) => `/subscriptions/${id}`).toSorted(),
})
