/**
 * What whoever carries out the plan on Azure has to be allowed, by the Terraform and the runbooks of this plan. Actions are
 * those of the resource providers ("Azure permissions", Microsoft Learn); the types are what terraform-provider-azurerm 4
 * makes of its resources, as known 2026-11. To write a thing that names another one takes the `join/action` of that.
 */
import type { NeededAction } from '../../model/needed-action.ts'
import type { Plan } from '../../model/plan.ts'
import type { Runbook, RunbookCommand } from '../../model/runbook.ts'
import { collectNeeds, type NeedTables, type ResourceNeed } from '../needed-actions.ts'
import { azureTerraformRoots } from './terraform.ts'

type Row = readonly [type: string, when: string, actions: string]

const crud = 'read write delete'

/** `Network/virtualNetworks: read write; subnets/join/action` says Microsoft.Network/virtualNetworks/read, …/write, …/subnets/join/action. */
function actionsOf(text: string): readonly string[] {
  return text.split('; ').flatMap((part) => {
    const [type = '', verbs = ''] = part.split(': ')
    return verbs.split(' ').map((verb) => `Microsoft.${type}/${verb}`)
  })
}

const nic = `Network/networkInterfaces: ${crud} join/action; Network/virtualNetworks/subnets: read join/action; Network/networkSecurityGroups: read join/action; Network/applicationSecurityGroups: read joinIpConfiguration/action`
const pool = 'Network/networkInterfaces: read write; Network/loadBalancers/backendAddressPools: read join/action'
const machine = `Compute/virtualMachines: ${crud} instanceView/read powerOff/action start/action deallocate/action; Network/networkInterfaces: read join/action; Compute/disks: ${crud}; Compute/diskEncryptionSets: read; Compute/capacityReservationGroups: read deploy/action`
const address = `Network/publicIPAddresses: ${crud} join/action`
const group = 'Resources/subscriptions/resourceGroups: read write delete'
const guard = `Network/networkSecurityGroups: ${crud} join/action`
const guardRule = `Network/networkSecurityGroups/securityRules: ${crud}`
const network = `Network/virtualNetworks: ${crud}`
const subnet = `Network/virtualNetworks/subnets: ${crud} join/action`
const replicationPart = (name: string): string => `RecoveryServices/vaults/${name}: ${crud}`

/** Types of both roots. */
const servers: readonly Row[] = [
  ['azurerm_network_interface', 'servers', nic],
  ['azurerm_network_interface_security_group_association', 'servers', nic],
  ['azurerm_network_interface_application_security_group_association', 'servers', nic],
  ['azurerm_linux_virtual_machine', 'servers', machine],
  ['azurerm_windows_virtual_machine', 'servers', machine],
  ['azurerm_snapshot', 'servers', 'Compute/snapshots: read beginGetAccess/action'],
  ['azurerm_managed_disk', 'servers', `Compute/disks: ${crud} beginGetAccess/action; Compute/snapshots: read`],
  [
    'azurerm_virtual_machine_data_disk_attachment',
    'servers',
    'Compute/virtualMachines: read write; Compute/disks: read write',
  ],
  [
    'azurerm_backup_protected_vm',
    'servers',
    'RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems: read write delete; RecoveryServices/vaults/backupFabrics/backupProtectionIntent: write; RecoveryServices/vaults/backupProtectedItems: read; RecoveryServices/vaults/backupJobs: read; RecoveryServices/vaults/backupOperationResults: read',
  ],
  ['azurerm_lb', 'balancers', `Network/loadBalancers: ${crud}; Network/virtualNetworks/subnets: join/action`],
  ['azurerm_lb_backend_address_pool', 'balancers', `Network/loadBalancers/backendAddressPools: ${crud}`],
  [
    'azurerm_lb_probe',
    'listeners',
    'Network/loadBalancers: read write; Network/loadBalancers/probes: read join/action',
  ],
  ['azurerm_lb_rule', 'listeners', 'Network/loadBalancers: read write'],
  ['azurerm_network_interface_backend_address_pool_association', 'pool_targets', pool],
]

