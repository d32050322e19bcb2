/** What is asked of a subscription at once: every list that needs nothing but its id. */
import type { Clients } from './clients.ts'
import { nameReads } from './name-reads.ts'
import { readOf, readOnce, type Read } from './reads.ts'

/** Asked first: without it there is no site. */
export const machinesRead = ({ compute }: Pick<Clients, 'compute'>): Read =>
  readOf('VirtualMachines_ListAll', 'vms', () => compute.virtualMachines.listAll())

export const firstReads = (clients: Clients): readonly Read[] => [
  ...computeReads(clients),
  ...networkReads(clients),
  ...gatewayReads(clients),
  readOf('PrivateZones_List', 'zones', () => clients.names.privateZones.list()),
  ...nameReads(clients),
]

/** The list of VMs does not say which of them run; asked with `statusOnly` it says nothing else. */
const computeReads = ({ compute }: Clients): readonly Read[] => [
  readOf('VirtualMachines_ListAll', 'statuses', () => compute.virtualMachines.listAll({ statusOnly: 'true' })),
  readOf('Disks_List', 'disks', () => compute.disks.list()),
  readOf('VirtualMachineScaleSets_ListAll', 'scaleSets', () => compute.virtualMachineScaleSets.listAll()),
]

const networkReads = ({ network }: Clients): readonly Read[] => [
  readOf('NetworkInterfaces_ListAll', 'nics', () => network.networkInterfaces.listAll()),
  readOf('VirtualNetworks_ListAll', 'vnets', () => network.virtualNetworks.listAll()),
  readOf('NetworkSecurityGroups_ListAll', 'groups', () => network.networkSecurityGroups.listAll()),
  readOf('ApplicationSecurityGroups_ListAll', 'memberGroups', () => network.applicationSecurityGroups.listAll()),
  readOf('RouteTables_ListAll', 'routeTables', () => network.routeTables.listAll()),
  readOf('PublicIPAddresses_ListAll', 'publicAddresses', () => network.publicIPAddresses.listAll()),
  readOf('PublicIPPrefixes_ListAll', 'publicPrefixes', () => network.publicIPPrefixes.listAll()),
  readOf('CustomIPPrefixes_ListAll', 'customPrefixes', () => network.customIPPrefixes.listAll()),
]

const gatewayReads = ({ network }: Clients): readonly Read[] => [
  readOf('NatGateways_ListAll', 'natGateways', () => network.natGateways.listAll()),
  readOf('LoadBalancers_ListAll', 'loadBalancers', () => network.loadBalancers.listAll()),
  readOf('ApplicationGateways_ListAll', 'applicationGateways', () => network.applicationGateways.listAll()),
  readOf('AzureFirewalls_ListAll', 'firewalls', () => network.azureFirewalls.listAll()),
  readOf('FirewallPolicies_ListAll', 'firewallPolicies', () => network.firewallPolicies.listAll()),
  readOf('IpGroups_List', 'ipGroups', () => network.ipGroups.list()),
  readOf('BastionHosts_List', 'bastions', () => network.bastionHosts.list()),
  readOf('ExpressRouteCircuits_ListAll', 'circuits', () => network.expressRouteCircuits.listAll()),
  readOf('VirtualHubs_List', 'hubs', () => network.virtualHubs.list()),
  readOf('VpnGateways_List', 'hubVpns', () => network.vpnGateways.list()),
  readOf('VpnSites_List', 'vpnSites', () => network.vpnSites.list()),
  readOnce('ExpressRouteGateways_ListBySubscription', 'hubLines', async () => {
    const { value = [] } = await network.expressRouteGateways.listBySubscription()
    return value
  }),
  readOf('ServiceEndpointPolicies_List', 'endpointPolicies', () => network.serviceEndpointPolicies.list()),
  readOf('PrivateEndpoints_ListBySubscription', 'endpoints', () => network.privateEndpoints.listBySubscription()),
  readOf('PrivateLinkServices_ListBySubscription', 'linkServices', () =>
    network.privateLinkServices.listBySubscription(),
  ),
]