const foundation: readonly Row[] = [
  ...servers,
  ['azurerm_resource_group', '', group],
  ['azurerm_client_config', '', 'Resources/subscriptions: read'],
  [
    'azurerm_recovery_services_vault',
    '',
    `RecoveryServices/vaults: ${crud}; RecoveryServices/vaults/backupconfig: read write; RecoveryServices/vaults/backupstorageconfig: read write`,
  ],
  ['azurerm_backup_policy_vm', 'backup_policies', `RecoveryServices/vaults/backupPolicies: ${crud}`],
  [
    'azurerm_key_vault',
    '',
    `KeyVault/vaults: ${crud}; KeyVault/locations/deletedVaults: read purge/action; KeyVault/checkNameAvailability: read`,
  ],
  ['azurerm_key_vault_key', '', 'KeyVault/vaults: read'],
  ['azurerm_role_assignment', '', `Authorization/roleAssignments: ${crud}; Authorization/roleDefinitions: read`],
  ['azurerm_disk_encryption_set', '', `Compute/diskEncryptionSets: ${crud}; KeyVault/vaults: deploy/action`],
  [
    'azurerm_storage_account',
    '',
    `Storage/storageAccounts: ${crud} listKeys/action; Storage/storageAccounts/blobServices: read write; Storage/storageAccounts/fileServices: read; Storage/storageAccounts/managementPolicies: ${crud}`,
  ],
  ['azurerm_monitor_action_group', 'alert_emails', `Insights/actionGroups: ${crud}`],
  ['azurerm_monitor_alert_processing_rule_action_group', 'alert_emails', `AlertsManagement/actionRules: ${crud}`],
  ['azurerm_virtual_network', 'vpcs', network],
  ['azurerm_subnet', 'subnets', subnet],
  ['azurerm_route_table', 'route_tables', `Network/routeTables: ${crud} join/action`],
  ['azurerm_route', 'routes', `Network/routeTables/routes: ${crud}`],
  [
    'azurerm_subnet_route_table_association',
    'route_tables',
    'Network/virtualNetworks/subnets: read write; Network/routeTables: join/action',
  ],
  [
    'azurerm_virtual_network_peering',
    'peerings',
    `Network/virtualNetworks/virtualNetworkPeerings: ${crud}; Network/virtualNetworks: peer/action`,
  ],
  [
    'azurerm_virtual_network_peering',
    'used_gateways',
    `Network/virtualNetworks/virtualNetworkPeerings: ${crud}; Network/virtualNetworks: peer/action`,
  ],
  ['azurerm_public_ip', 'nat_gateways', address],
  ['azurerm_public_ip', 'vpn_gateways', address],
  ['azurerm_public_ip', 'balancers', address],
  ['azurerm_nat_gateway', 'nat_gateways', `Network/natGateways: ${crud} join/action`],
  [
    'azurerm_nat_gateway_public_ip_association',
    'nat_gateways',
    'Network/natGateways: read write; Network/publicIPAddresses: join/action',
  ],
  [
    'azurerm_subnet_nat_gateway_association',
    'nat_gateways',
    'Network/virtualNetworks/subnets: read write; Network/natGateways: join/action',
  ],
  [
    'azurerm_network_watcher_flow_log',
    'vpcs',
    `Network/networkWatchers: read; Network/networkWatchers/flowLogs: ${crud}; Network/networkWatchers: configureFlowLog/action`,
  ],
  [
    'azurerm_application_security_group',
    'application_security_groups',
    `Network/applicationSecurityGroups: ${crud} joinNetworkSecurityRule/action joinIpConfiguration/action`,
  ],
  ['azurerm_network_security_group', 'network_security_groups', guard],
  ['azurerm_network_security_group', 'replication', guard],
  ['azurerm_network_security_rule', 'network_security_rules', guardRule],
  ['azurerm_network_security_rule', 'replication', guardRule],
  [
    'azurerm_subnet_network_security_group_association',
    'network_security_groups',
    'Network/virtualNetworks/subnets: read write; Network/networkSecurityGroups: join/action',
  ],
  [
    'azurerm_subnet_network_security_group_association',
    'replication',
    'Network/virtualNetworks/subnets: read write; Network/networkSecurityGroups: join/action',
  ],
  ['azurerm_network_manager', 'admin_rule_collections', `Network/networkManagers: ${crud}`],
  ['azurerm_network_manager_network_group', 'admin_rule_collections', `Network/networkManagers/networkGroups: ${crud}`],
  [
    'azurerm_network_manager_static_member',
    'admin_rule_collections',
    `Network/networkManagers/networkGroups/staticMembers: ${crud}; Network/virtualNetworks: join/action`,
  ],
  [
    'azurerm_network_manager_security_admin_configuration',
    'admin_rule_collections',
    `Network/networkManagers/securityAdminConfigurations: ${crud}`,
  ],
  [
    'azurerm_network_manager_admin_rule_collection',
    'admin_rule_collections',
    `Network/networkManagers/securityAdminConfigurations/ruleCollections: ${crud}`,
  ],
  [
    'azurerm_network_manager_admin_rule',
    'admin_rules',
    `Network/networkManagers/securityAdminConfigurations/ruleCollections/rules: ${crud}`,
  ],
  [
    'azurerm_network_manager_deployment',
    'admin_rule_collections',
    'Network/networkManagers: commit/action listDeploymentStatus/action',
  ],
  ['azurerm_capacity_reservation_group', 'capacity', `Compute/capacityReservationGroups: ${crud}`],
  ['azurerm_capacity_reservation', 'capacity', `Compute/capacityReservationGroups/capacityReservations: ${crud}`],
  [
    'azurerm_virtual_network_gateway',
    'vpn_gateways',
    `Network/virtualNetworkGateways: ${crud}; Network/virtualNetworks/subnets: join/action; Network/publicIPAddresses: join/action`,
  ],
  ['azurerm_virtual_network_gateway', 'used_gateways', 'Network/virtualNetworkGateways: read'],
  ['azurerm_local_network_gateway', 'remote_gateways', `Network/localNetworkGateways: ${crud}`],
  [
    'azurerm_virtual_network_gateway_connection',
    'vpn_connections',
    `Network/connections: ${crud} sharedKey/read sharedKey/write`,
  ],
  [
    'azurerm_virtual_hub_connection',
    'used_hubs',
    `Network/virtualHubs/hubVirtualNetworkConnections: ${crud}; Network/virtualHubs: read; Network/virtualNetworks: peer/action`,
  ],
  ['azurerm_site_recovery_fabric', 'replication', replicationPart('replicationFabrics')],
  [
    'azurerm_site_recovery_protection_container',
    'replication',
    replicationPart('replicationFabrics/replicationProtectionContainers'),
  ],
  ['azurerm_site_recovery_replication_policy', 'replication', replicationPart('replicationPolicies')],
  [
    'azurerm_site_recovery_protection_container_mapping',
    'replication',
    replicationPart('replicationFabrics/replicationProtectionContainers/replicationProtectionContainerMappings'),
  ],
  [
    'azurerm_site_recovery_network_mapping',
    'replication',
    `${replicationPart('replicationFabrics/replicationNetworks/replicationNetworkMappings')}; Network/virtualNetworks: read`,
  ],
  [
    'azurerm_site_recovery_replicated_vm',
    'replication',
    `${replicationPart('replicationFabrics/replicationProtectionContainers/replicationProtectedItems')}; RecoveryServices/vaults/replicationJobs: read; Compute/virtualMachines: read; Compute/disks: read; Network/networkInterfaces: read`,
  ],
  ['azurerm_site_recovery_replication_recovery_plan', 'replication', replicationPart('replicationRecoveryPlans')],
  ['azurerm_traffic_manager_profile', 'public_records', `Network/trafficManagerProfiles: ${crud}`],
  [
    'azurerm_traffic_manager_external_endpoint',
    'public_records',
    `Network/trafficManagerProfiles/externalEndpoints: ${crud}`,
  ],
]

const recovery: readonly Row[] = [
  ...servers,
  ['azurerm_resource_group', 'servers', group],
  ['azurerm_network_security_group', 'servers', guard],
  ['azurerm_network_security_rule', 'servers', guardRule],
  ['azurerm_public_ip', 'balancers', address],
  ['azurerm_private_dns_zone', 'private_zones', `Network/privateDnsZones: ${crud}`],
  [
    'azurerm_private_dns_zone_virtual_network_link',
    'private_zones',
    `Network/privateDnsZones/virtualNetworkLinks: ${crud}; Network/virtualNetworks: join/action`,
  ],
  ['azurerm_private_dns_a_record', 'private_records', `Network/privateDnsZones/A: ${crud}`],
]

const rowsOf = (root: ResourceNeed['root'], rows: readonly Row[]): readonly ResourceNeed[] =>
  rows.map(([type, when, actions]) => ({
    type,
    root,
    when: when === '' ? [] : [when],
    actions: actionsOf(actions),
  }))

const plans = 'Microsoft.RecoveryServices/vaults/replicationRecoveryPlans'

/** By what the command does: `az rest` says it in its URL. */
function actionsOfCommand({ argv, call }: RunbookCommand): readonly string[] {
  const words = argv.map((word) => (typeof word === 'string' ? word : word.before))
  if (words[0] !== 'az') return []
  if (call?.startsWith('siteRecovery:') === true)
    return [
      `${plans}/${call.slice('siteRecovery:'.length)}/action`,
      'Microsoft.RecoveryServices/vaults/replicationJobs/read',
    ]
  if (words[1] === 'rest')
    return words.some((word) => word.includes('/replicationRecoveryPlans/')) ? [`${plans}/read`] : []
  return (
    named[
      words
        .slice(
          1,
          words.findIndex((word) => word.startsWith('--')),
        )
        .join(' ')
    ] ?? []
  )
}

const named: Readonly<Record<string, readonly string[]>> = {
  'network vnet peering list': ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read'],
  'vm list-usage': ['Microsoft.Compute/locations/usages/read'],
}

export const azureNeedTables: NeedTables = {
  resources: [...rowsOf('foundation', foundation), ...rowsOf('recovery', recovery)],
  always: ['Microsoft.Resources/subscriptions/providers/read', 'Microsoft.Resources/subscriptions/resourceGroups/read'],
  actionsOfCommand,
}

export const azureNeededActions = (plan: Plan, runbooks: readonly Runbook[]): readonly NeededAction[] =>
  collectNeeds({ roots: azureTerraformRoots(plan), runbooks }, azureNeedTables)
